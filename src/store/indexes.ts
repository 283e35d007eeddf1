// The declared index rows: which cross-child searches are read in proportion to their result.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { equalityValues, indexValues, prefixValues } from '../fhir/search/equality.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { ServedType } from '../fhir/types.ts';
import { indexKey, indexRange } from './keys.ts';
import type { Key, Range } from './table.ts';

/**
 * reference: exact references, rows ordered by the resource's status, so that `owner=…&status=…` reads only what matches.
 * date: whole days. name: folded starts of every part of every name; one index serves `name`, `family` and `given`.
 */
export interface Index {
  readonly kind: 'reference' | 'date' | 'name';
  readonly name: string;
}

const reference = (name: string): Index => ({ kind: 'reference', name });
const names: Index = { kind: 'name', name: 'name' };
const nameParameters = ['name', 'family', 'given'];

/** Per type; every type is also served by `_id`, `identifier` and, in a child's file, `patient` and `subject`. */
export const declaredIndexes: Partial<Record<ServedType, readonly Index[]>> = {
  Patient: [names, { kind: 'date', name: 'birthdate' }],
  Practitioner: [names],
  Task: [reference('owner'), reference('requester')],
  ServiceRequest: [reference('performer'), reference('requester')],
  EpisodeOfCare: [reference('organization'), reference('care-manager')],
  Appointment: [reference('actor')],
  CareTeam: [reference('participant')],
  Communication: [reference('recipient')],
  PractitionerRole: [reference('organization'), reference('practitioner')],
  OrganizationAffiliation: [reference('primary-organization')],
  HealthcareService: [reference('organization')],
};

export const indexesOf = (type: string): readonly Index[] => declaredIndexes[type as ServedType] ?? [];

/** The parameters that rows serve across children. */
export const indexedParameters = (type: string): string[] =>
  indexesOf(type).flatMap((index) => (index.kind === 'name' ? nameParameters : [index.name]));

/** Keys of the index rows of a resource. */
export function indexKeys(resource: Resource): Key[] {
  const type = resource.resourceType;
  const id = resource.id ?? '';
  return indexesOf(type).flatMap(({ kind, name }) =>
    indexValues(resource, name).map((value) => {
      if (kind === 'name') return indexKey(type, name, [...value][0] ?? '', value, id);
      return indexKey(type, name, value, kind === 'reference' ? statusOf(resource) : '', id);
    }),
  );
}

/** The id at the end of an index row's sort key. */
export const idOfIndexRow = (sk: string): string => sk.slice(sk.lastIndexOf('/') + 1);

/** The ranges of the first index that serves the search; undefined when none does. */
export function serveByIndex(type: ResourceType, query: SearchQuery): Range[] | undefined {
  for (const { kind, name } of indexesOf(type)) {
    const ranges = kind === 'name' ? nameRanges(type, query) : valueRanges(type, name, query);
    if (ranges) return ranges;
  }
  return undefined;
}

function nameRanges(type: string, query: SearchQuery): Range[] | undefined {
  const starts = nameParameters.map((name) => prefixValues(query, name)).find((found) => found !== undefined);
  if (!starts || starts.includes('')) return undefined;
  return starts.map((start) => indexRange(type, 'name', [...start][0] ?? '', start));
}

function valueRanges(type: string, name: string, query: SearchQuery): Range[] | undefined {
  const statuses = equalityValues(query, 'status')?.map((status) => `${status}/`) ?? [''];
  return equalityValues(query, name)?.flatMap((value) =>
    statuses.map((status) => indexRange(type, name, value, status)),
  );
}

const statusOf = (resource: Resource): string =>
  'status' in resource && typeof resource.status === 'string' ? resource.status : '';

/** `system|value` of every identifier of a resource; without a system `|value`. */
export const identifierTokens = (resource: Resource): string[] => indexValues(resource, 'identifier');
