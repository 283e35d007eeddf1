import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { type FileScene, openFile } from './file-scene.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource } from './scenes.ts';

const nextBsn = bsnSource(999950000);
const ours = 'https://vroegdossier.nl/fhir';

type Part = ParametersParameter;
const parts = (of: Part | Parameters | undefined, name: string): Part[] =>
  ((of && ('part' in of ? of.part : 'parameter' in of ? of.parameter : undefined)) ?? []).filter(
    (one) => one.name === name,
  );
const part = (of: Part | Parameters | undefined, name: string): Part | undefined => parts(of, name)[0];

/** What a viewer gets, as `<group>` to how. */
const seenBy = (viewer: Part | undefined): string[] =>
  parts(viewer, 'sees').map((one) => {
    const view = part(one, 'view')?.valueCode;
    const [shown, of] = [part(one, 'shown')?.valueInteger, part(one, 'of')?.valueInteger];
    return `${part(one, 'data')?.valueCoding?.code} ${view ?? (shown === of ? 'all' : 'part')}`;
  });

describe('Patient/$who-may-see', () => {
  let sandbox: Sandbox;
  let file: FileScene;
  const path = () => `/fhir/Patient/${file.patient.id}/$who-may-see`;
  beforeAll(async () => {
    sandbox = await openSandbox();
    file = await openFile(sandbox, nextBsn());
    const authority = {
      url: `${ours}/StructureDefinition/ivh-ext-gezag`,
      extension: [{ url: 'gezag', valueBoolean: true }],
    };
    const tester = await sandbox.as('tester');
    const parent = { ...file.parent, extension: [authority] };
    expect((await tester.put(`/fhir/RelatedPerson/${file.parent.id}`, parent)).status).toBe(200);
  });
  afterAll(() => sandbox.close());

  const overview = async (as = 'parent'): Promise<Parameters> => {
    const reply = await (await sandbox.as(as)).get(path());
    expect(reply.status).toBe(200);
    return reply.resource<Parameters>();
  };
  const viewer = async (who: string): Promise<Part | undefined> =>
    parts(await overview(), 'viewer').find((one) => part(one, 'who')?.valueReference?.reference === who);
  const textOf = async (as = 'parent') => part(await overview(as), 'text')?.valueString ?? '';

  it.each(['parent', 'coordinator', 'case-manager'])('answers the %s with valid FHIR', async (as) => {
    const found = await overview(as);
    expect(createValidator().validate(found).errors).toEqual([]);
    expect(parts(found, 'viewer').length).toBeGreaterThan(3);
  });

  it('tells of everyone the policy lets in, and by which tie and for how long', async () => {
    const kompas = await viewer('Organization/mkd-het-kompas');
    expect(part(kompas, 'kind')?.valueCoding?.code).toBe('provider');
    expect(part(part(kompas, 'relation'), 'as')?.valueCode).toBe('team');
    expect(part(part(kompas, 'relation'), 'because')?.valueReference?.reference).toMatch(/^CareTeam\//);
    expect(seenBy(kompas)).toContain('2 all');
  });

  it('says that the municipality gets a view, for which purposes', async () => {
    const municipality = await viewer('Organization/gemeente-zonnedal');
    expect(seenBy(municipality)).toEqual(expect.arrayContaining(['3 plan-for-municipality', '4 payer']));
  });

  it('agrees with what each party can read', async () => {
    const found = await overview();
    const clients: [string, string][] = [
      ['jgz', 'Organization/jgz-heuvelrand'],
      ['hospital', 'Organization/ziekenhuis-heuvelrand'],
      ['provider', 'Organization/mkd-het-kompas'],
      ['municipality', 'Organization/gemeente-zonnedal'],
    ];
    for (const [name, who] of clients) {
      const client = await sandbox.as(name);
      const bundle = (await client.get(`/fhir/Patient/${file.patient.id}/$everything?_count=1000`)).bundle();
      const read = (bundle.entry ?? []).filter(
        ({ search, resource }) => search?.mode === 'match' && resource?.resourceType !== 'AuditEvent',
      ).length;
      const one = parts(found, 'viewer').find((each) => part(each, 'who')?.valueReference?.reference === who);
      const care = parts(one, 'sees').filter((seen) =>
        parts(seen, 'purpose').some(({ valueCoding }) => valueCoding?.code === 'CAREMGT'),
      );
      const told = care.reduce((sum, seen) => sum + (part(seen, 'shown')?.valueInteger ?? 0), 0);
      expect([name, told]).toEqual([name, read]);
    }
  });

  it('tells parents in plain Dutch, as XHTML that a narrative may hold', async () => {
    const text = await textOf();
    expect(text).toContain('Wie mag wat zien van uw kind?');
    expect(text).toContain('Gemeente Zonnedal (gemeente)');
    expect(text).toContain('zit in het team rond uw kind');
    const narrative = {
      resourceType: 'Basic',
      code: { text: 'x' },
      text: { status: 'generated', div: text },
    };
    expect(
      createValidator()
        .validate(narrative)
        .errors.filter(({ expression }) => expression?.includes('text')),
    ).toEqual([]);
    expect(text).not.toMatch(/Organization\/|CAREMGT|team-reads/);
  });

  it('shows an objection and what it keeps from whom on the very next request', async () => {
    const parent = await sandbox.as('parent');
    const json = { 'content-type': 'application/json' };
    const objection = {
      child: file.patient.id,
      decision: 'object',
      recipients: { organizations: ['mkd-het-kompas'] },
      how: 'portal',
    };
    const reply = await parent.post('/ivh/sharing', objection, json);
    expect(reply.status).toBe(201);
    const made: { id?: string } = JSON.parse(reply.text);
    const kompas = await viewer('Organization/mkd-het-kompas');
    expect(seenBy(kompas)).toEqual([]);
    expect(parts(kompas, 'withheld').map((one) => part(one, 'reason')?.valueCode)).toContain('objection');
    expect(part(part(kompas, 'withheld'), 'because')?.valueReference?.reference).toBe(`Consent/${made.id}`);
    expect(await textOf()).toMatch(/Moeder wil niet dat .*Het Kompas/);
    expect((await parent.post(`/ivh/sharing/${made.id}/withdraw`, {}, json)).status).toBe(200);
    expect(seenBy(await viewer('Organization/mkd-het-kompas'))).toContain('2 all');
  });

  it('is not there for who does not see the child', async () => {
    const gp = await sandbox.as('gp');
    const hidden = await gp.get(path());
    const never = await gp.get('/fhir/Patient/nooit-geweest/$who-may-see');
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(file.patient.id, 'nooit-geweest')).toBe(never.text);
  });

  it('is refused to who sees the child and is no parent and does not run the trajectory', async () => {
    const reply = await (await sandbox.as('provider')).get(path());
    expect(reply.status).toBe(403);
    expect(reply.outcome().issue[0]?.diagnostics).toContain(
      'for parents, the coordinator and the case manager',
    );
  });

  it('leaves its trace in the child’s trail', async () => {
    await overview();
    const trail = await (await sandbox.as('parent')).get(
      `/fhir/AuditEvent?patient=Patient/${file.patient.id}&_count=200`,
    );
    expect(trail.bundle().entry?.length).toBeGreaterThan(0);
    const queries = (trail.bundle().entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'AuditEvent'
        ? (resource.entity ?? []).map(({ query }) => Buffer.from(query ?? '', 'base64').toString())
        : [],
    );
    expect(queries.some((query) => query.includes('$who-may-see'))).toBe(true);
  });
});
