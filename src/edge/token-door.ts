// The token endpoint of SMART Backend Services. https://hl7.org/fhir/smart-app-launch/backend-services.html

import { type AuditEntry, originOf } from '../access/audit/audit.ts';
import type { Ledger } from '../access/audit/ledger.ts';
import { purposeOf } from '../access/purpose.ts';
import { addressName, type Throttle } from '../access/rates/throttle.ts';
import { grantScopes } from '../access/scopes.ts';
import { issueToken, type TokenParts, tokenLife } from '../access/tokens/access-token.ts';
import { verifyAssertion } from '../access/tokens/client-assertion.ts';
import type { IdentityProvider } from '../access/tokens/identity-provider.ts';
import { purposesFor, type Registration } from '../access/tokens/registration.ts';
import type { Remote } from '../access/tokens/remote-document.ts';
import { publicKeys } from '../access/tokens/signing-keys.ts';
import { TokenRefusal } from '../access/tokens/token-refusal.ts';
import { textOf } from './body.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import type { LogLine } from './log.ts';
import { mediaTypeOf } from './media-type.ts';
import { problemDetails } from './problem.ts';
import { type Relay, relayGrants, relayToken } from './token-relay.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenDoorParts extends TokenParts {
  readonly tokenUrl: string;
  /** Who asks for a token is known by address alone. */
  readonly strangers: Throttle;
  readonly ledger: Ledger;
  readonly remote: Remote;
  /** Where people sign in; the first is the one that the SMART configuration names. */
  readonly providers: readonly IdentityProvider[];
  readonly relay: Relay;
  readonly log: (line: LogLine) => void;
}

export const tokenDoor = (parts: TokenDoorParts): LambdaHandler =>
  lambdaDoor({
    door: 'token',
    log: parts.log,
    exit: problemDetails,
    serve: async (request) => {
      await parts.strangers.take(addressName(request.sourceIp ?? ''));
      return request.method === 'GET' ? json(200, await publicKeys(parts.table)) : serveToken(parts, request);
    },
  });

async function serveToken(parts: TokenDoorParts, request: HttpRequest): Promise<HttpResponse> {
  try {
    const form = formOf(request);
    const grant = form.get('grant_type') ?? '';
    if (relayGrants.includes(grant)) return await relayToken(parts, form, request);
    if (grant !== 'client_credentials')
      throw new TokenRefusal('unsupported_grant_type', 'grant_type must be client_credentials.');
    return await grantToken(parts, form, request);
  } catch (problem) {
    if (!(problem instanceof TokenRefusal)) throw problem;
    await enterRefusal(parts, request, problem);
    const { error, message } = problem;
    const status = error === 'invalid_client' ? 401 : error === 'temporarily_unavailable' ? 503 : 400;
    return json(status, { error, error_description: message });
  }
}

async function grantToken(
  parts: TokenDoorParts,
  form: URLSearchParams,
  { certificate }: HttpRequest,
): Promise<HttpResponse> {
  if (form.get('client_assertion_type') !== assertionType)
    throw new TokenRefusal('invalid_request', `client_assertion_type must be ${assertionType}.`);
  const { table, remote, tokenUrl: audience } = parts;
  const assertion = form.get('client_assertion') ?? '';
  const { registration, purposes = [] } = await verifyAssertion(
    { table, remote, audience, now: parts.now() },
    assertion,
  );
  const { client } = registration;
  if (form.has('client_id') && form.get('client_id') !== client)
    throw new TokenRefusal('invalid_client', 'client_id must be that of the client_assertion.', client);
  const scopes = scopesFor(registration, form.get('scope') ?? '');
  const purpose = purposeFor(registration, [...purposes, ...form.getAll('purpose_of_use')]);
  return json(200, {
    access_token: await issueToken(parts, { client, scopes, purpose, certificate }),
    token_type: 'bearer',
    expires_in: tokenLife,
    scope: scopes.join(' '),
    purpose_of_use: purpose,
  });
}

function scopesFor({ client, scopes: registered }: Registration, wish: string): string[] {
  const asked = new Set(wish.split(' ').filter((scope) => scope !== ''));
  const scopes = grantScopes([...asked], registered);
  if (scopes.length > 0) return [...new Set(scopes)];
  throw new TokenRefusal(
    'invalid_scope',
    'scope must name at least one scope of the registration, for example system/Patient.rs.',
    client,
  );
}

function purposeFor(registration: Registration, named: readonly unknown[]): string {
  const purpose = purposeOf(registration, named);
  if (purpose !== undefined) return purpose;
  throw new TokenRefusal(
    'invalid_grant',
    `purpose_of_use must be one purpose that the client is registered for: ${purposesFor(registration).join(', ')}.`,
    registration.client,
  );
}

/** A refused request for a token is an attempt to come in: it stands in the trail of those. */
async function enterRefusal(
  { ledger, now }: TokenDoorParts,
  request: HttpRequest,
  refusal: TokenRefusal,
): Promise<void> {
  const { client: c = 'unknown', error } = refusal;
  const at = now();
  const entry: AuditEntry = {
    t: at.toISOString(),
    ...originOf(undefined, request),
    c,
    op: 'token',
    e: [['E', '']],
    s: '4',
    d: [error],
  };
  await ledger.enter([{ trail: ledger.outside('refused', at), entry }]);
}

function formOf(request: HttpRequest): URLSearchParams {
  if (mediaTypeOf(request.headers['content-type']) !== 'application/x-www-form-urlencoded') {
    throw new TokenRefusal('invalid_request', 'Send the request as application/x-www-form-urlencoded.');
  }
  if (request.query.length > 0)
    throw new TokenRefusal('invalid_request', 'Send everything in the body and nothing in the address.');
  const body = textOf(request);
  if (body.length > 16_384) throw new TokenRefusal('invalid_request', 'The request is too long.');
  const form = new URLSearchParams(body);
  for (const name of new Set(form.keys())) {
    if (form.getAll(name).length > 1)
      throw new TokenRefusal('invalid_request', `${name.slice(0, 64)} stands more than once.`);
  }
  return form;
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', Pragma: 'no-cache' },
  body: JSON.stringify(body),
});
