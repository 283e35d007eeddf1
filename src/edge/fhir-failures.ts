// Failures of the FHIR doors: OperationOutcome with the catalogue's status, in the format the client asked for.
import type { OperationOutcome } from '@medplum/fhirtypes';
import { catalogue, type FhirFailure } from '../fhir/failure.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import { lookOfFailure } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { FailureExit } from './lambda.ts';
import { patchTypes } from './patch-body.ts';
import { contentTypes, type LoadXml, render } from './render.ts';

export function fhirFailures(loadXml: LoadXml): FailureExit {
  const answer = async (
    request: HttpRequest,
    status: number,
    outcome: OperationOutcome,
    headers: Record<string, string> = {},
  ): Promise<HttpResponse> => {
    const look = lookOfFailure(request);
    return {
      status,
      headers: { 'Content-Type': contentTypes[look.format], ...headers },
      body: await render(outcome, look, loadXml),
    };
  };
  return {
    expected: (failure, request) =>
      answer(request, catalogue[failure.kind].status, outcomeOf(failure), {
        ...debtHeaders(failure, request),
        ...patchDebt(failure, request),
      }),
    unexpected: (request) => answer(request, 500, unexpectedOutcome(request.requestId)),
  };
}

/** https://www.rfc-editor.org/rfc/rfc5789#section-2.2 */
const patchDebt = ({ kind }: FhirFailure, { method }: HttpRequest): Record<string, string> =>
  kind === 'unsupported-media-type' && method === 'PATCH' ? { 'Accept-Patch': patchTypes.join(', ') } : {};

/** Who showed no token is told of none. https://www.rfc-editor.org/rfc/rfc6750#section-3 */
const challenge = (error: string | undefined): Record<string, string> => ({
  'WWW-Authenticate': `Bearer realm="vroegdossier"${error === undefined ? '' : `, error="${error}"`}`,
});

/** What 401, 405, 429 and 503 owe the client. https://www.rfc-editor.org/rfc/rfc9110#section-15.5 */
export function debtHeaders(
  { kind, allow, retryAfter, cause }: FhirFailure,
  { headers }: Pick<HttpRequest, 'headers'>,
): Record<string, string> {
  if (kind === 'unauthenticated')
    return challenge(headers.authorization === undefined ? undefined : 'invalid_token');
  if (cause === 'insufficient_scope') return challenge(cause);
  if (kind === 'busy') return { 'Retry-After': '1' };
  if (kind === 'throttled') return { 'Retry-After': String(retryAfter ?? 10) };
  return allow.length > 0 ? { Allow: allow.join(', ') } : {};
}
