// Walks a compiled path through a resource: `steps type system`, steps like `telecom[system=email]`, `subject<Patient>` or `entry[0]`.
import type { Resource } from '@medplum/fhirtypes';
import { asElement } from './element.ts';
import { referredType } from './reference-text.ts';

/** One value of a search parameter: its FHIR data type, and for a `code` the system its value set implies. */
export interface Found {
  readonly type: string;
  readonly value: unknown;
  readonly system?: string;
}

/** `node` is where the walk starts: the resource itself, or an element of it for the parts of a composite. */
export type Extract = (node: unknown, resource: Resource) => Found[];

type Filter = (item: object, resource: Resource) => boolean;

interface Step {
  readonly name: string;
  readonly filters: readonly Filter[];
  /** Of several values the first alone. */
  readonly isFirst: boolean;
}

interface Path {
  readonly steps: readonly Step[];
  readonly type: string;
  readonly system?: string;
}

/** `a|b? boolean` asks whether one of these is there and not false. */
function compileQuestion(names: readonly string[]): Extract {
  return (node) => {
    const element = asElement(node);
    const isTrue = names.some((name) => element[name] !== undefined && element[name] !== false);
    return [{ type: 'boolean', value: isTrue }];
  };
}

export function compilePaths(texts: readonly string[]): {
  readonly extract: Extract;
  readonly leaves: ReadonlySet<string>;
} {
  const [, question] = /^([\w|]+)\? boolean$/.exec(texts[0] ?? '') ?? [];
  if (question !== undefined)
    return { extract: compileQuestion(question.split('|')), leaves: new Set(['boolean']) };
  const paths = texts.map(compile);
  const extract: Extract = (node, resource) => {
    const found: Found[] = [];
    for (const path of paths) walk(path, 0, node, resource, found);
    return found;
  };
  return { extract, leaves: new Set(paths.map((path) => path.type)) };
}

function compile(text: string): Path {
  const [steps = '', type = '', system] = text.split(' ');
  const parts = steps.matchAll(/(\w+)((?:\[\w+=[^\]]*\]|<\w+>|\[0\])*)(?:\.|$)/g);
  return {
    steps: [...parts].map(([, name = '', filters = '']) => ({
      name,
      filters: compileFilters(filters),
      isFirst: filters.includes('[0]'),
    })),
    type,
    system,
  };
}

function compileFilters(text: string): Filter[] {
  return [...text.matchAll(/\[(\w+)=([^\]]*)\]|<(\w+)>/g)].map(([, key = '', literal, type]): Filter => {
    if (type !== undefined) return (item, resource) => referredType(item, resource) === type;
    return (item) => Reflect.get(item, key) === literal;
  });
}

/** `at` counts the steps already taken to reach `node`. */
function walk(path: Path, at: number, node: unknown, resource: Resource, found: Found[]): void {
  if (node === undefined || node === null) return;
  if (Array.isArray(node)) {
    const items = path.steps[at - 1]?.isFirst ? node.slice(0, 1) : node;
    for (const item of items) walk(path, at, item, resource, found);
    return;
  }
  const step = path.steps[at];
  if (at > 0 && !isAccepted(path.steps[at - 1]?.filters, node, resource)) return;
  if (step === undefined) found.push({ type: path.type, value: node, system: path.system });
  else if (typeof node === 'object') walk(path, at + 1, Reflect.get(node, step.name), resource, found);
}

function isAccepted(filters: readonly Filter[] | undefined, node: unknown, resource: Resource): boolean {
  if (filters === undefined || filters.length === 0) return true;
  return typeof node === 'object' && node !== null && filters.every((accepts) => accepts(node, resource));
}
