// Whether the use of a child's file, or of one resource in it, is restricted at a parent's request (AVG 18).
import type { Head } from '../../store/head.ts';
import { holds, type Span } from './span.ts';

/** Kept in the head's part `rights` by the resource that restricts; without `of` it is the whole file. */
export type RestrictionFact = Span & { readonly is: 'restriction'; readonly of?: readonly string[] };

const isRestriction = (fact: unknown): fact is RestrictionFact =>
  typeof fact === 'object' && fact !== null && 'is' in fact && fact.is === 'restriction';

/** The resource that restricts what is asked for; undefined where nothing does. */
export function restrictionOn(asked: {
  readonly head?: Head;
  readonly type: string;
  readonly id?: string;
  readonly now: Date;
}): string | undefined {
  const facts = asked.head?.rights;
  if (!facts) return undefined;
  const reference = `${asked.type}/${asked.id ?? ''}`;
  return Object.entries(facts).find(
    ([, fact]) =>
      isRestriction(fact) && (fact.of === undefined || fact.of.includes(reference)) && holds(fact, asked.now),
  )?.[0];
}

/** The restrictions that hold now, as one word; none where nothing is restricted. */
export function restrictionWords(head: Head, now: Date): string[] {
  const standing = Object.entries(head.rights ?? {}).flatMap(([reference, fact]) =>
    isRestriction(fact) && holds(fact, now) ? [reference] : [],
  );
  return [`r:${standing.sort().join()}`];
}
