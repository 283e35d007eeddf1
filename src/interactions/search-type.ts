// search within a type: https://hl7.org/fhir/R4/http.html#search
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { readSearch, type SearchInput, searchBundle } from './search-bundle.ts';

export async function searchType(context: Context, type: ResourceType, input: SearchInput): Promise<Answer> {
  return searchBundle(context, await readSearch(context, type, input), `/${type}`);
}
