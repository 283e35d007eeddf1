// The tag of a resource that is not shown whole. https://hl7.org/fhir/R4/v3/ObservationValue/cs.html
import type { Resource } from '@medplum/fhirtypes';

export const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
} as const;

export const isSubsetted = ({ meta }: Resource): boolean =>
  meta?.tag?.some(({ system, code }) => system === subsetted.system && code === subsetted.code) ?? false;
