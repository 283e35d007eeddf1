// Tokens bound to a client certificate (RFC 8705): API Gateway tells which certificate the connection was made with.
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ledgerOf } from '../../src/access/audit/ledger.ts';
import { openThrottles } from '../../src/access/rates/throttle.ts';
import { register } from '../../src/access/tokens/registration.ts';
import { certificateOf } from '../../src/edge/client-certificate.ts';
import { fhirDoor } from '../../src/edge/fhir-door.ts';
import { tokenDoor } from '../../src/edge/token-door.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import { wire } from '../../src/wiring.ts';

const publicUrl = 'https://dossier.example.org';
const pemOf = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(text).toString('base64')}\n-----END CERTIFICATE-----\n`;
const thumbprint = (text: string): string => createHash('sha256').update(text).digest('base64url');

function event(method: string, path: string, more: { body?: string; authorization?: string; pem?: string }) {
  const { body, authorization, pem } = more;
  const clientCert = {
    clientCertPem: pem ?? '',
    serialNumber: '1',
    issuerDN: '',
    subjectDN: '',
    validity: { notBefore: '', notAfter: '' },
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization === undefined ? {} : { authorization }),
    },
    requestContext: {
      accountId: '111111111111',
      apiId: 'api',
      ...(pem === undefined ? {} : { authentication: { clientCert } }),
      domainName: 'dossier.example.org',
      domainPrefix: 'dossier',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body,
    isBase64Encoded: false,
  };
}

async function scene() {
  const table = openSqliteTable(':memory:');
  const { publicKey, privateKey } = await generateKeyPair('ES384');
  await register(table, {
    client: 'jgz',
    kind: 'jgz',
    name: 'JGZ',
    organization: 'Organization/jgz',
    region: 'Organization/region',
    scopes: ['system/*.rs'],
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] },
  });
  const log = () => undefined;
  const now = () => new Date();
  const token = tokenDoor({
    table,
    ledger: ledgerOf(table, 'a'),
    issuer: `${publicUrl}/fhir`,
    tokenUrl: `${publicUrl}/auth/token`,
    strangers: openThrottles({ perClient: 1000, perAddress: 1000 }, now).strangers,
    providers: [],
    remote: { json: () => Promise.reject(new Error('nothing is fetched')) },
    relay: () => Promise.reject(new Error('nothing is sent')),
    now,
    newId: randomUUID,
    log,
  });
  const fhir = fhirDoor(wire({ table, publicUrl, log }));
  const ask = async (pem?: string): Promise<string> => {
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES384', kid: 'k' })
      .setIssuer('jgz')
      .setSubject('jgz')
      .setAudience(`${publicUrl}/auth/token`)
      .setJti(randomUUID())
      .setExpirationTime('1m')
      .sign(privateKey);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'system/*.rs',
    }).toString();
    const answer = await token(event('POST', '/auth/token', { body, pem }));
    return JSON.parse(answer.body ?? '{}').access_token;
  };
  const use = async (bearer: string, pem?: string) =>
    (await fhir(event('GET', '/fhir/Patient', { authorization: `Bearer ${bearer}`, pem }))).statusCode;
  return { ask, use };
}

describe('the certificate of a client', () => {
  it('is known by the SHA-256 of its DER', () => {
    expect(certificateOf(event('GET', '/', { pem: pemOf('certificate') }))).toBe(thumbprint('certificate'));
    expect(certificateOf(event('GET', '/', {}))).toBeUndefined();
    expect(certificateOf(event('GET', '/', { pem: 'nonsense' }))).toBeUndefined();
  });

  it('binds the token that was asked for with it', async () => {
    const { ask, use } = await scene();
    const bound = await ask(pemOf('mine'));
    const claims = JSON.parse(Buffer.from(bound.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.cnf).toEqual({ 'x5t#S256': thumbprint('mine') });
    expect(await use(bound, pemOf('mine'))).toBe(200);
    expect(await use(bound, pemOf('other'))).toBe(401);
    expect(await use(bound)).toBe(401);
  });

  it('is not asked of who came without', async () => {
    const { ask, use } = await scene();
    const free = await ask();
    expect(await use(free)).toBe(200);
    expect(await use(free, pemOf('any'))).toBe(200);
  });
});
