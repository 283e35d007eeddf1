// Who has to do with a child, and as what, at one moment: read off the head of the file.
import { formerPart, type Head, type Json } from '../../store/head.ts';
import type { Caller } from '../caller.ts';
import { namedInConsent, permitsNaming } from './consent.ts';
import type { Relation, RelationFact } from './relation-facts.ts';
import { holds, type Span } from './span.ts';

/** A caller's relations to a file at a moment: by organisation, and apart (`self`) by the person alone. */
export interface Relations {
  readonly organization: ReadonlySet<Relation>;
  readonly self: ReadonlySet<Relation>;
  /** The resources that make each relation. */
  readonly grounds?: ReadonlyMap<Relation, readonly string[]>;
}

export function relationsOf(head: Head, caller: Caller, now: Date): Relations {
  const organization = new Set<Relation>();
  const self = new Set<Relation>();
  const grounds = new Map<Relation, string[]>();
  const add = (to: Set<Relation>, relation: Relation, ground: string): void => {
    to.add(relation);
    const known = grounds.get(relation) ?? [];
    if (!known.includes(ground)) grounds.set(relation, [...known, ground]);
  };
  const party = caller.organization ?? caller.client;
  let answered: ReadonlySet<string> | undefined;
  for (const [reference, facts] of Object.entries(head.access ?? head[formerPart] ?? {})) {
    for (const fact of facts as RelationFact[]) {
      const isParty = fact.key === party;
      const isSelf = fact.key === caller.practitioner || fact.key === caller.person;
      if (!(isParty || isSelf) || fact.as === 'ended') continue;
      if (!holds(fact, now) || !holds(fact.during ?? {}, now)) continue;
      if (fact.as === 'asked' && fact.of === undefined) {
        answered ??= answeredIn(head);
        if (answered.has(`${reference} ${fact.key}`)) continue;
      }
      if (isParty) add(organization, fact.as, reference);
      if (isSelf) add(self, fact.as, reference);
    }
  }
  for (const reference of permitsNaming(head, partiesOf(caller), now)) add(organization, 'named', reference);
  if (self.has('closed')) self.delete('parent');
  return { organization, self, grounds };
}

export const hasTie = ({ organization, self }: Relations): boolean => organization.size + self.size > 0;

/** For whom the caller asks, as resources name them. */
export const partiesOf = ({ organization, practitioner }: Caller): string[] =>
  [organization, practitioner].filter((one) => one !== undefined);

/** The care teams of the file that the caller is in. */
export const teamsOf = (relations: Relations | undefined): string[] =>
  (relations?.grounds?.get('team') ?? []).filter((one) => one.startsWith('CareTeam/'));

/** Requests with a Task for the one asked are where that Task is: `request key` of each. */
const answeredIn = (head: Head): ReadonlySet<string> =>
  new Set(allFacts(head).flatMap(({ of, key }) => (of === undefined ? [] : `${of} ${key}`)));

/** Everyone who has, or had, to do with a child, or is named in a consent: the owners of the caseload rows. */
export const caseloadsOf = (head: Head): string[] => [
  ...new Set([...allFacts(head).map((fact) => fact.key), ...namedInConsent(head)]),
];

/** Who has this relation to the child, whether or not it holds at this moment. */
export const keysOf = (head: Head, relation: Relation): string[] => [
  ...new Set(allFacts(head).flatMap((fact) => (fact.as === relation ? fact.key : []))),
];

/** One fact that ties somebody to the child: by which resource, as what, from when until when. */
export interface TiedBy extends Span {
  readonly ground: string;
  readonly as: Relation;
  readonly key: string;
}

export const tiesIn = (head: Head): TiedBy[] =>
  Object.entries(head.access ?? {}).flatMap(([ground, facts]) =>
    (facts as RelationFact[]).flatMap(({ as, key, from, until, during }) =>
      as === 'ended' ? [] : { ground, as, key, from: from ?? during?.from, until: until ?? during?.until },
    ),
  );

const allFacts = (head: Head): RelationFact[] =>
  Object.values(head.access ?? head[formerPart] ?? {}).flatMap((facts) => facts as RelationFact[]);

/** When a child's Patient is deleted, the region that ran the trajectory can still answer for what was there. */
export const remainsOf = (head: Head): Head => {
  const regions = Object.entries(head.access ?? {}).flatMap(([reference, facts]): [string, Json][] => {
    const own = (facts as RelationFact[]).filter(({ as }) => as === 'ivh');
    return own.length > 0 ? [[reference, own]] : [];
  });
  return regions.length > 0 ? { [formerPart]: Object.fromEntries(regions) } : {};
};
