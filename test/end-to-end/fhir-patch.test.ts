import type { BundleEntry, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { child, observation, testSystem } from './scenes.ts';

const jsonPatch = { 'content-type': 'application/json-patch+json' };
const tag = (value: string) => ({ identifier: [{ system: testSystem, value }] });
const setGender = (value: string) => [{ op: 'replace', path: '/gender', value }];

const pathPatch = (type: string, path: string, more: object[] = []) => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...more],
    },
  ],
});
const pathGender = (valueCode: string) =>
  pathPatch('replace', 'Patient.gender', [{ name: 'value', valueCode }]);

describe.each(await storesHere())('PATCH on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());
  const patch = (path: string, body: unknown, headers: Record<string, string> = jsonPatch) =>
    tester.send('PATCH', `/fhir/${path}`, { body, headers });

  it('changes what a JSON Patch says, as a new version, and answers with it', async () => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, setGender('female'));
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Patient/${id}/_history/2`);
    expect(reply.resource<Patient>()).toMatchObject({ id, gender: 'female', birthDate: '2022-05-14' });
    expect((await tester.get(`/fhir/Patient/${id}`)).resource<Patient>()).toEqual(reply.resource());
    expect((await tester.get(`/fhir/Patient/${id}/_history/1`)).resource<Patient>().gender).toBe('male');
  });

  it('changes what a FHIRPath Patch says', async () => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, pathGender('other'), {});
    expect([reply.status, reply.resource<Patient>().gender]).toEqual([200, 'other']);
  });

  it('reads a FHIRPath Patch in XML too', async () => {
    const { id } = await tester.made(child());
    const part = (name: string, type: string, value: string) =>
      `<part><name value="${name}"/><value${type} value="${value}"/></part>`;
    const body = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/>${part('type', 'Code', 'delete')}${part('path', 'String', 'Patient.gender')}</parameter></Parameters>`;
    const reply = await patch(`Patient/${id}`, body, { 'content-type': 'application/fhir+xml' });
    expect([reply.status, reply.resource<Patient>().gender]).toEqual([200, undefined]);
  });

  it.each([
    ['return=minimal', ''],
    ['return=OperationOutcome', 'OperationOutcome'],
  ])('answers Prefer: %s with a body of "%s"', async (prefer, type) => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, setGender('other'), { ...jsonPatch, prefer });
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect(reply.text === '' ? '' : reply.resource().resourceType).toBe(type);
  });

  it('minds If-Match', async () => {
    const { id } = await tester.made(child());
    const stale = await patch(`Patient/${id}`, setGender('other'), { ...jsonPatch, 'if-match': 'W/"2"' });
    const fresh = await patch(`Patient/${id}`, setGender('other'), { ...jsonPatch, 'if-match': 'W/"1"' });
    expect([stale.status, fresh.status]).toEqual([412, 200]);
  });

  it('refuses a test that fails, naming the operation, and changes nothing', async () => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, [
      { op: 'remove', path: '/birthDate' },
      { op: 'test', path: '/gender', value: 'female' },
    ]);
    expect(reply.status).toBe(422);
    expect(reply.outcome().issue).toMatchObject([
      {
        details: { text: expect.stringMatching(/^Operation 2 \(test \/gender\)/) },
        expression: ['Patient.gender'],
      },
    ]);
    expect((await tester.get(`/fhir/Patient/${id}`)).headers.get('etag')).toBe('W/"1"');
  });

  it.each<[string, unknown, string]>([
    ['is not valid', setGender('boy'), 'Patient.gender'],
    ['has another id', [{ op: 'replace', path: '/id', value: 'x' }], 'Patient.id'],
    ['has no id', [{ op: 'remove', path: '/id' }], 'Patient.id'],
    ['is of another type', [{ op: 'replace', path: '/resourceType', value: 'Task' }], 'Patient.resourceType'],
    [
      'refers to what is not here',
      [{ op: 'add', path: '/managingOrganization', value: { reference: 'Organization/none' } }],
      'Patient.managingOrganization.reference',
    ],
  ])('refuses a patch after which the resource %s', async (_, body, expression) => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, body);
    expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([422, [expression]]);
    expect((await tester.get(`/fhir/Patient/${id}`)).headers.get('etag')).toBe('W/"1"');
  });

  it('moves no resource to another child', async () => {
    const [one, other] = [await tester.made(child()), await tester.made(child())];
    const { id } = await tester.made(observation(one.id));
    const body = [{ op: 'replace', path: '/subject/reference', value: `Patient/${other.id}` }];
    expect((await patch(`Observation/${id}`, body)).status).toBe(422);
  });

  it('says 404 for what is not here, was deleted, or no condition meets', async () => {
    const { id } = await tester.made(child());
    await tester.remove(`/fhir/Patient/${id}`);
    for (const path of ['Patient/none', `Patient/${id}`, `Patient?identifier=${testSystem}|none`]) {
      const reply = await patch(path, setGender('other'));
      expect([path, reply.status]).toEqual([path, 404]);
    }
  });

  it('changes the one that a condition meets, and none of several', async () => {
    const { id } = await tester.made(child(tag('patch-1')));
    const reply = await patch(`Patient?identifier=${testSystem}|patch-1`, setGender('other'));
    expect([reply.status, reply.resource().id]).toEqual([200, id]);
    await tester.made(child(tag('patch-1')));
    const several = await patch(`Patient?identifier=${testSystem}|patch-1`, setGender('female'));
    expect([several.status, several.outcome().issue[0]?.code]).toEqual([412, 'multiple-matches']);
  });

  it.each([
    ['application/merge-patch+json', '{}'],
    ['text/plain', 'x'],
  ])('answers 415 and Accept-Patch to %s', async (type, body) => {
    const { id } = await tester.made(child());
    const reply = await patch(`Patient/${id}`, body, { 'content-type': type });
    expect(reply.status).toBe(415);
    expect(reply.headers.get('accept-patch')).toBe(
      'application/json-patch+json, application/fhir+json, application/fhir+xml',
    );
    expect(reply.outcome().issue[0]?.details?.text).toContain('application/json-patch+json');
  });

  it.each<[string, unknown, Record<string, string>]>([
    ['a JSON Patch that is no list', {}, jsonPatch],
    ['a JSON Patch that is no JSON', '[', jsonPatch],
    ['a Patient', child(), {}],
    [
      'a FHIRPath Patch without a type',
      { resourceType: 'Parameters', parameter: [{ name: 'operation' }] },
      {},
    ],
  ])('answers 400 to %s', async (_, body, headers) => {
    const { id } = await tester.made(child());
    expect((await patch(`Patient/${id}`, body, headers)).status).toBe(400);
  });

  it('loses nothing of twenty patches at once, each made again on what it then finds', async () => {
    const { id } = await tester.made(child({ name: [{ text: 'x', given: ['a'] }] }));
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        patch(`Patient/${id}`, [{ op: 'add', path: '/name/0/given/-', value: `n${n}` }]),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const { name } = (await tester.get(`/fhir/Patient/${id}`)).resource<Patient>();
    expect(name?.[0]?.given?.toSorted()).toEqual(
      ['a', ...Array.from({ length: 20 }, (_, n) => `n${n}`)].toSorted(),
    );
  });

  it('lets nobody learn by a test what he may not see', async () => {
    const { id } = await tester.made(child());
    const { id: observed } = await tester.made(observation(id));
    const parent = await sandbox.as('parent');
    const absent = await parent.send('PATCH', '/fhir/Observation/none', {
      body: [{ op: 'test', path: '/status', value: 'final' }],
      headers: jsonPatch,
    });
    for (const value of ['final', 'preliminary']) {
      const reply = await parent.send('PATCH', `/fhir/Observation/${observed}`, {
        body: [{ op: 'test', path: '/status', value }],
        headers: jsonPatch,
      });
      expect(reply.status).toBe(absent.status);
      expect(reply.text.replaceAll(observed, 'none')).toBe(absent.text);
    }
  });

  describe.each(['transaction', 'batch'] as const)('in a %s', (type) => {
    const binary = (patch: unknown): BundleEntry['resource'] => ({
      resourceType: 'Binary',
      contentType: 'application/json-patch+json',
      data: Buffer.from(JSON.stringify(patch)).toString('base64'),
    });
    const send = (entry: BundleEntry[]) => tester.post('/fhir', { resourceType: 'Bundle', type, entry });

    it('carries a FHIRPath Patch as Parameters and a JSON Patch in a Binary', async () => {
      const [one, other] = [await tester.made(child(tag(`bundle-${type}`))), await tester.made(child())];
      const reply = await send([
        {
          resource: pathGender('other') as BundleEntry['resource'],
          request: { method: 'PATCH', url: `Patient?identifier=${testSystem}|bundle-${type}` },
        },
        {
          resource: binary(setGender('female')),
          request: { method: 'PATCH', url: `Patient/${other.id}`, ifMatch: 'W/"1"' },
        },
      ]);
      expect(reply.status).toBe(200);
      expect(reply.bundle().entry).toMatchObject([
        { resource: { id: one.id, gender: 'other' }, response: { status: '200 OK', etag: 'W/"2"' } },
        { resource: { id: other.id, gender: 'female' }, response: { status: '200 OK', etag: 'W/"2"' } },
      ]);
    });

    it('refuses what is no patch where it stands', async () => {
      const { id } = await tester.made(child());
      const request = { method: 'PATCH', url: `Patient/${id}` } as const;
      for (const resource of [
        child(),
        binary('x'),
        { resourceType: 'Binary' },
      ] as BundleEntry['resource'][]) {
        const reply = await send([{ resource, request }]);
        const outcome = type === 'batch' ? reply.bundle().entry?.[0]?.response?.outcome : reply.outcome();
        expect(outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
      }
      expect((await tester.get(`/fhir/Patient/${id}`)).headers.get('etag')).toBe('W/"1"');
    });
  });

  it('in a transaction points to what the same transaction creates', async () => {
    const { id } = await tester.made(child());
    const { id: observed } = await tester.made(observation(id));
    const fullUrl = 'urn:uuid:00000000-0000-4000-8000-00000000aaaa';
    const derived = pathPatch('add', 'Observation', [
      { name: 'name', valueString: 'derivedFrom' },
      { name: 'value', valueReference: { reference: fullUrl } },
    ]);
    const reply = await tester.post('/fhir', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: derived, request: { method: 'PATCH', url: `Observation/${observed}` } },
        { fullUrl, resource: observation(id), request: { method: 'POST', url: 'Observation' } },
      ],
    });
    const [changed, made] = reply.bundle().entry ?? [];
    expect(changed?.resource).toMatchObject({
      derivedFrom: [{ reference: `Observation/${made?.resource?.id}` }],
    });
  });
});
