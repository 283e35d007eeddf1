// Orders resources by search parameters. https://hl7.org/fhir/R4/search.html#sort
import type { Resource } from '@medplum/fhirtypes';
import { storedRange } from './date.ts';
import { asElement, elementsOf, textOf } from './element.ts';
import { foldText } from './fold.ts';
import type { Parameter } from './parameter.ts';
import type { Found } from './path.ts';
import { measureOf } from './quantity.ts';
import type { SortKey } from './query.ts';
import { textsIn } from './string.ts';

type Key = string | number | undefined;

/** Compares by each key in turn; what has no value comes last either way; 0 where all keys are equal. */
export function compareBy(sort: readonly SortKey[]): (a: Resource, b: Resource) => number {
  const known = new WeakMap<Resource, readonly Key[]>();
  const keysOf = (resource: Resource): readonly Key[] => {
    const keys = known.get(resource) ?? sort.map((key) => sortKey(resource, key));
    known.set(resource, keys);
    return keys;
  };
  return (a, b) => {
    const [left, right] = [keysOf(a), keysOf(b)];
    for (const [index, { descending }] of sort.entries()) {
      const order = compare(left[index], right[index], descending);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compare(a: Key, b: Key, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

/** Of several values the one that comes first in the direction asked for. */
function sortKey(resource: Resource, { parameter, descending }: SortKey): Key {
  const keys = parameter.extract(resource, resource).flatMap((found) => keysIn(found, parameter));
  return keys.reduce<Key>((first, key) => (compare(key, first, descending) < 0 ? key : first), undefined);
}

function keysIn(found: Found, { kind }: Parameter): (string | number)[] {
  const element = asElement(found.value);
  switch (kind) {
    case 'date':
      return [storedRange(found)?.from].filter((key) => key !== undefined);
    case 'number':
      return typeof found.value === 'number' ? [found.value] : [];
    case 'quantity':
      return [measureOf(found)?.low].filter((key) => key !== undefined);
    case 'string':
      return textsIn(found).slice(0, 1).map(foldText);
    case 'reference':
      return [textOf(element, 'reference') ?? found.value].filter((key) => typeof key === 'string');
    case 'token':
      return tokenKeys(found);
    default:
      return typeof found.value === 'string' ? [found.value] : [];
  }
}

function tokenKeys({ type, value }: Found): string[] {
  const element = asElement(value);
  if (type === 'CodeableConcept')
    return elementsOf(element, 'coding').flatMap((coding) => textOf(coding, 'code') ?? []);
  if (type === 'Coding') return [textOf(element, 'code')].filter((key) => key !== undefined);
  if (type === 'Identifier' || type === 'ContactPoint')
    return [textOf(element, 'value')].filter((key) => key !== undefined);
  return [String(value)];
}
