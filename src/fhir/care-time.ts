// When the care a resource tells of took place, as far as it says. https://hl7.org/fhir/R4/patient-operation-everything.html
import type { Resource } from '@medplum/fhirtypes';
import { type Range, storedRange } from './search/date.ts';
import { parameterOf } from './search/parameter.ts';
import { isServedType, type ServedType } from './types.ts';

/** The search parameters that hold it; types that are not here tell no time of care. */
const parameters: Partial<Record<ServedType, readonly string[]>> = {
  ServiceRequest: ['occurrence', 'authored'],
  Task: ['period', 'authored-on'],
  EpisodeOfCare: ['date'],
  Encounter: ['date'],
  Appointment: ['date'],
  CareTeam: ['date'],
  CarePlan: ['date'],
  Goal: ['start-date'],
  Condition: ['onset-date', 'recorded-date'],
  Observation: ['date'],
  DiagnosticReport: ['date'],
  Procedure: ['date'],
  DocumentReference: ['period', 'date'],
  Communication: ['sent', 'received'],
  Consent: ['date'],
  QuestionnaireResponse: ['authored'],
  Composition: ['period', 'date'],
};

/** Whether care lies in the time at least in part; the first parameter with a value decides, and none lets it be. */
export function isCareIn(resource: Resource, time: Range): boolean {
  const { resourceType } = resource;
  if (!isServedType(resourceType)) return true;
  for (const code of parameters[resourceType] ?? []) {
    const found = parameterOf(resourceType, code)?.extract(resource, resource) ?? [];
    const ranges = found.map(storedRange).filter((range) => range !== undefined);
    if (ranges.length > 0) return ranges.some(({ from, to }) => from < time.to && to > time.from);
  }
  return true;
}
