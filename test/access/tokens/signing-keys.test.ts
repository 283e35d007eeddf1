import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueToken, ownToken } from '../../../src/access/tokens/access-token.ts';
import { register } from '../../../src/access/tokens/registration.ts';
import {
  currentSigningKey,
  publicKeys,
  rotateSigningKey,
  verifyingKey,
} from '../../../src/access/tokens/signing-keys.ts';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { openSqliteTable } from '../../../src/store/sqlite.ts';

async function scene() {
  let time = Date.now();
  const now = () => new Date(time);
  const table = openSqliteTable(':memory:', { now: () => time });
  await register(table, {
    client: 'jgz',
    kind: 'jgz',
    name: 'JGZ',
    region: 'Organization/region',
    scopes: ['system/*.cruds'],
    jwksUrl: 'https://jgz.example.org/jwks',
  });
  const parts = { table, issuer: 'https://dossier.example.org/fhir', now, newId: randomUUID };
  return {
    table,
    now,
    issue: () => issueToken(parts, { client: 'jgz', scopes: ['system/*.rs'] }),
    callerOf: async (token: string) => (await ownToken(parts, token)).caller(),
    later: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

describe('the key that signs tokens', () => {
  it('is one, whoever races for the first', async () => {
    const { table } = await scene();
    const keys = await Promise.all(Array.from({ length: 10 }, () => currentSigningKey(table, randomUUID)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
  });

  it('can be replaced while tokens of the old one hold until they end', async () => {
    const { table, now, issue, callerOf, later } = await scene();
    const old = await issue();
    const { kid } = await currentSigningKey(table, randomUUID);
    const fresh = await rotateSigningKey(table, randomUUID, now());
    expect((await currentSigningKey(table, randomUUID)).kid).toBe(fresh);
    expect((await callerOf(old)).client).toBe('jgz');
    expect((await callerOf(await issue())).client).toBe('jgz');
    expect((await publicKeys(table)).keys.map((key) => key.kid).sort()).toEqual([kid, fresh].sort());
    later(3_601);
    expect(await verifyingKey(table, kid)).toBeUndefined();
    expect(await verifyingKey(table, fresh)).toBeDefined();
  });

  it('keeps to the end it was given when it is replaced again', async () => {
    const { table, now, later } = await scene();
    const { kid } = await currentSigningKey(table, randomUUID);
    await rotateSigningKey(table, randomUUID, now());
    later(3_000);
    await rotateSigningKey(table, randomUUID, now());
    later(700);
    expect(await verifyingKey(table, kid)).toBeUndefined();
  });

  it('takes its tokens along when it was lost', async () => {
    const { table, now, issue, callerOf } = await scene();
    const old = await issue();
    await rotateSigningKey(table, randomUUID, now(), true);
    await expect(callerOf(old)).rejects.toThrow(FhirFailure);
  });

  it('publishes nothing private, and nothing of our own', async () => {
    const { table, now, issue } = await scene();
    await issue();
    await rotateSigningKey(table, randomUUID, now());
    for (const key of (await publicKeys(table)).keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
