// What the parents decided about one recipient: per parent the most specific decision, then all of them together.
import type { Head } from '../../store/head.ts';
import type { ConsentFact, DecisionFact } from './sharing.ts';
import { holds } from './span.ts';

/** Who is to get what, and for what. */
export interface Recipient {
  /** `Organization/<id>` and `Practitioner/<id>` for which the request is made. */
  readonly parties: readonly string[];
  /** CareTeams of this file that the recipient is in. */
  readonly teams: readonly string[];
  readonly kind: string;
  readonly purpose: string;
  /** Categories of the data asked for (`system|code`); called only when a decision names some. */
  readonly categories: () => readonly string[];
  readonly now: Date;
}

export interface Verdict {
  /** `permit`: every parent with authority permits; `objection`: one objects; `none`: neither. */
  readonly says: 'permit' | 'objection' | 'none';
  /** References of the Consents that decided. */
  readonly basis: readonly string[];
}

interface Decision {
  readonly reference: string;
  readonly fact: DecisionFact;
}

interface Parents {
  /** One person may be known by several RelatedPersons; each list is one person. */
  readonly decisionsOf: readonly {
    readonly references: readonly string[];
    readonly spans: readonly ConsentFact[];
    readonly decisions: readonly Decision[];
  }[];
}

const isFact = (fact: unknown): fact is ConsentFact =>
  typeof fact === 'object' && fact !== null && 'is' in fact;

/** Facts are put in order once per head, as all resources of a file share it. */
const ordered = new WeakMap<object, Parents>();

function parentsOf(facts: NonNullable<Head[string]>): Parents {
  const known = ordered.get(facts);
  if (known) return known;
  const persons = new Map<string, { references: Set<string>; spans: ConsentFact[] }>();
  const decisions: Decision[] = [];
  for (const [reference, fact] of Object.entries(facts)) {
    if (!isFact(fact)) continue;
    if (fact.is === 'decision') decisions.push({ reference, fact });
    else {
      const person = persons.get(fact.same ?? reference) ?? { references: new Set(), spans: [] };
      person.references.add(reference);
      person.spans.push(fact);
      persons.set(fact.same ?? reference, person);
    }
  }
  const parents = {
    decisionsOf: [...persons.values()].map(({ references, spans }) => ({
      references: [...references],
      spans,
      decisions: decisions.filter(({ fact }) => references.has(fact.by)),
    })),
  };
  ordered.set(facts, parents);
  return parents;
}

/** Only who has authority at a moment decides at it. */
const decidingNow = (facts: NonNullable<Head[string]>, now: Date): Parents['decisionsOf'] =>
  parentsOf(facts).decisionsOf.filter(({ spans }) => spans.some((span) => holds(span, now)));

const silent: Verdict = { says: 'none', basis: [] };

/** Only who has authority at this moment decides; without such a parent nobody permits anything. */
export function consentOn(head: Head | undefined, recipient: Recipient): Verdict {
  const facts = head?.consent;
  if (!facts) return silent;
  const deciding = decidingNow(facts, recipient.now);
  const verdicts = deciding.map(({ decisions }) => verdictOf(decisions, recipient));
  const objections = verdicts.filter(({ says }) => says === 'objection');
  if (objections.length > 0) return { says: 'objection', basis: objections.flatMap(({ basis }) => basis) };
  if (verdicts.length === 0 || verdicts.some(({ says }) => says !== 'permit')) return silent;
  return { says: 'permit', basis: verdicts.flatMap(({ basis }) => basis) };
}

/** Recipient, category, purpose: the higher, the more narrowly it is named. */
type Specificity = readonly [number, number, number];

function verdictOf(decisions: readonly Decision[], recipient: Recipient): Verdict {
  const matched = decisions.flatMap((decision) => {
    const specificity = specificityOf(decision.fact, recipient);
    return specificity ? [{ ...decision, specificity }] : [];
  });
  const permits = matched.filter(({ fact }) => fact.permits);
  const standing = matched.filter(
    ({ fact, specificity }) =>
      !fact.permits && !permits.some((permit) => outranks(permit.specificity, specificity)),
  );
  const deciding = standing.length > 0 ? standing : permits;
  if (deciding.length === 0) return silent;
  return {
    says: standing.length > 0 ? 'objection' : 'permit',
    basis: deciding.map(({ reference }) => reference),
  };
}

/** More specific in one respect at least, less in none: at equal specificity an objection holds. */
const outranks = (permit: Specificity, objection: Specificity): boolean =>
  permit.some((level, respect) => level > (objection[respect] ?? 0)) &&
  permit.every((level, respect) => level >= (objection[respect] ?? 0));

/** Undefined when the decision is not about this recipient, purpose, category or moment. */
function specificityOf(fact: DecisionFact, recipient: Recipient): Specificity | undefined {
  if (!holds(fact, recipient.now)) return undefined;
  if (fact.purposes && !fact.purposes.includes(recipient.purpose)) return undefined;
  const to = recipientLevel(fact, recipient);
  if (to === undefined) return undefined;
  if (fact.categories && !isAbout(fact.categories, recipient.categories(), fact.permits)) return undefined;
  return [to, fact.categories ? 1 : 0, fact.purposes ? 1 : 0];
}

const byName = 3;

function recipientLevel(
  { actors, kinds }: DecisionFact,
  { parties, teams, kind }: Pick<Recipient, 'parties' | 'teams' | 'kind'>,
): number | undefined {
  if (actors?.some((actor) => parties.includes(actor))) return byName;
  if (actors?.some((actor) => teams.includes(actor))) return 2;
  if (kinds?.includes(kind)) return 1;
  return actors || kinds ? undefined : 0;
}

const systemOf = (category: string): string => category.slice(0, category.lastIndexOf('|'));

/**
 * An objection is about data that has one of its categories. A permit is too, but within one system it must name all
 * that the data has: who lets speech be shared has not let autism be shared by it.
 */
function isAbout(named: readonly string[], has: readonly string[], permits: boolean): boolean {
  const shared = has.filter((category) => named.includes(category));
  if (!permits) return shared.length > 0;
  return shared.some((category) =>
    has.every((other) => systemOf(other) !== systemOf(category) || named.includes(other)),
  );
}

/** Who has authority over the child now: for each person the RelatedPersons that are this person. */
export function parentsWithAuthority(head: Head, now: Date): (readonly string[])[] {
  if (!head.consent) return [];
  return decidingNow(head.consent, now).map(({ references }) => references);
}

/**
 * Parents with authority who have not permitted an organisation by name all data for every purpose, or object to its
 * having some of it: of each a RelatedPerson. Undefined where no parent has authority.
 */
export function withoutWholePermit(head: Head, organization: string, now: Date): string[] | undefined {
  const to = { parties: [organization], teams: [], kind: 'coordinator' };
  const deciding = head.consent ? decidingNow(head.consent, now) : [];
  if (deciding.length === 0) return undefined;
  return deciding.flatMap(({ references, decisions }) => {
    const matching = decisions.flatMap(({ fact }) => {
      const level = holds(fact, now) ? recipientLevel(fact, to) : undefined;
      const isNarrow = fact.categories !== undefined || fact.purposes !== undefined;
      return level === undefined ? [] : [{ ...fact, isByName: level === byName, isNarrow }];
    });
    const permits = matching.some((one) => one.permits && one.isByName && !one.isNarrow);
    // The others are outranked by a permit by name.
    const objects = matching.some((one) => !one.permits && (one.isByName || one.isNarrow));
    return permits && !objects ? [] : references.slice(0, 1);
  });
}

/** Whether a parent with authority names this very organisation or professional in a permit that holds now. */
export function permitsNaming(head: Head, parties: readonly string[], now: Date): string[] {
  const facts = head.consent;
  if (!facts) return [];
  return decidingNow(facts, now).flatMap(({ decisions }) =>
    decisions
      .filter(
        ({ fact }) => fact.permits && holds(fact, now) && fact.actors?.some((one) => parties.includes(one)),
      )
      .map(({ reference }) => reference),
  );
}

/**
 * What the parents decided about a recipient, as words that are there now and must be there still: each permit, and all
 * objections (and, where something is permitted, all parents with authority) in one.
 */
export function consentWords(head: Head, recipient: Omit<Recipient, 'categories' | 'purpose'>): string[] {
  if (!head.consent) return [];
  const deciding = decidingNow(head.consent, recipient.now);
  const matching = deciding.flatMap(({ decisions }) =>
    decisions.filter(
      ({ fact }) => holds(fact, recipient.now) && recipientLevel(fact, recipient) !== undefined,
    ),
  );
  const referencesOf = (permits: boolean): string[] =>
    matching.filter(({ fact }) => fact.permits === permits).map(({ reference }) => reference);
  const permits = referencesOf(true);
  const standing = [...referencesOf(false), ...(permits.length > 0 ? [`${deciding.length}`] : [])];
  return [...permits.map((one) => `p:${one}`), `c:${standing.sort().join()}`];
}

/** Every decision that is, or will be, about somebody by name: they have the child in their caseload. */
export const namedInConsent = (head: Head): string[] =>
  Object.values(head.consent ?? {}).flatMap((fact) =>
    isFact(fact) && fact.is === 'decision' && fact.permits ? [...(fact.actors ?? [])] : [],
  );
