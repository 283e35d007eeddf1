// Access tokens: short-lived signed JWTs that name the client, its scopes and its purpose, nothing of any person.
import { errors, jwtVerify, SignJWT } from 'jose';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Table } from '../../store/table.ts';
import type { Caller } from '../caller.ts';
import { grantScopes } from '../scopes.ts';
import { callerOf, purposesFor, readRegistration } from './registration.ts';
import { currentSigningKey, tokenAlgorithm, verifyingKey } from './signing-keys.ts';
import { JwtRefused, strictHeader } from './strict-jwt.ts';

/** Seconds. The specification recommends no more than five minutes. */
export const tokenLife = 300;

export interface TokenParts {
  readonly table: Table;
  /** The FHIR base: issuer and audience of our tokens. */
  readonly issuer: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What a token is for; with a certificate's thumbprint it is of use to who shows that certificate alone (RFC 8705). */
export interface Granted {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly purpose?: string;
  readonly certificate?: string;
}

export async function issueToken(parts: TokenParts, granted: Granted): Promise<string> {
  const { client, scopes, purpose, certificate } = granted;
  const { kid, key } = await currentSigningKey(parts.table, parts.newId);
  const seconds = Math.floor(parts.now().getTime() / 1000);
  return new SignJWT({
    scope: scopes.join(' '),
    client_id: client,
    purpose_of_use: purpose,
    cnf: certificate === undefined ? undefined : { 'x5t#S256': certificate },
  })
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
export interface Known {
  /** Seconds since 1970. */
  readonly expires: number;
  /** Thumbprint of the certificate the token is bound to. */
  readonly certificate?: string;
  /** Who that is now: asked for anew each time. */
  readonly caller: () => Promise<Caller>;
}

/** A token of our own; the registration is read anew each time: a client removed or narrowed is so at once. */
export async function ownToken(parts: TokenParts, token: string): Promise<Known> {
  const payload = await verify(parts, token);
  const client = String(payload.sub);
  const asked = String(payload.scope).split(' ');
  const purpose = typeof payload.purpose_of_use === 'string' ? payload.purpose_of_use : undefined;
  const scopesNow = narrowing(asked);
  return {
    expires: payload.exp ?? 0,
    certificate: thumbprintOf(payload.cnf),
    caller: async () => {
      const registration = await readRegistration(parts.table, client);
      if (!registration) throw unauthenticated('The client of this access token is not registered any more.');
      if (purpose !== undefined && !purposesFor(registration).includes(purpose))
        throw unauthenticated(`The client is not registered for the purpose ${purpose} any more.`);
      const caller = callerOf(registration, scopesNow(registration.scopes), purpose);
      return { ...caller, token: payload.jti };
    },
  };
}

/** What is left of a token's scopes, worked out anew when the registration changes. */
function narrowing(asked: readonly string[]): (registered: readonly string[]) => readonly string[] {
  let from: readonly string[] | undefined;
  let left: readonly string[] = [];
  return (registered) => {
    if (registered !== from) {
      left = grantScopes(asked, registered);
      from = registered;
    }
    return left;
  };
}

async function verify(parts: TokenParts, token: string) {
  try {
    const { kid } = strictHeader(token, [tokenAlgorithm]);
    const key = kid.length <= 64 ? await verifyingKey(parts.table, kid) : undefined;
    if (!key) throw unauthenticated('The access token was not issued here.');
    const { payload } = await jwtVerify(token, key, {
      algorithms: [tokenAlgorithm],
      issuer: parts.issuer,
      audience: parts.issuer,
      typ: 'at+jwt',
      currentDate: parts.now(),
      requiredClaims: ['exp', 'sub', 'scope'],
    });
    return payload;
  } catch (problem) {
    throw toldOf(problem);
  }
}

/** The thumbprint in a `cnf`; a binding of another kind is one we cannot check, so the token is of no use here. */
export function thumbprintOf(cnf: unknown): string | undefined {
  if (cnf === undefined) return undefined;
  if (typeof cnf === 'object' && cnf !== null && Object.keys(cnf).join() === 'x5t#S256') {
    const value: unknown = Reflect.get(cnf, 'x5t#S256');
    if (typeof value === 'string' && value !== '') return value;
  }
  throw unauthenticated('The access token is bound (cnf) in a way that is not checked here.');
}

export function toldOf(problem: unknown): unknown {
  if (problem instanceof errors.JWTExpired) return expired();
  if (problem instanceof errors.JOSEError || problem instanceof JwtRefused || problem instanceof TypeError)
    return unauthenticated('The access token is not valid here.');
  return problem;
}

export const unauthenticated = (text: string): FhirFailure => new FhirFailure('unauthenticated', text);

export const expired = (): FhirFailure =>
  unauthenticated('The access token has expired; ask for a new one at the token endpoint.');
