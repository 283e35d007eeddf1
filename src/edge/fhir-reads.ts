// The reading requests that are no plain read: searches of every reach, histories of every reach.
import type { ResourceType } from '@medplum/fhirtypes';
import { parsePrefer } from '../fhir/header.ts';
import { isServedType } from '../fhir/types.ts';
import type { Answer } from '../interactions/answer.ts';
import type { ReadCondition } from '../interactions/conditional-read.ts';
import type { Context } from '../interactions/context.ts';
import { historyInstance } from '../interactions/history-instance.ts';
import { historySystem } from '../interactions/history-system.ts';
import { historyType } from '../interactions/history-type.ts';
import type { SearchInput } from '../interactions/search-bundle.ts';
import { searchCompartment } from '../interactions/search-compartment.ts';
import { searchSystem } from '../interactions/search-system.ts';
import { searchType } from '../interactions/search-type.ts';
import { allow, type FhirRequest, formOf } from './fhir-request.ts';

export const conditionOf = ({ headers }: FhirRequest): ReadCondition => ({
  ifNoneMatch: headers['if-none-match'],
  ifModifiedSince: headers['if-modified-since'],
});

/** What is asked: in the URL of a GET, or in the form of a POST to `_search`. */
function asked(request: FhirRequest, isForm: boolean): SearchInput {
  return {
    parameters: isForm ? formOf(request) : allow(request, 'GET').query,
    handling: parsePrefer(request.headers.prefer).handling,
  };
}

export const onSystem = (context: Context, request: FhirRequest, isForm: boolean): Promise<Answer> =>
  searchSystem(context, asked(request, isForm));

export const onSearch = (
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  isForm: boolean,
): Promise<Answer> => searchType(context, type, asked(request, isForm));

/** `[base]/Patient/1/Observation`, `[base]/Patient/1/*` and their `_search`; undefined for any other path. */
export function onCompartment(
  context: Context,
  request: FhirRequest,
  compartment: ResourceType,
  id: string,
  [of = '', form, ...more]: readonly string[],
): Promise<Answer> | undefined {
  const type = of === '*' || of === '%2A' || of === '%2a' ? '*' : of;
  if ((type !== '*' && !isServedType(type)) || more.length > 0) return undefined;
  if (form !== undefined && form !== '_search') return undefined;
  return searchCompartment(context, { compartment, id, of: type }, asked(request, form !== undefined));
}

/** A history of whatever the path names before `_history`. */
export function onHistory(
  context: Context,
  request: FhirRequest,
  type?: ResourceType,
  id?: string,
): Promise<Answer> {
  const { query } = allow(request, 'GET');
  if (type === undefined) return historySystem(context, query);
  return id === undefined ? historyType(context, type, query) : historyInstance(context, type, id, query);
}
