// JSON Patch: add, remove, replace, move, copy and test, all of them or none. https://www.rfc-editor.org/rfc/rfc6902
import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '@medplum/fhirtypes';
import { cloneExactly } from '../exact-json.ts';
import { FhirFailure } from '../failure.ts';
import type { JsonOperation } from './json-operations.ts';
import { Misfit } from './misfit.ts';
import { at, type Container, expressionOf, has, indexOf, isContainer } from './pointer.ts';

/** Bytes that `copy` may add; without a bound a few of them double a resource beyond any memory. */
const mostCopied = 4 * 1024 * 1024;

/** Changes the resource in place; throws `invalid` naming the operation that cannot be done. */
export function applyJsonPatch(resource: Resource, operations: readonly JsonOperation[]): void {
  let copied = 0;
  for (const [index, operation] of operations.entries()) {
    try {
      copied += apply(resource, operation);
      if (copied > mostCopied) throw new Misfit(`copies more than ${mostCopied} bytes in all`);
    } catch (problem) {
      if (!(problem instanceof Misfit)) throw problem;
      const expression = expressionOf(resource.resourceType, operation.path);
      const text = `Operation ${index + 1} (${operation.op} ${operation.text}): ${problem.message}.`;
      throw new FhirFailure('invalid', [{ text, expression }], { cause: problem });
    }
  }
}

/** Answers how many bytes were copied. */
function apply(root: Resource, operation: JsonOperation): number {
  const { path } = operation;
  switch (operation.op) {
    case 'add':
      add(root, path, cloneExactly(operation.value));
      return 0;
    case 'remove':
      remove(root, path);
      return 0;
    case 'replace':
      replace(root, path, cloneExactly(operation.value));
      return 0;
    case 'move':
      move(root, operation.from, path);
      return 0;
    case 'copy': {
      const value = find(root, operation.from);
      add(root, path, cloneExactly(value));
      return JSON.stringify(value).length;
    }
    case 'test':
      if (!isDeepStrictEqual(find(root, path), operation.value))
        throw new Misfit('the value there is another than the one tested for');
      return 0;
  }
}

function find(root: Resource, path: readonly string[]): unknown {
  let value: unknown = root;
  for (const token of path) {
    if (!isContainer(value) || !has(value, token)) throw new Misfit(`there is nothing at "${token}"`);
    value = at(value, token);
  }
  return value;
}

/** The container that a path ends in, and its last token. */
function parentOf(root: Resource, path: readonly string[]): [Container, string] {
  const last = path.at(-1);
  if (last === undefined) throw new Misfit('the whole resource is replaced by a PUT, not by a patch');
  const parent = find(root, path.slice(0, -1));
  if (!isContainer(parent)) throw new Misfit(`"${last}" is looked for in what is neither object nor list`);
  return [parent, last];
}

function add(root: Resource, path: readonly string[], value: unknown): void {
  const [parent, token] = parentOf(root, path);
  if (!Array.isArray(parent)) {
    parent[elementName(token)] = value;
    return;
  }
  const index = token === '-' ? parent.length : indexOf(token);
  if (index === undefined || index > parent.length)
    throw new Misfit(
      `"${token}" is no place in a list of ${parent.length}; use 0 to ${parent.length} or "-"`,
    );
  parent.splice(index, 0, value);
}

function remove(root: Resource, path: readonly string[]): unknown {
  const value = find(root, path);
  const [parent, token] = parentOf(root, path);
  if (Array.isArray(parent)) parent.splice(Number(token), 1);
  else delete parent[token];
  return value;
}

function replace(root: Resource, path: readonly string[], value: unknown): void {
  find(root, path);
  const [parent, token] = parentOf(root, path);
  if (Array.isArray(parent)) parent[Number(token)] = value;
  else parent[token] = value;
}

function move(root: Resource, from: readonly string[], path: readonly string[]): void {
  if (from.length < path.length && from.every((token, index) => token === path[index]))
    throw new Misfit('nothing moves into itself; choose a place outside of it');
  add(root, path, remove(root, from));
}

/** No element has a name such as __proto__, and nothing may be reached by it. */
function elementName(token: string): string {
  if (/^_?[A-Za-z][A-Za-z0-9]*$/.test(token)) return token;
  throw new Misfit(`"${token.slice(0, 64)}" is no name of an element`);
}
