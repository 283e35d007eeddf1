import type { CodeSystem, Parameters, ValueSet } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Reply, type Sandbox } from '../end-to-end/sandbox.ts';

const canonical = 'https://vroegdossier.nl/fhir';
const statusSet = 'http://hl7.org/fhir/ValueSet/observation-status';
const statusSystem = 'http://hl7.org/fhir/observation-status';
const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

let sandbox: Sandbox;
let jgz: Client;
beforeAll(async () => {
  sandbox = await openSandbox();
  jgz = await sandbox.as('jgz');
});
afterAll(() => sandbox.close());

const urlOf = (path: string, query: Record<string, string>) => `/fhir/${path}?${new URLSearchParams(query)}`;
const textOf = (reply: Reply) => reply.outcome().issue[0]?.details?.text ?? '';
const answered = (reply: Reply, name: string) => {
  const found = reply.resource<Parameters>().parameter?.find((one) => one.name === name);
  return found?.valueBoolean ?? found?.valueString;
};
const parameters = (...parameter: Parameters['parameter'] & object): Parameters => ({
  resourceType: 'Parameters',
  parameter,
});

describe('$expand', () => {
  const codesOf = (reply: Reply) =>
    reply.resource<ValueSet>().expansion?.contains?.map(({ code }) => code) ?? [];

  it('lists a value set by its URL, with displays and without its definition', async () => {
    const reply = await jgz.get(urlOf('ValueSet/$expand', { url: `${canonical}/ValueSet/ivh-richting` }));
    const { expansion, compose, url } = reply.resource<ValueSet>();
    expect([reply.status, url, compose]).toEqual([200, `${canonical}/ValueSet/ivh-richting`, undefined]);
    expect(expansion?.total).toBe(2);
    expect(expansion?.contains?.[0]).toEqual({
      system: `${canonical}/CodeSystem/ivh-richting`,
      code: 'achterstand',
      display: 'Achterstand',
    });
    expect(expansion?.timestamp).toMatch(/^\d{4}-/);
  });

  it('lists a value set by its id, and takes Parameters by POST', async () => {
    expect(codesOf(await jgz.get('/fhir/ValueSet/observation-status/$expand'))).toContain('final');
    const posted = await jgz.post(
      '/fhir/ValueSet/$expand',
      parameters({ name: 'url', valueUri: statusSet }, { name: 'filter', valueString: 'FINAL' }),
    );
    expect(codesOf(posted)).toEqual(['final']);
  });

  it('cuts a page out of the list and tells the total', async () => {
    const reply = await jgz.get(urlOf('ValueSet/$expand', { url: statusSet, offset: '2', count: '3' }));
    expect(codesOf(reply)).toHaveLength(3);
    expect(reply.resource<ValueSet>().expansion).toMatchObject({ total: 8, offset: 2 });
    const none = await jgz.get(urlOf('ValueSet/$expand', { url: statusSet, count: '0' }));
    expect(none.resource<ValueSet>().expansion).toMatchObject({ total: 8 });
    expect(codesOf(none)).toEqual([]);
  });

  it('marks headings and retired codes, and leaves retired ones out where only active ones are asked', async () => {
    const url = 'http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy';
    const reply = await jgz.get(urlOf('ValueSet/$expand', { url }));
    const contains = reply.resource<ValueSet>().expansion?.contains ?? [];
    const marksOf = (wanted: string) => {
      const { abstract, inactive } = contains.find(({ code }) => code === wanted) ?? {};
      return { abstract, inactive };
    };
    expect(marksOf('_InformationSensitivityPolicy')).toEqual({ abstract: true });
    expect(marksOf('SICKLE')).toEqual({ inactive: true });
    expect(marksOf('HIV')).toEqual({});
    const active = codesOf(await jgz.get(urlOf('ValueSet/$expand', { url, activeOnly: 'true' })));
    expect([active.includes('HIV'), active.includes('SICKLE')]).toEqual([true, false]);
  });

  it('says 404 of a value set that is not held', async () => {
    const url = 'http://snomed.info/sct?fhir_vs';
    const reply = await jgz.get(urlOf('ValueSet/$expand', { url }));
    expect(reply.status).toBe(404);
    expect(reply.outcome().issue[0]?.code).toBe('not-found');
    expect(textOf(reply)).toContain(url);
    expect((await jgz.get('/fhir/ValueSet/none-such/$expand')).status).toBe(404);
  });

  it('says which version it has instead', async () => {
    const reply = await jgz.get(urlOf('ValueSet/$expand', { url: statusSet, valueSetVersion: '3.0.2' }));
    expect([reply.status, textOf(reply)]).toEqual([404, expect.stringContaining('version 4.0.1 is')]);
  });

  it('says 422 and names the code system when the codes are not held here', async () => {
    const reply = await jgz.get(
      urlOf('ValueSet/$expand', { url: 'http://hl7.org/fhir/ValueSet/report-codes' }),
    );
    expect(reply.status).toBe(422);
    expect(reply.outcome().issue[0]?.code).toBe('not-supported');
    expect(textOf(reply)).toContain('http://loinc.org');
  });

  it.each([
    ['nothing', {}, 'url'],
    ['an unknown parameter', { url: statusSet, colour: 'red' }, 'colour'],
    ['a parameter of the operation that is not supported', { url: statusSet, date: '2020-01-01' }, 'date'],
    ['a count that is no number', { url: statusSet, count: 'many' }, 'count'],
    ['a negative offset', { url: statusSet, offset: '-1' }, 'offset'],
    ['a boolean that is none', { url: statusSet, activeOnly: 'yes' }, 'activeOnly'],
  ])('refuses %s by name', async (_, query, name) => {
    const reply = await jgz.get(urlOf('ValueSet/$expand', query));
    expect(reply.status).toBe(400);
    expect(textOf(reply)).toContain(name);
  });

  it('refuses a parameter given twice, of another kind or without a name', async () => {
    const replies = await Promise.all([
      jgz.get(`${urlOf('ValueSet/$expand', { url: statusSet })}&url=x`),
      jgz.post('/fhir/ValueSet/$expand', parameters({ name: 'url', valueBoolean: true })),
      jgz.post('/fhir/ValueSet/$expand', { resourceType: 'Parameters', parameter: [{ valueUri: 'x' }] }),
      jgz.post('/fhir/ValueSet/$expand', { resourceType: 'Patient' }),
      jgz.post('/fhir/ValueSet/$expand', '{"resourceType":"Parameters","parameter":"x"}'),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(replies[1]?.outcome().issue[0]?.expression).toEqual(['Parameters.parameter[0]']);
    expect(replies[2]?.outcome().issue[0]?.expression?.[0]).toContain('Parameters.parameter[0]');
  });

  it('needs a token', async () => {
    const nobody = sandbox.withToken(undefined);
    expect((await nobody.get(urlOf('ValueSet/$expand', { url: statusSet }))).status).toBe(401);
  });
});

describe('$lookup', () => {
  it('tells the display, definition and place of a code', async () => {
    const reply = await jgz.get(urlOf('CodeSystem/$lookup', { system: statusSystem, code: 'final' }));
    expect(reply.status).toBe(200);
    expect(answered(reply, 'display')).toBe('Final');
    expect(answered(reply, 'version')).toBe('4.0.1');
    expect(reply.text).toContain('The observation is complete');
  });

  it('takes a coding, and gives only the properties asked for', async () => {
    const body = parameters(
      { name: 'coding', valueCoding: { system: actCode, code: 'CC' } },
      { name: 'property', valueCode: 'child' },
      { name: 'property', valueCode: 'parent' },
    );
    const reply = await jgz.post('/fhir/CodeSystem/$lookup', body);
    const properties = reply
      .resource<Parameters>()
      .parameter?.flatMap(({ name, part }) =>
        name === 'property' ? [part?.map((one) => one.valueCode)] : [],
      );
    expect(properties).toContainEqual(['parent', '_ActAccountCode']);
    expect(properties).toContainEqual(['child', 'V']);
    expect(properties?.every((one) => one?.[0] === 'parent' || one?.[0] === 'child')).toBe(true);
  });

  it.each(['http://snomed.info/sct', 'http://loinc.org'])(
    'says honestly that %s is not held',
    async (system) => {
      const reply = await jgz.get(urlOf('CodeSystem/$lookup', { system, code: '1' }));
      expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([404, 'not-found']);
      expect(textOf(reply)).toContain(`${system} is not held here`);
    },
  );

  it('says 404 of a code that the code system does not have', async () => {
    const reply = await jgz.get(urlOf('CodeSystem/$lookup', { system: statusSystem, code: 'finished' }));
    expect(reply.status).toBe(404);
    expect(textOf(reply)).toBe(`${statusSystem} has no code "finished".`);
  });

  it.each([
    ['a code without system', parameters({ name: 'code', valueCode: 'final' }), 'system'],
    ['a coding without code', parameters({ name: 'coding', valueCoding: { system: statusSystem } }), 'code'],
    [
      'coding and code at once',
      parameters(
        { name: 'code', valueCode: 'final' },
        { name: 'coding', valueCoding: { system: statusSystem, code: 'final' } },
      ),
      'not both',
    ],
    [
      'an unknown property',
      parameters(
        { name: 'coding', valueCoding: { system: statusSystem, code: 'final' } },
        { name: 'property', valueCode: 'colour' },
      ),
      'colour',
    ],
    [
      'a value that is not valid',
      { resourceType: 'Parameters', parameter: [{ name: 'coding', valueCoding: 'x' }] },
      'Parameters.parameter[0].value',
    ],
    ['nothing', { resourceType: 'Parameters' }, 'code'],
  ])('refuses %s', async (_, body, named) => {
    const reply = await jgz.post('/fhir/CodeSystem/$lookup', body);
    expect(reply.status).toBe(400);
    expect(textOf(reply)).toContain(named);
  });

  it('refuses a coding in the URL, which has no room for one', async () => {
    const reply = await jgz.get(urlOf('CodeSystem/$lookup', { coding: 'x' }));
    expect([reply.status, textOf(reply)]).toEqual([400, expect.stringContaining('by POST')]);
  });
});

describe('$validate-code', () => {
  const judge = async (query: Record<string, string>, path = 'ValueSet') => {
    const reply = await jgz.get(urlOf(`${path}/$validate-code`, query));
    return [reply.status, answered(reply, 'result'), answered(reply, 'message')];
  };
  const inSet = { url: statusSet, system: statusSystem };

  it('knows a member of a value set and one that is none', async () => {
    expect(await judge({ ...inSet, code: 'final' })).toEqual([200, true, undefined]);
    expect(await judge({ ...inSet, code: 'finished' })).toEqual([
      200,
      false,
      `The code "finished" of ${statusSystem} is not in the value set ${statusSet}.`,
    ]);
    expect(await judge({ url: statusSet, system: 'http://loinc.org', code: 'final' })).toEqual(
      expect.arrayContaining([200, false]),
    );
  });

  it('judges the display, whatever its case', async () => {
    expect(await judge({ ...inSet, code: 'final', display: 'FINAL' })).toEqual([200, true, undefined]);
    expect(await judge({ ...inSet, code: 'final', display: 'Klaar' })).toEqual([
      200,
      false,
      `The display of the code "final" of ${statusSystem} is "Final".`,
    ]);
  });

  it('judges within one value set or code system by id', async () => {
    expect(await judge({ system: statusSystem, code: 'final' }, 'ValueSet/observation-status')).toEqual([
      200,
      true,
      undefined,
    ]);
    expect(await judge({ code: 'final' }, 'CodeSystem/observation-status')).toEqual([200, true, undefined]);
  });

  it('accepts a concept with one right coding', async () => {
    const concept = {
      coding: [
        { system: 'http://loinc.org', code: '1' },
        { system: statusSystem, code: 'final' },
      ],
    };
    const body = parameters(
      { name: 'url', valueUri: statusSet },
      { name: 'codeableConcept', valueCodeableConcept: concept },
    );
    expect(answered(await jgz.post('/fhir/ValueSet/$validate-code', body), 'result')).toBe(true);
    const empty = parameters(
      { name: 'url', valueUri: statusSet },
      { name: 'codeableConcept', valueCodeableConcept: { text: 'final' } },
    );
    expect(answered(await jgz.post('/fhir/ValueSet/$validate-code', empty), 'result')).toBe(false);
  });

  it('takes a heading only where the client says headings may be', async () => {
    const heading = { url: actCode, code: '_ActAccountCode' };
    expect(await judge(heading, 'CodeSystem')).toEqual(expect.arrayContaining([200, false]));
    expect(await judge({ ...heading, abstract: 'true' }, 'CodeSystem')).toEqual(
      expect.arrayContaining([200, true]),
    );
  });

  it('does not take a code of another version for one of the version held', async () => {
    expect(await judge({ ...inSet, code: 'final', systemVersion: '3.0.2' })).toEqual(
      expect.arrayContaining([200, false]),
    );
    expect(await judge({ ...inSet, code: 'final', systemVersion: '4.0.1' })).toEqual(
      expect.arrayContaining([200, true]),
    );
  });

  it('finds the code system by the coding', async () => {
    const body = parameters({ name: 'coding', valueCoding: { system: statusSystem, code: 'final' } });
    expect(answered(await jgz.post('/fhir/CodeSystem/$validate-code', body), 'result')).toBe(true);
  });

  it('never says yes or no of what is not held', async () => {
    const sct = await jgz.get(
      urlOf('CodeSystem/$validate-code', { url: 'http://snomed.info/sct', code: '3457005' }),
    );
    expect([sct.status, textOf(sct)]).toEqual([404, expect.stringContaining('http://snomed.info/sct')]);
    const money = await jgz.get(
      urlOf('ValueSet/$validate-code', {
        url: 'http://hl7.org/fhir/ValueSet/currencies',
        system: 'urn:iso:std:iso:4217',
        code: 'EUR',
      }),
    );
    expect([money.status, textOf(money)]).toEqual([422, expect.stringContaining('urn:iso:std:iso:4217')]);
  });

  it.each([
    ['no code', { url: statusSet }],
    ['a code without a system', { url: statusSet, code: 'final' }],
    ['a display alone', { url: statusSet, display: 'Final' }],
    ['no value set', { system: statusSystem, code: 'final' }],
    ['an unknown parameter', { ...inSet, code: 'final', colour: 'red' }],
  ])('refuses %s', async (_, query) => {
    expect((await jgz.get(urlOf('ValueSet/$validate-code', query))).status).toBe(400);
  });
});

describe('the code systems', () => {
  it('say what was left out of HL7 code systems, and leave ours whole', async () => {
    const tagsOf = async (id: string) =>
      (await jgz.get(`/fhir/CodeSystem/${id}`)).resource<CodeSystem>().meta?.tag?.map(({ code }) => code);
    expect(await tagsOf('v3-ActCode')).toEqual(['SUBSETTED']);
    expect(await tagsOf('ivh-rol')).toBeUndefined();
  });
});
