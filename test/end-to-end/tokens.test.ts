import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../src/access/tokens/registration.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

type Key = Parameters<SignJWT['sign']>[0];
interface Made {
  readonly alg?: string;
  readonly kid?: string;
  readonly key?: Key;
  readonly claims?: Partial<Record<keyof JWTPayload, unknown>>;
}

describe('the token endpoint', () => {
  let sandbox: Sandbox;
  let gpKey: Key;
  beforeAll(async () => {
    sandbox = await openSandbox();
    gpKey = await importJWK(
      JSON.parse(readFileSync(join(sandbox.dataDir, 'sandbox-keys', 'gp.json'), 'utf8')),
      'ES384',
    );
  });
  afterAll(() => sandbox.close());

  const tokenUrl = () => `${sandbox.url}/auth/token`;
  const assert = ({ alg = 'ES384', kid = 'gp-1', key = gpKey, claims = {} }: Made = {}): Promise<string> => {
    const standard = { iss: 'gp', sub: 'gp', aud: tokenUrl(), jti: randomUUID(), exp: inSeconds(120) };
    const payload = JSON.parse(JSON.stringify({ ...standard, ...claims }));
    return new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key);
  };
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(tokenUrl(), {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    const answer: Readonly<Record<string, string>> = JSON.parse(await response.text());
    return { status: response.status, headers: response.headers, answer };
  };
  const formWith = (assertion: string, more: Record<string, string> = {}) => ({
    grant_type: 'client_credentials',
    client_assertion_type: assertionType,
    client_assertion: assertion,
    scope: 'system/Patient.rs',
    ...more,
  });

  it('gives a short-lived bearer token for a good ES384 assertion, and lets nobody keep the answer', async () => {
    const { status, headers, answer } = await ask(formWith(await assert()));
    expect(status).toBe(200);
    expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await sandbox.withToken(answer.access_token).get('/fhir/Patient')).status).toBe(200);
  });

  it('takes RS384 as well', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS384', { extractable: true });
    await register(sandbox.table, {
      client: 'rsa-client',
      kind: 'gp',
      name: 'RSA',
      region: 'Organization/ivh-heuvelrand',
      scopes: ['system/Patient.rs'],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'r1', alg: 'RS384', use: 'sig' }] },
    });
    const assertion = await assert({
      alg: 'RS384',
      kid: 'r1',
      key: privateKey,
      claims: { iss: 'rsa-client', sub: 'rsa-client' },
    });
    expect((await ask(formWith(assertion))).status).toBe(200);
  });

  it('refuses an assertion used before, also of those that race', async () => {
    const assertion = await assert();
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask(formWith(assertion))));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = replies.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.answer.error]).toEqual([401, 'invalid_client']);
    expect(refused?.answer.error_description).toMatch(/used before.*new jti/);
  });

  it.each<[string, () => Made, RegExp]>([
    ['another audience', () => ({ claims: { aud: 'https://elsewhere.nl/token' } }), /"aud".*\/auth\/token/],
    ['the FHIR base as audience', () => ({ claims: { aud: `${sandbox.url}/fhir` } }), /"aud"/],
    ['no audience', () => ({ claims: { aud: undefined } }), /"aud"/],
    ['another issuer', () => ({ claims: { iss: 'jgz' } }), /iss and sub/],
    ['another subject', () => ({ claims: { sub: 'jgz' } }), /iss and sub/],
    [
      'issuer and subject of another client',
      () => ({ claims: { iss: 'jgz', sub: 'jgz' } }),
      /not signed with its key/,
    ],
    ['an expired one', () => ({ claims: { exp: inSeconds(-60) } }), /expired/],
    ['one that lives too long', () => ({ claims: { exp: inSeconds(3600) } }), /at most 300 seconds/],
    ['no expiry', () => ({ claims: { exp: undefined } }), /exp/],
    ['an expiry that is a text', () => ({ claims: { exp: 'soon' } }), /exp/],
    ['no jti', () => ({ claims: { jti: undefined } }), /jti/],
    ['an empty jti', () => ({ claims: { jti: '' } }), /jti/],
    ['a jti that is a number', () => ({ claims: { jti: 5 } }), /jti/],
    ['an endless jti', () => ({ claims: { jti: 'x'.repeat(300) } }), /jti/],
    ['a jti of half a surrogate pair', () => ({ claims: { jti: '\ud800' } }), /jti/],
    ['not valid yet', () => ({ claims: { nbf: inSeconds(600) } }), /nbf/],
    ['an unknown client', () => ({ claims: { iss: 'nobody', sub: 'nobody' } }), /registered client/],
    [
      'a prototype’s name as client',
      () => ({ claims: { iss: 'constructor', sub: 'constructor' } }),
      /registered client/,
    ],
    ['a client with a slash', () => ({ claims: { iss: '../gp', sub: '../gp' } }), /registered client/],
  ])('refuses %s', async (_, made, text) => {
    const { status, answer } = await ask(formWith(await assert(made())));
    expect([status, answer.error]).toEqual([401, 'invalid_client']);
    expect(answer.error_description).toMatch(text);
  });

  it('takes an expiry with a fraction of a second', async () => {
    const assertion = await assert({ claims: { exp: inSeconds(100) + 0.5 } });
    expect((await ask(formWith(assertion))).status).toBe(200);
  });

  it('refuses another’s key, also under the right key id', async () => {
    const { privateKey } = await generateKeyPair('ES384');
    const { status, answer } = await ask(formWith(await assert({ key: privateKey })));
    expect([status, answer.error]).toEqual([401, 'invalid_client']);
  });

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({ iss: 'gp', sub: 'gp', aud: tokenUrl(), jti: randomUUID(), exp: inSeconds(60) });
  it.each<[string, () => string]>([
    ['alg none', () => `${part({ alg: 'none' })}.${part(claims())}.`],
    ['alg None with a signature', () => `${part({ alg: 'None' })}.${part(claims())}.AAAA`],
    [
      'HS256 with the public key as secret',
      () => {
        const { keys } = { keys: readFileSync(join(sandbox.dataDir, 'sandbox-keys', 'gp.json'), 'utf8') };
        const signed = `${part({ alg: 'HS256', kid: 'gp-1' })}.${part(claims())}`;
        return `${signed}.${createHmac('sha256', keys).update(signed).digest('base64url')}`;
      },
    ],
    [
      'an embedded key',
      () =>
        `${part({ alg: 'ES384', jwk: generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }) })}.${part(claims())}.AAAA`,
    ],
    ['nonsense', () => 'nonsense'],
    ['nothing', () => ''],
    ['three dots', () => '...'],
    ['a payload that is no object', () => `${part({ alg: 'ES384' })}.${part('text')}.AAAA`],
    ['a very long one', () => 'a.'.repeat(5000)],
  ])('refuses %s', async (_, assertion) => {
    const { status, answer } = await ask(formWith(assertion()));
    expect([status, answer.error]).toEqual([401, 'invalid_client']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no grant', { grant_type: '' }, 'unsupported_grant_type'],
    ['another kind of assertion', { client_assertion_type: 'urn:x' }, 'invalid_request'],
    ['a scope not registered', { scope: 'user/*.cruds admin' }, 'invalid_scope'],
    ['no scope', { scope: '' }, 'invalid_scope'],
    ['a scope in a wrong order', { scope: 'system/Patient.sr' }, 'invalid_scope'],
    ['a scope of a prototype’s name', { scope: 'system/Patient.constructor' }, 'invalid_scope'],
  ])('refuses %s', async (_, more, error) => {
    const { status, answer } = await ask(formWith(await assert(), more));
    expect([status, answer.error]).toEqual([400, error]);
  });

  it('refuses a request that is no form, one with a repeated field, and one that is too long', async () => {
    const form = new URLSearchParams(formWith(await assert()));
    const send = (body: string, type: string) =>
      fetch(tokenUrl(), { method: 'POST', body, headers: { 'content-type': type } });
    expect((await send(JSON.stringify(Object.fromEntries(form)), 'application/json')).status).toBe(400);
    expect((await send(`${form}&scope=system/*.rs`, 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await send(`${form}&x=${'x'.repeat(20_000)}`, 'application/x-www-form-urlencoded')).status).toBe(
      400,
    );
    expect((await fetch(tokenUrl())).status).toBe(404);
  });

  it('grants what it may of a wish that goes further', async () => {
    const scope = 'system/Patient.rs system/Task.read user/Nothing.zz';
    const { answer } = await ask(formWith(await assert(), { scope }));
    expect(answer.scope).toBe('system/Patient.rs system/Task.rs');
  });

  it('publishes public keys alone', async () => {
    const response = await fetch(`${sandbox.url}/auth/jwks`);
    const { keys } = JSON.parse(await response.text());
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
  });

  describe('a granted scope', () => {
    const granted = async (scope: string) =>
      sandbox.withToken((await ask(formWith(await assert(), { scope }))).answer.access_token);
    const patient = { resourceType: 'Patient' };
    it.each([
      ['system/Patient.r', 'GET', '/fhir/Patient?gender=male', 403],
      ['system/Patient.s', 'GET', '/fhir/Patient/none', 403],
      ['system/Patient.r', 'GET', '/fhir/Patient/none', 404],
      ['system/Patient.s', 'GET', '/fhir/Patient', 200],
      ['system/Task.cruds', 'GET', '/fhir/Patient/none', 403],
      ['system/Patient.rs', 'POST', '/fhir/Patient', 403],
      ['system/Patient.c', 'POST', '/fhir/Patient', 201],
      ['system/Patient.rs', 'PUT', '/fhir/Patient/none', 403],
      ['system/Patient.crus', 'DELETE', '/fhir/Patient/none', 403],
      ['system/Patient.rs', 'GET', '/fhir/AuditEvent?patient=Patient/x', 403],
      ['system/*.rs', 'GET', '/fhir/Task', 200],
      ['system/*.rs', 'GET', '/fhir/Patient/none/_history', 404],
      ['system/Patient.s', 'GET', '/fhir/Patient/none/_history', 403],
      ['system/Patient.s', 'GET', '/fhir/Patient/_history', 200],
      ['system/Patient.r', 'GET', '/fhir/Patient/_history', 403],
      ['system/Patient.s', 'GET', '/fhir/_history', 200],
      ['system/Patient.r', 'GET', '/fhir/_history', 403],
      ['system/Patient.rs', 'GET', '/fhir/Observation/_history', 403],
      ['system/Patient.s', 'GET', '/fhir?_id=none', 200],
      ['system/Patient.r', 'GET', '/fhir?_id=none', 403],
      ['system/Patient.rs', 'GET', '/fhir?_type=Patient,Observation&_id=none', 403],
      ['system/Patient.s', 'GET', '/fhir/Patient/none/*?_type=Patient', 200],
      ['system/Patient.s', 'GET', '/fhir/Patient/none/Observation', 403],
    ])('%s lets %s %s answer %d', async (scope, method, path, status) => {
      const client = await granted(scope);
      const body = method === 'POST' ? patient : method === 'PUT' ? { ...patient, id: 'none' } : undefined;
      const reply = await client.send(method, path, { body });
      expect([reply.status, reply.text]).toEqual([status, expect.anything()]);
      if (status === 403) expect(reply.text).toMatch(/scope for [A-Z][A-Za-z]+\.[cruds]/);
    });

    it('chooses the types of a search or history over all, where none is named', async () => {
      const client = await granted('system/Organization.rs');
      for (const path of ['/fhir?_count=1000', '/fhir/_history?_count=1000']) {
        const entries = (await client.get(path)).bundle().entry ?? [];
        const types = new Set(entries.map(({ resource }) => resource?.resourceType));
        expect([path, [...types]]).toEqual([path, ['Organization']]);
      }
    });

    it('holds for includes, chains and conditions too', async () => {
      const client = await granted('system/PractitionerRole.cruds');
      const coordinator = await sandbox.as('coordinator');
      await coordinator.put('/fhir/PractitionerRole/rol-1', {
        resourceType: 'PractitionerRole',
        id: 'rol-1',
        organization: { reference: 'Organization/gemeente-zonnedal' },
      });
      const included = await client.get(
        '/fhir/PractitionerRole?_id=rol-1&_include=PractitionerRole:organization',
      );
      expect(included.bundle().entry).toHaveLength(1);
      const chained = await client.get('/fhir/PractitionerRole?organization.name=Gemeente');
      expect(chained.bundle().total).toBe(0);
      const all = await coordinator.get(
        '/fhir/PractitionerRole?organization.name=Gemeente&_include=PractitionerRole:organization',
      );
      expect(all.bundle().entry).toHaveLength(2);
      const writer = await granted('system/Patient.c');
      const condition = { 'if-none-exist': 'identifier=a|b' };
      expect((await writer.post('/fhir/Patient', patient, condition)).status).toBe(403);
    });

    it('of searching alone goes on to the next page', async () => {
      const client = await granted('system/Organization.s');
      const first = await client.get('/fhir/Organization?_count=2');
      const next = first.bundle().link?.find(({ relation }) => relation === 'next')?.url ?? '';
      const second = await client.get(next.replace(sandbox.url, ''));
      expect([second.status, second.bundle().entry?.length]).toEqual([200, 2]);
    });
  });

  describe('an access token', () => {
    const token = async () => (await ask(formWith(await assert()))).answer.access_token ?? '';
    const status = async (value: string) => {
      const reply = await sandbox.withToken(value).get('/fhir/Patient');
      if (reply.status === 401) expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
      return reply.status;
    };

    it('is refused once a byte of it is changed, wherever', async () => {
      const [header = '', payload = '', signature = ''] = (await token()).split('.');
      const claimed = JSON.parse(Buffer.from(payload, 'base64url').toString());
      expect(await status(`${header}.${part({ ...claimed, scope: 'system/*.cruds' })}.${signature}`)).toBe(
        401,
      );
      expect(await status(`${header}.${part({ ...claimed, sub: 'tester' })}.${signature}`)).toBe(401);
      expect(await status(`${part({ alg: 'none' })}.${payload}.`)).toBe(401);
      const changed = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
      expect(await status(`${header}.${payload}.${changed}`)).toBe(401);
      expect(await status(`${header}.${payload}`)).toBe(401);
    });

    it('signed by someone else is refused, also under our key’s id', async () => {
      const kid = JSON.parse(Buffer.from((await token()).split('.')[0] ?? '', 'base64url').toString()).kid;
      const { privateKey } = await generateKeyPair('ES256');
      const forged = await new SignJWT({ scope: 'system/*.cruds', client_id: 'tester' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .setIssuer(`${sandbox.url}/fhir`)
        .setAudience(`${sandbox.url}/fhir`)
        .setSubject('tester')
        .setExpirationTime('5m')
        .sign(privateKey);
      expect(await status(forged)).toBe(401);
    });

    it('of another server is refused here', async () => {
      const other = await openSandbox();
      const foreign = (await other.as('gp')).token;
      expect((await other.withToken(foreign).get('/fhir/Patient')).status).toBe(200);
      expect(await status(foreign)).toBe(401);
      await other.close();
    });

    it('is not a client’s own assertion', async () => {
      expect(await status(await assert())).toBe(401);
    });

    it('ends with the registration of its client', async () => {
      const value = await token();
      expect(await status(value)).toBe(200);
      const row = await sandbox.table.get({ pk: 'client/gp', sk: 'registration' });
      await sandbox.table.commit([{ remove: { pk: 'client/gp', sk: 'registration' } }]);
      expect(await status(value)).toBe(401);
      await sandbox.table.commit([{ put: { pk: 'client/gp', sk: 'registration' }, value: row?.value ?? '' }]);
      expect(await status(value)).toBe(200);
    });

    it('ends after five minutes', async () => {
      const value = await token();
      expect(await status(value)).toBe(200);
      sandbox.later(290_000);
      expect(await status(value)).toBe(200);
      sandbox.later(15_000);
      expect(await status(value)).toBe(401);
    });
  });
});
