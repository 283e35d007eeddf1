// The headers of every answer, whoever gives it: a door, the gateway before it, the page of the API reference.
import { request as open } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/doors.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { child } from './scenes.ts';

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await openSandbox();
  token = (await sandbox.as('tester')).token;
});
afterAll(() => sandbox.close());

const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
    body,
    redirect: 'manual',
  });

const answers: readonly (readonly [string, () => Promise<Response>])[] = [
  ['created', () => ask('PUT', '/fhir/Patient/safe', {}, JSON.stringify(child({ id: 'safe' })))],
  ['read', () => ask('GET', '/fhir/Patient/safe')],
  ['not found', () => ask('GET', '/fhir/Patient/none')],
  ['without a token', () => ask('GET', '/fhir/Patient/safe', { authorization: '' })],
  ['refused as bad', () => ask('POST', '/fhir/Patient', {}, '{')],
  ['too large', () => ask('POST', '/fhir/Patient', {}, ' '.repeat(5_600_000))],
  ['problem details', () => ask('GET', '/ivh/none')],
  ['figures', () => ask('GET', '/ivh/status')],
  ['no route', () => ask('GET', '/nowhere')],
  ['a token refused', () => ask('POST', '/auth/token', {}, 'x')],
  ['keys', () => ask('GET', '/auth/jwks')],
  ['metadata', () => ask('GET', '/fhir/metadata')],
  ['OpenAPI', () => ask('GET', '/openapi.json')],
  ['the page of the reference', () => ask('GET', '/docs')],
  ['a script of that page', () => ask('GET', '/docs/start.js')],
];

describe('an answer', () => {
  it.each(answers)(
    '(%s) may be neither guessed at, framed, embedded nor told where it came from',
    async (_, send) => {
      const { headers } = await send();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    },
  );

  it.each(answers)(
    '(%s) does not tell what it is served by, and opens to no other web page',
    async (_, send) => {
      const { headers } = await send();
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
        expect([name, headers.get(name)]).toEqual([name, null]);
    },
  );

  it.each(answers.slice(0, 8))('(%s) is kept by nobody on the way', async (_, send) => {
    expect((await send()).headers.get('cache-control')).toBe('no-store');
  });

  it('to a preflight opens nothing', async () => {
    const reply = await ask('OPTIONS', '/fhir/Patient', {
      origin: 'https://elsewhere.example.org',
      'access-control-request-method': 'GET',
    });
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/fhir/Patient/safe', '/nowhere', '/docs'])(
    'over TLS alone asks to stay on TLS: %s',
    async (path) => {
      expect((await ask('GET', path)).headers.get('strict-transport-security')).toBeNull();
      const reply = await ask('GET', path, { 'x-forwarded-proto': 'https' });
      expect(reply.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    },
  );

  it('to what is no HTTP says no more than that', async () => {
    const { hostname, port } = new URL(sandbox.url);
    const text = await new Promise<string>((resolve, reject) => {
      const sent = open({ hostname, port, path: '/fhir', method: 'GET', headers: { a: 'x'.repeat(20_000) } });
      sent.on('response', (reply) => resolve(JSON.stringify([reply.statusCode, reply.headers])));
      sent.on('error', reject);
      sent.end();
    });
    expect(text).toBe('[431,{"connection":"close"}]');
  });

  it('is asked for here on every door', async () => {
    const paths = answers.map(([, send]) => send.toString());
    const doors = new Set(
      routes.filter(({ path }) => paths.some((text) => text.includes(path))).map(({ door }) => door),
    );
    expect([...doors]).toEqual(expect.arrayContaining(['fhir', 'discovery', 'token', 'status']));
  });
});
