// The sandbox's clients: key pairs in the data folder, registrations in the store, tokens by the real protocol.

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { register } from '../access/tokens/registration.ts';
import type { Table } from '../store/table.ts';
import { sandboxClients } from './sandbox-region.ts';

const keyFile = (dataDir: string, client: string): string => join(dataDir, 'sandbox-keys', `${client}.json`);

/** Makes the keys that are not there yet and registers every sandbox client. */
export async function prepareSandbox(table: Table, dataDir: string): Promise<void> {
  await mkdir(join(dataDir, 'sandbox-keys'), { recursive: true, mode: 0o700 });
  for (const client of sandboxClients) {
    const privateJwk = (await readKey(dataDir, client.client)) ?? (await makeKey(dataDir, client.client));
    const { d: _private, ...publicJwk } = privateJwk;
    await register(table, { ...client, jwks: { keys: [publicJwk] } });
  }
}

async function readKey(dataDir: string, client: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(keyFile(dataDir, client), 'utf8')) as JWK;
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return undefined;
    throw problem;
  }
}

async function makeKey(dataDir: string, client: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: `${client}-1`, alg: 'ES384', use: 'sig' };
  await writeFile(keyFile(dataDir, client), JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

export class TokenUnavailable extends Error {
  override readonly name = 'TokenUnavailable';
}

/** An access token for a sandbox client, from the running server at `url`. Throws TokenUnavailable with the reason. */
export async function sandboxToken(url: string, dataDir: string, client: string): Promise<string> {
  const known = sandboxClients.find((one) => one.client === client);
  if (!known) {
    throw new TokenUnavailable(
      `There is no sandbox client "${client}"; there are ${sandboxClients.map((one) => one.client).join(', ')}.`,
    );
  }
  const jwk = await readKey(dataDir, client);
  if (!jwk)
    throw new TokenUnavailable(
      `There is no key for "${client}" in ${dataDir}; start the server first, with the same DATA_DIR.`,
    );
  const tokenUrl = `${url}/auth/token`;
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', kid: jwk.kid, typ: 'JWT' })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(await importJWK(jwk, 'ES384'));
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: known.scopes.join(' '),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  }).catch((cause: unknown) => {
    throw new TokenUnavailable(`No server answers at ${url}; start it with npm start.`, { cause });
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (!answer.access_token)
    throw new TokenUnavailable(`The server refused: ${answer.error_description ?? response.status}`);
  return answer.access_token;
}
