import type { CarePlan, Meta, Parameters, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '../end-to-end/file-scene.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, child } from '../end-to-end/scenes.ts';

const system = 'https://example.org/tags';
const one = { system, code: 'one', display: 'One' };
const two = { system, code: 'two' };
const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
const profile = 'https://example.org/profile';

let sandbox: Sandbox;
let tester: Client;
let jgz: Client;
let id: string;
beforeAll(async () => {
  sandbox = await openSandbox();
  tester = await sandbox.as('tester');
  jgz = await sandbox.as('jgz');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  id = (await jgz.made(child({ meta: { tag: [one], security: [label] } }))).id;
});

const returned = (reply: Reply): Meta | undefined => {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return reply.resource<Parameters>().parameter?.find(({ name }) => name === 'return')?.valueMeta;
};

/** Without version and time. */
const metaIn = (reply: Reply): Meta => {
  const { versionId, lastUpdated, ...labels } = returned(reply) ?? {};
  return labels;
};
const sending = (valueMeta: unknown) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'meta', valueMeta }],
});

describe('$meta', () => {
  it('tells profiles, labels and tags of a resource and of a former version of it', async () => {
    await jgz.put(`/fhir/Patient/${id}`, child({ id, meta: { tag: [two] } }));
    expect(metaIn(await jgz.get(`/fhir/Patient/${id}/$meta`))).toEqual({ tag: [two] });
    expect(metaIn(await jgz.get(`/fhir/Patient/${id}/_history/1/$meta`))).toEqual({
      tag: [one],
      security: [label],
    });
    expect(returned(await jgz.get(`/fhir/Patient/${id}/$meta`))?.versionId).toBe('2');
  });

  it('tells those of every resource of a type that the caller may see, each once', async () => {
    await jgz.made(child({ meta: { tag: [one, two] } }));
    const { tag } = metaIn(await jgz.get('/fhir/Patient/$meta'));
    expect(tag?.filter(({ code }) => code === 'one')).toEqual([one]);
    expect(tag).toContainEqual(two);
    const hospital = await sandbox.as('hospital');
    expect(returned(await hospital.get('/fhir/Patient/$meta'))).toBeUndefined();
  });

  it('hides what the caller may not see', async () => {
    const hospital = await sandbox.as('hospital');
    for (const path of [`${id}/$meta`, `${id}/_history/1/$meta`, 'none-such/$meta'])
      expect((await hospital.get(`/fhir/Patient/${path}`)).status).toBe(404);
  });

  it('refuses parameters and the level it is not served at', async () => {
    expect((await jgz.get(`/fhir/Patient/${id}/$meta?colour=red`)).status).toBe(400);
    expect((await jgz.get('/fhir/$meta')).status).toBe(404);
  });
});

describe('$meta-add', () => {
  const add = (client: Client, meta: unknown, headers?: Record<string, string>) =>
    client.post(`/fhir/Patient/${id}/$meta-add`, sending(meta), headers);

  it('adds what is not there yet and makes a new version of it', async () => {
    const reply = await add(jgz, { tag: [two, { ...one, display: 'Other' }], profile: [profile] });
    expect(metaIn(reply)).toEqual({ profile: [profile], security: [label], tag: [one, two] });
    expect(reply.headers.get('etag')).toBe('W/"2"');
    const { meta, birthDate } = (await jgz.get(`/fhir/Patient/${id}`)).resource<Patient>();
    expect(meta).toMatchObject({ versionId: '2', profile: [profile], tag: [one, two] });
    expect(birthDate).toBe(child().birthDate);
  });

  it('honours If-Match', async () => {
    expect((await add(jgz, { tag: [two] }, { 'if-match': 'W/"7"' })).status).toBe(412);
    expect((await add(jgz, { tag: [two] }, { 'if-match': 'W/"1"' })).status).toBe(200);
  });

  it('loses none of ten that are added at once', async () => {
    const tags = Array.from({ length: 10 }, (_, index) => ({ system, code: `tag-${index}` }));
    const replies = await Promise.all(tags.map((tag) => add(jgz, { tag: [tag] })));
    expect(replies.map(({ status }) => status)).toEqual(tags.map(() => 200));
    expect(metaIn(await jgz.get(`/fhir/Patient/${id}/$meta`)).tag).toHaveLength(11);
  });

  it('holds the resource against a profile it is said to follow', async () => {
    const team = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-kernteam';
    const reply = await add(jgz, { profile: [team] });
    expect(reply.status).toBe(422);
    expect((await jgz.get(`/fhir/Patient/${id}`)).resource().meta?.versionId).toBe('1');
  });

  it('asks the policy as any update does', async () => {
    const hospital = await sandbox.as('hospital');
    const parent = await sandbox.as('parent');
    const { plan, parent: mother } = await openFile(sandbox, bsnSource(999940000)());
    expect(mother.identifier).toBeDefined();
    expect((await add(hospital, { tag: [two] })).status).toBe(404);
    const reply = await parent.post(`/fhir/CarePlan/${plan.id}/$meta-add`, sending({ tag: [two] }));
    expect(reply.status).toBe(403);
    const municipality = await sandbox.as('municipality');
    const viewed = await municipality.post(`/fhir/CarePlan/${plan.id}/$meta-add`, sending({ tag: [two] }));
    expect(viewed.status).toBe(403);
    expect((await tester.get(`/fhir/CarePlan/${plan.id}`)).resource<CarePlan>().meta?.versionId).toBe('1');
  });

  it.each([
    ['no meta', { resourceType: 'Parameters' }],
    ['a body that is no Parameters', child()],
    ['what is no Meta', sending('x')],
    ['a versionId', sending({ versionId: '7' })],
    ['a source', sending({ source: 'https://example.org' })],
    [
      'the tag of the server',
      sending({
        tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }],
      }),
    ],
    ['an unknown parameter', { resourceType: 'Parameters', parameter: [{ name: 'x', valueString: 'y' }] }],
  ])('refuses %s', async (_, body) => {
    const reply = await jgz.post(`/fhir/Patient/${id}/$meta-add`, body);
    expect([reply.status, reply.outcome().resourceType]).toEqual([400, 'OperationOutcome']);
  });

  it('changes no version of the past, and nothing by GET', async () => {
    const past = await jgz.post(`/fhir/Patient/${id}/_history/1/$meta-add`, sending({ tag: [two] }));
    expect(past.status).toBe(404);
    const got = await jgz.get(`/fhir/Patient/${id}/$meta-add`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is not there for AuditEvents', async () => {
    expect((await tester.post('/fhir/AuditEvent/x.1/$meta-add', sending({ tag: [two] }))).status).toBe(404);
  });
});

describe('$meta-delete', () => {
  it('takes away what is named and leaves the rest', async () => {
    const body = sending({ tag: [{ system, code: 'one' }, two], profile: [profile] });
    const reply = await jgz.post(`/fhir/Patient/${id}/$meta-delete`, body);
    expect(metaIn(reply)).toEqual({ security: [label] });
    const { meta } = (await jgz.get(`/fhir/Patient/${id}`)).resource();
    expect([meta?.versionId, meta?.tag]).toEqual(['2', undefined]);
  });
});
