// The resource types this store serves, and how a resource says which child it belongs to.
import type { Resource, ResourceType } from '@medplum/fhirtypes';

/** Served types; the value names the elements that may hold the reference to the Patient whose file it is part of. */
const served = {
  Patient: [],
  RelatedPerson: ['patient'],
  Practitioner: [],
  PractitionerRole: [],
  Organization: [],
  OrganizationAffiliation: [],
  HealthcareService: [],
  Location: [],
  ServiceRequest: ['subject'],
  Task: ['for'],
  EpisodeOfCare: ['patient'],
  Encounter: ['subject'],
  Appointment: ['participant.actor'],
  CareTeam: ['subject'],
  CarePlan: ['subject'],
  Goal: ['subject'],
  Condition: ['subject'],
  Observation: ['subject'],
  DiagnosticReport: ['subject'],
  Procedure: ['subject'],
  DocumentReference: ['subject'],
  Binary: ['securityContext'],
  Communication: ['subject'],
  Consent: ['patient'],
  Provenance: ['target'],
  AuditEvent: ['entity.what'],
  Questionnaire: [],
  QuestionnaireResponse: ['subject'],
  Composition: ['subject'],
  Bundle: ['entry.resource.subject'],
  Group: [],
} as const satisfies Partial<Record<ResourceType, readonly string[]>>;

export type ServedType = keyof typeof served;

export const servedTypes = Object.keys(served) as readonly ServedType[];

export const isServedType = (type: string): type is ServedType => Object.hasOwn(served, type);

/** Types whose resources never lie in a child's file. */
export const fileless: ReadonlySet<string> = new Set(
  servedTypes.filter((type) => served[type].length === 0 && type !== 'Patient'),
);

/** The directory of the network, readable by every registered client. A Group names children and is no part of it. */
export const directoryTypes: ReadonlySet<string> = new Set([...fileless].filter((type) => type !== 'Group'));

/** References by which a resource may say whose file it is part of, in the order they count. */
export function ownerReferences(resource: Resource): string[] {
  const paths: readonly string[] = isServedType(resource.resourceType) ? served[resource.resourceType] : [];
  return paths.flatMap((path) => walk(resource, path.split('.'))).filter((found) => found !== undefined);
}

function walk(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const [head, ...rest] = path;
  if (head === undefined)
    return 'reference' in value && typeof value.reference === 'string' ? [value.reference] : [];
  return walk((value as Record<string, unknown>)[head], rest);
}
