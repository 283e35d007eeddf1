import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { isBlocked, readRegistration } from '../../src/access/tokens/registration.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';

const run = promisify(execFile);
const endpoint = await dynamoDbEndpoint();
const tableName = 'registrations';

interface Ran {
  readonly out: string;
  readonly error: string;
}

/** Runs the script on a registration; answers what it printed, or the reason it gave. */
async function registerWith(registration: unknown): Promise<Ran> {
  const file = join(await mkdtemp(join(tmpdir(), 'registration-')), 'client.json');
  await writeFile(file, JSON.stringify(registration));
  return clients('register', file);
}

function clients(...command: string[]): Promise<Ran> {
  const args = ['scripts/clients.ts', ...command, '--table', tableName, '--endpoint', endpoint ?? ''];
  const env = {
    ...process.env,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  return run(process.execPath, args, { env }).then(
    ({ stdout }) => ({ out: stdout, error: '' }),
    (problem: { stderr: string }) => ({ out: '', error: problem.stderr }),
  );
}

describe.runIf(endpoint)('registering a client in a deployed table', () => {
  const client = localClient(endpoint ?? '');
  let publicJwk: Record<string, unknown>;
  let privateJwk: Record<string, unknown>;
  const registration = (more: object) => ({
    client: 'jgz-voorbeeld',
    kind: 'jgz',
    name: 'JGZ Voorbeeld',
    organization: 'Organization/jgz-voorbeeld',
    region: 'Organization/ivh-voorbeeld',
    scopes: ['system/ServiceRequest.cruds'],
    jwks: { keys: [publicJwk] },
    ...more,
  });

  beforeAll(async () => {
    const pair = await generateKeyPair('ES384', { extractable: true });
    publicJwk = { ...(await exportJWK(pair.publicKey)) };
    privateJwk = { ...(await exportJWK(pair.privateKey)) };
    await createDynamoTable(client, tableName);
  });

  test('stores it where the token door reads it', async () => {
    expect((await registerWith(registration({}))).out).toContain('jgz-voorbeeld is registered');
    const table = openDynamoTable({ client, tableName });
    expect(await readRegistration(table, 'jgz-voorbeeld')).toMatchObject({
      kind: 'jgz',
      jwks: { keys: [publicJwk] },
    });
  });

  test('refuses a private key', async () => {
    expect((await registerWith(registration({ jwks: { keys: [privateJwk] } }))).error).toContain(
      'private key',
    );
  });

  test('refuses a kind that no deployed rule knows', async () => {
    expect((await registerWith(registration({ kind: 'tester' }))).error).toContain('kind: one of jgz');
  });

  test('refuses a key that is too weak to sign with', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { error } = await registerWith(
      registration({ jwks: { keys: [publicKey.export({ format: 'jwk' })] } }),
    );
    expect(error).toContain('at least 2048 bits');
  });

  test('takes an address of keys in their place, and not both nor neither', async () => {
    const jwksUrl = 'https://jgz.example.org/jwks.json';
    expect((await registerWith(registration({ jwks: undefined, jwksUrl }))).out).toContain('is registered');
    expect((await registerWith(registration({ jwksUrl }))).error).toContain('either jwks or jwksUrl');
    expect((await registerWith(registration({ jwks: undefined }))).error).toContain('either jwks or jwksUrl');
  });

  test.each([
    'http://jgz.example.org/jwks',
    'https://10.0.0.1/jwks',
    'https://db.internal/jwks',
    'file:///etc/x',
  ])('refuses keys at %s', async (jwksUrl) => {
    expect((await registerWith(registration({ jwks: undefined, jwksUrl }))).error).toContain(
      'https address on a public host',
    );
  });

  test('refuses a scope that is none, a purpose nobody can have, and numbers that are none', async () => {
    expect((await registerWith(registration({ scopes: ['system/Patient.sr'] }))).error).toContain('scopes.0');
    expect((await registerWith(registration({ scopes: ['system/Patient.rs?nothing=1'] }))).error).toContain(
      'scopes.0',
    );
    expect((await registerWith(registration({ purposes: ['BTG'] }))).error).toContain('purposes.0');
    expect((await registerWith(registration({ ura: '12' }))).error).toContain('eight digits');
  });

  test('lists, keeps out, lets in again and forgets', async () => {
    await registerWith(registration({ contact: 'Functioneel beheer', ura: '90000002' }));
    expect((await clients('list')).out).toMatch(
      /^jgz-voorbeeld {2}jgz {2}Organization\/jgz-voorbeeld {2}active/m,
    );
    const table = openDynamoTable({ client, tableName });
    await clients('deactivate', 'jgz-voorbeeld');
    expect(await readRegistration(table, 'jgz-voorbeeld')).toBeUndefined();
    expect((await clients('list')).out).toContain('not active');
    await clients('activate', 'jgz-voorbeeld');
    expect(await readRegistration(table, 'jgz-voorbeeld')).toMatchObject({ ura: '90000002' });
    expect((await clients('remove', 'jgz-voorbeeld')).out).toContain('not registered any more');
    expect((await clients('show', 'jgz-voorbeeld')).error).toContain('not registered');
  });

  test('keeps out a person and lets him in again', async () => {
    const table = openDynamoTable({ client, tableName });
    const person = `regio-${'0'.repeat(32)}`;
    expect((await clients('block', person)).out).toContain('kept out');
    expect(await isBlocked(table, person)).toBe(true);
    await clients('unblock', person);
    expect(await isBlocked(table, person)).toBe(false);
    expect((await clients('block', 'jgz-voorbeeld')).error).toContain('named like');
  });

  test('gives tokens a new key, and says how it is used when asked wrongly', async () => {
    expect((await clients('rotate-token-key')).out).toContain('signed with the key');
    expect((await clients('dance')).error).toContain('Usage');
    expect((await clients('show')).error).toContain('Usage');
  });

  test('names every element at fault', async () => {
    const { error } = await registerWith(registration({ client: 'Not Right', scopes: [] }));
    expect(error).toContain('client:');
    expect(error).toContain('scopes:');
  });
});
