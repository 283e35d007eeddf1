import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { bsnSource, bsnSystem, child, observation, testSystem } from './scenes.ts';

const nextBsn = bsnSource(999920000);
const bsnOf = (value: string) => ({ identifier: [{ system: bsnSystem, value }] });
const tag = (value: string) => ({ identifier: [{ system: testSystem, value }] });

describe.each(await storesHere())('on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  describe('create', () => {
    it('answers 201 with Location, ETag, Last-Modified and the resource as stored', async () => {
      const reply = await tester.post('/fhir/Patient', child());
      const { id, meta } = reply.resource<Patient>();
      expect(reply.status).toBe(201);
      expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Patient/${id}/_history/1`);
      expect(reply.headers.get('etag')).toBe('W/"1"');
      expect(reply.headers.get('last-modified')).toBe(new Date(meta?.lastUpdated ?? '').toUTCString());
      expect(reply.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    });

    it('gives an id of its own, whatever id and meta the body has', async () => {
      const body = child({ id: 'mine', meta: { versionId: '7', lastUpdated: '2001-01-01T00:00:00Z' } });
      const { id, meta } = await tester.made(body);
      expect(id).not.toBe('mine');
      expect(meta?.versionId).toBe('1');
      expect(meta?.lastUpdated).not.toContain('2001');
    });

    it.each([
      ['return=minimal', ''],
      ['return=representation', 'Patient'],
      ['return=OperationOutcome', 'OperationOutcome'],
      ['return=something', 'Patient'],
    ])('answers Prefer: %s with a body of "%s"', async (prefer, type) => {
      const reply = await tester.post('/fhir/Patient', child(), { prefer });
      expect(reply.status).toBe(201);
      expect(reply.headers.get('location')).toMatch(/\/_history\/1$/);
      expect(reply.text === '' ? '' : reply.resource().resourceType).toBe(type);
    });

    it('refuses a second file for the same BSN and keeps the first', async () => {
      const value = nextBsn();
      const first = await tester.made(child(bsnOf(value)));
      const second = await tester.post('/fhir/Patient', child(bsnOf(value)));
      expect(second.status).toBe(409);
      expect(second.outcome().issue[0]).toMatchObject({
        code: 'duplicate',
        expression: ['Patient.identifier'],
      });
      const found = await tester.get(`/fhir/Patient?identifier=${bsnSystem}|${value}`);
      expect(found.bundle().entry?.map(({ resource }) => resource?.id)).toEqual([first.id]);
    });

    it('lets a BSN go to a new file once the old one is gone', async () => {
      const value = nextBsn();
      const { id } = await tester.made(child(bsnOf(value)));
      await tester.remove(`/fhir/Patient/${id}`);
      expect((await tester.post('/fhir/Patient', child(bsnOf(value)))).status).toBe(201);
      expect((await tester.put(`/fhir/Patient/${id}`, child({ id, ...bsnOf(value) }))).status).toBe(409);
    });
  });

  describe('conditional create', () => {
    const condition = (value: string) => ({ 'if-none-exist': `identifier=${testSystem}|${value}` });

    it('creates when nothing matches', async () => {
      const reply = await tester.post('/fhir/Patient', child(tag('c-0')), condition('c-0'));
      expect(reply.status).toBe(201);
    });

    it('answers 200 with the one that matches and stores nothing', async () => {
      const { id } = await tester.made(child(tag('c-1')));
      const before = await sandbox.rows();
      const reply = await tester.post('/fhir/Patient', child(tag('c-1')), condition('c-1'));
      expect(reply.status).toBe(200);
      expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Patient/${id}/_history/1`);
      expect(await sandbox.rows()).toBe(before);
    });

    it('answers 412 when several match', async () => {
      await tester.made(child(tag('c-2')));
      await tester.made(child(tag('c-2')));
      const reply = await tester.post('/fhir/Patient', child(tag('c-2')), condition('c-2'));
      expect(reply.status).toBe(412);
      expect(reply.outcome().issue[0]?.code).toBe('multiple-matches');
    });

    it('answers 400 for an empty or unknown condition', async () => {
      for (const ifNoneExist of ['colour=blue', '_count=1']) {
        const reply = await tester.post('/fhir/Patient', child(), { 'if-none-exist': ifNoneExist });
        expect([ifNoneExist, reply.status]).toEqual([ifNoneExist, 400]);
      }
    });

    it('makes exactly one of fifty that race for the same identifier', async () => {
      const value = nextBsn();
      const header = { 'if-none-exist': `identifier=${bsnSystem}|${value}` };
      const replies = await Promise.all(
        Array.from({ length: 50 }, () => tester.post('/fhir/Patient', child(bsnOf(value)), header)),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(49);
      expect(new Set(replies.map((reply) => reply.resource().id)).size).toBe(1);
      const found = await tester.get(`/fhir/Patient?identifier=${bsnSystem}|${value}`);
      expect(found.bundle().total).toBe(1);
    });

    it('makes exactly one of fifty that race with one condition no identifier backs', async () => {
      const header = { 'if-none-exist': 'family=Wedloop&birthdate=2021-09-09' };
      const body = child({ name: [{ family: 'Wedloop' }], birthDate: '2021-09-09' });
      const replies = await Promise.all(
        Array.from({ length: 50 }, () => tester.post('/fhir/Patient', body, header)),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect((await tester.get('/fhir/Patient?family=Wedloop')).bundle().total).toBe(1);
    });
  });

  describe('update', () => {
    it('creates under an id nobody used yet', async () => {
      const reply = await tester.put('/fhir/Patient/put-1', child({ id: 'put-1' }));
      expect(reply.status).toBe(201);
      expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Patient/put-1/_history/1`);
    });

    it('makes a new version and keeps the old', async () => {
      const { id } = await tester.made(child());
      const reply = await tester.put(`/fhir/Patient/${id}`, child({ id, gender: 'female' }));
      expect([reply.status, reply.headers.get('etag')]).toEqual([200, 'W/"2"']);
      expect((await tester.get(`/fhir/Patient/${id}`)).resource<Patient>().gender).toBe('female');
      const old = await tester.get(`/fhir/Patient/${id}/_history/1`);
      expect([old.resource<Patient>().gender, old.headers.get('etag')]).toEqual(['male', 'W/"1"']);
    });

    it('refuses a stale If-Match with 412 and changes nothing', async () => {
      const { id } = await tester.made(child());
      await tester.put(`/fhir/Patient/${id}`, child({ id, gender: 'female' }));
      const stale = await tester.put(`/fhir/Patient/${id}`, child({ id, gender: 'other' }), {
        'if-match': 'W/"1"',
      });
      expect(stale.status).toBe(412);
      const now = await tester.get(`/fhir/Patient/${id}`);
      expect([now.resource<Patient>().gender, now.headers.get('etag')]).toEqual(['female', 'W/"2"']);
    });

    it('refuses If-Match on what is not there', async () => {
      const reply = await tester.put('/fhir/Patient/none', child({ id: 'none' }), { 'if-match': 'W/"1"' });
      expect(reply.status).toBe(404);
    });

    it('loses nothing when twenty race with If-Match', async () => {
      const { id } = await tester.made(child({ name: [{ given: ['0'] }] }));
      const addOne = async (): Promise<void> => {
        for (;;) {
          const seen = await tester.get(`/fhir/Patient/${id}`);
          const given = Number(seen.resource<Patient>().name?.[0]?.given?.[0]);
          const header = { 'if-match': seen.headers.get('etag') ?? '' };
          const body = child({ id, name: [{ given: [String(given + 1)] }] });
          const { status } = await tester.put(`/fhir/Patient/${id}`, body, header);
          if (status === 200) return;
          expect([412, 503]).toContain(status);
        }
      };
      await Promise.all(Array.from({ length: 20 }, addOne));
      const last = await tester.get(`/fhir/Patient/${id}`);
      expect(last.resource<Patient>().name?.[0]?.given).toEqual(['20']);
      expect(last.headers.get('etag')).toBe('W/"21"');
    });

    it('keeps a stored resource in the file of its child', async () => {
      const [one, other] = [await tester.made(child()), await tester.made(child())];
      const { id } = await tester.made(observation(one.id));
      const reply = await tester.put(`/fhir/Observation/${id}`, observation(other.id, { id }));
      expect(reply.status).toBe(422);
    });
  });

  describe('delete', () => {
    it('answers 204, then 410, keeps the history and lets a PUT bring it back', async () => {
      const { id } = await tester.made(child());
      const gone = await tester.remove(`/fhir/Patient/${id}`);
      expect([gone.status, gone.text, gone.headers.get('etag')]).toEqual([204, '', 'W/"2"']);
      expect((await tester.get(`/fhir/Patient/${id}`)).status).toBe(410);
      expect((await tester.get(`/fhir/Patient/${id}/_history/2`)).status).toBe(410);
      expect((await tester.get(`/fhir/Patient/${id}/_history/1`)).status).toBe(200);
      expect((await tester.get(`/fhir/Patient?_id=${id}`)).bundle().total).toBe(0);
      const again = await tester.put(`/fhir/Patient/${id}`, child({ id }));
      expect([again.status, again.headers.get('etag')]).toEqual([201, 'W/"3"']);
      const history = (await tester.get(`/fhir/Patient/${id}/_history`)).bundle();
      expect(history.total).toBe(3);
      expect(history.entry?.map(({ request }) => request?.method)).toEqual(['PUT', 'DELETE', 'POST']);
      expect(history.entry?.map(({ response }) => response?.etag)).toEqual(['W/"3"', 'W/"2"', 'W/"1"']);
      expect(history.entry?.[1]?.resource).toBeUndefined();
    });

    it('is done once: a second delete answers 204 and makes no version', async () => {
      const { id } = await tester.made(observation((await tester.made(child())).id));
      await tester.remove(`/fhir/Observation/${id}`);
      const second = await tester.remove(`/fhir/Observation/${id}`);
      expect([second.status, second.headers.get('etag')]).toEqual([204, 'W/"2"']);
      expect((await tester.get(`/fhir/Observation/${id}/_history`)).bundle().total).toBe(2);
    });

    it('answers 404 for what never was', async () => {
      expect((await tester.remove('/fhir/Patient/never')).status).toBe(404);
    });

    it('minds If-Match', async () => {
      const { id } = await tester.made(child());
      expect((await tester.remove(`/fhir/Patient/${id}`, { 'if-match': 'W/"2"' })).status).toBe(412);
      expect((await tester.remove(`/fhir/Patient/${id}`, { 'if-match': 'W/"1"' })).status).toBe(204);
    });

    it('does not leave a file without its Patient', async () => {
      const { id } = await tester.made(child());
      await tester.made(observation(id));
      expect((await tester.remove(`/fhir/Patient/${id}`)).status).toBe(409);
    });
  });

  describe('read', () => {
    it('says 404 for an id or a version that is not there', async () => {
      const { id } = await tester.made(child());
      expect((await tester.get('/fhir/Patient/none')).status).toBe(404);
      expect((await tester.get(`/fhir/Patient/${id}/_history/2`)).status).toBe(404);
      expect((await tester.get(`/fhir/Patient/${id}/_history/x`)).status).toBe(404);
      expect((await tester.get('/fhir/Patient/none/_history')).status).toBe(404);
    });

    it('gives a part of the resource marked SUBSETTED for _elements and _summary', async () => {
      const { id } = await tester.made(child());
      const part = (await tester.get(`/fhir/Patient/${id}?_elements=gender`)).resource<Patient>();
      expect([part.gender, part.birthDate, part.meta?.tag?.[0]?.code]).toEqual([
        'male',
        undefined,
        'SUBSETTED',
      ]);
    });

    it('keeps every stored character, composed and astral ones too', async () => {
      const family = 'D’Ælin-Ğ 👶🏽 e\u0301';
      const { id } = await tester.made(child({ name: [{ family }] }));
      expect((await tester.get(`/fhir/Patient/${id}`)).resource<Patient>().name?.[0]?.family).toBe(family);
    });
  });
});
