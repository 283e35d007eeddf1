// Bulk export as a client meets it: kick-off, waiting, manifest, files, end. https://hl7.org/fhir/uv/bulkdata/STU2/export.html
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryTypes } from '../../src/fhir/types.ts';
import {
  byReference,
  exported,
  issuesOf,
  kickOff,
  linesIn,
  type Manifest,
  manifestOf,
  openFiles,
  pathOf,
  respondAsync,
  whenOver,
} from './export-scene.ts';
import { type Client, linkOf, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { child, observation } from './scenes.ts';

const callers = [
  'tester',
  'coordinator',
  'case-manager',
  'jgz',
  'hospital',
  'municipality',
  'provider',
  'parent',
  'school',
] as const;

async function everything(client: Client, id: string): Promise<Resource[]> {
  const found: Resource[] = [];
  let path: string | undefined = `/fhir/Patient/${id}/$everything`;
  while (path) {
    const reply = await client.get(path);
    if (reply.status === 404) return [];
    if (reply.status !== 200) throw new Error(reply.text);
    found.push(
      ...(reply.bundle().entry ?? []).flatMap(({ resource }) =>
        resource && !directoryTypes.has(resource.resourceType) && resource.resourceType !== 'OperationOutcome'
          ? [resource]
          : [],
      ),
    );
    path = linkOf(reply, 'next');
  }
  return found;
}

describe.each(await storesHere())('bulk export on %s', (store) => {
  let sandbox: Sandbox;
  let children: string[];
  const count = store === 'SQLite' ? 300 : 70;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    children = await openFiles(sandbox, count);
  }, 240_000);
  afterAll(() => sandbox.close());

  it.each(callers)(
    'gives a %s of all patients exactly what $everything shows of each',
    async (name) => {
      const client = await sandbox.as(name);
      const shown: Resource[] = [];
      for (const id of children) shown.push(...(await everything(client, id)));
      const found = await exported(client, '/fhir/Patient/$export');
      expect(byReference(found)).toEqual(byReference(shown));
      expect(found.length).toBe(shown.length);
      if (name === 'tester') expect(new Set(found.map(({ id }) => id)).size).toBeGreaterThan(count * 6);
      if (name === 'school') expect(found).toEqual([]);
    },
    120_000,
  );

  it('adds the directory at the system level', async () => {
    const jgz = await sandbox.as('jgz');
    const found = await exported(jgz, '/fhir/$export');
    const organisations = await jgz.get('/fhir/Organization?_count=1000');
    const listed = found.filter(({ resourceType }) => resourceType === 'Organization');
    expect(listed.length).toBe(organisations.bundle().total);
    expect(found.filter(({ resourceType }) => resourceType === 'Patient').length).toBe(Math.floor(count / 2));
  }, 60_000);
});

describe('a bulk export', () => {
  let sandbox: Sandbox;
  let tester: Client;
  let jgz: Client;
  let patients: string[];
  beforeAll(async () => {
    sandbox = await openSandbox();
    [tester, jgz] = await Promise.all([sandbox.as('tester'), sandbox.as('jgz')]);
    patients = await openFiles(sandbox, 8);
  });
  afterAll(() => sandbox.close());

  it('is accepted with an address to ask at, and tells how far it is until it is done', async () => {
    const started = await kickOff(tester, '/fhir/$export?_type=Patient');
    expect(started.status).toBe(202);
    const status = started.headers.get('content-location') ?? '';
    expect(status).toMatch(new RegExp(`^${sandbox.url}/fhir/\\$export-status/[0-9a-f-]{36}$`));
    const running = await tester.get(pathOf(status));
    expect([running.status, running.headers.get('retry-after')]).toEqual([202, '2']);
    expect(running.headers.get('x-progress')).toMatch(/^step 0, 0 children read$/);
    const done = await whenOver(tester, pathOf(status));
    expect(done.headers.get('content-type')).toBe('application/json');
    expect(Date.parse(done.headers.get('expires') ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const manifest = JSON.parse(done.text) as Manifest;
    expect(manifest).toEqual({
      transactionTime: expect.stringMatching(/^\d{4}-.*Z$/),
      request: `${sandbox.url}/fhir/$export?_type=Patient`,
      requiresAccessToken: true,
      output: [
        { type: 'Patient', url: expect.stringContaining(`${sandbox.url}/fhir/$export-file/`), count: 8 },
      ],
      deleted: [],
      error: [],
    });
    const file = await tester.get(pathOf(manifest.output[0]?.url ?? ''));
    expect(file.headers.get('content-type')).toBe('application/fhir+ndjson');
    expect(file.headers.get('cache-control')).toBe('no-store');
    expect(file.text.endsWith('}\n')).toBe(true);
  });

  it('can be started by POST with Parameters, for some patients only', async () => {
    const [first = '', second = ''] = patients;
    const started = await tester.post(
      '/fhir/Patient/$export',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: '_outputFormat', valueString: 'ndjson' },
          { name: '_type', valueString: 'Patient,Observation' },
          { name: 'patient', valueReference: { reference: `Patient/${first}` } },
          { name: 'patient', valueReference: { reference: `Patient/${second}` } },
        ],
      },
      respondAsync,
    );
    const manifest = await manifestOf(tester, started);
    const found = await linesIn(tester, manifest.output);
    expect(manifest.request).toBe(`${sandbox.url}/fhir/Patient/$export`);
    expect(found.map(({ resourceType }) => resourceType).sort()).toEqual([
      'Observation',
      'Observation',
      'Patient',
      'Patient',
    ]);
  });

  it('chooses by _typeFilter, any of several for a type', async () => {
    const filters = ['CarePlan?status=draft', 'CarePlan?status=revoked,completed'].map(encodeURIComponent);
    const path = `/fhir/Patient/$export?_type=CarePlan,Patient&_typeFilter=${filters.join(',')}`;
    const found = await exported(tester, path);
    const plans = found.filter((one) => one.resourceType === 'CarePlan');
    expect(plans.map(({ status }) => status)).toEqual(Array(8).fill('draft'));
    expect(found.length).toBe(16);
  });

  it('trims to _elements and says so in a tag', async () => {
    const found = await exported(
      tester,
      '/fhir/Patient/$export?_type=Patient&_elements=birthDate,Patient.gender',
    );
    for (const patient of found) {
      expect(Object.keys(patient).sort()).toEqual(['birthDate', 'gender', 'id', 'meta', 'resourceType']);
      expect(patient.meta?.tag?.[0]?.code).toBe('SUBSETTED');
    }
  });

  it('gives since a moment what changed after it, and what was deleted', async () => {
    const [id = ''] = patients;
    const gone = await tester.made(observation(id));
    const before = await manifestOf(tester, await kickOff(tester, '/fhir/$export?_type=Patient'));
    await tester.remove(`/fhir/Observation/${gone.id}`);
    const made = await tester.made(observation(id, { valueString: 'Nieuw' }));
    const path = `/fhir/Patient/$export?_type=Observation,Patient&_since=${before.transactionTime}`;
    const manifest = await manifestOf(tester, await kickOff(tester, path));
    expect((await linesIn(tester, manifest.output)).map((one) => one.id)).toEqual([made.id]);
    expect(await linesIn(tester, manifest.deleted)).toEqual([
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: `Observation/${gone.id}` } }],
      },
    ]);
    const all = await manifestOf(tester, await kickOff(tester, '/fhir/Patient/$export?_type=Observation'));
    expect(all.deleted).toEqual([]);
  });

  it('keeps to a Group of the own organisation and to its members in sight', async () => {
    const own = patients.filter((_, index) => (index + 1) % 2 === 0);
    const [member = '', former = ''] = own;
    const group = await jgz.made({
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [
        { entity: { reference: `Patient/${member}` } },
        { entity: { reference: `Patient/${former}` }, inactive: true },
      ],
    });
    const found = await exported(jgz, `/fhir/Group/${group.id}/$export?_type=Patient`);
    expect(found.map(({ id }) => id)).toEqual([member]);
    const hospital = await sandbox.as('hospital');
    expect((await hospital.get(`/fhir/Group/${group.id}`)).status).toBe(404);
    const never = group.id.replace(/^.{8}/, '00000000');
    const [hidden, absent] = await Promise.all(
      [group.id, never].map((id) => hospital.put(`/fhir/Group/${id}`, { ...group, id, member: undefined })),
    );
    expect([hidden?.status, hidden?.text]).toEqual([400, absent?.text.replaceAll(never, group.id)]);
    expect((await hospital.remove(`/fhir/Group/${group.id}`)).status).toBe(404);
    expect((await hospital.get('/fhir/Group')).bundle().total).toBe(0);
    expect((await kickOff(hospital, `/fhir/Group/${group.id}/$export`)).status).toBe(404);
    const unseen = await hospital.post('/fhir/Group', {
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: `Patient/${member}` } }],
    });
    expect(unseen.status).toBe(422);
    const changed = { ...group, name: 'Gewijzigd', member: [{ entity: { reference: `Patient/${former}` } }] };
    expect((await jgz.put(`/fhir/Group/${group.id}`, changed)).status).toBe(200);
    expect(
      (await exported(jgz, `/fhir/Group/${group.id}/$export?_type=Patient`)).map(({ id }) => id),
    ).toEqual([former]);
    expect((await jgz.remove(`/fhir/Group/${group.id}`)).status).toBe(204);
    expect((await kickOff(jgz, `/fhir/Group/${group.id}/$export`)).status).toBe(410);
  });

  it('is in the trail of each child it showed, once, and of no other', async () => {
    const path = '/fhir/Patient/$export?_type=Patient,ServiceRequest';
    await exported(jgz, path);
    const trail = async (id: string): Promise<string[]> => {
      const reply = await tester.get(`/fhir/AuditEvent?patient=Patient/${id}&_count=1000`);
      return (reply.bundle().entry ?? [])
        .flatMap(({ resource }) => (resource?.resourceType === 'AuditEvent' ? (resource.entity ?? []) : []))
        .flatMap(({ query }) => (query ? [Buffer.from(query, 'base64').toString()] : []))
        .filter((query) => query.includes('$export') && query.includes('ServiceRequest'));
    };
    const [other = '', own = ''] = patients;
    expect(await trail(own)).toEqual(['Patient/$export?_type=Patient%2CServiceRequest']);
    expect(await trail(other)).toEqual([]);
  });

  it('is nobody else’s to see, fetch or cancel', async () => {
    const started = await kickOff(tester, '/fhir/$export?_type=Patient');
    const status = pathOf(started.headers.get('content-location'));
    const { output } = await manifestOf(tester, started);
    const file = pathOf(output[0]?.url ?? '');
    for (const reply of [await jgz.get(status), await jgz.get(file), await jgz.remove(status)])
      expect(reply.status).toBe(404);
    expect((await sandbox.withToken(undefined).get(file)).status).toBe(401);
    expect((await tester.get(file)).status).toBe(200);
  });

  it('is gone once it was cancelled, with its files', async () => {
    const started = await kickOff(tester, '/fhir/$export?_type=Patient');
    const status = pathOf(started.headers.get('content-location'));
    const { output } = await manifestOf(tester, started);
    expect((await tester.remove(status)).status).toBe(202);
    expect((await tester.get(status)).status).toBe(404);
    expect((await tester.get(pathOf(output[0]?.url ?? ''))).status).toBe(404);
    expect((await tester.remove(status)).status).toBe(404);
  });

  it('waits for the client’s others when two run already', async () => {
    const hospital = await sandbox.as('hospital');
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => kickOff(hospital, '/fhir/$export?_type=Patient')),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429]);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('10');
    expect(refused?.outcome().issue?.[0]?.code).toBe('throttled');
    for (const one of replies.filter(({ status }) => status === 202)) await manifestOf(hospital, one);
    expect((await kickOff(hospital, '/fhir/$export?_type=Patient')).status).toBe(202);
  });

  const path = '/fhir/Patient/$export';
  it.each([
    ['no respond-async', path, {}, 400, 'Prefer: respond-async'],
    ['another format', `${path}?_outputFormat=text/csv`, respondAsync, 400, 'application/fhir+ndjson'],
    ['an unknown parameter', `${path}?_sort=name`, respondAsync, 400, '"_sort" is not known here'],
    [
      'a set of associated data',
      `${path}?includeAssociatedData=x`,
      respondAsync,
      400,
      'includeAssociatedData',
    ],
    ['patient in a URL', `${path}?patient=Patient/1`, respondAsync, 400, 'POST'],
    ['a type not served', `${path}?_type=Medication`, respondAsync, 400, '"Medication" is not served'],
    ['a type outside the compartment', `${path}?_type=Organization`, respondAsync, 400, 'compartment'],
    ['AuditEvents', `/fhir/$export?_type=AuditEvent`, respondAsync, 400, 'AuditEvent?patient='],
    ['a day as _since', `${path}?_since=2026-01-01`, respondAsync, 400, '2026-01-31T12:00:00Z'],
    [
      '_since twice',
      `${path}?_since=2026-01-01T00:00:00Z&_since=2026-01-01T00:00:00Z`,
      respondAsync,
      400,
      'once',
    ],
    ['an empty _type', `${path}?_type=`, respondAsync, 400, 'is empty'],
    [
      'a filter that is no search',
      `${path}?_typeFilter=Patient`,
      respondAsync,
      400,
      'Observation?status=final',
    ],
    ['an unknown filter', `${path}?_typeFilter=Patient%3Ffoo=1`, respondAsync, 400, 'foo'],
    ['a filter that sorts', `${path}?_typeFilter=Patient%3Fname=a%26_sort=name`, respondAsync, 400, '_sort'],
    ['a chained filter', `${path}?_typeFilter=Task%3Fowner.name=a`, respondAsync, 400, 'owner'],
    ['a filter beside _type', `${path}?_type=Task&_typeFilter=Patient%3Fname=a`, respondAsync, 400, '_type'],
    ['an unknown element', `${path}?_elements=Patient.foo`, respondAsync, 400, 'Patient.foo'],
    ['another method', '/fhir/$export-status/1/2', {}, 404, 'CapabilityStatement'],
    ['an unknown job', '/fhir/$export-status/1', {}, 404, 'no such export'],
    ['an unknown file', '/fhir/$export-file/1/2', {}, 404, 'no such export'],
    ['an instance of Patient', '/fhir/Patient/1/$export', respondAsync, 404, '$export'],
  ])('refuses %s, saying what would be right', async (_what, at, headers, status, said) => {
    const reply = await tester.get(at, headers);
    expect([reply.status, issuesOf(reply).join()]).toEqual([status, expect.stringContaining(said)]);
  });

  it.each([
    ['no Parameters', { resourceType: 'Patient', gender: 'male' }, 'must be a Parameters resource'],
    ['a value of another kind', { name: '_type', valueInteger: 1 }, 'valueString'],
    ['a value without a name', { valueString: 'x' }, 'name'],
    ['an unknown parameter', { name: '_sort', valueString: 'name' }, '"_sort" is not known here'],
    ['what is no value at all', { name: '_type', valueFoo: 'x' }, 'valueFoo'],
    [
      'somebody who is no patient',
      { name: 'patient', valueReference: { reference: 'Practitioner/1' } },
      'Patient/123',
    ],
  ])('refuses a body with %s', async (_what, given, said) => {
    const body = 'resourceType' in given ? given : { resourceType: 'Parameters', parameter: [given] };
    const reply = await tester.post(path, body, respondAsync);
    expect([reply.status, issuesOf(reply).join()]).toEqual([400, expect.stringContaining(said)]);
  });

  it('goes on without what it does not know when asked to be lenient, and says so in the manifest', async () => {
    const started = await tester.get(`${path}?_type=Patient,Medication&_sort=name&includeAssociatedData=x`, {
      prefer: 'respond-async, handling=lenient',
    });
    const { output, error } = await manifestOf(tester, started);
    expect(output.map(({ type, count }) => [type, count])).toEqual([['Patient', 8]]);
    const told = (await linesIn(tester, error)).map((one) => JSON.stringify(one)).join();
    for (const name of ['Medication', '_sort', 'includeAssociatedData']) expect(told).toContain(name);
  });

  it('knows nothing of patients out of sight, whether they exist or not', async () => {
    const hospital = await sandbox.as('hospital');
    const ask = (id: string) =>
      hospital.post(
        path,
        {
          resourceType: 'Parameters',
          parameter: [{ name: 'patient', valueReference: { reference: `Patient/${id}` } }],
        },
        respondAsync,
      );
    const [hidden = ''] = patients;
    const [real, none] = [await ask(hidden), await ask('nobody')];
    expect([real.status, none.status]).toEqual([404, 404]);
    expect(real.text.replaceAll(hidden, 'nobody')).toBe(none.text);
  });

  it('is no entry of a Bundle', async () => {
    const reply = await tester.post(
      '/fhir',
      { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: '$export' } }] },
      respondAsync,
    );
    expect(reply.bundle().entry?.[0]?.response?.status).toMatch(/^400/);
  });

  it('stands in the CapabilityStatement with its canonical definitions', async () => {
    const text = (await tester.get('/fhir/metadata')).text;
    for (const name of ['export', 'patient-export', 'group-export'])
      expect(text).toContain(`"http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${name}"`);
  });

  it('leaves out what came after it began', async () => {
    const started = await kickOff(tester, '/fhir/Patient/$export?_type=Patient');
    const late = await tester.made(child());
    const { output } = await manifestOf(tester, started);
    expect((await linesIn(tester, output)).map(({ id }) => id)).not.toContain(late.id);
  });
});
