import type { AuditEvent, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../end-to-end/file-scene.ts';
import { type Client, matchesOf, openSandbox, type Reply, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, bsnSystem, child, observation } from '../end-to-end/scenes.ts';

const nextBsn = bsnSource(999930000);
const profile = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-verwijzing';

let sandbox: Sandbox;
let jgz: Client;
let hospital: Client;
let patient: string;
let bsn: string;
beforeAll(async () => {
  sandbox = await openSandbox();
  jgz = await sandbox.as('jgz');
  hospital = await sandbox.as('hospital');
  bsn = nextBsn();
  patient = (await jgz.made(child({ identifier: [{ system: bsnSystem, value: bsn }] }))).id;
});
afterAll(() => sandbox.close());

const asParameters = (resource: unknown, more: object[] = []) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'resource', resource }, ...more],
});
const mode = (valueCode: string) => ({ name: 'mode', valueCode });

/** Severity, code and first expression of every issue; throws unless the answer is 200. */
function issuesOf(reply: Reply): (string | undefined)[][] {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return reply
    .resource<OperationOutcome>()
    .issue.map(({ severity, code, expression }) => [severity, code, ...(expression ?? [])]);
}

const right = [['information', 'informational']];

describe('$validate of a resource', () => {
  it('says that nothing is wrong, whether sent bare or in Parameters, at every level', async () => {
    const replies = await Promise.all([
      jgz.post('/fhir/Patient/$validate', child()),
      jgz.post('/fhir/Patient/$validate', asParameters(child())),
      jgz.post('/fhir/$validate', child()),
      jgz.post(`/fhir/Patient/${patient}/$validate`, child({ id: patient })),
    ]);
    expect(replies.map(issuesOf)).toEqual([right, right, right, right]);
  });

  it('names all that is wrong at once and answers 200', async () => {
    const wrong = { ...child(), gender: 'jongen', birthDate: 'gisteren', colour: 'red' };
    const places = issuesOf(await jgz.post('/fhir/Patient/$validate', wrong)).map(([severity, , at]) => [
      severity,
      at,
    ]);
    expect(places).toContainEqual(['error', 'Patient.gender']);
    expect(places).toContainEqual(['error', 'Patient.birthDate']);
    expect(places).toContainEqual(['error', 'Patient.colour']);
  });

  it('tells warnings besides', async () => {
    const unknown = child({ meta: { profile: ['https://example.org/none-such'] } });
    expect(issuesOf(await jgz.post('/fhir/Patient/$validate', unknown))).toEqual([
      ['information', 'informational'],
      ['warning', 'not-found', 'Patient.meta.profile[0]'],
    ]);
  });

  it('holds the resource against the profile asked for', async () => {
    const bare = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: { display: 'Alex' },
    };
    expect(issuesOf(await jgz.post('/fhir/ServiceRequest/$validate', bare))).toEqual(right);
    const held = await jgz.post(`/fhir/ServiceRequest/$validate?profile=${profile}&mode=profile`, bare);
    expect(issuesOf(held).some(([severity]) => severity === 'error')).toBe(true);
  });

  it('says that a resource of another type is misplaced', async () => {
    expect(issuesOf(await jgz.post('/fhir/Task/$validate', child()))).toEqual([
      ['error', 'invalid', 'resourceType'],
    ]);
  });

  it('stores nothing', async () => {
    const before = await sandbox.rows();
    await jgz.post('/fhir/Patient/$validate?mode=create', child());
    await jgz.post(`/fhir/Patient/${patient}/$validate?mode=update`, child({ id: patient }));
    await jgz.post(`/fhir/Patient/${patient}/$validate?mode=delete`, undefined);
    expect(await sandbox.rows()).toBe(before);
    expect((await jgz.get(`/fhir/Patient/${patient}`)).resource().meta?.versionId).toBe('1');
  });

  it.each([
    ['an unknown mode', '/fhir/Patient/$validate?mode=replace', child(), 'mode'],
    ['mode=profile without profile', '/fhir/Patient/$validate?mode=profile', child(), 'profile'],
    ['no resource', '/fhir/Patient/$validate', undefined, 'resource'],
    ['mode=delete of a type', '/fhir/Patient/$validate?mode=delete', undefined, 'mode'],
    ['an unknown parameter', '/fhir/Patient/$validate?colour=red', child(), 'colour'],
    [
      'a body of several resources',
      '/fhir/Patient/$validate',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'resource', resource: child() },
          { name: 'resource', resource: child() },
        ],
      },
      'resource',
    ],
    [
      'a resource and a value in one parameter',
      '/fhir/Patient/$validate',
      {
        resourceType: 'Parameters',
        parameter: [{ name: 'resource', resource: child(), valueString: 'x' }],
      },
      'Parameters.parameter[0]',
    ],
  ])('refuses %s', async (_, path, body, named) => {
    const reply = await jgz.send('POST', path, body === undefined ? {} : { body });
    expect([reply.status, reply.outcome().issue[0]?.details?.text]).toEqual([
      400,
      expect.stringContaining(named),
    ]);
  });

  it.each(['x', 7, null, [], { resourceType: 'None' }, {}])(
    'survives a resource that is %j',
    async (resource) => {
      const reply = await jgz.post('/fhir/Patient/$validate', asParameters(resource));
      expect(issuesOf(reply).some(([severity]) => severity === 'error')).toBe(true);
    },
  );
});

describe('$validate of what is stored', () => {
  it('needs no body', async () => {
    expect(issuesOf(await jgz.get(`/fhir/Patient/${patient}/$validate`))).toEqual(right);
  });

  it('answers for a hidden resource as for an absent one', async () => {
    const replies = await Promise.all(
      [patient, 'none-such'].map((id) => hospital.get(`/fhir/Patient/${id}/$validate`)),
    );
    const [hidden, absent] = replies.map(({ status, text }) => [
      status,
      text.replaceAll(patient, 'none-such'),
    ]);
    expect(hidden?.[0]).toBe(404);
    expect(hidden).toEqual(absent);
  });

  it('says that a view of a resource is not the whole', async () => {
    const { plan } = await openFile(sandbox, nextBsn());
    const municipality = await sandbox.as('municipality');
    const issues = issuesOf(await municipality.get(`/fhir/CarePlan/${plan.id}/$validate`));
    expect(issues).toContainEqual(['warning', 'incomplete', 'CarePlan.meta.tag']);
  });
});

describe('$validate with a mode', () => {
  const create = (client: Client, resource: Resource) =>
    client.post(`/fhir/${resource.resourceType}/$validate`, asParameters(resource, [mode('create')]));

  it('says that a create gives an id of its own', async () => {
    expect(issuesOf(await create(jgz, child()))).toEqual(right);
    expect(issuesOf(await create(jgz, child({ id: 'mine' })))).toEqual([
      ...right,
      ['information', 'informational', 'Patient.id'],
    ]);
  });

  it('tells what the store would refuse: a reference to nothing, an identifier in use', async () => {
    const lost = await create(jgz, observation('none-such'));
    expect(issuesOf(lost)).toEqual([['error', 'not-found', 'Observation.subject.reference']]);
    const twice = await create(jgz, child({ identifier: [{ system: bsnSystem, value: bsn }] }));
    expect(issuesOf(twice)).toEqual([['error', 'duplicate', 'Patient.identifier']]);
  });

  it('says the same of a child out of sight as of one that is not there', async () => {
    const replies = await Promise.all([patient, 'none-such'].map((id) => create(hospital, observation(id))));
    const [hidden, absent] = replies.map(({ text }) => text.replaceAll(patient, 'none-such'));
    expect(hidden).toContain('is not here');
    expect(hidden).toBe(absent);
  });

  it('holds an update to the id of the URL and to the policy', async () => {
    const update = (client: Client, path: string, resource: Resource) =>
      client.post(`/fhir/${path}/$validate?mode=update`, resource);
    expect(issuesOf(await update(jgz, `Patient/${patient}`, child({ id: patient })))).toEqual(right);
    expect(issuesOf(await update(jgz, `Patient/${patient}`, child({ id: 'other' })))).toEqual([
      ['error', 'invalid', 'Patient.id'],
    ]);
    expect(issuesOf(await update(jgz, 'Patient', child()))).toEqual([['error', 'required', 'Patient.id']]);
    // Whether somebody else's child has the id is not told: neither can be the hospital's own.
    const hidden = issuesOf(await update(hospital, `Patient/${patient}`, child({ id: patient })));
    expect(hidden).toEqual([['error', 'invalid', 'Patient.id']]);
    expect(issuesOf(await update(hospital, 'Patient/nobody', child({ id: 'nobody' })))).toEqual(hidden);
  });

  it('says whether a delete would be permitted', async () => {
    const ask = (client: Client, id: string) => client.get(`/fhir/Patient/${id}/$validate?mode=delete`);
    const tester = await sandbox.as('tester');
    expect(issuesOf(await ask(tester, patient))).toEqual(right);
    expect(issuesOf(await ask(jgz, patient)).map(([, code]) => code)).toEqual(['forbidden']);
    expect(issuesOf(await ask(hospital, patient)).map(([, code]) => code)).toEqual(['not-found']);
  });

  it('refuses to store a Bundle that is no document, and finds nothing wrong with it otherwise', async () => {
    const bundle: Resource = { resourceType: 'Bundle', type: 'collection' };
    expect(issuesOf(await jgz.post('/fhir/Bundle/$validate', bundle))).toEqual(right);
    expect(issuesOf(await create(jgz, bundle))).toEqual([['error', 'not-supported', 'Bundle.type']]);
  });

  it('leaves its trail in the file it was about', async () => {
    await jgz.post(`/fhir/Observation/$validate?mode=create`, observation(patient));
    const tester = await sandbox.as('tester');
    const trail = await tester.get(`/fhir/AuditEvent?patient=${patient}`);
    const queries = (matchesOf(trail) as AuditEvent[]).flatMap(({ entity = [] }) =>
      entity.flatMap(({ query }) => (query ? [Buffer.from(query, 'base64').toString()] : [])),
    );
    expect(queries.some((query) => /^Observation\/.+\/\$validate$/.test(query))).toBe(true);
  });
});
