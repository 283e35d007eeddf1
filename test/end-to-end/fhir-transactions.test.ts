import type { Bundle, BundleEntry, DocumentReference, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { bsnSource, bsnSystem, child, condition, observation, request, testSystem } from './scenes.ts';
import { wholeHistory } from './whole-history.ts';

const { validate } = createValidator();
const nextBsn = bsnSource(999940000);
const urn = (n: number) => `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = <T extends string>(reference: T) => ({ reference });
const tag = (value: string) => ({ identifier: [{ system: testSystem, value }] });
const by = (value: string) => `identifier=${testSystem}|${value}`;
const posted = (resource: Resource, more: Partial<BundleEntry> = {}): BundleEntry => ({
  resource,
  request: { method: 'POST', url: resource.resourceType },
  ...more,
});
const asked = (method: 'GET' | 'HEAD' | 'DELETE', url: string): BundleEntry => ({ request: { method, url } });
const put = (url: string, resource: Resource): BundleEntry => ({ resource, request: { method: 'PUT', url } });

describe.each(await storesHere())('on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  const send = (type: 'transaction' | 'batch', entry: BundleEntry[], headers?: Record<string, string>) =>
    tester.post('/fhir', { resourceType: 'Bundle', type, entry } satisfies Bundle, headers);
  const statuses = (bundle: Bundle) => bundle.entry?.map(({ response }) => response?.status?.slice(0, 3));
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  describe('a transaction', () => {
    it('deletes first, then creates, then changes, then reads, and answers in the order of the entries', async () => {
      const old = await tester.made(child(tag('order-1')));
      const kept = await tester.made(child(tag('order-2')));
      const reply = await send('transaction', [
        asked('GET', `Patient?${by('order-1')}`),
        put(`Patient?${by('order-2')}`, child({ gender: 'other', ...tag('order-2') })),
        {
          ...posted(child(tag('order-1'))),
          request: { method: 'POST', url: 'Patient', ifNoneExist: by('order-1') },
        },
        asked('DELETE', `Patient?${by('order-1')}`),
        asked('GET', `Patient/${kept.id}`),
      ]);
      expect(statuses(reply.bundle())).toEqual(['200', '200', '201', '204', '200']);
      const [found, changed, made, , read] = reply.bundle().entry ?? [];
      expect(found?.resource).toMatchObject({ total: 1, entry: [{ resource: { id: made?.resource?.id } }] });
      expect(made?.resource?.id).not.toBe(old.id);
      expect(changed?.resource?.id).toBe(kept.id);
      expect(read?.resource).toEqual(changed?.resource);
      expect(validate(reply.bundle()).errors).toEqual([]);
    });

    it('meets by a conditional reference what it creates itself, and not what it deletes', async () => {
      await tester.made(child(tag('own-1')));
      const reply = await send('transaction', [
        posted(observation('x', { subject: at(`Patient?${by('own-1')}`) })),
        posted(child(tag('own-1'))),
        asked('DELETE', `Patient?${by('own-1')}`),
      ]);
      const [observed, made] = reply.bundle().entry ?? [];
      expect(observed?.resource).toMatchObject({ subject: at(`Patient/${made?.resource?.id}`) });
    });

    it('refuses a conditional reference that meets nothing or several, where it stands', async () => {
      await tester.made(child(tag('twice')));
      await tester.made(child(tag('twice')));
      const reply = await send('transaction', [
        posted(observation('x', { subject: at(`Patient?${by('nowhere')}`) })),
        posted(observation('x', { subject: at(`Patient?${by('twice')}`) })),
      ]);
      expect(reply.outcome().issue.map(({ expression }) => expression)).toEqual([
        ['Bundle.entry[0].resource.subject.reference'],
        ['Bundle.entry[1].resource.subject.reference'],
      ]);
    });

    it('rewrites links to its own entries: urls, uris, the narrative, and addresses of another server', async () => {
      const elsewhere = 'http://elders.nl/fhir';
      const document: DocumentReference = {
        resourceType: 'DocumentReference',
        status: 'current',
        subject: at(urn(1)),
        text: {
          status: 'generated',
          div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${urn(2)}">${urn(2)}</a></div>`,
        },
        content: [{ attachment: { url: urn(2), title: urn(2) } }],
      };
      const reply = await send('transaction', [
        posted(document),
        posted(child(), { fullUrl: urn(1) }),
        posted(
          { resourceType: 'Binary', contentType: 'text/plain', data: 'eA==', securityContext: at(urn(1)) },
          { fullUrl: urn(2) },
        ),
        posted(child(), { fullUrl: `${elsewhere}/Patient/7` }),
        posted(observation('7'), { fullUrl: `${elsewhere}/Observation/8` }),
      ]);
      expect(reply.status, reply.text).toBe(200);
      const [stored, , binary, other, observed] = reply.bundle().entry?.map(({ resource }) => resource) ?? [];
      const content = `Binary/${binary?.id}`;
      expect(stored).toMatchObject({
        text: { div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${content}">${urn(2)}</a></div>` },
        content: [{ attachment: { url: content, title: urn(2) } }],
      });
      expect(observed).toMatchObject({ subject: at(`Patient/${other?.id}`) });
    });

    it('refuses to write one resource twice, also by conditions, and says where', async () => {
      const { id } = await tester.made(child(tag('same')));
      const before = await sandbox.rows();
      for (const entry of [
        [put(`Patient/${id}`, child({ id })), asked('DELETE', `Patient/${id}`)],
        [put(`Patient?${by('same')}`, child(tag('same'))), put(`Patient/${id}`, child({ id }))],
        [asked('DELETE', `Patient?${by('same')}`), asked('DELETE', `Patient/${id}`)],
      ]) {
        const reply = await send('transaction', entry);
        expect(reply.status).toBe(422);
        expect(reply.outcome().issue).toMatchObject([
          {
            expression: ['Bundle.entry[1]'],
            details: { text: expect.stringMatching(/twice.*Bundle\.entry\[0\]/) },
          },
        ]);
      }
      expect(await sandbox.rows()).toBe(before);
    });

    it('refuses two writes that would both create under one condition', async () => {
      const conditional = () => put(`Patient?${by('both')}`, child(tag('both')));
      const reply = await send('transaction', [conditional(), conditional()]);
      expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([
        409,
        ['Bundle.entry[1].request.url'],
      ]);
    });

    it('refuses to update by a condition what another entry creates', async () => {
      const reply = await send('transaction', [
        put(`Patient?${by('made-here')}`, child(tag('made-here'))),
        posted(child(tag('made-here'))),
      ]);
      expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([
        422,
        ['Bundle.entry[0].request.url'],
      ]);
      expect((await tester.get(`/fhir/Patient?${by('made-here')}`)).bundle().total).toBe(0);
    });

    it('tells of all entries that are wrong at once', async () => {
      const reply = await send('transaction', [
        posted(child({ birthDate: 'x' })),
        { resource: child(), request: { method: 'PUT', url: 'Patient' } },
        { resource: child(), request: { method: 'POST', url: 'Patient', ifMatch: 'W/"1"' } },
        { resource: child(), request: { method: 'POST', url: 'Patient/$validate' } },
        asked('DELETE', 'Medication/1'),
        posted(child()),
        posted(observation('none')),
        { resource: child(), request: { method: 'PATCH', url: 'Patient/1' } },
      ]);
      expect(reply.status).toBe(422);
      expect(
        reply
          .outcome()
          .issue.map(({ expression }) => expression?.[0])
          .toSorted(),
      ).toEqual([
        'Bundle.entry[0].resource.birthDate',
        'Bundle.entry[1].request.url',
        'Bundle.entry[2].request.ifMatch',
        'Bundle.entry[3].request.url',
        'Bundle.entry[4].request.url',
        'Bundle.entry[7].resource',
      ]);
    });

    it('refuses elements of the Bundle that mean nothing, so that no misspelt condition becomes a plain create', async () => {
      const reply = await tester.post('/fhir', {
        resourceType: 'Bundle',
        type: 'transaction',
        total: 1,
        entry: [
          { resource: child(), request: { method: 'POST', url: 'Patient', ifNonExist: by('x') }, search: {} },
        ],
      });
      expect(reply.status).toBe(422);
      expect(reply.outcome().issue.map(({ expression }) => expression?.[0])).toEqual([
        'Bundle.total',
        'Bundle.entry[0].search',
        'Bundle.entry[0].request.ifNonExist',
      ]);
    });

    it('reads, searches, asks for history and calls operations as if asked alone', async () => {
      const { id, meta } = await tester.made(child());
      const reply = await send('transaction', [
        asked('GET', `Patient/${id}/_history/1`),
        asked('GET', `Patient/${id}/_history`),
        asked('GET', `Patient/${id}/$everything`),
        asked('GET', `${sandbox.url}/fhir/Patient?_id=${id}`),
        { request: { method: 'GET', url: `Patient/${id}`, ifNoneMatch: 'W/"1"' } },
        posted(observation(id)),
      ]);
      expect(statuses(reply.bundle())).toEqual(['200', '200', '200', '200', '304', '201']);
      const [read, history, everything, found, unchanged] = reply.bundle().entry ?? [];
      expect(read?.response).toMatchObject({ etag: 'W/"1"', lastModified: meta?.lastUpdated });
      expect(history?.resource).toMatchObject({ type: 'history', total: 1 });
      expect(everything?.resource).toMatchObject({ total: 2 });
      expect(found?.resource).toMatchObject({ total: 1 });
      expect(unchanged?.resource).toBeUndefined();
    });

    it('answers Prefer: return=OperationOutcome with an outcome for each write', async () => {
      const { id } = await tester.made(child());
      const reply = await send(
        'transaction',
        [posted(child()), asked('DELETE', `Patient/${id}`), asked('GET', 'Organization/jgz-heuvelrand')],
        { prefer: 'return=OperationOutcome' },
      );
      const [made, gone, read] = reply.bundle().entry ?? [];
      expect([made?.resource, gone?.resource, read?.resource?.resourceType]).toEqual([
        undefined,
        undefined,
        'Organization',
      ]);
      expect(made?.response).toMatchObject({
        status: '201 Created',
        location: expect.stringMatching(/\/Patient\/[^/]+\/_history\/1$/),
        outcome: { resourceType: 'OperationOutcome' },
      });
      expect(gone?.response).toMatchObject({
        status: '200 OK',
        outcome: { resourceType: 'OperationOutcome' },
      });
      expect(validate(reply.bundle()).errors).toEqual([]);
    });

    it('looks the same for a resource out of sight as for one that is not there', async () => {
      const { id } = await tester.made(child());
      const { id: hidden } = await tester.made(observation(id));
      const hospital = await sandbox.as('hospital');
      for (const entry of [
        (one: string) => [posted(condition('nobody')), asked('DELETE', `Observation/${one}`)],
        (one: string) => [
          asked('DELETE', `Observation/${one}`),
          put('Organization/jgz-heuvelrand', {
            resourceType: 'Organization',
            id: 'jgz-heuvelrand',
            name: 'x',
          }),
        ],
        (one: string) => [
          put('Organization/jgz-heuvelrand', {
            resourceType: 'Organization',
            id: 'jgz-heuvelrand',
            name: 'x',
          }),
          asked('DELETE', `Observation/${one}`),
        ],
        (one: string) => [asked('GET', `Observation/${one}`)],
      ]) {
        const tell = (one: string) =>
          hospital.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry: entry(one) });
        const [seen, none] = [await tell(hidden), await tell('none')];
        expect([seen.status, seen.text.replaceAll(hidden, 'none')]).toEqual([none.status, none.text]);
      }
    });

    it('says which entry meets a rule of the file', async () => {
      const { id } = await tester.made(child());
      await tester.made(observation(id));
      const reply = await send('transaction', [posted(child()), asked('DELETE', `Patient/${id}`)]);
      expect([reply.status, reply.outcome().issue]).toMatchObject([
        409,
        [{ code: 'conflict', expression: ['Bundle.entry[1]'] }],
      ]);
    });
  });

  describe('a batch', () => {
    it('serves patches, conditions, histories and operations, each for itself', async () => {
      const { id } = await tester.made(child(tag('batch')));
      const reply = await send('batch', [
        put(`Patient?${by('batch')}`, child({ gender: 'other', ...tag('batch') })),
        {
          resource: {
            resourceType: 'Binary',
            contentType: 'application/json-patch+json',
            data: Buffer.from(JSON.stringify([{ op: 'remove', path: '/gender' }])).toString('base64'),
          },
          request: { method: 'PATCH', url: `Patient/${id}` },
        },
        asked('GET', `Patient/${id}/_history`),
        asked('GET', `Patient/${id}/$everything`),
        asked('DELETE', `Patient?${by('batch-none')}`),
        put('Patient?colour=blue', child()),
        asked('DELETE', 'Patient'),
        posted(observation('x', { subject: at(urn(9)) })),
        { request: { method: 'GET', url: `Patient/${id}`, ifNoneMatch: 'W/"3"' } },
      ]);
      expect(statuses(reply.bundle())).toEqual([
        '200',
        '200',
        '200',
        '200',
        '204',
        '400',
        '400',
        '422',
        '304',
      ]);
      const entry = reply.bundle().entry ?? [];
      expect(entry[0]).toMatchObject({ resource: { id }, response: { status: '200 OK', etag: 'W/"2"' } });
      expect(entry[1]?.response?.lastModified).toBe(entry[1]?.resource?.meta?.lastUpdated);
      expect(entry[7]?.response?.outcome).toMatchObject({
        issue: [{ expression: ['Bundle.entry[7].resource.subject.reference'] }],
      });
      expect(validate(reply.bundle()).errors).toEqual([]);
    });

    it('answers Prefer: return=minimal with the place and the moment of each write', async () => {
      const reply = await send('batch', [posted(child())], { prefer: 'return=minimal' });
      expect(reply.bundle().entry).toMatchObject([
        {
          response: {
            status: '201 Created',
            location: expect.stringMatching(/\/_history\/1$/),
            lastModified: expect.stringMatching(/^20.*\.\d{3}Z$/),
          },
        },
      ]);
    });
  });

  describe('a whole history', () => {
    it('of a thousand entries of all kinds is one commit, and a second time changes it as one', async () => {
      const value = nextBsn();
      const entries = wholeHistory({ system: bsnSystem, value }, 1000);
      const first = await send('transaction', entries, { prefer: 'return=minimal' });
      expect(first.status, first.text.slice(0, 500)).toBe(200);
      expect(entries.length).toBe(1000);
      expect(new Set(statuses(first.bundle()))).toEqual(new Set(['201']));
      const [patient] =
        (await tester.get(`/fhir/Patient?identifier=${bsnSystem}|${value}`)).bundle().entry ?? [];
      const total = async (): Promise<number | undefined> =>
        (await tester.get(`/fhir/Observation?patient=${patient?.resource?.id}&_summary=count`)).bundle()
          .total;
      expect(await total()).toBe(
        entries.filter(({ resource }) => resource?.resourceType === 'Observation').length,
      );
      const second = await send('transaction', entries, { prefer: 'return=minimal' });
      expect(second.status, second.text.slice(0, 500)).toBe(200);
      expect(new Set(statuses(second.bundle()))).toEqual(new Set(['200']));
      expect(await total()).toBe(
        entries.filter(({ resource }) => resource?.resourceType === 'Observation').length,
      );
    }, 240_000);
  });

  it('keeps what it needs of a Patient that two transactions bring in by different conditions', async () => {
    const value = nextBsn();
    const body: Patient = child({
      identifier: [
        { system: bsnSystem, value },
        { system: testSystem, value },
      ],
    });
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        send('transaction', [
          {
            fullUrl: urn(n),
            resource: body,
            request: {
              method: 'POST',
              url: 'Patient',
              ifNoneExist: n % 2 === 0 ? `identifier=${bsnSystem}|${value}` : by(value),
            },
          },
          posted(request('x', { subject: at(urn(n)) })),
        ]),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const found = (await tester.get(`/fhir/Patient?${by(value)}`)).bundle();
    expect(found.total).toBe(1);
  });
});
