// What tests put into a sandbox: children with valid test BSNs, and one child with a whole trajectory around it.
import type {
  CarePlan,
  CareTeam,
  Condition,
  EpisodeOfCare,
  Observation,
  Patient,
  RelatedPerson,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';

export const bsnSystem = 'http://fhir.nl/fhir/NamingSystem/bsn';
export const testSystem = 'https://example.org/test-id';

/** Test BSNs (they begin with 9999 and pass the eleven test), none given twice. */
export function bsnSource(start = 999910000): () => string {
  let number = start;
  const sum = (digits: string) =>
    [...digits].reduce((total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index), 0);
  return () => {
    do number += 1;
    while (sum(String(number)) % 11 !== 0);
    return String(number);
  };
}

export const child = (more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  name: [{ use: 'official', family: 'Voorbeeld', given: ['Alex'] }],
  gender: 'male',
  birthDate: '2022-05-14',
  ...more,
});

export const observation = (patient: string, more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Speelobservatie' },
  subject: { reference: `Patient/${patient}` },
  valueString: 'Speelt alleen',
  ...more,
});

export const condition = (patient: string, text = 'Vermoeden van autisme'): Condition => ({
  resourceType: 'Condition',
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  },
  code: { text },
  subject: { reference: `Patient/${patient}` },
});

export const request = (patient: string, more: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  code: { text: 'Onderzoek' },
  subject: { reference: `Patient/${patient}` },
  ...more,
});

export const task = (patient: string, more: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  for: { reference: `Patient/${patient}` },
  ...more,
});

export const careTeam = (patient: string, more: Partial<CareTeam> = {}): CareTeam => ({
  resourceType: 'CareTeam',
  status: 'active',
  subject: { reference: `Patient/${patient}` },
  ...more,
});

export const carePlan = (patient: string, more: Partial<CarePlan> = {}): CarePlan => ({
  resourceType: 'CarePlan',
  status: 'active',
  intent: 'plan',
  subject: { reference: `Patient/${patient}` },
  ...more,
});

export const episode = (patient: string, more: Partial<EpisodeOfCare> = {}): EpisodeOfCare => ({
  resourceType: 'EpisodeOfCare',
  status: 'active',
  patient: { reference: `Patient/${patient}` },
  ...more,
});

export const parentOf = (patient: string, more: Partial<RelatedPerson> = {}): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  active: true,
  patient: { reference: `Patient/${patient}` },
  ...more,
});
