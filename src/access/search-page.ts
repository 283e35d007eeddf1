// From all that matches to one page: order, the place to go on from, included resources.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { parseLocal } from '../fhir/reference.ts';
import { includedReferences } from '../fhir/search/include.ts';
import { parameterOf } from '../fhir/search/parameter.ts';
import type { Include, SearchQuery } from '../fhir/search/query.ts';
import { serializeSearch } from '../fhir/search/serialize.ts';
import { compareBy } from '../fhir/search/sort.ts';
import { servedTypes } from '../fhir/types.ts';
import type { SearchPage } from '../store/dossier.ts';

/** A resource as the caller sees it, and whose file it is in. */
export interface Shown {
  readonly resource: Resource;
  readonly child?: string;
}

/** How a page reaches further resources, always through the guard. */
export interface Reach {
  lastSeen(at: PagePlace): Promise<Resource | undefined>;
  load(references: readonly { type: ResourceType; id: string }[]): Promise<Shown[]>;
  search(type: ResourceType, parameters: [string, string][]): Promise<Shown[]>;
}

/** The last resource of a page: the next page begins after it, whatever was written in between. */
export interface PagePlace {
  readonly id: string;
  readonly versionId: string;
}

export const pageSizes = { standard: 50, most: 1000, included: 1000 } as const;

export async function pageOf(
  query: SearchQuery,
  found: readonly Shown[],
  token: string | undefined,
  reach: Reach,
): Promise<{ readonly page: SearchPage; readonly shown: readonly Shown[]; readonly self: string }> {
  const order = orderOf(query);
  const sorted = [...found].sort((a, b) => order(a.resource, b.resource));
  const start = token === undefined ? 0 : await startAfter(sorted, token, order, reach);
  const size = query.summary === 'count' ? 0 : Math.min(query.count ?? pageSizes.standard, pageSizes.most);
  const matches = sorted.slice(start, start + size);
  const last = matches.at(-1)?.resource;
  const included = await includeFor(query, matches, reach);
  return {
    shown: [...matches, ...included],
    self: serializeSearch(query),
    page: {
      matches: matches.map(({ resource }) => resource),
      included: included.map(({ resource }) => resource),
      total: query.total === 'none' ? undefined : found.length,
      next: last && start + size < sorted.length ? encodePlace(last) : undefined,
    },
  };
}

function orderOf(query: SearchQuery): (a: Resource, b: Resource) => number {
  const bySort = compareBy(query.sort);
  return (a, b) => bySort(a, b) || (a.id ?? '').localeCompare(b.id ?? '', 'en') || 0;
}

const encodePlace = (resource: Resource): string =>
  Buffer.from(`${resource.meta?.versionId ?? '1'}/${resource.id}`).toString('base64url');

async function startAfter(
  sorted: readonly Shown[],
  token: string,
  order: (a: Resource, b: Resource) => number,
  reach: Reach,
): Promise<number> {
  const [, versionId, id] =
    /^(\d{1,9})\/([A-Za-z0-9\-.]{1,64})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const last = versionId && id ? await reach.lastSeen({ id, versionId }) : undefined;
  if (!last)
    throw new FhirFailure(
      'bad-parameter',
      'This page link does not lead on any more; search again from the first page.',
    );
  const index = sorted.findIndex(({ resource }) => order(resource, last) > 0);
  return index === -1 ? sorted.length : index;
}

/** What the matches refer to (`_include`) and what refers to them (`_revinclude`), each once, bounded. */
async function includeFor(query: SearchQuery, matches: readonly Shown[], reach: Reach): Promise<Shown[]> {
  const known = new Map(matches.map((shown) => [nameOf(shown.resource), shown]));
  const added: Shown[] = [];
  let fresh: readonly Shown[] = matches;
  for (let round = 0; fresh.length > 0 && round < 5; round += 1) {
    const found = [
      ...(await forward(
        query.include.filter(({ iterate }) => round === 0 || iterate),
        fresh,
        known,
        reach,
        query.base,
      )),
      ...(await backward(
        query.revinclude.filter(({ iterate }) => round === 0 || iterate),
        fresh,
        reach,
        query.base,
      )),
    ];
    fresh = found.filter(({ resource }) => !known.has(nameOf(resource)));
    for (const shown of fresh) {
      if (known.has(nameOf(shown.resource))) continue;
      known.set(nameOf(shown.resource), shown);
      added.push(shown);
    }
    if (added.length > pageSizes.included) {
      throw new FhirFailure(
        'too-costly',
        `The includes bring along more than ${pageSizes.included} resources; ask for fewer matches with _count.`,
      );
    }
  }
  return added;
}

async function forward(
  includes: readonly Include[],
  from: readonly Shown[],
  known: ReadonlyMap<string, Shown>,
  reach: Reach,
  base: string | undefined,
): Promise<Shown[]> {
  const wanted = new Set(
    includes.flatMap((include) =>
      from.flatMap(({ resource }) => includedReferences(resource, include, base)),
    ),
  );
  const places = [...wanted].filter((text) => !known.has(text)).map(parseLocal);
  return places.length === 0 ? [] : reach.load(places.filter((place) => place !== undefined));
}

async function backward(
  includes: readonly Include[],
  from: readonly Shown[],
  reach: Reach,
  base: string | undefined,
): Promise<Shown[]> {
  const names = new Set(from.map(({ resource }) => nameOf(resource)));
  const found: Shown[] = [];
  for (const include of includes) {
    for (const type of include.type ? [include.type] : servedTypes) {
      const code = include.parameter?.code;
      const children = [...new Set(from.flatMap(({ child }) => child ?? []))];
      const searches: [string, string][][] =
        children.length > 0 && parameterOf(type, 'patient')
          ? children.map((child) => [['patient', `Patient/${child}`]])
          : code
            ? [[[code, [...names].join(',')]]]
            : [];
      const referrers = (
        await Promise.all(searches.map((parameters) => reach.search(type, parameters)))
      ).flat();
      found.push(
        ...referrers.filter(({ resource }) =>
          includedReferences(resource, { ...include, type }, base).some((text) => names.has(text)),
        ),
      );
    }
  }
  return found;
}

const nameOf = (resource: Resource): string => `${resource.resourceType}/${resource.id}`;
