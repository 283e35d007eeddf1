// Writes a query back as it was understood, for the self and next links. https://hl7.org/fhir/R4/search.html#conformance
import type { SearchQuery } from './query.ts';

/** What was left out or read by the caller itself is not in it. */
export function serializeSearch(query: SearchQuery): string {
  const pairs: (readonly [string, string | undefined])[] = [
    ['_type', query.types?.join(',')],
    ...query.criteria.map(({ name, text }) => [name, text] as const),
    [
      '_sort',
      query.sort.map(({ parameter, descending }) => `${descending ? '-' : ''}${parameter.code}`).join(',') ||
        undefined,
    ],
    ['_count', query.count?.toString()],
    ['_total', query.total],
    ['_summary', query.summary],
    ['_elements', query.elements?.join(',')],
    ...query.include.map(({ text, iterate }) => [iterate ? '_include:iterate' : '_include', text] as const),
    ...query.revinclude.map(
      ({ text, iterate }) => [iterate ? '_revinclude:iterate' : '_revinclude', text] as const,
    ),
    ...query.format,
  ];
  return pairs
    .flatMap(([name, value]) => (value === undefined ? [] : [`${encode(name)}=${encode(value)}`]))
    .join('&');
}

/** Leaves readable what a query string may hold as it is. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/%(3A|2F|2C|24|40)/g, (escaped) =>
    decodeURIComponent(escaped),
  );
