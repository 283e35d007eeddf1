// What a bulk export asks of each type: `_typeFilter` and `_elements`. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters
import { FhirFailure } from '../failure.ts';
import { isServedType, type ServedType } from '../types.ts';
import { parseSearch } from './parse.ts';
import type { SearchQuery } from './query.ts';
import { baseElements } from './summary.ts';

export interface TypeFilter {
  readonly type: ServedType;
  readonly query: SearchQuery;
}

/** The filters of one `_typeFilter`: commas part them where a type and a question mark follow. */
export const splitTypeFilters = (text: string): string[] => text.split(/,(?=[A-Z][A-Za-z]*\?)/);

/** `Observation?status=final`; a filter chooses resources and says nothing of the answer's form. */
export function parseTypeFilter(text: string, base: string): TypeFilter {
  const [, type = '', search = ''] = /^([A-Za-z]+)\?(.+)$/s.exec(text) ?? [];
  if (!isServedType(type)) {
    throw new FhirFailure(
      'bad-parameter',
      `_typeFilter: "${text.slice(0, 64)}" must be a search on a type served here, for example Observation?status=final.`,
    );
  }
  const query = parseSearch(type, new URLSearchParams(search), { handling: 'strict', base });
  const { sort, include, revinclude, count, total, summary, elements, format } = query;
  const shapes = [count, total, summary, elements].some((one) => one !== undefined);
  if (shapes || sort.length + include.length + revinclude.length + format.length > 0) {
    throw new FhirFailure(
      'bad-parameter',
      `_typeFilter: "${text.slice(0, 64)}" holds a parameter that shapes an answer (_sort, _include, _count and the like); only search parameters of ${type} choose resources.`,
    );
  }
  if (query.criteria.length === 0)
    throw new FhirFailure('bad-parameter', `_typeFilter: give at least one search parameter of ${type}.`);
  return { type, query };
}

/** The elements of a type that `_elements` names: `Patient.name` for one type, `name` for each that has it. */
export function elementsFor(type: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [first = '', second] = name.split('.');
    const element = second === undefined ? first : first === type ? second : undefined;
    return element !== undefined && baseElements(type).includes(element) ? [element] : [];
  });
}
