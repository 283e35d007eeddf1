// Failures of the FHIR doors: OperationOutcome with the catalogue's status.
import { catalogue, type FhirFailure } from '../fhir/failure.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import type { FailureExit } from './lambda.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

export const fhirFailures: FailureExit = {
  expected: (failure) => {
    const { status } = catalogue[failure.kind];
    const headers = { 'Content-Type': fhirJson, ...debtHeaders(failure) };
    return { status, headers, body: JSON.stringify(outcomeOf(failure)) };
  },
  unexpected: (requestId) => ({
    status: 500,
    headers: { 'Content-Type': fhirJson },
    body: JSON.stringify(unexpectedOutcome(requestId)),
  }),
};

/** What 401, 405 and 503 owe the client. https://www.rfc-editor.org/rfc/rfc9110#section-15.5 */
export function debtHeaders({ kind, allow }: FhirFailure): Record<string, string> {
  if (kind === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer realm="vroegdossier"' };
  if (kind === 'busy') return { 'Retry-After': '1' };
  return allow.length > 0 ? { Allow: allow.join(', ') } : {};
}
