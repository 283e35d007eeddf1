// Asks the search about resources in memory, for the tables of cases.
import type { Resource } from '@medplum/fhirtypes';
import { matches, type Surroundings } from '../../../src/fhir/search/match.ts';
import { type ParseOptions, parseSearch } from '../../../src/fhir/search/parse.ts';
import type { SearchQuery } from '../../../src/fhir/search/query.ts';

export const base = 'https://dossier.example.nl/fhir';

export const parse = (
  type: Resource['resourceType'],
  query: string,
  options: Partial<ParseOptions> = {},
): SearchQuery =>
  parseSearch(type, new URLSearchParams(query), { handling: 'strict', base, canFollow: true, ...options });

export const finds = (resource: Resource, query: string, surroundings: Surroundings = {}): boolean =>
  matches(resource, parse(resource.resourceType, query), surroundings);

/** A case of a table: what is asked, and whether the resource is found. */
export type Case = readonly [query: string, found: boolean];
