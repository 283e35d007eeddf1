// The bundles that are deployed, called as API Gateway calls them, each in a process of its own, on DynamoDB Local.
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleDoors, doors } from '../../scripts/bundle-doors.ts';
import { register } from '../../src/access/tokens/registration.ts';
import type { Door } from '../../src/doors.ts';
import { sandboxClients } from '../../src/local/sandbox-region.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { child } from '../end-to-end/scenes.ts';

const run = promisify(execFile);
const endpoint = await dynamoDbEndpoint();
const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-doors-'));
await bundleDoors(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const publicUrl = 'https://dossier.example.org';
const tableName = `doors-${randomUUID()}`;
const environment = {
  TABLE_NAME: tableName,
  PUBLIC_URL: publicUrl,
  LOG_LEVEL: 'INFO',
  EXPORT_BUCKET: 'exports',
  RATE_PER_CLIENT: '100',
  RATE_PER_ADDRESS: '20',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint ?? '',
};

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Result {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const eventOf = ({ method, path, headers = {}, body }: Call) => {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers,
    requestContext: {
      accountId: '1',
      apiId: 'api',
      domainName: 'dossier.example.org',
      domainPrefix: 'dossier',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '22/Nov/2026:03:00:00 +0000',
      timeEpoch: 0,
    },
    // API Gateway hands a body over in Base64 when it does not know its type as text.
    body: body === undefined ? undefined : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
  };
};

/** Results of the calls, one after the other in one cold container. */
async function call(door: Door, calls: readonly Call[]): Promise<Result[]> {
  const script = `const { handler } = await import(${JSON.stringify(join(folder, door, 'index.mjs'))});
    const results = [];
    for (const event of ${JSON.stringify(calls.map(eventOf))}) results.push(await handler(event, { awsRequestId: 'x' }));
    console.log('RESULTS' + JSON.stringify(results));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: environment,
    maxBuffer: 32 * 1024 * 1024,
  });
  const line = stdout.split('\n').find((text) => text.startsWith('RESULTS')) ?? '';
  return JSON.parse(line.slice('RESULTS'.length));
}

const jsonOf = (result: Result | undefined) => JSON.parse(result?.body ?? '{}');

describe.skipIf(endpoint === undefined)('the deployed doors', () => {
  const clients = new Map<string, ReturnType<typeof generateKeyPairSync>['privateKey']>();
  const tokens = new Map<string, string>();
  const assertionOf = (client: string): Promise<string> => {
    const key = clients.get(client);
    if (!key) throw new Error(`no key of ${client}`);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'ES384', kid: `${client}-1` })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(`${publicUrl}/auth/token`)
      .setJti(randomUUID())
      .setExpirationTime('2m')
      .sign(key);
  };
  const bearer = (client: string) => ({
    authorization: `Bearer ${tokens.get(client)}`,
    'content-type': 'application/json',
  });

  beforeAll(async () => {
    const dynamo = localClient(endpoint ?? '');
    await createDynamoTable(dynamo, tableName);
    const table = openDynamoTable({ client: dynamo, tableName });
    for (const name of ['jgz', 'coordinator']) {
      const registration = sandboxClients.find(({ client }) => client === name);
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
      if (!registration) throw new Error(`no client ${name}`);
      clients.set(name, privateKey);
      const jwk = { ...(await exportJWK(publicKey)), kid: `${name}-1`, alg: 'ES384' };
      await register(table, { ...registration, jwks: { keys: [jwk] } });
    }
    const requests = await Promise.all(
      [...clients.keys()].map(async (client) => ({
        method: 'POST',
        path: '/auth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'system/*.cruds',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertionOf(client),
        }).toString(),
      })),
    );
    const answers = await call('token', requests);
    for (const [index, client] of [...clients.keys()].entries())
      tokens.set(client, jsonOf(answers[index]).access_token);
    dynamo.destroy();
  });

  it('give a token, and with it let a directory and a child be stored, read and found', async () => {
    const organisation = { resourceType: 'Organization', id: 'ivh-heuvelrand', name: 'IVH Heuvelrand' };
    const jgz = { resourceType: 'Organization', id: 'jgz-heuvelrand', name: 'JGZ Heuvelrand' };
    const put = (body: { id: string }) => ({
      method: 'PUT',
      path: `/fhir/Organization/${body.id}`,
      headers: bearer('coordinator'),
      body: JSON.stringify(body),
    });
    const results = await call('fhir', [
      put(organisation),
      put(jgz),
      { method: 'POST', path: '/fhir/Patient', headers: bearer('jgz'), body: JSON.stringify(child()) },
      { method: 'GET', path: '/fhir/Patient?family=Voorbeeld', headers: bearer('jgz') },
      { method: 'GET', path: '/fhir/Patient?family=Voorbeeld', headers: bearer('coordinator') },
      { method: 'GET', path: '/fhir/Patient', headers: { authorization: 'Bearer x' } },
    ]);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 200, 200, 401]);
    expect(results[2]?.headers.Location).toMatch(
      /^https:\/\/dossier\.example\.org\/fhir\/Patient\/[^/]+\/_history\/1$/,
    );
    expect(jsonOf(results[3]).total).toBe(1);
    expect(jsonOf(results[4]).total).toBe(0);
  });

  it.each<[Door, Call]>([
    ['referral', { method: 'GET', path: '/ivh/referrals' }],
    ['status', { method: 'GET', path: '/ivh/status' }],
    ['diagnostics', { method: 'GET', path: '/ivh/diagnostics/requests' }],
    ['diagnostics', { method: 'POST', path: '/ivh/meetings', body: '{}' }],
    ['care-team', { method: 'GET', path: '/ivh/care-teams/none' }],
    ['care-plan', { method: 'GET', path: '/ivh/care-plans/none' }],
    ['care-plan', { method: 'GET', path: '/ivh/sharing?child=none' }],
    ['episode', { method: 'GET', path: '/ivh/episodes/none' }],
  ])('serve %s to who has a token and refuse who has none', async (door, request) => {
    const [served, refused] = await call(door, [
      { ...request, headers: bearer('coordinator') },
      { ...request, headers: { 'content-type': 'application/json' } },
    ]);
    expect([200, 400, 404, 405, 422]).toContain(served?.statusCode);
    expect(refused?.statusCode).toBe(401);
    expect(refused?.headers['Content-Type']).toContain('application/problem+json');
  });

  it('publish keys and documents to everybody', async () => {
    const [keys] = await call('token', [{ method: 'GET', path: '/auth/jwks' }]);
    expect(jsonOf(keys).keys.length).toBeGreaterThan(0);
    const paths = ['/fhir/metadata', '/fhir/.well-known/smart-configuration', '/openapi.json'];
    const documents = await call(
      'discovery',
      paths.map((path) => ({ method: 'GET', path })),
    );
    expect(documents.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(documents[0]?.body).toContain(`${publicUrl}/fhir`);
  });
});

describe('a door', () => {
  /** What loading the bundle says when it fails; the stack would quote its one line of megabytes. */
  const whyNotLoaded = async (door: Door, env: Record<string, string>): Promise<string> => {
    const file = JSON.stringify(join(folder, door, 'index.mjs'));
    const script = `await import(${file}).then(() => console.log('loaded'), (problem) => console.log(problem.message));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      env,
    });
    return stdout;
  };

  it.each(doors)('does not start without its settings, and says which: %s', async (door) => {
    const reason = await whyNotLoaded(door, { AWS_REGION: 'eu-central-1' });
    expect(reason).toMatch(/environment is not as it must be.*PUBLIC_URL/);
    if (door !== 'discovery') expect(reason).toContain('TABLE_NAME');
  });

  it.each(doors)('carries nothing of the sandbox: %s', (door) => {
    const text = readFileSync(join(folder, door, 'index.mjs'), 'utf8');
    for (const word of ['Sandbox', 'sandbox', 'ivh-heuvelrand', 'testerRules', '999990019'])
      expect([word, text.includes(word)]).toEqual([word, false]);
  });
});
