// R4's patient compartment: the parameters by which a resource belongs to a child. https://hl7.org/fhir/R4/compartmentdefinition-patient.html
import type { Resource } from '@medplum/fhirtypes';
import { includedReferences } from './search/include.ts';
import { parameterOf } from './search/parameter.ts';
import { isServedType, type ServedType } from './types.ts';

/** The child itself belongs too. R4 links Task to no compartment. */
const patientCompartment: Partial<Record<ServedType, readonly string[]>> = {
  Patient: ['link'],
  RelatedPerson: ['patient'],
  ServiceRequest: ['subject', 'performer'],
  EpisodeOfCare: ['patient'],
  Encounter: ['patient'],
  Appointment: ['actor'],
  CareTeam: ['patient', 'participant'],
  CarePlan: ['patient', 'performer'],
  Goal: ['patient'],
  Condition: ['patient', 'asserter'],
  Observation: ['subject', 'performer'],
  DiagnosticReport: ['subject'],
  Procedure: ['patient', 'performer'],
  DocumentReference: ['subject', 'author'],
  Communication: ['subject', 'sender', 'recipient'],
  Consent: ['patient'],
  Provenance: ['patient'],
  AuditEvent: ['patient'],
  QuestionnaireResponse: ['subject', 'author'],
  Composition: ['subject', 'author', 'attester'],
  Group: ['member'],
};

export const compartmentParameters = (type: ServedType): readonly string[] => patientCompartment[type] ?? [];

/** The types a compartment search reads: those of the compartment that lie in the child's file, and its trail. */
export const compartmentTypes: readonly ServedType[] = Object.keys(patientCompartment)
  .filter(isServedType)
  .filter((type) => type !== 'Group');

/** The compartments R4 defines besides the patient's, none of them served. */
export const otherCompartments: ReadonlySet<string> = new Set([
  'Device',
  'Encounter',
  'Practitioner',
  'RelatedPerson',
]);

export function isInCompartment(resource: Resource, patient: string, base: string | undefined): boolean {
  const { resourceType: type } = resource;
  if (type === 'Patient' && resource.id === patient) return true;
  if (!isServedType(type)) return false;
  return compartmentParameters(type).some((code) => {
    const include = { text: code, type, parameter: parameterOf(type, code), iterate: false };
    return includedReferences(resource, include, base).includes(`Patient/${patient}`);
  });
}
