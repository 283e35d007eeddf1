// Evaluates the constraints a definition puts on its elements. https://hl7.org/fhir/R4/elementdefinition.html#ElementDefinition.constraint
import { evalFhirPathTyped, parseFhirPath, type TypedValue } from '@medplum/core';
import { isEvaluated } from './checked-in-code.ts';
import type { Element } from './definition.ts';
import type { Place, Walk } from './walk.ts';

export interface Invariant {
  readonly key: string;
  readonly human: string;
  /** Whether the value obeys; throws when the expression cannot be evaluated on it. */
  readonly holds: (value: TypedValue, resource: TypedValue, root: TypedValue) => boolean;
}

const ucum: TypedValue = { type: 'uri', value: 'http://unitsofmeasure.org' };

/** Only those that make a resource wrong: a warning never refuses a write. */
export function invariantsOf(element: Element): readonly Invariant[] {
  return (element.constraint ?? []).flatMap(({ key = '', severity, human = '', expression }) =>
    severity === 'error' && expression && isEvaluated(key)
      ? [{ key, human, holds: predicate(expression) }]
      : [],
  );
}

/** Parses on first use: a type has more constraints than a resource of it meets. */
function predicate(expression: string): Invariant['holds'] {
  let parsed: ReturnType<typeof parseFhirPath> | undefined;
  return (value, resource, root) => {
    parsed ??= parseFhirPath(expression);
    const variables = { '%context': value, '%resource': resource, '%rootResource': root, '%ucum': ucum };
    const result = evalFhirPathTyped(parsed, [value], variables);
    return result.length === 1 && result[0]?.value === true;
  };
}

/** `foundBefore` is how many issues there were before this value's shape was checked. */
export function checkInvariants(
  walk: Walk,
  invariants: readonly Invariant[],
  value: TypedValue,
  path: string,
  place: Place,
  foundBefore = walk.found(),
): void {
  for (const { key, human, holds } of invariants) {
    try {
      if (!holds(value, place.resource, place.root)) {
        walk.report('invariant', path, `breaks rule ${key}: ${human}`);
      }
    } catch {
      // On a value of the wrong shape an expression may fail; that shape is reported already.
      if (walk.found() > foundBefore) continue;
      walk.report('exception', path, `cannot be checked against rule ${key}; right would be: ${human}`);
    }
  }
}
