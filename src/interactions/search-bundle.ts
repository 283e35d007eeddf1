// A search of any reach as a searchset Bundle. https://hl7.org/fhir/R4/search.html
import type { Bundle, BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { needsTerminology } from '../fhir/search/coded.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { serializeSearch } from '../fhir/search/serialize.ts';
import { summarize } from '../fhir/search/summary.ts';
import type { SearchPage } from '../store/dossier.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { linksOf, pageParameter } from './links.ts';

export interface SearchInput {
  readonly parameters: Iterable<readonly [string, string]>;
  readonly handling: 'strict' | 'lenient';
}

export async function readSearch(
  context: Context,
  type: ResourceType | 'Resource',
  { parameters, handling }: SearchInput,
): Promise<SearchQuery> {
  const asked = [...parameters];
  return parseSearch(type, asked, {
    handling,
    terminology: needsTerminology(asked) ? await context.terminology() : undefined,
    base: context.base,
    now: context.now().getTime(),
    own: [pageParameter],
    canFollow: true,
  });
}

/** `path` below the base is where the search was asked; `child` the Patient whose compartment it is. */
export async function searchBundle(
  context: Context,
  query: SearchQuery,
  path: string,
  child?: string,
): Promise<Answer> {
  const token = query.own.find(([name]) => name === pageParameter)?.[1];
  const page = await context.dossier.search(query, token, child);
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: page.total,
    link: linksOf(`${context.base}${path}`, serializeSearch(query), token, page),
    entry: entriesOf(context, page, query),
  };
  return { status: 200, resource: bundle };
}

function entriesOf(context: Context, page: SearchPage, query: SearchQuery): BundleEntry[] | undefined {
  const entryOf =
    (mode: 'match' | 'include') =>
    (resource: Resource): BundleEntry => ({
      fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
      resource: summarize(resource, query),
      search: { mode },
    });
  const entry = [...page.matches.map(entryOf('match')), ...page.included.map(entryOf('include'))];
  if (query.ignored.length > 0) entry.push(ignoredEntry(query.ignored));
  return entry.length > 0 ? entry : undefined;
}

/** Lenient handling says what it left out. */
const ignoredEntry = (ignored: readonly { readonly reason: string }[]): BundleEntry => ({
  search: { mode: 'outcome' },
  resource: {
    resourceType: 'OperationOutcome',
    issue: ignored.map(({ reason }) => ({ severity: 'warning', code: 'not-supported', diagnostics: reason })),
  },
});
