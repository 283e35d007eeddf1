// Sets of public keys (RFC 7517): which keys are strong enough, and the one that a JWT names.
import { createLocalJWKSet, errors, type FlattenedJWSInput, type JWTHeaderParameters } from 'jose';
import * as z from 'zod';
import type { Remote } from './remote-document.ts';

/** Members of private keys (RFC 7518, 6): a set that holds one was published by mistake. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const curves = ['P-256', 'P-384', 'P-521'];

const keySchema = z.record(z.string(), z.unknown());
type PublicKey = z.infer<typeof keySchema>;

const isRsa = ({ kty, n }: PublicKey): boolean =>
  kty === 'RSA' && typeof n === 'string' && Buffer.from(n, 'base64url').length >= 256;
const isPublic = (key: PublicKey): boolean => !privateMembers.some((member) => Object.hasOwn(key, member));

/** Of clients: strong enough for the algorithms of assertions, ES384 and RS384. */
export const clientKeySchema = keySchema
  .refine(isPublic, 'this is a private key; give the public key only')
  .refine(
    (key) => (key.kty === 'EC' && key.crv === 'P-384') || isRsa(key),
    'a key is EC on P-384 (for ES384) or RSA of at least 2048 bits (for RS384)',
  );

/** Of identity providers, which choose among more algorithms. */
const issuerKeySchema = keySchema
  .refine(isPublic)
  .refine((key) => (key.kty === 'EC' && curves.includes(String(key.crv))) || isRsa(key));

const published = z.object({ keys: z.array(keySchema).max(100) });

export type FindKey = (
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
) => ReturnType<ReturnType<typeof createLocalJWKSet>>;

/** The key a JWT names in a set published at `url`. A name not met before makes the set be fetched anew. */
export function remoteKey(remote: Remote, url: string, whose: 'client' | 'issuer'): FindKey {
  const schema = whose === 'client' ? clientKeySchema : issuerKeySchema;
  const find = async (young: boolean): Promise<ReturnType<typeof createLocalJWKSet>> => {
    const { keys } = published.parse(await remote.json(url, young));
    // A published set may hold keys for other ends; those we would not take are not looked at.
    return createLocalJWKSet({ keys: keys.filter((key) => schema.safeParse(key).success) });
  };
  return async (header, token) => {
    try {
      return await (await find(false))(header, token);
    } catch (problem) {
      if (!(problem instanceof errors.JWKSNoMatchingKey)) throw problem;
      return (await find(true))(header, token);
    }
  };
}
