// Matches searches that ask about other resources (chains, _has): fetches what a round of matching missed, then again.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { includedReferences } from '../fhir/search/include.ts';
import { matches, needsSurroundings, type Surroundings } from '../fhir/search/match.ts';
import { parameterOf, servedTargets } from '../fhir/search/parameter.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { localName } from '../fhir/search/reference-text.ts';
import { isServedType, type ServedType, servedTypes } from '../fhir/types.ts';
import { type Canonical, namedByUrl } from './named-by-url.ts';
import type { Reach, Shown } from './search-page.ts';

const rounds = 12;

/** Who is asked about by one reference parameter of one type. */
interface Asked {
  readonly type: ServedType;
  readonly code: string;
  readonly names: Set<string>;
}

/** The resources that match; references and referrers are reached as the caller may see them. */
export async function matching<T extends Pick<Shown, 'resource'>>(
  query: SearchQuery,
  candidates: readonly T[],
  reach: Reach,
): Promise<T[]> {
  if (!needsSurroundings(query)) return candidates.filter(({ resource }) => matches(resource, query));
  const resolved = new Map<string, Resource | undefined>();
  const referring = new Map<string, Resource[]>();
  for (let round = 0; round < rounds; round += 1) {
    const missing = new Map<string, { type: ServedType; id: string }>();
    const asked = new Map<string, Asked>();
    const canonicals = new Map<string, Canonical>();
    const surroundings: Surroundings = {
      resolve: (text) => {
        const { type = '', id = '' } = localName(text, query.base) ?? {};
        if (!isServedType(type)) return undefined;
        const name = `${type}/${id}`;
        if (!resolved.has(name)) missing.set(name, { type, id });
        return resolved.get(name);
      },
      byUrl: (type, canonical) => {
        const name = `${type}?url=${canonical}`;
        if (!referring.has(name)) canonicals.set(name, { type, canonical });
        return referring.get(name) ?? [];
      },
      referrers: (type, code, resource) => {
        const name = `${resource.resourceType}/${resource.id}`;
        const known = referring.get(`${type}?${code}=${name}`);
        if (known) return known;
        const ask = asked.get(`${type}?${code}`) ?? { type, code, names: new Set() };
        ask.names.add(name);
        asked.set(`${type}?${code}`, ask);
        return [];
      },
    };
    const found = candidates.filter(({ resource }) => matches(resource, query, surroundings));
    if (missing.size + asked.size + canonicals.size === 0) return found;
    for (const name of missing.keys()) resolved.set(name, undefined);
    for (const { resource } of await reach.load([...missing.values()]))
      resolved.set(`${resource.resourceType}/${resource.id}`, resource);
    for (const [name, canonical] of canonicals)
      referring.set(
        name,
        (await namedByUrl(canonical, reach)).map(({ resource }) => resource),
      );
    for (const ask of asked.values())
      for (const [name, resources] of await referrersOf(ask, query, reach)) referring.set(name, resources);
  }
  throw new FhirFailure('too-costly', `The chains of this search go deeper than ${rounds} steps.`);
}

/** How many are asked about in one search; a search that names more children is refused. */
const together = 200;

/** One search for many of them, its results sorted out by whom they refer to. */
async function referrersOf(
  { type, code, names }: Asked,
  { base }: SearchQuery,
  reach: Reach,
): Promise<Map<string, Resource[]>> {
  const parameter = parameterOf(type, code);
  const targets: ReadonlySet<string> = new Set(parameter ? servedTargets(parameter, servedTypes) : []);
  const by = new Map([...names].map((name): [string, Resource[]] => [`${type}?${code}=${name}`, []]));
  const aimed = [...names].filter((name) => targets.has(name.split('/')[0] ?? ''));
  for (let start = 0; start < aimed.length; start += together) {
    const some = aimed.slice(start, start + together);
    for (const { resource } of await reach.search(type, [[code, some.join(',')]]))
      for (const name of includedReferences(resource, { text: code, type, parameter, iterate: false }, base))
        by.get(`${type}?${code}=${name}`)?.push(resource);
  }
  return by;
}
