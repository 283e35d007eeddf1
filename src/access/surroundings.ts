// Matches searches that ask about other resources (chains, _has): fetches what a round of matching missed, then again.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { type LocalReference, parseLocal } from '../fhir/reference.ts';
import { matches, needsSurroundings, type Surroundings } from '../fhir/search/match.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { Reach, Shown } from './search-page.ts';

const rounds = 12;

/** The resources that match; references and referrers are reached as the caller may see them. */
export async function matching(
  query: SearchQuery,
  candidates: readonly Shown[],
  reach: Reach,
): Promise<Shown[]> {
  if (!needsSurroundings(query)) return candidates.filter(({ resource }) => matches(resource, query));
  const resolved = new Map<string, Resource | undefined>();
  const referring = new Map<string, readonly Resource[]>();
  for (let round = 0; round < rounds; round += 1) {
    const missing = new Map<string, LocalReference>();
    const asked = new Map<string, Parameters<NonNullable<Surroundings['referrers']>>>();
    const surroundings: Surroundings = {
      resolve: (text) => {
        const local = parseLocal(text);
        const name = local && `${local.type}/${local.id}`;
        if (name && !resolved.has(name)) missing.set(name, local);
        return name ? resolved.get(name) : undefined;
      },
      referrers: (type, code, resource) => {
        const name = `${type}?${code}=${resource.resourceType}/${resource.id}`;
        if (!referring.has(name)) asked.set(name, [type, code, resource]);
        return referring.get(name) ?? [];
      },
    };
    const found = candidates.filter(({ resource }) => matches(resource, query, surroundings));
    if (missing.size + asked.size === 0) return found;
    for (const name of missing.keys()) resolved.set(name, undefined);
    for (const { resource } of await reach.load([...missing.values()]))
      resolved.set(`${resource.resourceType}/${resource.id}`, resource);
    for (const [name, [type, code, resource]] of asked) {
      const referrers = await reach.search(type, [[code, `${resource.resourceType}/${resource.id}`]]);
      referring.set(
        name,
        referrers.map((shown) => shown.resource),
      );
    }
  }
  throw new FhirFailure('too-costly', `The chains of this search go deeper than ${rounds} steps.`);
}
