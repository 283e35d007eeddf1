// Whoever asks for a token with something forged, stale, borrowed or too wide is refused, told rightly, and stands in the trail.
import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Registration, register, unregister } from '../../src/access/tokens/registration.ts';
import {
  ago,
  assertionType,
  type Key,
  keyFileOf,
  type Members,
  openTokenScene,
  part,
  region,
  type TokenScene,
} from './bad-token-scene.ts';
import type { Sandbox } from './sandbox.ts';

describe('a request for a token', () => {
  let scene: TokenScene;
  let sandbox: Sandbox;
  let gpKey: Key;
  let keys: Server;
  let published: unknown[] = [];

  beforeAll(async () => {
    scene = await openTokenScene();
    ({ sandbox, gpKey } = scene);
    keys = createServer((_, response) => response.end(JSON.stringify({ keys: published })));
    keys.listen(0, '127.0.0.1');
    await once(keys, 'listening');
  });
  afterAll(async () => {
    keys.close();
    await sandbox.close();
  });

  const claims = (more: Members = {}): Members => ({
    iss: 'gp',
    sub: 'gp',
    aud: scene.tokenUrl,
    jti: randomUUID(),
    iat: ago(1),
    exp: ago(-120),
    ...more,
  });
  const signed = (more: Members = {}, header: Members = {}, key = gpKey): Promise<string> => {
    const { alg = 'ES384', ...rest } = { kid: 'gp-1', typ: 'JWT', ...header };
    return new SignJWT({ ...claims(more) })
      .setProtectedHeader({ alg: String(alg), ...rest })
      .sign(key, { crit: { 'https://example.org/must': true } });
  };
  const signedText = async (header: string, payload: string): Promise<string> => {
    const { subtle } = globalThis.crypto;
    if (!(gpKey instanceof CryptoKey)) throw new Error('no key of Web Cryptography');
    const text = `${part(header)}.${part(payload)}`;
    const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, gpKey, Buffer.from(text));
    return `${text}.${Buffer.from(signature).toString('base64url')}`;
  };
  const ask = (assertion: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    fetch(scene.tokenUrl, {
      method: 'POST',
      headers,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: assertionType,
        client_assertion: assertion,
        scope: 'system/Patient.rs',
        ...more,
      }),
    });
  const header = '{"alg":"ES384","kid":"gp-1","typ":"JWT"}';
  const secretOf = (): string => keyFileOf(sandbox, 'gp');

  it('is not what a good assertion is', async () => {
    expect((await ask(await signed())).status).toBe(200);
    expect((await ask(await signedText(header, JSON.stringify(claims())))).status).toBe(200);
  });

  const invalidClient: readonly [string, () => string | Promise<string>][] = [
    ['no assertion', () => ''],
    ['nonsense', () => 'nonsense'],
    ['four parts', async () => `${await signed()}.AAAA`],
    ['a truncated signature', async () => (await signed()).slice(0, -8)],
    ['a truncated payload', async () => (await signed()).replace(/\.(.{20}).*\./, '.$1.')],
    ['a signature left out', async () => (await signed()).replace(/[^.]*$/, '')],
    ['an oversized payload', () => signed({ padding: 'x'.repeat(9000) })],
    ['alg none', () => `${part({ alg: 'none', kid: 'gp-1' })}.${part(claims())}.`],
    ['alg none with a signature', () => `${part({ alg: 'none', kid: 'gp-1' })}.${part(claims())}.AAAA`],
    ['alg nOnE', () => `${part({ alg: 'nOnE', kid: 'gp-1' })}.${part(claims())}.AAAA`],
    [
      'HS256 with the public key as secret',
      () => {
        const text = `${part({ alg: 'HS256', kid: 'gp-1' })}.${part(claims())}`;
        return `${text}.${createHmac('sha256', secretOf()).update(text).digest('base64url')}`;
      },
    ],
    [
      'ES256 where ES384 is registered',
      async () => signed({}, { alg: 'ES256' }, (await generateKeyPair('ES256')).privateKey),
    ],
    ['RS256', async () => signed({}, { alg: 'RS256' }, (await generateKeyPair('RS256')).privateKey)],
    [
      'a key in its header',
      async () => {
        const pair = await generateKeyPair('ES384', { extractable: true });
        return signed({}, { jwk: await exportJWK(pair.publicKey) }, pair.privateKey);
      },
    ],
    [
      'an address of keys in its header (jku)',
      () => signed({}, { jku: 'https://attacker.example.org/jwks' }),
    ],
    ['an address of a certificate (x5u)', () => signed({}, { x5u: 'https://attacker.example.org/cert' })],
    ['a certificate (x5c)', () => signed({}, { x5c: ['MIIB'] })],
    [
      'a header that must be understood (crit)',
      () => signed({}, { crit: ['https://example.org/must'], 'https://example.org/must': 1 }),
    ],
    ['no kid', () => signed({}, { kid: undefined })],
    ['a kid nobody has', () => signed({}, { kid: 'gp-2' })],
    ['a kid that leads elsewhere', () => signed({}, { kid: '../../jgz/registration' })],
    ['the type of an access token', () => signed({}, { typ: 'at+jwt' })],
    ['an expiry long ago', () => signed({ exp: ago(60) })],
    ['an expiry too far ahead', () => signed({ exp: ago(-3600) })],
    ['no expiry', () => signed({ exp: undefined })],
    ['a beginning in the future', () => signed({ nbf: ago(-60) })],
    ['an issue in the future', () => signed({ iat: ago(-60) })],
    ['an issue that is a text', () => signed({ iat: 'now' })],
    ['another audience', () => signed({ aud: 'https://elsewhere.example.org/token' })],
    ['the FHIR base as audience', () => signed({ aud: scene.base })],
    ['an audience beside ours', () => signed({ aud: [scene.tokenUrl, 'https://elsewhere.example.org'] })],
    ['another issuer than subject', () => signed({ iss: 'jgz' })],
    ['another client’s name', () => signed({ iss: 'jgz', sub: 'jgz' })],
    ['another client’s key', () => signed({}, {}, scene.jgzKey)],
    ['a client nobody registered', () => signed({ iss: 'nobody', sub: 'nobody' })],
    ['the name of a prototype', () => signed({ iss: '__proto__', sub: '__proto__' })],
    ['no jti', () => signed({ jti: undefined })],
    ['a claim said twice', () => signedText(header, JSON.stringify(claims()).replace('{', '{"iss":"jgz",'))],
    [
      'a claim said twice in other letters',
      () => signedText(header, JSON.stringify(claims()).replace('{', '{"\\u0069ss":"jgz",')),
    ],
    [
      'a header said twice',
      () => signedText(header.replace('{', '{"alg":"none",'), JSON.stringify(claims())),
    ],
    ['a payload that is a list', () => signedText(header, '[]')],
    ['our own access token', async () => (await sandbox.as('gp')).token],
  ];

  it.each(invalidClient)('is refused with %s', async (_, assertion) => {
    const { response, text, isAudited } = await scene.audited(async () => ask(await assertion()));
    expect([response.status, JSON.parse(text).error, isAudited]).toEqual([401, 'invalid_client', true]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(text).not.toContain('access_token');
  });

  it('is refused when it was used before', async () => {
    const assertion = await signed();
    expect((await ask(assertion)).status).toBe(200);
    const { response, text, isAudited } = await scene.audited(() => ask(assertion));
    expect([response.status, JSON.parse(text).error, isAudited]).toEqual([401, 'invalid_client', true]);
  });

  it.each<[string, string, Record<string, string>]>([
    ['a scope beyond the registration', 'invalid_scope', { scope: 'user/*.cruds' }],
    ['a scope that is none', 'invalid_scope', { scope: 'admin' }],
    ['a scope whose search is not understood', 'invalid_scope', { scope: 'system/Patient.rs?nothing=1' }],
    ['no scope', 'invalid_scope', { scope: '' }],
    ['a purpose it is not registered for', 'invalid_grant', { purpose_of_use: 'HPAYMT' }],
    ['a purpose that is none', 'invalid_grant', { purpose_of_use: 'CURIOUS' }],
    ['the breaking of the glass for a purpose', 'invalid_grant', { purpose_of_use: 'BTG' }],
    ['a password', 'unsupported_grant_type', { grant_type: 'password' }],
    ['a code, where nobody signs in', 'unsupported_grant_type', { grant_type: 'authorization_code' }],
    [
      'an assertion of another kind',
      'invalid_request',
      { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' },
    ],
  ])('is refused when asking by %s', async (_, error, more) => {
    const { response, text, isAudited } = await scene.audited(async () => ask(await signed(), more));
    expect([response.status, JSON.parse(text).error, isAudited]).toEqual([400, error, true]);
  });

  it('is refused when the form names another client than the assertion', async () => {
    const { response, text, isAudited } = await scene.audited(async () =>
      ask(await signed(), { client_id: 'jgz' }),
    );
    expect([response.status, JSON.parse(text).error, isAudited]).toEqual([401, 'invalid_client', true]);
  });

  it('is refused when its assertion stands in the address', async () => {
    const assertion = await signed();
    const { response, text, isAudited } = await scene.audited(() =>
      fetch(`${scene.tokenUrl}?client_assertion=${assertion}`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      }),
    );
    expect([response.status, JSON.parse(text).error, isAudited]).toEqual([400, 'invalid_request', true]);
  });

  describe('of a client that is registered otherwise', () => {
    const registered = async (more: Partial<Registration>): Promise<string> => {
      const client = `client-${randomBytes(4).toString('hex')}`;
      await register(sandbox.table, {
        client,
        kind: 'gp',
        name: 'Client',
        organization: 'Organization/huisartsen-zonnedal',
        region,
        scopes: ['system/Patient.rs'],
        ...more,
      });
      return client;
    };
    const pairOf = async (kid: string, alg = 'ES384') => {
      const pair = await generateKeyPair(alg, { extractable: true });
      return { key: pair.privateKey, jwk: { ...(await exportJWK(pair.publicKey)), kid } };
    };
    const keysUrl = (): string => `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`;
    const statusOf = async (client: string, key: Key, head: Members = {}) => {
      const { response, text, isAudited } = await scene.audited(async () =>
        ask(await signed({ iss: client, sub: client }, head, key)),
      );
      return response.status === 200 ? 200 : [response.status, JSON.parse(text).error, isAudited];
    };
    const refused = [401, 'invalid_client', true];

    it('ends with the registration, and while it is not active', async () => {
      const { key, jwk } = await pairOf('k');
      const client = await registered({ jwks: { keys: [jwk] } });
      expect(await statusOf(client, key, { kid: 'k' })).toBe(200);
      const inactive = await registered({ jwks: { keys: [jwk] }, active: false });
      expect(await statusOf(inactive, key, { kid: 'k' })).toEqual(refused);
      await unregister(sandbox.table, client);
      expect(await statusOf(client, key, { kid: 'k' })).toEqual(refused);
    });

    it('takes the keys by their names while they change', async () => {
      const [old, fresh] = [await pairOf('old'), await pairOf('fresh', 'RS384')];
      const client = await registered({ jwks: { keys: [old.jwk, fresh.jwk] } });
      expect(await statusOf(client, old.key, { kid: 'old' })).toBe(200);
      expect(await statusOf(client, fresh.key, { kid: 'fresh', alg: 'RS384' })).toBe(200);
      expect(await statusOf(client, old.key, { kid: 'fresh' })).toEqual(refused);
    });

    it('takes keys from the registered address, a new one at once, and one withdrawn no more', async () => {
      const [old, fresh] = [await pairOf('old'), await pairOf('fresh')];
      published = [old.jwk];
      const client = await registered({ jwksUrl: keysUrl() });
      expect(await statusOf(client, old.key, { kid: 'old' })).toBe(200);
      expect(await statusOf(client, old.key, { kid: 'old', jku: keysUrl() })).toBe(200);
      expect(await statusOf(client, old.key, { kid: 'old', jku: `${keysUrl()}2` })).toEqual(refused);
      published = [fresh.jwk];
      sandbox.later(61_000);
      const late = { exp: ago(-200), iat: ago(-61) };
      const fetched = await ask(
        await signed({ iss: client, sub: client, ...late }, { kid: 'fresh' }, fresh.key),
      );
      expect(fetched.status).toBe(200);
      const gone = await ask(await signed({ iss: client, sub: client, ...late }, { kid: 'old' }, old.key));
      expect(gone.status).toBe(401);
      sandbox.later(-61_000);
    });

    it('takes no weak and no secret key from there', async () => {
      const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
      const small = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      published = [
        { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak' },
        { ...small.publicKey.export({ format: 'jwk' }), kid: 'small' },
        { kty: 'oct', k: part('secret'), kid: 'secret' },
      ];
      const client = await registered({ jwksUrl: `${keysUrl()}?weak` });
      const text = `${part({ alg: 'RS384', kid: 'weak', typ: 'JWT' })}.${part(claims({ iss: client, sub: client }))}`;
      const forged = `${text}.${sign('sha384', Buffer.from(text), weak.privateKey).toString('base64url')}`;
      expect((await ask(forged)).status).toBe(401);
      const secret = createHmac('sha256', 'secret');
      const hmac = `${part({ alg: 'HS256', kid: 'secret' })}.${part(claims({ iss: client, sub: client }))}`;
      expect((await ask(`${hmac}.${secret.update(hmac).digest('base64url')}`)).status).toBe(401);
    });

    it('waits for keys that are not there', async () => {
      const { key } = await pairOf('k');
      const client = await registered({ jwksUrl: 'http://127.0.0.1:9/jwks' });
      expect(await statusOf(client, key, { kid: 'k' })).toEqual(refused);
    });

    it('is not registered with weak keys', async () => {
      const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
      await expect(registered({ jwks: { keys: [weak] } })).rejects.toThrow('at least 2048 bits');
    });
  });

  it('is asked for one of the registered purposes, which the audit then tells', async () => {
    const purposeOf = async (more: Record<string, string>, extensions?: unknown) =>
      JSON.parse(await (await ask(await signed({ extensions }), more)).text()).purpose_of_use;
    const b2b = (...codes: string[]) => ({ 'hl7-b2b': { version: '1', purpose_of_use: codes } });
    expect(await purposeOf({})).toBe('TREAT');
    expect(await purposeOf({ purpose_of_use: 'CAREMGT' })).toBe('CAREMGT');
    expect(await purposeOf({}, b2b('urn:oid:2.16.840.1.113883.5.8#CAREMGT'))).toBe('CAREMGT');
    expect(await purposeOf({ purpose_of_use: 'CAREMGT' }, b2b('CAREMGT'))).toBe('CAREMGT');
    expect(await purposeOf({ purpose_of_use: 'TREAT' }, b2b('CAREMGT'))).toBeUndefined();
    expect(await purposeOf({}, b2b('TREAT', 'CAREMGT'))).toBeUndefined();
    expect(await purposeOf({}, b2b())).toBe('TREAT');
  });
});
