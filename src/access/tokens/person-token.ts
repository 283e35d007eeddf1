// Access tokens of people, issued by an identity provider we trust. https://www.rfc-editor.org/rfc/rfc9068
import { hash } from 'node:crypto';
import { type JWTPayload, jwtVerify } from 'jose';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Table } from '../../store/table.ts';
import type { Caller } from '../caller.ts';
import { type Known, thumbprintOf, toldOf, unauthenticated } from './access-token.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { remoteKey } from './key-set.ts';
import { personOf } from './person.ts';
import { jwksUrlOf } from './provider-metadata.ts';
import { isBlocked } from './registration.ts';
import { type Remote, RemoteUnavailable } from './remote-document.ts';
import { strictHeader } from './strict-jwt.ts';

export interface PeopleParts {
  readonly providers: readonly IdentityProvider[];
  readonly remote: Remote;
  readonly now: () => Date;
}

interface PersonParts extends PeopleParts {
  readonly table: Table;
}

/** Seconds by which the provider's clock may go ahead of ours. */
const drift = 10;

export async function personToken(
  parts: PersonParts,
  provider: IdentityProvider,
  token: string,
): Promise<Known> {
  const payload = await verify(parts, provider, token);
  const caller = callerFrom(provider, payload);
  return {
    expires: payload.exp ?? 0,
    certificate: thumbprintOf(payload.cnf),
    caller: async () => {
      if (await isBlocked(parts.table, caller.client))
        throw unauthenticated('Whoever signed in is kept out here; ask the coordinator of the region why.');
      return caller;
    },
  };
}

async function verify(
  { remote, now }: PeopleParts,
  provider: IdentityProvider,
  token: string,
): Promise<JWTPayload> {
  const { issuer, audience, algorithms, types } = provider;
  try {
    strictHeader(token, algorithms);
    const key = remoteKey(remote, await jwksUrlOf(remote, provider), 'issuer');
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms,
      issuer,
      audience,
      currentDate: now(),
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    const typ = protectedHeader.typ?.replace(/^application\//i, '').toLowerCase();
    if (!types.some((one) => one.toLowerCase() === typ))
      throw unauthenticated(`The access token’s typ must be ${types.join(' or ')}.`);
    checkTimes(provider, payload, Math.floor(now().getTime() / 1000));
    return payload;
  } catch (problem) {
    if (problem instanceof RemoteUnavailable)
      throw new FhirFailure('busy', 'The identity provider does not answer; try again.', { cause: problem });
    throw toldOf(problem);
  }
}

function checkTimes(
  { longestLife }: IdentityProvider,
  { iat = 0, exp = 0 }: JWTPayload,
  seconds: number,
): void {
  if (iat > seconds + drift) throw unauthenticated('The access token was issued in the future.');
  if (exp - iat > longestLife)
    throw unauthenticated(
      `The access token lives longer than the ${longestLife} seconds that are allowed here.`,
    );
}

function callerFrom(provider: IdentityProvider, payload: JWTPayload): Caller {
  const { name, clients } = provider;
  const app = payload.client_id ?? payload.azp;
  if (clients && !clients.some((one) => one === app))
    throw unauthenticated('The access token was given to an app that is not known here.');
  if (typeof payload.sub !== 'string' || payload.sub === '')
    throw unauthenticated('The access token names nobody.');
  // A pseudonym: who reads the trail can tell people apart, and asks the provider for more.
  const pseudonym = hash('sha256', `${provider.issuer}|${payload.sub}`, 'hex').slice(0, 32);
  return {
    client: `${name}-${pseudonym}`,
    user: `${name}-${pseudonym}`,
    token: typeof payload.jti === 'string' ? payload.jti.slice(0, 200) : undefined,
    ...personOf(provider, payload),
  };
}
