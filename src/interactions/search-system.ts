// search over all types, or those of `_type`: https://hl7.org/fhir/R4/http.html#search
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { readSearch, type SearchInput, searchBundle } from './search-bundle.ts';

export async function searchSystem(context: Context, input: SearchInput): Promise<Answer> {
  return searchBundle(context, await readSearch(context, 'Resource', input), '');
}
