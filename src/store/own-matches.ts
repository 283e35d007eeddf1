// Which resources of a commit a search string meets, without trying every one of them for every string.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Gate } from './gate.ts';
import { identifierTokens } from './indexes.ts';

type OwnMatches = (type: ResourceType, query: string) => Promise<Resource[]>;

export function ownMatches(resources: readonly (Resource | undefined)[], gate: Gate): OwnMatches {
  const present = resources.filter((resource) => resource !== undefined);
  const byType = Map.groupBy(present, ({ resourceType }) => resourceType);
  const byToken = new Map<string, Set<Resource>>();
  for (const resource of present) {
    for (const token of identifierTokens(resource)) {
      const holders = byToken.get(token) ?? new Set();
      byToken.set(token, holders.add(resource));
    }
  }
  return async (type, query) => {
    const tokens = namedTokens(query);
    const candidates = tokens
      ? [...new Set(tokens.flatMap((token) => [...(byToken.get(token) ?? [])]))]
      : (byType.get(type) ?? []);
    if (candidates.length === 0) return [];
    const test = await gate.tester(type, query);
    return candidates.filter((resource) => resource.resourceType === type && test(resource));
  };
}

/** The identifiers of which a match has one; undefined where the query leaves their system open or does not ask. */
function namedTokens(query: string): string[] | undefined {
  const tokens = new URLSearchParams(query).get('identifier')?.split(',');
  return tokens?.every((token) => /^[^|]+\|[^|]+$/.test(token)) ? tokens : undefined;
}
