// The one catalogue of expected failures: each FHIR issue code with its HTTP status. https://hl7.org/fhir/R4/valueset-issue-type.html

/** Failure kinds (the keys) are what code throws; `issue` is FHIR's issue type; `status` is the HTTP answer. */
export const catalogue = {
  'not-found': { status: 404, issue: 'not-found' },
  gone: { status: 410, issue: 'deleted' },
  'version-conflict': { status: 412, issue: 'conflict' },
  'multiple-matches': { status: 412, issue: 'multiple-matches' },
  conflict: { status: 409, issue: 'conflict' },
  duplicate: { status: 409, issue: 'duplicate' },
  syntax: { status: 400, issue: 'structure' },
  'bad-parameter': { status: 400, issue: 'invalid' },
  'not-supported': { status: 400, issue: 'not-supported' },
  'too-costly': { status: 403, issue: 'too-costly' },
  'too-large': { status: 413, issue: 'too-long' },
  invalid: { status: 422, issue: 'invalid' },
  'business-rule': { status: 422, issue: 'business-rule' },
  unauthenticated: { status: 401, issue: 'login' },
  forbidden: { status: 403, issue: 'forbidden' },
  'method-not-allowed': { status: 405, issue: 'not-supported' },
  'not-acceptable': { status: 406, issue: 'not-supported' },
  'unsupported-media-type': { status: 415, issue: 'not-supported' },
  busy: { status: 503, issue: 'transient' },
} as const;

export type FailureKind = keyof typeof catalogue;

/** One thing that is wrong: what and what would be right, where (FHIRPath expression), FHIR issue code if not the kind's. */
export interface Issue {
  readonly text: string;
  readonly expression?: string;
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
  constructor(
    kind: FailureKind,
    issues: string | readonly Issue[],
    { allow = [], ...options }: ErrorOptions & { readonly allow?: readonly string[] } = {},
  ) {
    const list = typeof issues === 'string' ? [{ text: issues }] : issues;
    super(list.map((issue) => issue.text).join('; '), options);
    this.kind = kind;
    this.issues = list;
    this.allow = allow;
  }
}
