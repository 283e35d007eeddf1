// FHIRPath expressions of elements at fault. https://hl7.org/fhir/R4/operationoutcome-definitions.html#OperationOutcome.issue.expression
import { catalogue, FhirFailure, type Issue } from './failure.ts';

/** The element `Patient.birthDate` of the resource that stands at `Bundle.entry[1].resource`; as it is without a place. */
export function within(place: string | undefined, expression: string | undefined): string | undefined {
  if (place === undefined) return expression;
  return `${place}${(expression ?? '').replace(/^[A-Z][A-Za-z]*/, '').replace(/^(?=[a-z_])/, '.')}`;
}

/** The same for the resource of an entry such as `Bundle.entry[1]`. */
export const withinEntry = (entry: string | undefined, expression: string | undefined): string | undefined =>
  within(entry && `${entry}.resource`, expression);

/** The failures of several entries as one: of the first one's kind, every issue with the code of its own. */
export function joined(failures: readonly FhirFailure[]): FhirFailure | undefined {
  const [first, ...others] = failures;
  if (!first || others.length === 0) return first;
  const issues = failures.flatMap(({ kind, issues }) =>
    issues.map((issue): Issue => ({ code: catalogue[kind].issue, ...issue })),
  );
  return new FhirFailure(first.kind, issues, { allow: first.allow, cause: first });
}

/** The failure with every issue placed by `place`. */
export const relocated = (
  failure: FhirFailure,
  place: (expression: string | undefined) => string | undefined,
): FhirFailure =>
  new FhirFailure(
    failure.kind,
    failure.issues.map((issue) => ({ ...issue, expression: place(issue.expression) })),
    { allow: failure.allow, cause: failure },
  );
