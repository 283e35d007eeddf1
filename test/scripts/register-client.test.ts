import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRegistration } from '../../src/access/registration.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';

const run = promisify(execFile);
const endpoint = await dynamoDbEndpoint();
const tableName = 'registrations';

/** Runs the script on a registration; answers what it printed, or the reason it gave. */
async function registerWith(registration: unknown): Promise<{ out: string; error: string }> {
  const file = join(await mkdtemp(join(tmpdir(), 'registration-')), 'client.json');
  await writeFile(file, JSON.stringify(registration));
  const args = ['scripts/register-client.ts', '--table', tableName, '--endpoint', endpoint ?? '', file];
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

  test('names every element at fault', async () => {
    const { error } = await registerWith(registration({ client: 'Not Right', scopes: [] }));
    expect(error).toContain('client:');
    expect(error).toContain('scopes:');
  });
});
