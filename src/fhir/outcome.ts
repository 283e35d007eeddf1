// Failures as OperationOutcome. https://hl7.org/fhir/R4/operationoutcome.html
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { catalogue, type FhirFailure, type Issue } from './failure.ts';

export function outcomeOf(failure: FhirFailure): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: failure.issues.map(
      (issue): OperationOutcomeIssue => ({
        severity: issue.severity ?? 'error',
        code: (issue.code ?? catalogue[failure.kind].issue) as OperationOutcomeIssue['code'],
        details: { text: issue.text },
        diagnostics: issue.text,
        ...placeOf(failure, issue),
      }),
    ),
  };
}

/** Where it is wrong: the element, else `http.` and the name of the parameter, header or part of the request. */
function placeOf(
  { kind }: FhirFailure,
  { expression, parameter }: Issue,
): Pick<OperationOutcomeIssue, 'expression' | 'location'> {
  if (expression) return { expression: [expression] };
  return { location: [`http.${parameter ?? catalogue[kind].at}`] };
}

/** For errors nobody expected: the request id and nothing of the error. */
export const unexpectedOutcome = (requestId: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'fatal',
      code: 'exception',
      details: { text: `Something went wrong on our side. Name this id when you report it: ${requestId}` },
    },
  ],
});
