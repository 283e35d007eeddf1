// Who sends a bearer token: a registered client with a token of ours, or a person with one of an identity provider.
import { decodeJwt } from 'jose';
import type { Caller } from '../caller.ts';
import { expired, type Known, ownToken, type TokenParts, unauthenticated } from './access-token.ts';
import { type PeopleParts, personToken } from './person-token.ts';

/** What of a request tells who sends it. */
export interface Credentials {
  readonly authorization?: string;
  /** SHA-256 thumbprint of the client certificate that the connection was made with. */
  readonly certificate?: string;
}

export interface BearerParts extends TokenParts, PeopleParts {}

const mostKnown = 10_000;

/** Makes the check of bearer tokens. */
export function bearerCheck(parts: BearerParts): (credentials: Credentials) => Promise<Caller> {
  const known = new Map<string, Known>();
  return async ({ authorization, certificate }) => {
    const token = bearerOf(authorization);
    let entry = known.get(token);
    if (!entry) {
      entry = await verify(parts, token);
      if (known.size >= mostKnown) known.clear();
      known.set(token, entry);
    }
    if (entry.expires <= parts.now().getTime() / 1000) {
      known.delete(token);
      throw expired();
    }
    if (entry.certificate !== undefined && entry.certificate !== certificate)
      throw unauthenticated('The access token is bound to a client certificate that was not shown.');
    return entry.caller();
  };
}

function bearerOf(authorization: string | undefined): string {
  const found = /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i.exec(authorization ?? '');
  if (found?.[1]) return found[1];
  throw unauthenticated(
    'Send an access token: Authorization: Bearer <token>. See .well-known/smart-configuration for where to get one.',
  );
}

async function verify(parts: BearerParts, token: string): Promise<Known> {
  const issuer = issuerOf(token);
  const provider = parts.providers.find((one) => one.issuer === issuer);
  return provider ? personToken(parts, provider, token) : ownToken(parts, token);
}

/** Says whose keys to try, nothing more: it is read before the signature is checked. */
function issuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw unauthenticated('The access token is not valid here.');
  }
}
