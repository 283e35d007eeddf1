// Checks a client's signed assertion (private_key_jwt). https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { assertionKey } from '../store/keys.ts';
import { CommitConflict, type Table } from '../store/table.ts';
import { type Registration, readRegistration } from './registration.ts';

/** Why a token request is refused, in OAuth's own words (RFC 6749, 5.2). */
export class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal';
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type';
  constructor(error: TokenRefusal['error'], description: string) {
    super(description);
    this.error = error;
  }
}

/** Seconds an assertion may live at most. */
const longestLife = 300;

/** The registration of the client that signed; throws TokenRefusal. An assertion is good for one use. */
export async function verifyAssertion(
  table: Table,
  assertion: string,
  audience: string,
  now: Date,
): Promise<Registration> {
  if (assertion.length > 8192) throw new TokenRefusal('invalid_client', 'The client_assertion is too long.');
  const client = claimedClient(assertion);
  const registration = /^[a-z0-9][a-z0-9-]{0,62}$/.test(client)
    ? await readRegistration(table, client)
    : undefined;
  if (!registration) throw refused();
  const { jti, exp } = await verified(assertion, registration, audience, now);
  if (typeof jti !== 'string' || jti === '' || jti.length > 200 || !jti.isWellFormed()) {
    throw new TokenRefusal('invalid_client', 'The client_assertion needs a jti of 1 to 200 characters.');
  }
  const seconds = Math.floor(now.getTime() / 1000);
  if (exp === undefined || exp > seconds + longestLife + 10) {
    throw new TokenRefusal(
      'invalid_client',
      `The client_assertion needs an exp at most ${longestLife} seconds ahead.`,
    );
  }
  try {
    const expires = Math.ceil(exp) + 60;
    await table.commit([{ put: assertionKey(client, jti), value: '', expect: 'absent', expires }]);
  } catch (problem) {
    if (problem instanceof CommitConflict)
      throw new TokenRefusal(
        'invalid_client',
        'This client_assertion was used before; sign a new one with a new jti.',
      );
    throw problem;
  }
  return registration;
}

const refused = (): TokenRefusal =>
  new TokenRefusal(
    'invalid_client',
    'The client_assertion is not from a registered client, or not signed with its key.',
  );

function claimedClient(assertion: string): string {
  try {
    const { iss, sub } = decodeJwt(assertion);
    if (typeof iss === 'string' && iss === sub) return iss;
  } catch {
    throw new TokenRefusal('invalid_client', 'The client_assertion is not a JWT.');
  }
  throw new TokenRefusal('invalid_client', 'iss and sub of the client_assertion must both be the client id.');
}

async function verified(assertion: string, registration: Registration, audience: string, now: Date) {
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(registration.jwks), {
      algorithms: ['RS384', 'ES384'],
      audience,
      issuer: registration.client,
      subject: registration.client,
      currentDate: now,
      clockTolerance: 10,
      requiredClaims: ['exp', 'jti'],
    });
    return payload;
  } catch (problem) {
    if (problem instanceof errors.JWTExpired)
      throw new TokenRefusal('invalid_client', 'The client_assertion has expired; sign a new one.');
    if (problem instanceof errors.JWTClaimValidationFailed) {
      throw new TokenRefusal(
        'invalid_client',
        `The claim "${problem.claim}" of the client_assertion is not as it must be${problem.claim === 'aud' ? `: ${audience}` : ''}.`,
      );
    }
    if (problem instanceof errors.JOSEError) throw refused();
    throw problem;
  }
}
