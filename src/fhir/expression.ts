// FHIRPath expressions of elements at fault. https://hl7.org/fhir/R4/operationoutcome-definitions.html#OperationOutcome.issue.expression

/** The element `Patient.birthDate` of the resource that stands at `Bundle.entry[1].resource`; as it is without a place. */
export function within(place: string | undefined, expression: string | undefined): string | undefined {
  if (place === undefined) return expression;
  return `${place}${(expression ?? '').replace(/^[A-Z][A-Za-z]*/, '').replace(/^(?=[a-z_])/, '.')}`;
}
