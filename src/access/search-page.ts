// From all that matches to one page: order, the place to go on from, included resources.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { SearchQuery } from '../fhir/search/query.ts';
import { compareBy } from '../fhir/search/sort.ts';
import { isServedType, type ServedType } from '../fhir/types.ts';
import type { SearchPage } from '../store/dossier.ts';
import { includeFor } from './includes.ts';
import { indexOf, leadsNowhere, pageFrom, pageSizes, readTurn } from './page.ts';

/** A resource as the caller sees it, and whose file it is in. */
export interface Shown {
  readonly resource: Resource;
  readonly child?: string;
  /** How long its JSON is; a view of it is no longer. */
  bytes(): number;
}

/** How a page reaches further resources, always through the guard. */
export interface Reach {
  lastSeen(at: PagePlace): Promise<Resource | undefined>;
  load(references: readonly { type: ResourceType; id: string }[]): Promise<Shown[]>;
  search(type: ResourceType, parameters: [string, string][]): Promise<Shown[]>;
  /** All of these types in a child's file. */
  inFile(child: string, types: readonly ServedType[]): Promise<Shown[]>;
}

/** The version at which a page ended: the next begins after it, whatever was written in between. */
export interface PagePlace {
  readonly type: ServedType;
  readonly id: string;
  readonly versionId: string;
}

export async function pageOf(
  query: SearchQuery,
  found: readonly Shown[],
  token: string | undefined,
  reach: Reach,
): Promise<{ readonly page: SearchPage; readonly shown: readonly Shown[] }> {
  const order = orderOf(query);
  const items = [...found].sort((a, b) => order(a.resource, b.resource));
  const turn = token === undefined ? undefined : readTurn(token);
  const back = turn?.back ?? false;
  const place = turn && (await reachPlace(turn.place, reach));
  const at = place ? indexOf(items, back, ({ resource }) => order(resource, place)) : 0;
  const size = query.summary === 'count' ? 0 : Math.min(query.count ?? pageSizes.standard, pageSizes.most);
  const { page, next, previous } = pageFrom(
    { items, placeOf: ({ resource }) => placeOf(resource), bytesOf: (shown) => shown.bytes() },
    at,
    back,
    size,
  );
  const included = await includeFor(query, page, reach);
  return {
    shown: [...page, ...included],
    page: {
      matches: page.map(({ resource }) => resource),
      included: included.map(({ resource }) => resource),
      total: query.total === 'none' ? undefined : found.length,
      next,
      previous,
    },
  };
}

/** By the keys asked for, then by id, so that no two resources are alike. */
function orderOf(query: SearchQuery): (a: Resource, b: Resource) => number {
  const bySort = compareBy(query.sort);
  return (a, b) => bySort(a, b) || byText(a.id, b.id) || byText(a.resourceType, b.resourceType);
}

const byText = (a = '', b = ''): number => (a === b ? 0 : a < b ? -1 : 1);

const placeOf = ({ resourceType, id, meta }: Resource): string =>
  `${resourceType}/${id}/${meta?.versionId ?? '1'}`;

async function reachPlace(text: string, reach: Reach): Promise<Resource> {
  const [, type = '', id, versionId] = /^([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})\/(\d{1,9})$/.exec(text) ?? [];
  if (!isServedType(type) || !id || !versionId) throw leadsNowhere();
  const place = await reach.lastSeen({ type, id, versionId });
  if (!place) throw leadsNowhere();
  return place;
}
