// Access tokens: short-lived signed JWTs that name the client and the scopes granted, nothing of any person.
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { FhirFailure } from '../fhir/failure.ts';
import type { Table } from '../store/table.ts';
import type { Caller } from './caller.ts';
import { callerOf, readRegistration } from './registration.ts';
import { currentSigningKey, tokenAlgorithm, verifyingKey } from './signing-keys.ts';

/** Seconds. The specification recommends no more than five minutes. */
export const tokenLife = 300;

export interface TokenParts {
  readonly table: Table;
  /** The FHIR base: issuer and audience of our tokens. */
  readonly issuer: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

export async function issueToken(
  parts: TokenParts,
  client: string,
  scopes: readonly string[],
): Promise<string> {
  const { kid, key } = await currentSigningKey(parts.table, parts.newId);
  const seconds = Math.floor(parts.now().getTime() / 1000);
  return new SignJWT({ scope: scopes.join(' '), client_id: client })
    .setProtectedHeader({ alg: tokenAlgorithm, typ: 'at+jwt', kid })
    .setIssuer(parts.issuer)
    .setAudience(parts.issuer)
    .setSubject(client)
    .setJti(parts.newId())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenLife)
    .sign(key);
}

/** What a verified token says; kept until it expires so that its signature is checked once. */
interface Known {
  readonly client: string;
  readonly scopes: readonly string[];
  /** Seconds since 1970. */
  readonly expires: number;
}

const mostKnown = 10_000;

/** Makes the check of bearer tokens. The registration is read anew each time: a removed client is out at once. */
export function bearerCheck(parts: TokenParts): (authorization: string | undefined) => Promise<Caller> {
  const known = new Map<string, Known>();
  return async (authorization) => {
    const token = bearerOf(authorization);
    const seconds = parts.now().getTime() / 1000;
    let entry = known.get(token);
    if (!entry) {
      entry = await verify(parts, token);
      if (known.size >= mostKnown) known.clear();
      known.set(token, entry);
    }
    if (entry.expires <= seconds) {
      known.delete(token);
      throw unauthenticated('The access token has expired; ask for a new one at the token endpoint.');
    }
    const registration = await readRegistration(parts.table, entry.client);
    if (!registration) throw unauthenticated('The client of this access token is not registered any more.');
    return callerOf(registration, entry.scopes);
  };
}

function bearerOf(authorization: string | undefined): string {
  const found = /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i.exec(authorization ?? '');
  if (!found?.[1]) {
    throw unauthenticated(
      'Send an access token: Authorization: Bearer <token>. See .well-known/smart-configuration for where to get one.',
    );
  }
  return found[1];
}

async function verify(parts: TokenParts, token: string): Promise<Known> {
  try {
    const { kid } = decodeProtectedHeader(token);
    const key =
      typeof kid === 'string' && kid.length <= 64 ? await verifyingKey(parts.table, kid) : undefined;
    if (!key) throw unauthenticated('The access token was not issued here.');
    const { payload } = await jwtVerify(token, key, {
      algorithms: [tokenAlgorithm],
      issuer: parts.issuer,
      audience: parts.issuer,
      typ: 'at+jwt',
      currentDate: parts.now(),
      requiredClaims: ['exp', 'sub', 'scope'],
    });
    return {
      client: String(payload.sub),
      scopes: String(payload.scope).split(' '),
      expires: payload.exp ?? 0,
    };
  } catch (problem) {
    if (problem instanceof errors.JWTExpired)
      throw unauthenticated('The access token has expired; ask for a new one at the token endpoint.');
    if (problem instanceof errors.JOSEError || problem instanceof TypeError)
      throw unauthenticated('The access token is not valid here.');
    throw problem;
  }
}

const unauthenticated = (text: string): FhirFailure => new FhirFailure('unauthenticated', text);
