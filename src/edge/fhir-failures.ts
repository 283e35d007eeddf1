// Failures of the FHIR doors: OperationOutcome with the catalogue's status.
import { catalogue } from '../fhir/failure.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import type { FailureExit } from './lambda.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

export const fhirFailures: FailureExit = {
  expected: (failure) => {
    const { status } = catalogue[failure.kind];
    const headers = { 'Content-Type': fhirJson, ...challengeFor(status) };
    return { status, headers, body: JSON.stringify(outcomeOf(failure)) };
  },
  unexpected: (requestId) => ({
    status: 500,
    headers: { 'Content-Type': fhirJson },
    body: JSON.stringify(unexpectedOutcome(requestId)),
  }),
};

/** What 401 and 503 owe the client. */
export const challengeFor = (status: number): Record<string, string> => {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer realm="vroegdossier"' };
  return status === 503 ? { 'Retry-After': '1' } : {};
};
