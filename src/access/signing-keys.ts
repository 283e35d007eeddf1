// The key that signs access tokens lives in the store: the private part where only the token door reaches it.
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { signingKey, verificationKey, verificationKeys } from '../store/keys.ts';
import { CommitConflict, type Table } from '../store/table.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey | Uint8Array;
}

export const tokenAlgorithm = 'ES256';

/** The current signing key; made on first use, by exactly one of those who race for it. */
export async function currentSigningKey(table: Table, newId: () => string): Promise<SigningKey> {
  const row = await table.get(signingKey);
  if (row) {
    const jwk = JSON.parse(row.value) as JWK;
    return { kid: jwk.kid ?? '', key: await importJWK(jwk, tokenAlgorithm) };
  }
  const kid = newId();
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const privateJwk = { ...(await exportJWK(privateKey)), kid, alg: tokenAlgorithm };
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: tokenAlgorithm, use: 'sig' };
  try {
    await table.commit([
      { put: signingKey, value: JSON.stringify(privateJwk), expect: 'absent' },
      { put: verificationKey(kid), value: JSON.stringify(publicJwk), expect: 'absent' },
    ]);
  } catch (problem) {
    if (!(problem instanceof CommitConflict)) throw problem;
  }
  return currentSigningKey(table, newId);
}

/** The public key of a token's `kid`; undefined when this server never had it. */
export async function verifyingKey(table: Table, kid: string): Promise<CryptoKey | Uint8Array | undefined> {
  const row = await table.get(verificationKey(kid));
  return row && importJWK(JSON.parse(row.value) as JWK, tokenAlgorithm);
}

/** All public keys, for others who verify our tokens. */
export async function publicKeys(table: Table): Promise<{ keys: JWK[] }> {
  const rows = await table.query(verificationKeys);
  return { keys: rows.map((row) => JSON.parse(row.value) as JWK) };
}
