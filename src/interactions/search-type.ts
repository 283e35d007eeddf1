// search within a type: https://hl7.org/fhir/R4/http.html#search
import type { Bundle, BundleEntry, BundleLink, Resource, ResourceType } from '@medplum/fhirtypes';
import { parseSearch } from '../fhir/search/parse.ts';
import { serializeSearch } from '../fhir/search/serialize.ts';
import { summarize } from '../fhir/search/summary.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

/** Our own parameter of next links; its value is opaque. */
export const pageParameter = '_page';

export interface SearchInput {
  readonly type: ResourceType;
  readonly parameters: Iterable<readonly [string, string]>;
  readonly handling: 'strict' | 'lenient';
}

export async function searchType(
  context: Context,
  { type, parameters, handling }: SearchInput,
): Promise<Answer> {
  const query = parseSearch(type, parameters, {
    handling,
    base: context.base,
    now: context.now().getTime(),
    own: [pageParameter],
    canFollow: true,
  });
  const token = query.own.find(([name]) => name === pageParameter)?.[1];
  const page = await context.dossier.search(query, token);
  const used = serializeSearch(query);
  const link: BundleLink[] = [{ relation: 'self', url: urlOf(context, type, used, token) }];
  if (page.next) link.push({ relation: 'next', url: urlOf(context, type, used, page.next) });
  const entryOf =
    (mode: 'match' | 'include') =>
    (resource: Resource): BundleEntry => ({
      fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
      resource: summarize(resource, query),
      search: { mode },
    });
  const entry = [...page.matches.map(entryOf('match')), ...page.included.map(entryOf('include'))];
  if (query.ignored.length > 0) entry.push(ignoredEntry(query.ignored));
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: page.total,
    link,
    entry: entry.length > 0 ? entry : undefined,
  };
  return { status: 200, resource: bundle };
}

function urlOf(context: Context, type: string, used: string, token: string | undefined): string {
  const query = [used, token && `${pageParameter}=${encodeURIComponent(token)}`].filter(Boolean).join('&');
  return `${context.base}/${type}${query ? `?${query}` : ''}`;
}

/** Lenient handling says what it left out. */
const ignoredEntry = (ignored: readonly { readonly reason: string }[]): BundleEntry => ({
  search: { mode: 'outcome' },
  resource: {
    resourceType: 'OperationOutcome',
    issue: ignored.map(({ reason }) => ({ severity: 'warning', code: 'not-supported', diagnostics: reason })),
  },
});
