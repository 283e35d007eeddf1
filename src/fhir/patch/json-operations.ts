// Reads a JSON Patch document; everything wrong with it at once. https://www.rfc-editor.org/rfc/rfc6902#section-4
import { FhirFailure, type Issue } from '../failure.ts';
import { refuseMany } from './limits.ts';
import { parsePointer } from './pointer.ts';

/** One operation; `text` is its path as sent. */
export type JsonOperation = { readonly path: readonly string[]; readonly text: string } & (
  | { readonly op: 'add' | 'replace' | 'test'; readonly value: unknown }
  | { readonly op: 'remove' }
  | { readonly op: 'move' | 'copy'; readonly from: readonly string[] }
);

const names = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;

export function parseJsonPatch(document: unknown): JsonOperation[] {
  if (!Array.isArray(document))
    throw new FhirFailure('syntax', 'A JSON Patch is a list of operations: [{ "op": …, "path": … }].');
  refuseMany(document.length);
  const issues: Issue[] = [];
  const operations = document.flatMap((one: unknown, index) => {
    const read = readOperation(one);
    if (typeof read !== 'string') return [read];
    issues.push({ text: `Operation ${index + 1}: ${read}.` });
    return [];
  });
  if (issues.length > 0) throw new FhirFailure('syntax', issues);
  return operations;
}

/** The operation, or what is wrong with it. */
function readOperation(sent: unknown): JsonOperation | string {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return 'it must be an object';
  const { op, path, from, value } = sent as Record<string, unknown>;
  const name = names.find((one) => one === op);
  if (!name) return `op must be one of ${names.join(', ')}`;
  const tokens = typeof path === 'string' ? parsePointer(path) : undefined;
  if (typeof path !== 'string' || !tokens)
    return `path of ${name} must be a JSON Pointer such as /name/0/family, of at most 500 characters`;
  const place = { path: tokens, text: path };
  if (name === 'remove') return { ...place, op: name };
  if (name === 'move' || name === 'copy') {
    const source = typeof from === 'string' ? parsePointer(from) : undefined;
    return source
      ? { ...place, op: name, from: source }
      : `from of ${name} must be a JSON Pointer such as /name/0`;
  }
  if (!Object.hasOwn(sent, 'value')) return `${name} needs a value`;
  return { ...place, op: name, value };
}
