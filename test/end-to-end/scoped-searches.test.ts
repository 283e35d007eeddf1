// Scopes with a search in them (`system/Observation.cruds?status=final`): what it does not find is not there, whichever way one asks.
import { randomUUID } from 'node:crypto';
import type { Observation, Patient } from '@medplum/fhirtypes';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../src/access/tokens/registration.ts';
import { type Client, idsOf, openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, child, observation } from './scenes.ts';

const scopes = ['system/Observation.cruds?status=final', 'system/Patient.rs'];

describe('a scope with a search', () => {
  let sandbox: Sandbox;
  let all: Client;
  let narrow: Client;
  let patient: Patient & { id: string };
  let final: Observation & { id: string };
  let hidden: Observation & { id: string };
  /** Preliminary in its first version, final in its second. */
  let grown: Observation & { id: string };

  const made = (more: Partial<Observation>) => observation(patient.id, more);

  beforeAll(async () => {
    sandbox = await openSandbox();
    all = await sandbox.as('tester');
    patient = await all.made(child({ identifier: [{ system: bsnSystem, value: bsnSource()() }] }));
    final = await all.made(made({ status: 'final' }));
    hidden = await all.made(made({ status: 'preliminary' }));
    grown = await all.made(made({ status: 'preliminary' }));
    await all.put(`/fhir/Observation/${grown.id}`, { ...grown, status: 'final' });
    narrow = await clientWith(scopes);
  });
  afterAll(() => sandbox.close());

  async function clientWith(granted: readonly string[]): Promise<Client> {
    const client = `narrow-${randomUUID().slice(0, 8)}`;
    const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
    await register(sandbox.table, {
      client,
      kind: 'tester',
      name: 'Narrow',
      organization: 'Organization/ivh-heuvelrand',
      region: 'Organization/ivh-heuvelrand',
      scopes: [...granted],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] },
    });
    const url = `${sandbox.url}/auth/token`;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES384', kid: 'k', typ: 'JWT' })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(url)
      .setJti(randomUUID())
      .setExpirationTime('2m')
      .sign(privateKey);
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: granted.join(' '),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const { access_token, scope } = JSON.parse(await response.text());
    expect(scope).toBe(granted.join(' '));
    return sandbox.withToken(access_token);
  }

  it('lets what it finds be read, and hides the rest as if it were not there', async () => {
    expect((await narrow.get(`/fhir/Observation/${final.id}`)).status).toBe(200);
    const unseen = await narrow.get(`/fhir/Observation/${hidden.id}`);
    const absent = await narrow.get('/fhir/Observation/nowhere');
    expect(unseen.status).toBe(404);
    expect(unseen.text.replaceAll(hidden.id, 'nowhere')).toBe(absent.text);
  });

  it('holds for every version by itself', async () => {
    const history = (await narrow.get(`/fhir/Observation/${grown.id}/_history`)).bundle();
    expect(history.entry?.map(({ resource }) => resource?.meta?.versionId)).toEqual(['2']);
    expect((await narrow.get(`/fhir/Observation/${grown.id}/_history/2`)).status).toBe(200);
    expect((await narrow.get(`/fhir/Observation/${grown.id}/_history/1`)).status).toBe(404);
    expect((await narrow.get(`/fhir/Observation/${hidden.id}/_history`)).status).toBe(404);
    const whole = await narrow.get('/fhir/Observation/_history?_count=1000');
    expect(whole.text).not.toContain(hidden.id);
  });

  it.each([
    ['by type', () => '/fhir/Observation'],
    ['by child', () => `/fhir/Observation?patient=Patient/${patient.id}`],
    ['by status', () => `/fhir/Observation?patient=Patient/${patient.id}&status=final,preliminary`],
    ['in the compartment', () => `/fhir/Patient/${patient.id}/Observation`],
    ['over types', () => '/fhir?_type=Observation'],
  ])('holds for a search %s, its total included', async (_, path) => {
    const reply = await narrow.get(path());
    expect(idsOf(reply).sort()).toEqual([final.id, grown.id].sort());
    expect(reply.bundle().total).toBe(2);
  });

  it('holds for includes, chains back and the whole file', async () => {
    const included = await narrow.get(`/fhir/Patient?_id=${patient.id}&_revinclude=Observation:subject`);
    expect(included.bundle().entry).toHaveLength(3);
    const asked = await narrow.get(`/fhir/Patient?_has:Observation:subject:status=preliminary`);
    expect(asked.bundle().total).toBe(0);
    const everything = await narrow.get(`/fhir/Patient/${patient.id}/$everything`);
    expect([everything.status, everything.text.includes(hidden.id)]).toEqual([200, false]);
  });

  it('lets nothing be made that it does not find', async () => {
    const refused = await narrow.post('/fhir/Observation', made({ status: 'preliminary' }));
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('scope of the token')]);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect((await narrow.post('/fhir/Observation', made({ status: 'final' }))).status).toBe(201);
  });

  it('needs what was and what will be to be found', async () => {
    const mine = await narrow.made(made({ status: 'final' }));
    const out = await narrow.put(`/fhir/Observation/${mine.id}`, { ...mine, status: 'preliminary' });
    expect(out.status).toBe(403);
    const patch = [{ op: 'replace', path: '/status', value: 'preliminary' }];
    const patched = await narrow.send('PATCH', `/fhir/Observation/${mine.id}`, {
      body: patch,
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(patched.status).toBe(403);
    const into = await narrow.put(`/fhir/Observation/${hidden.id}`, { ...hidden, status: 'final' });
    expect([
      into.status,
      (await all.get(`/fhir/Observation/${hidden.id}`)).resource<Observation>().status,
    ]).toEqual([404, 'preliminary']);
    expect((await narrow.remove(`/fhir/Observation/${hidden.id}`)).status).toBe(404);
    expect((await narrow.remove(`/fhir/Observation/${mine.id}`)).status).toBe(204);
  });

  it('lets no condition meet what it does not find', async () => {
    const identifier = [{ system: 'https://example.org/test-id', value: randomUUID() }];
    const known = await all.made(made({ status: 'preliminary', identifier }));
    const condition = `identifier=https://example.org/test-id|${identifier[0]?.value}`;
    const removed = await narrow.remove(`/fhir/Observation?${condition}`);
    expect(removed.status).toBe((await narrow.remove('/fhir/Observation?identifier=a|none')).status);
    expect((await all.get(`/fhir/Observation/${known.id}`)).status).toBe(200);
    const created = await narrow.post('/fhir/Observation', made({ status: 'final' }), {
      'if-none-exist': condition,
    });
    expect(created.status).toBe(201);
  });

  it.each(['transaction', 'batch'])('holds for the entries of a %s', async (type) => {
    const entry = (status: Observation['status']) => ({
      resource: made({ status }),
      request: { method: 'POST', url: 'Observation' },
    });
    const body = { resourceType: 'Bundle', type, entry: [entry('final'), entry('preliminary')] };
    const reply = await narrow.post('/fhir', body);
    const statuses =
      type === 'batch'
        ? reply.bundle().entry?.map(({ response }) => response?.status?.slice(0, 3))
        : reply.status;
    expect(statuses).toEqual(type === 'batch' ? ['201', '403'] : 403);
  });

  it('is too narrow for the board, which tells of all', async () => {
    const some = await clientWith(['system/EpisodeOfCare.rs?status=active']);
    const refused = await some.get('/ivh/status');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('without a search')]);
    const whole = await clientWith(['system/EpisodeOfCare.rs']);
    expect((await whole.get('/ivh/status')).status).toBe(200);
  });

  it('of several is enough when one lets through', async () => {
    const two = await clientWith([
      'system/Observation.rs?status=final',
      'system/Observation.rs?status=preliminary',
    ]);
    expect((await two.get(`/fhir/Observation/${hidden.id}`)).status).toBe(200);
    const split = await clientWith(['system/Observation.r', 'system/Observation.s?status=final']);
    expect((await split.get(`/fhir/Observation/${hidden.id}`)).status).toBe(200);
    expect((await split.get(`/fhir/Observation?_id=${hidden.id}`)).bundle().total).toBe(0);
  });
});
