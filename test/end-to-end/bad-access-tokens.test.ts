// Whoever comes with a token that is forged, stale or borrowed is refused, told rightly, and stands in the trail.
import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Registration, register } from '../../src/access/tokens/registration.ts';
import { rotateSigningKey } from '../../src/access/tokens/signing-keys.ts';
import { sandboxToken } from '../../src/local/sandbox.ts';
import {
  accessClaims,
  accessToken,
  ago,
  type Key,
  type Members,
  openTokenScene,
  part,
  region,
  type TokenScene,
} from './bad-token-scene.ts';
import type { Sandbox } from './sandbox.ts';

describe('a bad access token', () => {
  let scene: TokenScene;
  let sandbox: Sandbox;
  let good: string;

  beforeAll(async () => {
    scene = await openTokenScene();
    ({ sandbox } = scene);
    good = (await sandbox.as('gp')).token;
  });
  afterAll(() => sandbox.close());

  const claims = (more: Members = {}) => accessClaims(scene.base, more);
  const signed = (more: Members = {}, header: Members = {}, key?: Key) =>
    accessToken(scene, more, header, key);
  const get = (authorization: string | undefined, path = '/fhir/Patient') =>
    fetch(`${sandbox.url}${path}`, { headers: authorization === undefined ? {} : { authorization } });
  const changed = (at: number, change: (text: string) => string): string =>
    good
      .split('.')
      .map((text, index) => (index === at ? change(text) : text))
      .join('.');

  it('is not what a good one is', async () => {
    expect((await get(`Bearer ${good}`)).status).toBe(200);
    expect((await get(`Bearer ${await signed()}`)).status).toBe(200);
  });

  const invalidToken: readonly [string, () => string | Promise<string>][] = [
    ['nonsense', () => 'nonsense'],
    ['a truncated signature', () => good.slice(0, -6)],
    ['a signature left out', () => changed(2, () => '')],
    ['two parts', () => good.split('.').slice(0, 2).join('.')],
    ['five parts, as if it were encrypted', () => `${good}.AAAA.AAAA`],
    ['a wider scope written in', () => changed(1, () => part(claims()))],
    ['another client written in', () => changed(1, () => part(claims({ sub: 'tester' })))],
    [
      'a changed signature',
      () => changed(2, (text) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`),
    ],
    ['alg none', () => `${part({ alg: 'none', kid: scene.ownKid, typ: 'at+jwt' })}.${part(claims())}.AAAA`],
    [
      'HS256 with the public key as secret',
      async () => {
        const jwks = await (await fetch(`${sandbox.url}/auth/jwks`)).text();
        const text = `${part({ alg: 'HS256', kid: scene.ownKid, typ: 'at+jwt' })}.${part(claims())}`;
        return `${text}.${createHmac('sha256', jwks).update(text).digest('base64url')}`;
      },
    ],
    ['another key under our name', async () => signed({}, {}, (await generateKeyPair('ES256')).privateKey)],
    [
      'a key in its header',
      async () => {
        const pair = await generateKeyPair('ES256', { extractable: true });
        return signed({}, { jwk: await exportJWK(pair.publicKey) }, pair.privateKey);
      },
    ],
    ['an address of keys in its header', () => signed({}, { jku: `${sandbox.url}/auth/jwks` })],
    ['a certificate’s address in its header', () => signed({}, { x5u: 'https://attacker.example.org/cert' })],
    [
      'a header that must be understood',
      () => signed({}, { crit: ['https://example.org/must'], 'https://example.org/must': 1 }),
    ],
    ['no kid', () => signed({}, { kid: undefined })],
    ['a kid of another partition', () => signed({}, { kid: '../token-signing-key/current' })],
    ['the type of an assertion', () => signed({}, { typ: 'JWT' })],
    ['no type', () => signed({}, { typ: undefined })],
    ['an end that has come', () => signed({ exp: ago(1) })],
    ['no end', () => signed({ exp: undefined })],
    ['a beginning in the future', () => signed({ nbf: ago(-60) })],
    ['another issuer', () => signed({ iss: 'https://elsewhere.example.org/fhir' })],
    ['another audience', () => signed({ aud: 'https://elsewhere.example.org/fhir' })],
    ['no audience', () => signed({ aud: undefined })],
    ['no subject', () => signed({ sub: undefined })],
    ['a subject nobody registered', () => signed({ sub: 'nobody' })],
    ['no scope', () => signed({ scope: undefined })],
    ['a purpose the client is not registered for', () => signed({ purpose_of_use: 'HPAYMT' })],
    ['a certificate that was not shown', () => signed({ cnf: { 'x5t#S256': 'AAAA' } })],
    ['a binding unknown here', () => signed({ cnf: { jkt: 'AAAA' } })],
    [
      'an assertion in its place',
      () =>
        signed({ iss: 'gp', aud: scene.tokenUrl }, { alg: 'ES384', kid: 'gp-1', typ: 'JWT' }, scene.gpKey),
    ],
  ];

  it.each(invalidToken)('is refused with %s', async (_, token) => {
    for (const path of ['/fhir/Patient', '/ivh/status']) {
      const { response, text, isAudited } = await scene.audited(async () =>
        get(`Bearer ${await token()}`, path),
      );
      expect([path, response.status, isAudited]).toEqual([path, 401, true]);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
      expect(text).not.toMatch(/ECDSA|JWS|jose|stack|signature/i);
    }
  });

  it.each<[string, () => string | undefined]>([
    ['no header', () => undefined],
    ['an empty one', () => ''],
    ['Basic', () => `Basic ${Buffer.from('gp:secret').toString('base64')}`],
    ['DPoP', () => `DPoP ${good}`],
    ['the token alone', () => good],
    ['Bearer alone', () => 'Bearer'],
    ['two tokens', () => `Bearer ${good} ${good}`],
    ['two tokens with a comma', () => `Bearer ${good}, Bearer ${good}`],
    ['two blanks', () => `Bearer  ${good}`],
    ['a tab', () => `Bearer\t${good}`],
    ['encoded dots', () => `Bearer ${good.replaceAll('.', '%2E')}`],
    ['an encoded blank', () => `Bearer%20${good}`],
    ['quotes', () => `Bearer "${good}"`],
    ['a parameter', () => `Bearer token=${good}`],
    ['too long a token', () => `Bearer ${'a'.repeat(5000)}`],
  ])('is refused in a header with %s', async (_, authorization) => {
    const { response, isAudited } = await scene.audited(() => get(authorization()));
    // Who shows nothing tries nothing in anybody's name.
    expect([response.status, isAudited]).toEqual([401, authorization() !== undefined]);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is refused in a header that came twice', async () => {
    const { port } = new URL(sandbox.url);
    const socket = connect(Number(port), '127.0.0.1');
    const line = `Authorization: Bearer ${good}\r\n`;
    socket.end(`GET /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${line}${line}\r\n`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 401/);
  });

  it.each([
    ['the address', () => fetch(`${scene.base}/Patient?access_token=${good}`)],
    [
      'a form',
      () =>
        fetch(`${scene.base}/Patient/_search`, {
          method: 'POST',
          body: new URLSearchParams({ access_token: good }),
        }),
    ],
    ['a cookie', () => fetch(`${scene.base}/Patient`, { headers: { cookie: `access_token=${good}` } })],
  ])('is not looked for in %s', async (_, send) => {
    const response = await send();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="vroegdossier"');
  });

  it('narrows with its registration, on its very next request', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
    const registration: Registration = {
      client: 'narrowed',
      kind: 'gp',
      name: 'Narrowed',
      organization: 'Organization/huisartsen-zonnedal',
      region,
      scopes: ['system/*.cruds'],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] },
    };
    expect(privateKey).toBeDefined();
    await register(sandbox.table, registration);
    const token = `Bearer ${await signed({ sub: 'narrowed', purpose_of_use: 'TREAT' })}`;
    expect((await get(token)).status).toBe(200);
    await register(sandbox.table, { ...registration, scopes: ['system/Task.rs'] });
    expect((await get(token)).status).toBe(403);
    await register(sandbox.table, { ...registration, purposes: ['CAREMGT'] });
    expect((await get(token)).status).toBe(401);
    await register(sandbox.table, { ...registration, active: false });
    expect((await get(token)).status).toBe(401);
  });

  it('holds on while the key of tokens is replaced', async () => {
    const old = `Bearer ${await signed()}`;
    await rotateSigningKey(sandbox.table, randomUUID, new Date());
    expect((await get(old)).status).toBe(200);
    const fresh = await sandboxToken(sandbox.url, sandbox.dataDir, 'gp');
    expect((await get(`Bearer ${fresh}`)).status).toBe(200);
  });
});
