// Concepts of a code system: found by code, with what lies above and below them. https://hl7.org/fhir/R4/codesystem.html
import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';

/** A concept and the codes straight above it, by nesting or by a `subsumedBy` or `parent` property. */
export interface PlacedConcept {
  readonly concept: CodeSystemConcept;
  readonly parents: ReadonlySet<string>;
}

type Concepts = ReadonlyMap<string, PlacedConcept>;

/** A code system does not change while it is held, so it is indexed once. */
const indexed = new WeakMap<CodeSystem, Concepts>();

/** Every concept by its code, in the order of the code system. */
export function conceptsOf(codeSystem: CodeSystem): Concepts {
  const known = indexed.get(codeSystem);
  if (known) return known;
  const found = new Map<string, { concept: CodeSystemConcept; parents: Set<string> }>();
  const place = (concepts: readonly CodeSystemConcept[], above: string | undefined): void => {
    for (const concept of concepts) {
      const { parents } = found.get(concept.code) ?? { parents: new Set<string>() };
      for (const parent of [above, ...namedParents(concept)]) if (parent) parents.add(parent);
      found.set(concept.code, { concept, parents });
      place(concept.concept ?? [], concept.code);
    }
  };
  place(codeSystem.concept ?? [], undefined);
  indexed.set(codeSystem, found);
  return found;
}

const namedParents = ({ property = [] }: CodeSystemConcept): (string | undefined)[] =>
  property.filter(({ code }) => code === 'subsumedBy' || code === 'parent').map(({ valueCode }) => valueCode);

/** The code and everything below it, in the order of the code system; empty when there is no such code. */
export function codesBelow(codeSystem: CodeSystem, root: string): string[] {
  const concepts = conceptsOf(codeSystem);
  const found = new Set([root]);
  for (let grown = true; grown; ) {
    const before = found.size;
    for (const [code, { parents }] of concepts)
      if ([...parents].some((parent) => found.has(parent))) found.add(code);
    grown = found.size > before;
  }
  return [...concepts.keys()].filter((code) => found.has(code) && concepts.has(root));
}

/** The code and everything above it, nearest first; empty when there is no such code. */
export function codesAbove(codeSystem: CodeSystem, start: string): string[] {
  const concepts = conceptsOf(codeSystem);
  if (!concepts.has(start)) return [];
  const found = new Set([start]);
  for (const code of found) for (const parent of concepts.get(code)?.parents ?? []) found.add(parent);
  return [...found];
}

/** A heading of the code system that is no code to record. */
export const isAbstract = (concept: CodeSystemConcept): boolean =>
  (concept.property ?? []).some(
    ({ code, valueBoolean }) => (code === 'notSelectable' || code === 'abstract') && valueBoolean === true,
  );

/** Retired codes stay known, so that old records can be read. */
export const isInactive = (concept: CodeSystemConcept): boolean =>
  (concept.property ?? []).some(
    ({ code, valueCode, valueBoolean }) =>
      (code === 'status' && (valueCode === 'retired' || valueCode === 'inactive')) ||
      (code === 'inactive' && valueBoolean === true),
  );
