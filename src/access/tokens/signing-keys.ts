// The key that signs access tokens lives in the store: the private part where only the token door reaches it.
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { signingKey, verificationKey, verificationKeys } from '../../store/keys.ts';
import { type Action, CommitConflict, type Table } from '../../store/table.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey | Uint8Array;
}

export const tokenAlgorithm = 'ES256';

/** Seconds a public key stays after its private one was replaced: longer than any token it signed lives. */
export const keyStays = 3_600;

/** The current signing key; made on first use, by exactly one of those who race for it. */
export async function currentSigningKey(table: Table, newId: () => string): Promise<SigningKey> {
  const row = await table.get(signingKey);
  if (row) {
    const jwk = JSON.parse(row.value) as JWK;
    return { kid: jwk.kid ?? '', key: await importJWK(jwk, tokenAlgorithm) };
  }
  try {
    await table.commit(await newKey(newId(), 'absent'));
  } catch (problem) {
    if (!(problem instanceof CommitConflict)) throw problem;
  }
  return currentSigningKey(table, newId);
}

/**
 * From now on a new key signs; tokens signed by the old one hold until they end. Answers the new key's id. With
 * `lost` the old public keys go at once, and with them every token out there.
 */
export async function rotateSigningKey(
  table: Table,
  newId: () => string,
  now: Date,
  lost = false,
): Promise<string> {
  const kid = newId();
  const [current, old] = await Promise.all([table.get(signingKey), table.query(verificationKeys)]);
  const expires = Math.floor(now.getTime() / 1000) + keyStays;
  const ending = old.map((row): Action => {
    if (lost) return { remove: row, expect: row.version };
    const key = JSON.parse(row.value) as JWK & { readonly ends?: number };
    const ends = key.ends ?? expires;
    return { put: row, value: JSON.stringify({ ...key, ends }), expect: row.version, expires: ends };
  });
  await table.commit([...(await newKey(kid, current?.version ?? 'absent')), ...ending]);
  return kid;
}

async function newKey(kid: string, expect: 'absent' | number): Promise<Action[]> {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const privateJwk = { ...(await exportJWK(privateKey)), kid, alg: tokenAlgorithm };
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: tokenAlgorithm, use: 'sig' };
  return [
    { put: signingKey, value: JSON.stringify(privateJwk), expect },
    { put: verificationKey(kid), value: JSON.stringify(publicJwk), expect: 'absent' },
  ];
}

/** The public key of a token's `kid`; undefined when this server never had it. */
export async function verifyingKey(table: Table, kid: string): Promise<CryptoKey | Uint8Array | undefined> {
  const row = await table.get(verificationKey(kid));
  return row && importJWK(publicPart(row.value), tokenAlgorithm);
}

/** All public keys, for others who verify our tokens. */
export async function publicKeys(table: Table): Promise<{ keys: JWK[] }> {
  const rows = await table.query(verificationKeys);
  return { keys: rows.map((row) => publicPart(row.value)) };
}

function publicPart(value: string): JWK {
  const { ends: _ends, ...key } = JSON.parse(value) as JWK & { readonly ends?: number };
  return key;
}
