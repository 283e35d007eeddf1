// Who has to agree to an advice plan and who did, from the facts of the child's file.
import type { Head } from '../store/head.ts';
import { latest } from './calendar.ts';
import { factsOf } from './file-facts.ts';

export interface Agreement {
  /** Parents with authority whose agreement is still missing. */
  readonly missing: readonly string[];
  readonly agreed: readonly string[];
  /** Everyone with authority agreed, and there is someone. */
  readonly isComplete: boolean;
  /** When the last of them agreed. */
  readonly on?: string;
}

/** One person may be known by two RelatedPersons: what one agreed to holds for the other. */
export function agreementOn(plan: string, head: Head): Agreement {
  const parents = factsOf(head, 'parent');
  const consents = factsOf(head, 'agreement').filter(({ fact }) => fact.active && fact.plan === plan);
  const by = new Set(consents.flatMap(({ fact }) => fact.by));
  const persons = new Set(
    parents.flatMap(({ reference, fact }) => (fact.same && by.has(reference) ? fact.same : [])),
  );
  const hasAgreed = (parent: (typeof parents)[number]) =>
    by.has(parent.reference) || (parent.fact.same !== undefined && persons.has(parent.fact.same));
  const missing = parents.filter((parent) => !hasAgreed(parent)).map(({ reference }) => reference);
  return {
    missing,
    agreed: parents.filter(hasAgreed).map(({ reference }) => reference),
    isComplete: parents.length > 0 && missing.length === 0,
    on: latest(consents.flatMap(({ fact }) => fact.on ?? [])),
  };
}
