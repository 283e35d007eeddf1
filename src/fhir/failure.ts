// The one catalogue of expected failures: each FHIR issue code with its HTTP status. https://hl7.org/fhir/R4/valueset-issue-type.html

/**
 * Failure kinds (the keys) are what code throws; `issue` is FHIR's issue type; `status` is the HTTP answer; `at` is the
 * part of the request at fault where no element or parameter is named.
 */
export const catalogue = {
  'not-found': { status: 404, issue: 'not-found', at: 'path' },
  gone: { status: 410, issue: 'deleted', at: 'path' },
  'version-conflict': { status: 412, issue: 'conflict', at: 'if-match' },
  'multiple-matches': { status: 412, issue: 'multiple-matches', at: 'query' },
  conflict: { status: 409, issue: 'conflict', at: 'path' },
  duplicate: { status: 409, issue: 'duplicate', at: 'body' },
  syntax: { status: 400, issue: 'structure', at: 'body' },
  'bad-parameter': { status: 400, issue: 'invalid', at: 'query' },
  'not-supported': { status: 400, issue: 'not-supported', at: 'query' },
  'too-costly': { status: 403, issue: 'too-costly', at: 'query' },
  'too-large': { status: 413, issue: 'too-long', at: 'body' },
  invalid: { status: 422, issue: 'invalid', at: 'body' },
  'business-rule': { status: 422, issue: 'business-rule', at: 'body' },
  unauthenticated: { status: 401, issue: 'login', at: 'authorization' },
  forbidden: { status: 403, issue: 'forbidden', at: 'authorization' },
  'method-not-allowed': { status: 405, issue: 'not-supported', at: 'method' },
  'not-acceptable': { status: 406, issue: 'not-supported', at: 'accept' },
  'unsupported-media-type': { status: 415, issue: 'not-supported', at: 'content-type' },
  throttled: { status: 429, issue: 'throttled', at: 'path' },
  'export-failed': { status: 500, issue: 'exception', at: 'path' },
  busy: { status: 503, issue: 'transient', at: 'path' },
} as const;

export type FailureKind = keyof typeof catalogue;

/** No failure tells more than this: a body made of mistakes is not answered with one many times its size. */
const mostIssues = 250;

/** One thing that is wrong: what and what would be right, where (FHIRPath expression), FHIR issue code if not the kind's. */
export interface Issue {
  readonly text: string;
  readonly expression?: string;
  /** The parameter or header at fault, where it is no element of a resource. */
  readonly parameter?: string;
  readonly code?: string;
  readonly severity?: 'error' | 'warning' | 'information';
}

/** The one error class for expected failures; the edge turns it into an OperationOutcome or problem details. */
export class FhirFailure extends Error {
  override readonly name = 'FhirFailure';
  readonly kind: FailureKind;
  readonly issues: readonly Issue[];
  /** Methods that are served, for a method-not-allowed. */
  readonly allow: readonly string[];
  /** Seconds after which it may go better, where that is known. */
  readonly retryAfter: number | undefined;
  constructor(
    kind: FailureKind,
    issues: string | readonly Issue[],
    {
      allow = [],
      retryAfter,
      ...options
    }: ErrorOptions & { readonly allow?: readonly string[]; readonly retryAfter?: number } = {},
  ) {
    const list = typeof issues === 'string' ? [{ text: issues }] : issues.slice(0, mostIssues);
    super(list.map((issue) => issue.text).join('; '), options);
    this.kind = kind;
    this.issues = list;
    this.allow = allow;
    this.retryAfter = retryAfter;
  }
}
