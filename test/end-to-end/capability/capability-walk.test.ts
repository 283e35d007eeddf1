import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
  Resource,
} from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unserved } from '../../../src/fhir/search/parameter.ts';
import { type ServedType, servedTypes } from '../../../src/fhir/types.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from '../sandbox.ts';
import { smallestOf } from './smallest.ts';

type Parameter = CapabilityStatementRestResourceSearchParam;

/** A value that a parameter of each kind understands. */
const values: Readonly<Record<Parameter['type'], string>> = {
  number: '5',
  date: '2024-05-01',
  string: 'voorbeeld',
  token: 'x',
  reference: 'absent',
  composite: 'x$y',
  quantity: '5',
  uri: 'https://example.org/x',
  special: 'x',
};

/** Tokens that are true or false. */
const booleans = new Set(['active', 'actual', 'deceased', 'exclude']);

/** The value each modifier wants; what is not named here takes the parameter's own. */
const modified: Readonly<Record<string, string>> = {
  missing: 'true',
  'of-type': 'https://example.org/x|y|z',
  identifier: 'https://example.org/x|y',
  in: 'http://hl7.org/fhir/ValueSet/administrative-gender',
  'not-in': 'http://hl7.org/fhir/ValueSet/administrative-gender',
};

const interactions = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const;
type Interaction = (typeof interactions)[number];

describe('the CapabilityStatement', () => {
  let sandbox: Sandbox;
  let tester: Client;
  let statement: CapabilityStatement;
  let patient: string;
  const rest = () => statement.rest?.[0];
  const entryOf = (type: string): CapabilityStatementRestResource | undefined =>
    rest()?.resource?.find((one) => one.type === type);

  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    statement = (await tester.get('/fhir/metadata')).resource<CapabilityStatement>();
    patient = (await tester.made(smallestOf('Patient', '') ?? { resourceType: 'Patient' })).id;
  });
  afterAll(() => sandbox.close());

  /** A resource to work on; of AuditEvents the server has made some by now. */
  async function oneOf(type: ServedType): Promise<Resource & { id: string }> {
    const smallest = smallestOf(type, patient);
    if (smallest) return tester.made(smallest);
    const { entry } = (await tester.get(`/fhir/${type}?patient=Patient/${patient}`)).bundle();
    const [first] = entry ?? [];
    if (!first?.resource?.id) throw new Error(`there is no ${type}`);
    return { ...first.resource, id: first.resource.id };
  }

  const calls: Readonly<
    Record<Interaction, (type: string, one: Resource & { id: string }) => Promise<Reply>>
  > = {
    read: (type, { id }) => tester.get(`/fhir/${type}/${id}`),
    vread: (type, { id, meta }) => tester.get(`/fhir/${type}/${id}/_history/${meta?.versionId}`),
    update: (type, one) => tester.put(`/fhir/${type}/${one.id}`, one),
    patch: (type, { id }) =>
      tester.send('PATCH', `/fhir/${type}/${id}`, {
        body: JSON.stringify([{ op: 'add', path: '/language', value: 'nl' }]),
        headers: { 'content-type': 'application/json-patch+json' },
      }),
    delete: (type, { id }) => tester.remove(`/fhir/${type}/${id}`),
    'history-instance': (type, { id }) => tester.get(`/fhir/${type}/${id}/_history`),
    'history-type': (type) => tester.get(`/fhir/${type}/_history`),
    create: (type, { id: _id, ...one }) => tester.post(`/fhir/${type}`, one),
    'search-type': (type) => tester.get(`/fhir/${type}?_id=absent`),
  };

  it('is open to all and names what it serves', async () => {
    const open = await sandbox.withToken(undefined).get('/fhir/metadata');
    expect(open.status).toBe(200);
    expect(statement).toMatchObject({ fhirVersion: '4.0.1', kind: 'instance', status: 'active' });
    expect(servedTypes.filter((type) => !entryOf(type))).toEqual([]);
  });

  describe.each(servedTypes)('on %s', (type) => {
    it('serves each interaction it claims, and refuses each it does not', async () => {
      const claimed = new Set(entryOf(type)?.interaction?.map(({ code }) => code));
      for (const interaction of interactions) {
        const { status, text, headers } = await calls[interaction](type, await oneOf(type));
        if (claimed.has(interaction))
          expect([interaction, status < 300 ? 'served' : text]).toEqual([interaction, 'served']);
        else {
          expect([interaction, [404, 405].includes(status) ? 'refused' : text]).toEqual([
            interaction,
            'refused',
          ]);
          if (status === 405) expect(headers.get('allow')).toBeTruthy();
        }
      }
    });

    it('understands every search parameter and modifier it names', async () => {
      for (const { name = '', type: kind, documentation } of entryOf(type)?.searchParam ?? []) {
        const modifiers = [...(documentation ?? '').matchAll(/:([a-z-]+)/g)].map(([, one = '']) => one);
        const within = type === 'AuditEvent' ? `&patient=Patient/${patient}` : '';
        for (const modifier of ['', ...modifiers]) {
          const value = modified[modifier] ?? (booleans.has(name) ? 'true' : values[kind]);
          const path = `/fhir/${type}?${name}${modifier && `:${modifier}`}=${encodeURIComponent(value)}${within}`;
          const { status, text } = await tester.get(path);
          const own =
            kind === 'composite' || kind === 'special' || modifier === 'above' || modifier === 'below';
          const isServed =
            status === 200 || (own && status === 400 && !text.includes('not a search parameter'));
          expect([path, isServed ? 'understood' : text]).toEqual([path, 'understood']);
        }
      }
    });

    it('refuses by name the parameters it does not name', async () => {
      const known = new Set(entryOf(type)?.searchParam?.map(({ name }) => name));
      const others = servedTypes.flatMap(
        (other) => entryOf(other)?.searchParam?.map(({ name = '' }) => name) ?? [],
      );
      const foreign = [...new Set([...others, ...Object.keys(unserved), 'colour'])].filter(
        (name) => !known.has(name),
      );
      expect(foreign.length).toBeGreaterThan(10);
      for (const name of foreign) {
        const { status, outcome } = await tester.get(`/fhir/${type}?${name}=x`);
        expect([name, status]).toEqual([name, 400]);
        expect(outcome().issue[0]).toMatchObject({
          diagnostics: expect.stringContaining(name),
          location: [`http.${name}`],
        });
      }
    });

    it('follows every include it names', async () => {
      const includes = entryOf(type)?.searchInclude ?? [];
      const paths = [
        ...includes.map((one) => `/fhir/${type}?_id=absent&_include=${one}`),
        ...(entryOf(type)?.searchRevInclude ?? []).map(
          (one) => `/fhir/${type}?_id=absent&_revinclude=${one}`,
        ),
      ];
      for (const path of paths) {
        const { status } = await tester.get(path);
        expect([path, status]).toEqual([path, 200]);
      }
    });
  });

  it('says no to every type it does not name', async () => {
    const foreign = [
      'Medication',
      'MedicationRequest',
      'AllergyIntolerance',
      'Claim',
      'List',
      'Schedule',
      'Coverage',
    ];
    for (const type of foreign) {
      expect(entryOf(type)).toBeUndefined();
      const { status, outcome } = await tester.get(`/fhir/${type}`);
      expect([type, status, outcome().resourceType]).toEqual([type, 404, 'OperationOutcome']);
    }
  });

  it('serves the interactions of the whole system it claims', async () => {
    const bundle = (type: 'batch' | 'transaction') => tester.post('/fhir', { resourceType: 'Bundle', type });
    const system: Readonly<Record<string, () => Promise<Reply>>> = {
      transaction: () => bundle('transaction'),
      batch: () => bundle('batch'),
      'search-system': () => tester.get(`/fhir?_type=Patient&_id=${patient}`),
      'history-system': () => tester.get('/fhir/_history'),
    };
    const claimed = rest()?.interaction?.map(({ code }) => code ?? '') ?? [];
    expect([...claimed].sort()).toEqual(Object.keys(system).sort());
    for (const code of claimed) expect([code, (await system[code]?.())?.status]).toEqual([code, 200]);
  });

  it('serves every operation it names, and no other', async () => {
    const called: string[] = [];
    const expectServed = async (path: string): Promise<void> => {
      const { status, text } = await tester.get(path);
      // What an operation needs differs; that there is such an operation is told by any answer but "no such".
      expect([path, status === 404 && text.includes('There is no') ? text : 'served']).toEqual([
        path,
        'served',
      ]);
      called.push(path);
    };
    for (const { type, operation = [] } of rest()?.resource ?? []) {
      const isOurs = servedTypes.some((one) => one === type);
      const id = isOurs && operation.length > 0 ? (await oneOf(type as ServedType)).id : undefined;
      for (const { name } of operation) {
        const [onType, onInstance] = [`/fhir/${type}/$${name}`, `/fhir/${type}/${id}/$${name}`];
        const { status, text } = await tester.get(onType);
        if (status === 404 && text.includes('There is no')) await expectServed(onInstance);
        else called.push(onType);
      }
      expect((await tester.get(`/fhir/${type}/$colour`)).status).toBe(404);
    }
    for (const { name } of rest()?.operation ?? []) await expectServed(`/fhir/$${name}`);
    expect(called.length).toBeGreaterThan(10);
    expect((await tester.get('/fhir/$colour')).status).toBe(404);
  });

  it('answers in each format it names, and in no other', async () => {
    for (const format of statement.format ?? []) {
      const { status } = await tester.get(`/fhir/Patient/${patient}`, { accept: format });
      const short = await tester.get(`/fhir/Patient/${patient}?_format=${encodeURIComponent(format)}`);
      expect([format, format.includes('/') ? status : 200, short.status]).toEqual([format, 200, 200]);
    }
    for (const format of ['text/turtle', 'application/fhir+turtle', 'ttl', 'html', 'application/pdf']) {
      const { status } = await tester.get(`/fhir/Patient/${patient}?_format=${format}`);
      expect([format, status]).toEqual([format, 406]);
    }
  });

  it('takes patches in each format it names, and in no other', async () => {
    const formats = statement.patchFormat ?? [];
    expect(formats.length).toBeGreaterThan(0);
    const patchAs = (type: string, body: string) =>
      tester.send('PATCH', `/fhir/Patient/${patient}`, { body, headers: { 'content-type': type } });
    for (const format of formats)
      expect([format, (await patchAs(format, 'x')).status]).not.toEqual([format, 415]);
    expect((await patchAs('text/plain', 'x')).status).toBe(415);
  });
});
