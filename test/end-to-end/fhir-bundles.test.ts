import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { bsnSource, bsnSystem, child, observation, request, task, testSystem } from './scenes.ts';

const { validate } = createValidator();
const nextBsn = bsnSource(999960000);
const urn = (n: number) => `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = <T extends string>(reference: T) => ({ reference });

const posted = (resource: Resource, more: Partial<BundleEntry> = {}, ifNoneExist?: string): BundleEntry => ({
  resource,
  request: { method: 'POST', url: resource.resourceType, ifNoneExist },
  ...more,
});

describe.each(await storesHere())('on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  const send = (type: 'transaction' | 'batch', entry: BundleEntry[], headers?: Record<string, string>) =>
    tester.post('/fhir', { resourceType: 'Bundle', type, entry } satisfies Bundle, headers);
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  describe('a transaction', () => {
    it('stores a whole file whose resources refer to each other, circles included', async () => {
      const circle = [urn(1), urn(2), urn(3)];
      const reply = await send('transaction', [
        posted(observation('x', { subject: at(urn(1)), basedOn: [at(urn(2))] })),
        posted(request('x', { subject: at(urn(1)), supportingInfo: [at(urn(3))] }), { fullUrl: urn(2) }),
        posted(task('x', { for: at(urn(1)), focus: at(urn(2)) }), { fullUrl: urn(3) }),
        posted(child(), { fullUrl: urn(1) }),
      ]);
      expect(reply.status).toBe(200);
      const bundle = reply.bundle();
      expect([bundle.type, bundle.entry?.map(({ response }) => response?.status)]).toEqual([
        'transaction-response',
        ['201 Created', '201 Created', '201 Created', '201 Created'],
      ]);
      expect(validate(bundle).errors).toEqual([]);
      const [made, asked, tasked, patient] = bundle.entry?.map(({ resource }) => resource) ?? [];
      expect(made).toMatchObject({
        subject: at(`Patient/${patient?.id}`),
        basedOn: [at(`ServiceRequest/${asked?.id}`)],
      });
      expect(asked).toMatchObject({ supportingInfo: [at(`Task/${tasked?.id}`)] });
      expect(tasked).toMatchObject({ focus: at(`ServiceRequest/${asked?.id}`) });
      for (const url of circle) expect(reply.text).not.toContain(url);
      expect((await tester.get(`/fhir/Patient/${patient?.id}/$everything`)).bundle().total).toBe(4);
    });

    it('names where each resource is to be found, in the order of the entries', async () => {
      const { id } = await tester.made(child());
      const kept = await tester.made(observation(id));
      const gone = await tester.made(observation(id));
      const reply = await send('transaction', [
        { request: { method: 'GET', url: `Patient/${id}` } },
        { request: { method: 'DELETE', url: `Observation/${gone.id}` } },
        {
          resource: { ...kept, valueString: 'nieuw' },
          request: { method: 'PUT', url: `Observation/${kept.id}`, ifMatch: 'W/"1"' },
        },
        posted(observation(id)),
        { request: { method: 'GET', url: `Observation?patient=${id}` } },
      ]);
      const entry = reply.bundle().entry ?? [];
      expect(entry.map(({ response }) => response?.status)).toEqual([
        '200 OK',
        '204 No Content',
        '200 OK',
        '201 Created',
        '200 OK',
      ]);
      expect(entry[2]?.response).toMatchObject({
        etag: 'W/"2"',
        location: `${sandbox.url}/fhir/Observation/${kept.id}/_history/2`,
      });
      expect(entry[0]?.resource?.id).toBe(id);
      expect(entry[4]?.resource).toMatchObject({ resourceType: 'Bundle', total: 2 });
      expect((await tester.get(`/fhir/Observation/${gone.id}`)).status).toBe(410);
    });

    it('finds by conditional reference and creates by condition, seeing what is there', async () => {
      const value = nextBsn();
      const known = await tester.made(child({ identifier: [{ system: bsnSystem, value }] }));
      const condition = `identifier=${bsnSystem}|${value}`;
      const reply = await send('transaction', [
        posted(child({ identifier: [{ system: bsnSystem, value }] }), { fullUrl: urn(1) }, condition),
        posted(observation('x', { subject: at(urn(1)) })),
        posted(observation('x', { subject: at(`Patient?${condition}`) })),
      ]);
      expect(reply.bundle().entry?.map(({ response }) => response?.status)).toEqual([
        '200 OK',
        '201 Created',
        '201 Created',
      ]);
      for (const { resource } of reply.bundle().entry?.slice(1) ?? [])
        expect(resource).toMatchObject({ subject: at(`Patient/${known.id}`) });
    });

    it('gives no bodies back for Prefer: return=minimal', async () => {
      const reply = await send('transaction', [posted(child())], { prefer: 'return=minimal' });
      expect(reply.bundle().entry?.[0]?.resource).toBeUndefined();
      expect(reply.bundle().entry?.[0]?.response?.location).toMatch(/\/Patient\/[^/]+\/_history\/1$/);
    });

    it.each<[string, number, () => Promise<BundleEntry>]>([
      ['invalid', 422, async () => posted(child({ birthDate: 'x' }))],
      ['dangling', 422, async () => posted(observation('none'))],
      [
        'stale',
        412,
        async () => {
          const made = await tester.made(child());
          return { resource: made, request: { method: 'PUT', url: `Patient/${made.id}`, ifMatch: 'W/"7"' } };
        },
      ],
      ['absent', 404, async () => ({ request: { method: 'DELETE', url: 'Patient/none' } })],
      [
        'a second file for a BSN',
        409,
        async () => {
          const identifier = [{ system: bsnSystem, value: nextBsn() }];
          await tester.made(child({ identifier }));
          return posted(child({ identifier }));
        },
      ],
      [
        'ambiguous',
        412,
        async () => {
          const identifier = [{ system: testSystem, value: 'twice' }];
          await tester.made(child({ identifier }));
          await tester.made(child({ identifier }));
          return posted(child(), {}, `identifier=${testSystem}|twice`);
        },
      ],
      ['an unreadable read', 404, async () => ({ request: { method: 'GET', url: 'Patient/none' } })],
      [
        'two writes of the same BSN',
        409,
        async () => posted(child({ identifier: [{ system: bsnSystem, value: '999911120' }] })),
      ],
    ])('stores nothing when one entry is %s', async (name, status, make) => {
      const bad = await make();
      const good = name.startsWith('two')
        ? [bad]
        : [posted(child(), { fullUrl: urn(1) }), posted(observation('x', { subject: at(urn(1)) }))];
      const before = await sandbox.rows();
      for (const entry of [
        [...good, bad],
        [bad, ...good],
      ]) {
        const reply = await send('transaction', entry);
        expect([reply.status, reply.text]).toEqual([status, expect.stringContaining('OperationOutcome')]);
      }
      expect(await sandbox.rows()).toBe(before);
    });

    it('is refused whole and clearly above the limit', async () => {
      const { id } = await tester.made(child());
      const before = await sandbox.rows();
      const reply = await send(
        'transaction',
        Array.from({ length: 5000 }, () => posted(observation(id))),
      );
      expect(reply.status).toBe(413);
      expect(reply.outcome().issue[0]).toMatchObject({ code: 'too-long' });
      expect(reply.outcome().issue[0]?.details?.text).toMatch(/rows|entries|bytes/);
      expect(await sandbox.rows()).toBe(before);
    });

    it('makes one of twenty that race to bring in the same child', async () => {
      const value = nextBsn();
      const condition = `identifier=${bsnSystem}|${value}`;
      const replies = await Promise.all(
        Array.from({ length: 20 }, () =>
          send('transaction', [
            posted(child({ identifier: [{ system: bsnSystem, value }] }), { fullUrl: urn(1) }, condition),
            posted(observation('x', { subject: at(urn(1)) })),
          ]),
        ),
      );
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
      const created = replies.filter(
        (reply) => reply.bundle().entry?.[0]?.response?.status === '201 Created',
      );
      expect(created).toHaveLength(1);
      expect(
        (await tester.get(`/fhir/Observation?patient.identifier=${bsnSystem}|${value}`)).bundle().total,
      ).toBe(20);
    });

    it('with nothing in it answers with nothing', async () => {
      const reply = await send('transaction', []);
      expect([reply.status, reply.bundle().type]).toEqual([200, 'transaction-response']);
      expect(validate(reply.bundle()).errors).toEqual([]);
    });
  });

  describe('a batch', () => {
    it('serves each entry for itself', async () => {
      const { id } = await tester.made(child());
      const reply = await send('batch', [
        posted(observation(id)),
        posted(observation('none')),
        { request: { method: 'GET', url: `Patient/${id}` } },
        { request: { method: 'GET', url: 'Patient/none' } },
        { request: { method: 'GET', url: `Observation?patient=${id}` } },
        { request: { method: 'DELETE', url: `Patient/${id}` } },
        { request: { method: 'GET', url: 'Patient?colour=blue' } },
        { request: { method: 'GET', url: '/' } },
        { resource: child(), request: { method: 'POST', url: 'constructor' } },
        { resource: child() },
        { resource: { ...child(), id: 'batch-1' }, request: { method: 'PUT', url: 'Patient/batch-1' } },
      ]);
      expect(reply.status).toBe(200);
      const entry = reply.bundle().entry ?? [];
      const statuses = entry.map(({ response }) => response?.status?.slice(0, 3));
      expect(statuses).toEqual(['201', '422', '200', '404', '200', '409', '400', '404', '404', '422', '201']);
      expect(entry[1]?.response?.outcome?.resourceType).toBe('OperationOutcome');
      expect(entry[4]?.resource).toMatchObject({ resourceType: 'Bundle', total: 1 });
      expect(validate(reply.bundle()).errors).toEqual([]);
    });
  });
});
