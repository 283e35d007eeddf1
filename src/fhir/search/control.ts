// Reads the parameters that shape the answer of a search. https://hl7.org/fhir/R4/search.html#return
import { isServedType, servedTypes } from '../types.ts';
import { parseInclude } from './include.ts';
import { refuseManySortKeys } from './limits.ts';
import { parameterOf } from './parameter.ts';
import { type SearchQuery, type SortKey, summaries, totals } from './query.ts';
import { bad, quoteList, unknown, unoffered } from './refusal.ts';
import { codesIn, lookUp, namesOf, type Scope, scopeOf } from './scope.ts';
import { baseElements } from './summary.ts';

/** A query while it is being read. */
export type Draft = { -readonly [K in keyof SearchQuery]: SearchQuery[K] };

type Read = (draft: Draft, value: string, name: string) => void;

/** Those that may come once only. */
const once: Readonly<Record<string, Read>> = {
  _count(draft, value) {
    if (!/^\d{1,9}$/.test(value)) throw bad('_count', `'${value}' is not a whole number of 0 or more`);
    draft.count = Number(value);
  },
  _sort(draft, value) {
    const keys = value.split(',');
    refuseManySortKeys(keys);
    draft.sort = keys.map((key) => parseSortKey(scopeOf(draft), key));
  },
  _total(draft, value) {
    draft.total = oneOf('_total', value, totals);
  },
  _summary(draft, value) {
    draft.summary = oneOf('_summary', value, summaries);
  },
  _elements(draft, value) {
    draft.elements = value.split(',').map((element) => parseElement(scopeOf(draft), element));
  },
  _type(draft, value) {
    if (draft.type !== 'Resource')
      throw unknown(`_type: the search is already for ${draft.type}; leave it out`);
    const types = value.split(',').map((type) => {
      if (isServedType(type)) return type;
      throw bad('_type', `'${type}' is not a type served here; those are ${quoteList(servedTypes)}`);
    });
    draft.types = [...new Set(types)];
  },
  _format(draft, value) {
    draft.format = [...draft.format, ['_format', value]];
  },
  _pretty(draft, value) {
    draft.format = [...draft.format, ['_pretty', oneOf('_pretty', value, ['true', 'false'])]];
  },
  _contained(_, value) {
    if (value !== 'false')
      throw unoffered(
        '_contained',
        'contained resources are not searched on their own; only false is accepted',
      );
  },
};

const repeatable: Readonly<Record<string, Read>> = {
  _include(draft, value, name) {
    draft.include = [...draft.include, parseInclude(name, value, scopeOf(draft))];
  },
  _revinclude(draft, value, name) {
    draft.revinclude = [...draft.revinclude, parseInclude(name, value, scopeOf(draft))];
  },
};

/** Whether the name was a control parameter's; `seen` holds the names of those read before. */
export function readControl(draft: Draft, name: string, value: string, seen: Set<string>): boolean {
  const control = name.split(':')[0] ?? '';
  const read = Object.hasOwn(once, control)
    ? once[control]
    : Object.hasOwn(repeatable, control)
      ? repeatable[control]
      : undefined;
  if (!read) return false;
  if (value === '') throw bad(control, 'the value is empty; leave the parameter out or give it a value');
  if (Object.hasOwn(once, control)) {
    if (name !== control) throw bad(name, `${control} takes no modifier`);
    if (seen.has(control))
      throw bad(control, 'may be given once only; give several values with commas where it takes them');
    seen.add(control);
  }
  read(draft, value, name);
  return true;
}

function parseSortKey(scope: Scope, key: string): SortKey {
  const descending = key.startsWith('-');
  const code = descending ? key.slice(1) : key;
  if (code.includes(':'))
    throw bad('_sort', `'${key}' holds a modifier; write a parameter, with - in front for descending`);
  if (code === '') throw bad('_sort', `'${key}' names no parameter; sort by ${quoteList(sortable(scope))}`);
  const parameter = lookUp(scope, code, '_sort');
  if (parameter.kind === 'composite') throw bad('_sort', `${code} is composite and has no order`);
  return { parameter, descending };
}

const sortable = ([first, ...others]: Scope): string[] =>
  first === undefined
    ? []
    : codesIn([first, ...others]).filter((code) => parameterOf(first, code)?.kind !== 'composite');

function parseElement(scope: Scope, element: string): string {
  const all = [...new Set(scope.flatMap(baseElements))];
  if (all.includes(element)) return element;
  throw bad(
    '_elements',
    `'${element}' is not a base element of ${namesOf(scope)}; there are ${quoteList(all)}`,
  );
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw bad(name, `'${value}' is none of ${quoteList(allowed)}`);
  return found;
}
