// The tag of a resource that is not shown whole. https://hl7.org/fhir/R4/v3/ObservationValue/cs.html

export const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
} as const;
