// What the token door touches at work lies within what its role lets it touch.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ledgerOf } from '../../src/access/audit/ledger.ts';
import { openSharedThrottles } from '../../src/access/rates/shared-throttle.ts';
import { register } from '../../src/access/tokens/registration.ts';
import { tokenDoor } from '../../src/edge/token-door.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';
import { production, statementsOf } from './synthesize.ts';

const rates = { perClient: 100, perAddress: 20 };
const address = 'https://dossier.example.org';
const tokenUrl = `${address}/auth/token`;

/** The partitions read and written, each in order of first touch. */
const recording = (table: Table) => {
  const read = new Set<string>();
  const written = new Set<string>();
  const note = <T extends { readonly pk: string }>(touched: T): T => {
    read.add(touched.pk);
    return touched;
  };
  const recorder: Table = {
    limits: table.limits,
    get: (key) => table.get(note(key)),
    batchGet: (keys) => table.batchGet(keys.map(note)),
    query: (range) => table.query(note(range)),
    commit: (actions) => {
      for (const action of actions) {
        if ('check' in action) note(action.check);
        else written.add('put' in action ? action.put.pk : action.remove.pk);
      }
      return table.commit(actions);
    },
    close: () => table.close(),
  };
  return { recorder, read, written };
};

const Condition = z.object({
  'ForAllValues:StringLike': z.object({ 'dynamodb:LeadingKeys': z.array(z.string()) }),
});

const partitionsOf = (action: string): RegExp[] => {
  const patterns = statementsOf(production, 'token')
    .filter(({ Action }) => Action.includes(action))
    .flatMap((one) => Condition.parse(one.Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys']);
  return patterns.map((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`));
};

const event = (method: string, path: string, body?: string) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  requestContext: {
    accountId: '111111111111',
    apiId: 'api',
    domainName: 'dossier.example.org',
    domainPrefix: 'dossier',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: `${method} ${path}`,
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  body,
  isBase64Encoded: false,
});

test('a first token and the public keys need no partition that the role is refused', async () => {
  const table = openSqliteTable(':memory:');
  const { publicKey, privateKey } = await generateKeyPair('ES384');
  await register(table, {
    client: 'jgz-example',
    kind: 'jgz',
    name: 'JGZ Voorbeeld',
    region: 'Organization/region',
    scopes: ['system/ServiceRequest.cruds'],
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES384' }] },
  });
  const { recorder, read, written } = recording(table);
  const handler = tokenDoor({
    table: recorder,
    issuer: `${address}/fhir`,
    tokenUrl,
    strangers: openSharedThrottles(rates, { table: recorder, now: () => new Date() }).strangers,
    ledger: ledgerOf(recorder, 'a'),
    providers: [],
    remote: { json: () => Promise.reject(new Error('nothing is fetched')) },
    relay: () => Promise.reject(new Error('nothing is sent')),
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    log: () => undefined,
  });
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', kid: 'k1' })
    .setIssuer('jgz-example')
    .setSubject('jgz-example')
    .setAudience(tokenUrl)
    .setJti('once')
    .setExpirationTime('2m')
    .sign(privateKey);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: 'system/ServiceRequest.cruds',
  });

  const token = await handler(event('POST', '/auth/token', form.toString()));
  const keys = await handler(event('GET', '/auth/jwks'));
  for (let asked = 0; asked < 5; asked += 1) await handler(event('POST', '/auth/token', 'nonsense'));

  expect([token.statusCode, keys.statusCode]).toEqual([200, 200]);
  expect(written).toContain('token-signing-key');
  expect([...written].some((pk) => pk.startsWith('rate/address/'))).toBe(true);
  expect([...written].some((pk) => pk.startsWith('audit/refused-'))).toBe(true);
  for (const pk of read) expect(partitionsOf('dynamodb:GetItem')).toContainEqual(matching(pk));
  for (const pk of written) expect(partitionsOf('dynamodb:PutItem')).toContainEqual(matching(pk));
});

const matching = (pk: string) => ({
  asymmetricMatch: (pattern: unknown) => pattern instanceof RegExp && pattern.test(pk),
});
