// Checks a client's signed assertion (private_key_jwt). https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { assertionKey } from '../../store/keys.ts';
import { CommitConflict, type Table } from '../../store/table.ts';
import { assertedPurposes } from '../purpose.ts';
import { type FindKey, remoteKey } from './key-set.ts';
import { type Registration, readRegistration } from './registration.ts';
import { type Remote, RemoteUnavailable } from './remote-document.ts';
import { JwtRefused, strictHeader } from './strict-jwt.ts';
import { TokenRefusal } from './token-refusal.ts';

export interface AssertionParts {
  readonly table: Table;
  readonly remote: Remote;
  /** The token endpoint: what assertions must be made for. */
  readonly audience: string;
  readonly now: Date;
}

/** Who signed, and the purposes the assertion names. */
export interface Asserted {
  readonly registration: Registration;
  readonly purposes: readonly unknown[] | undefined;
}

const algorithms = ['RS384', 'ES384'];
/** Seconds an assertion may live at most, and by which clocks may differ. */
const longestLife = 300;
const drift = 10;

/** Throws TokenRefusal. An assertion is good for one use. */
export async function verifyAssertion(parts: AssertionParts, assertion: string): Promise<Asserted> {
  const { table, now } = parts;
  if (assertion.length > 8192) throw refusal('The client_assertion is too long: at most 8192 characters.');
  const client = claimedClient(assertion);
  const registration = /^[a-z0-9][a-z0-9-]{0,62}$/.test(client)
    ? await readRegistration(table, client)
    : undefined;
  if (!registration) throw notSigned();
  const claims = await verified(parts, assertion, registration);
  checkTimes(claims, Math.floor(now.getTime() / 1000));
  await spend(table, client, claims);
  return { registration, purposes: assertedPurposes(claims.extensions) };
}

const refusal = (text: string): TokenRefusal => new TokenRefusal('invalid_client', text);
const notSigned = (): TokenRefusal =>
  refusal('The client_assertion is not from a registered client, or not signed with its key.');

function claimedClient(assertion: string): string {
  try {
    const { iss, sub } = decodeJwt(assertion);
    if (typeof iss === 'string' && iss === sub) return iss;
  } catch {
    throw refusal('The client_assertion is not a JWT.');
  }
  throw refusal('iss and sub of the client_assertion must both be the client id.');
}

async function verified(
  { remote, audience, now }: AssertionParts,
  assertion: string,
  registration: Registration,
): Promise<JWTPayload> {
  const { client, jwksUrl } = registration;
  try {
    strictHeader(assertion, algorithms, jwksUrl);
    const { payload, protectedHeader } = await jwtVerify(assertion, keysOf(registration, remote), {
      algorithms,
      audience,
      issuer: client,
      subject: client,
      currentDate: now,
      clockTolerance: drift,
      requiredClaims: ['exp', 'jti'],
    });
    // What was made for other servers too, or as a token of another kind, could be sent here by those who got it.
    if (Array.isArray(payload.aud) && payload.aud.length > 1) throw new JwtRefused('its aud must be one');
    const { typ = 'JWT' } = protectedHeader;
    if (!/^(application\/)?(JWT|client-authentication\+jwt)$/i.test(typ))
      throw new JwtRefused('its typ must be JWT');
    return payload;
  } catch (problem) {
    throw told(problem, audience);
  }
}

/** Keys registered, or published where the registration says. */
function keysOf({ jwks, jwksUrl = '' }: Registration, remote: Remote): FindKey {
  return jwks ? createLocalJWKSet(jwks) : remoteKey(remote, jwksUrl, 'client');
}

/** Which fault it is; nothing that would help to forge, and what is none of the client's stays what it is. */
function told(problem: unknown, audience: string): unknown {
  if (problem instanceof JwtRefused) return refusal(`The client_assertion is refused: ${problem.message}.`);
  if (problem instanceof RemoteUnavailable)
    return refusal(`The keys at the registered address could not be read. ${problem.message}`);
  if (problem instanceof errors.JWTExpired)
    return refusal('The client_assertion has expired; sign a new one.');
  if (problem instanceof errors.JWTClaimValidationFailed) {
    const right = problem.claim === 'aud' ? `: ${audience}` : '';
    return refusal(`The claim "${problem.claim}" of the client_assertion is not as it must be${right}.`);
  }
  if (problem instanceof errors.JOSEError || problem instanceof TypeError) return notSigned();
  return problem;
}

function checkTimes({ exp, iat, nbf }: JWTPayload, seconds: number): void {
  if (exp === undefined || exp > seconds + longestLife + drift)
    throw refusal(`The client_assertion needs an exp at most ${longestLife} seconds ahead.`);
  if (iat !== undefined && iat > seconds + drift)
    throw refusal('The claim "iat" of the client_assertion lies in the future.');
  if (nbf !== undefined && nbf >= exp) throw refusal('The client_assertion ends before its "nbf".');
}

async function spend(table: Table, client: string, { jti, exp = 0 }: JWTPayload): Promise<void> {
  if (typeof jti !== 'string' || jti === '' || jti.length > 200 || !jti.isWellFormed())
    throw refusal('The client_assertion needs a jti of 1 to 200 characters.');
  try {
    const expires = Math.ceil(exp) + 60;
    await table.commit([{ put: assertionKey(client, jti), value: '', expect: 'absent', expires }]);
  } catch (problem) {
    if (!(problem instanceof CommitConflict)) throw problem;
    throw refusal('This client_assertion was used before; sign a new one with a new jti.');
  }
}
