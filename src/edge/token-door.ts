// The token endpoint of SMART Backend Services. https://hl7.org/fhir/smart-app-launch/backend-services.html
import { issueToken, type TokenParts, tokenLife } from '../access/access-token.ts';
import { TokenRefusal, verifyAssertion } from '../access/client-assertion.ts';
import { grantScopes } from '../access/scopes.ts';
import { publicKeys } from '../access/signing-keys.ts';
import { textOf } from './body.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import type { LogLine } from './log.ts';
import { mediaTypeOf } from './media-type.ts';
import { problemDetails } from './problem.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface TokenDoorParts extends TokenParts {
  readonly tokenUrl: string;
  readonly log: (line: LogLine) => void;
}

export const tokenDoor = (parts: TokenDoorParts): LambdaHandler =>
  lambdaDoor({
    door: 'token',
    log: parts.log,
    exit: problemDetails,
    serve: async (request) =>
      request.method === 'GET' ? json(200, await publicKeys(parts.table)) : serveToken(parts, request),
  });

async function serveToken(parts: TokenDoorParts, request: HttpRequest): Promise<HttpResponse> {
  try {
    const form = formOf(request);
    if (form.get('grant_type') !== 'client_credentials') {
      throw new TokenRefusal('unsupported_grant_type', 'grant_type must be client_credentials.');
    }
    if (form.get('client_assertion_type') !== assertionType) {
      throw new TokenRefusal('invalid_request', `client_assertion_type must be ${assertionType}.`);
    }
    const registration = await verifyAssertion(
      parts.table,
      form.get('client_assertion') ?? '',
      parts.tokenUrl,
      parts.now(),
    );
    const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const scopes = grantScopes(asked, registration.scopes);
    if (scopes.length === 0) {
      throw new TokenRefusal(
        'invalid_scope',
        'scope must name at least one scope of the registration, for example system/Patient.rs.',
      );
    }
    const token = await issueToken(parts, registration.client, scopes);
    return json(200, {
      access_token: token,
      token_type: 'bearer',
      expires_in: tokenLife,
      scope: scopes.join(' '),
    });
  } catch (problem) {
    if (!(problem instanceof TokenRefusal)) throw problem;
    return json(problem.error === 'invalid_client' ? 401 : 400, {
      error: problem.error,
      error_description: problem.message,
    });
  }
}

function formOf(request: HttpRequest): URLSearchParams {
  if (mediaTypeOf(request.headers['content-type']) !== 'application/x-www-form-urlencoded') {
    throw new TokenRefusal('invalid_request', 'Send the request as application/x-www-form-urlencoded.');
  }
  const body = textOf(request);
  if (body.length > 16_384) throw new TokenRefusal('invalid_request', 'The request is too long.');
  const form = new URLSearchParams(body);
  for (const name of new Set(form.keys())) {
    if (form.getAll(name).length > 1)
      throw new TokenRefusal('invalid_request', `${name} stands more than once.`);
  }
  return form;
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', Pragma: 'no-cache' },
  body: JSON.stringify(body),
});
