// Failures of the concept API as problem details. https://www.rfc-editor.org/rfc/rfc9457
import { catalogue } from '../fhir/failure.ts';
import { debtHeaders } from './fhir-failures.ts';
import type { FailureExit } from './lambda.ts';

const problemJson = 'application/problem+json; charset=utf-8';

export const problemDetails: FailureExit = {
  expected: (failure, request) => {
    const { status, issue } = catalogue[failure.kind];
    const body = {
      type: `https://vroegdossier.nl/problems/${failure.kind}`,
      title: failure.kind,
      status,
      detail: failure.message,
      errors: failure.issues.map(({ text, expression, code }) => ({
        path: expression,
        message: text,
        code: code ?? issue,
      })),
    };
    return {
      status,
      headers: { 'Content-Type': problemJson, ...debtHeaders(failure, request) },
      body: JSON.stringify(body),
    };
  },
  unexpected: ({ requestId }) => ({
    status: 500,
    headers: { 'Content-Type': problemJson },
    body: JSON.stringify({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: `Something went wrong on our side. Name this id when you report it: ${requestId}`,
    }),
  }),
};
