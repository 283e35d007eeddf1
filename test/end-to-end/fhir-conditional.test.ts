import type { Observation, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditRange, tipKey } from '../../src/store/keys.ts';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { bsnSource, bsnSystem, child, observation, testSystem } from './scenes.ts';

const nextBsn = bsnSource(999930000);
const tag = (value: string) => ({ identifier: [{ system: testSystem, value }] });
const by = (value: string) => `identifier=${encodeURIComponent(`${testSystem}|${value}`)}`;

describe.each(await storesHere())('on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  describe('a conditional update', () => {
    const put = (value: string, body: unknown = child(tag(value)), headers?: Record<string, string>) =>
      tester.put(`/fhir/Patient?${by(value)}`, body, headers);

    it('creates when nothing matches, under an id of the server', async () => {
      const reply = await put('u-0');
      expect([reply.status, reply.headers.get('etag')]).toEqual([201, 'W/"1"']);
      expect(reply.headers.get('location')).toBe(
        `${sandbox.url}/fhir/Patient/${reply.resource().id}/_history/1`,
      );
    });

    it('creates under the id of the body when nothing matches and the id is free', async () => {
      const reply = await put('u-1', child({ id: 'u-one', ...tag('u-1') }));
      expect([reply.status, reply.resource().id]).toEqual([201, 'u-one']);
    });

    it('refuses the id of the body when another resource has it', async () => {
      await tester.put('/fhir/Patient/u-two', child({ id: 'u-two' }));
      const reply = await put('u-2', child({ id: 'u-two', ...tag('u-2') }));
      expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([409, 'conflict']);
    });

    it('updates the one that matches, with its id or without one in the body', async () => {
      const { id } = await tester.made(child(tag('u-3')));
      const without = await put('u-3', child({ gender: 'female', ...tag('u-3') }));
      const named = await put('u-3', child({ id, gender: 'other', ...tag('u-3') }));
      expect([without.status, without.resource().id, without.headers.get('etag')]).toEqual([
        200,
        id,
        'W/"2"',
      ]);
      expect([named.status, named.resource<Patient>().gender]).toEqual([200, 'other']);
    });

    it('answers 400 when the body has another id than the one that matches', async () => {
      await tester.made(child(tag('u-4')));
      const reply = await put('u-4', child({ id: 'other', ...tag('u-4') }));
      expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([400, ['Patient.id']]);
    });

    it('answers 412 when several match', async () => {
      await tester.made(child(tag('u-5')));
      await tester.made(child(tag('u-5')));
      const reply = await put('u-5');
      expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([412, 'multiple-matches']);
    });

    it('minds If-Match, which what is not there never meets', async () => {
      await tester.made(child(tag('u-6')));
      expect((await put('u-6', child(tag('u-6')), { 'if-match': 'W/"2"' })).status).toBe(412);
      expect((await put('u-6', child(tag('u-6')), { 'if-match': 'W/"1"' })).status).toBe(200);
      expect((await put('u-none', child(tag('u-none')), { 'if-match': 'W/"1"' })).status).toBe(412);
    });

    it.each(['', '?_count=1', '?colour=blue', '?_format=json'])(
      'refuses "%s" as a condition',
      async (query) => {
        const reply = await tester.put(`/fhir/Patient${query}`, child());
        expect(reply.status).toBe(400);
      },
    );

    it('follows a chain in its condition', async () => {
      const { id } = await tester.made(child(tag('u-7')));
      const path = `/fhir/Observation?subject:Patient.${by('u-7')}&status=final`;
      const [first, second] = [
        await tester.put(path, observation(id)),
        await tester.put(path, observation(id)),
      ];
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.resource().id).toBe(first.resource().id);
    });

    it('makes one resource of thirty that race', async () => {
      const replies = await Promise.all(Array.from({ length: 30 }, () => put('u-race')));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(29);
      const found = (await tester.get(`/fhir/Patient?${by('u-race')}`)).bundle();
      expect([found.total, found.entry?.[0]?.resource?.meta?.versionId]).toEqual([1, '30']);
    });

    it('makes one resource of thirty that race under a condition no identifier backs, however it is spelled', async () => {
      const body = child({ name: [{ family: 'Renner' }], birthDate: '2021-08-08' });
      const spellings = ['family=Renner&birthdate=2021-08-08', 'birthdate=2021-08-08&family=Renner'];
      const replies = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          n % 3 === 0
            ? tester.post('/fhir/Patient', body, { 'if-none-exist': spellings[0] ?? '' })
            : tester.put(`/fhir/Patient?${spellings[n % 2]}`, body),
        ),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect((await tester.get('/fhir/Patient?family=Renner')).bundle().total).toBe(1);
    });

    it('makes one file of creates, updates and transactions that race for one BSN', async () => {
      const value = nextBsn();
      const body = child({ identifier: [{ system: bsnSystem, value }] });
      const condition = `identifier=${bsnSystem}|${value}`;
      const fullUrl = 'urn:uuid:00000000-0000-4000-8000-00000000bbbb';
      const replies = await Promise.all(
        Array.from({ length: 30 }, (_, n) => {
          if (n % 3 === 0) return tester.post('/fhir/Patient', body, { 'if-none-exist': condition });
          if (n % 3 === 1) return tester.put(`/fhir/Patient?${condition}`, body);
          return tester.post('/fhir', {
            resourceType: 'Bundle',
            type: 'transaction',
            entry: [
              { fullUrl, resource: body, request: { method: 'PUT', url: `Patient?${condition}` } },
              {
                resource: observation('x', { subject: { reference: fullUrl } }),
                request: { method: 'POST', url: 'Observation' },
              },
            ],
          });
        }),
      );
      expect(replies.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
      const found = (await tester.get(`/fhir/Patient?${condition}`)).bundle();
      expect(found.total).toBe(1);
      const id = found.entry?.[0]?.resource?.id;
      expect((await tester.get(`/fhir/Observation?patient=${id}`)).bundle().total).toBe(10);
    });
  });

  describe('a conditional delete', () => {
    const remove = (type: string, condition: string, headers?: Record<string, string>) =>
      tester.remove(`/fhir/${type}?${condition}`, headers);

    it('deletes the one that matches', async () => {
      const { id } = await tester.made(child(tag('d-1')));
      const reply = await remove('Patient', by('d-1'));
      expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([204, '', 'W/"2"']);
      expect((await tester.get(`/fhir/Patient/${id}`)).status).toBe(410);
    });

    it('is done when nothing matches, and that somebody asked stays on record', async () => {
      const reply = await remove('Patient', by('d-none'));
      expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([204, '', null]);
      const { pk } = tipKey(`directory-${new Date().toISOString().slice(0, 7)}`);
      const tips = await sandbox.table.query({ pk });
      const kept = await Promise.all(
        tips.map(({ sk }) => sandbox.table.query({ ...auditRange(sk, 1, 1e6), backwards: true, limit: 1 })),
      );
      expect(kept.flat().map(({ value }) => value)).toContainEqual(expect.stringContaining('d-none'));
    });

    it('deletes all that match in one commit, and tells how many when asked', async () => {
      const { id } = await tester.made(child());
      const made = await Promise.all(
        Array.from({ length: 12 }, () => tester.made(observation(id, tag('d-2')))),
      );
      const kept = await tester.made(observation(id, tag('d-3')));
      const reply = await remove('Observation', `${by('d-2')}&patient=${id}`, {
        prefer: 'return=OperationOutcome',
      });
      expect([reply.status, reply.outcome().issue[0]?.diagnostics]).toEqual([200, '12 Observation deleted']);
      const left = (await tester.get(`/fhir/Observation?patient=${id}`)).bundle();
      expect(left.entry?.map(({ resource }) => resource?.id)).toEqual([kept.id]);
      expect((await tester.get(`/fhir/Observation/${made[3]?.id}/_history/1`)).status).toBe(200);
    });

    it('deletes none when one of them may not be deleted', async () => {
      const [empty, full] = [await tester.made(child(tag('d-4'))), await tester.made(child(tag('d-4')))];
      await tester.made(observation(full.id));
      expect((await remove('Patient', by('d-4'))).status).toBe(409);
      expect((await tester.get(`/fhir/Patient/${empty.id}`)).status).toBe(200);
    });

    it.each(['', '_count=5', '_format=json'])('refuses "%s" as a condition', async (query) => {
      expect((await remove('Patient', query)).status).toBe(400);
    });

    it('refuses If-Match, and more matches than it takes', async () => {
      expect((await remove('Patient', by('d-1'), { 'if-match': 'W/"1"' })).status).toBe(400);
      const { id } = await tester.made(child());
      for (let n = 0; n < 6; n += 1) {
        await tester.post('/fhir', {
          resourceType: 'Bundle',
          type: 'transaction',
          entry: Array.from({ length: 17 }, () => ({
            resource: observation(id),
            request: { method: 'POST', url: 'Observation' },
          })),
        });
      }
      const reply = await remove('Observation', `patient=${id}`);
      expect([reply.status, reply.outcome().issue[0]?.details?.text]).toEqual([
        412,
        expect.stringMatching(/matches 102 resources; one delete takes 100/),
      ]);
    });
  });

  describe('conditions', () => {
    it('meet nothing that the caller may not see', async () => {
      const value = nextBsn();
      const body = child({ identifier: [{ system: testSystem, value }] });
      const { id } = await tester.made(body);
      const hospital = await sandbox.as('hospital');
      expect((await hospital.remove(`/fhir/Patient?${by(value)}`)).status).toBe(204);
      expect((await tester.get(`/fhir/Patient/${id}`)).status).toBe(200);
      const patched = await hospital.send('PATCH', `/fhir/Patient?${by(value)}`, {
        body: [{ op: 'test', path: '/gender', value: 'male' }],
        headers: { 'content-type': 'application/json-patch+json' },
      });
      expect(patched.status).toBe(404);
    });

    it('hold for a create that finds its match: nobody changes that meanwhile unnoticed', async () => {
      const { id } = await tester.made(child(tag('c-hold')));
      const replies = await Promise.all([
        ...Array.from({ length: 10 }, () =>
          tester.post('/fhir/Patient', child(tag('c-hold')), { 'if-none-exist': by('c-hold') }),
        ),
        tester.remove(`/fhir/Patient/${id}`),
      ]);
      expect(replies.at(-1)?.status).toBe(204);
      const found = (await tester.get(`/fhir/Patient?${by('c-hold')}`)).bundle();
      expect(found.total).toBe(replies.filter(({ status }) => status === 201).length);
      expect(found.total).toBeLessThanOrEqual(1);
    });
  });

  describe('If-None-Match: * on a PUT', () => {
    it('creates, and refuses with 412 what is there', async () => {
      const send = () =>
        tester.put('/fhir/Patient/only-new', child({ id: 'only-new' }), { 'if-none-match': '*' });
      const [first, second] = [await send(), await send()];
      expect([first.status, second.status]).toEqual([201, 412]);
      await tester.remove('/fhir/Patient/only-new');
      expect((await send()).status).toBe(201);
    });

    it('takes nothing but *', async () => {
      const reply = await tester.put('/fhir/Patient/new', child({ id: 'new' }), { 'if-none-match': 'W/"1"' });
      expect(reply.status).toBe(400);
    });
  });

  it('guards that would do nothing are refused', async () => {
    const replies = [
      await tester.post('/fhir/Patient', child(), { 'if-match': 'W/"1"' }),
      await tester.put('/fhir/Patient/x', child({ id: 'x' }), { 'if-none-exist': by('x') }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([400, 400]);
  });

  it('what was deleted comes back by PUT with its history', async () => {
    const { id } = await tester.made(observation((await tester.made(child())).id));
    const { subject } = (await tester.get(`/fhir/Observation/${id}`)).resource<Observation>();
    await tester.remove(`/fhir/Observation/${id}`, { 'if-match': 'W/"1"' });
    expect((await tester.get(`/fhir/Observation/${id}/_history/2`)).status).toBe(410);
    const again = await tester.put(`/fhir/Observation/${id}`, observation('x', { id, subject }));
    expect([again.status, again.headers.get('etag')]).toEqual([201, 'W/"3"']);
    expect((await tester.get(`/fhir/Observation/${id}/_history`)).bundle().total).toBe(3);
    expect((await tester.get(`/fhir/Observation/${id}/_history/1`)).status).toBe(200);
  });
});
