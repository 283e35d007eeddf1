// Reads the Parameters of a FHIRPath Patch; everything wrong with them at once. https://hl7.org/fhir/R4/fhirpatch.html
import { FhirFailure, type Issue } from '../failure.ts';
import { refuseMany } from './limits.ts';

/** A value as a parameter carries it: a data type, a resource, or (for an element without a type of its own) its parts. */
export type PatchValue =
  | { readonly kind: 'typed'; readonly type: string; readonly value: unknown; readonly extra?: unknown }
  | { readonly kind: 'resource'; readonly value: unknown }
  | {
      readonly kind: 'parts';
      readonly parts: readonly { readonly name: string; readonly value: PatchValue }[];
    };

export type PathOperation = { readonly path: string } & (
  | { readonly type: 'add'; readonly name: string; readonly value: PatchValue }
  | { readonly type: 'insert'; readonly index: number; readonly value: PatchValue }
  | { readonly type: 'delete' }
  | { readonly type: 'replace'; readonly value: PatchValue }
  | { readonly type: 'move'; readonly source: number; readonly destination: number }
);

type Sent = Readonly<Record<string, unknown>>;

const needs: Readonly<Record<PathOperation['type'], readonly string[]>> = {
  add: ['path', 'name', 'value'],
  insert: ['path', 'index', 'value'],
  delete: ['path'],
  replace: ['path', 'value'],
  move: ['path', 'source', 'destination'],
};

export function parsePathPatch(parameters: unknown): PathOperation[] {
  if (!isObject(parameters) || parameters.resourceType !== 'Parameters') {
    throw new FhirFailure('syntax', [
      {
        text: 'A FHIRPath Patch is a Parameters resource with parameters named "operation".',
        expression: 'Parameters',
      },
    ]);
  }
  const sent = parameters.parameter ?? [];
  if (!Array.isArray(sent))
    throw new FhirFailure('syntax', [
      { text: 'parameter must be a list.', expression: 'Parameters.parameter' },
    ]);
  refuseMany(sent.length);
  const issues: Issue[] = [];
  const operations = sent.flatMap((one: unknown, index) => {
    const read = readOperation(one);
    if (typeof read !== 'string') return [read];
    issues.push({ text: `Operation ${index + 1}: ${read}.`, expression: `Parameters.parameter[${index}]` });
    return [];
  });
  if (issues.length > 0) throw new FhirFailure('syntax', issues);
  return operations;
}

/** The operation, or what is wrong with it. */
function readOperation(sent: unknown): PathOperation | string {
  if (!isObject(sent) || sent.name !== 'operation') return 'every parameter must be named "operation"';
  if (!Array.isArray(sent.part) || !sent.part.every(isObject)) return 'it must have parts';
  const parts = new Map<string, Sent>();
  for (const part of sent.part as readonly Sent[]) {
    const name = String(part.name);
    if (parts.has(name)) return `the part "${name.slice(0, 64)}" stands twice`;
    parts.set(name, part);
  }
  const type = textOf(parts.get('type'));
  if (type === undefined || !isType(type)) return `type must be the code ${Object.keys(needs).join(', ')}`;
  const wanted = ['type', ...needs[type]];
  const missing = wanted.find((name) => !parts.has(name));
  if (missing) return `${type} needs the part "${missing}"`;
  const foreign = [...parts.keys()].find((name) => !wanted.includes(name));
  if (foreign) return `${type} takes ${wanted.join(', ')}; "${foreign.slice(0, 64)}" is none of them`;
  return readParts(type, parts);
}

function readParts(type: PathOperation['type'], parts: ReadonlyMap<string, Sent>): PathOperation | string {
  const path = textOf(parts.get('path'));
  if (!path) return 'path must be a valueString';
  const value = readValue(parts.get('value'));
  if (needs[type].includes('value') && !value) return 'value must be one value[x], a resource, or parts';
  const name = textOf(parts.get('name'));
  const [index, source, destination] = ['index', 'source', 'destination'].map((one) =>
    placeOf(parts.get(one)),
  );
  if (type === 'delete') return { type, path };
  if (type === 'move') {
    if (source === undefined || destination === undefined)
      return 'source and destination must be valueIntegers of 0 or more';
    return { type, path, source, destination };
  }
  if (!value) return 'value is missing';
  if (type === 'replace') return { type, path, value };
  if (type === 'insert')
    return index === undefined ? 'index must be a valueInteger of 0 or more' : { type, path, index, value };
  return name ? { type, path, name, value } : 'name must be a valueString';
}

function readValue(part: Sent | undefined): PatchValue | undefined {
  if (!part) return undefined;
  const keys = Object.keys(part).filter((key) => key !== 'name' && key !== 'id' && key !== 'extension');
  const plain = keys.find((key) => !key.startsWith('_')) ?? keys[0]?.slice(1);
  if (!plain || keys.some((key) => key !== plain && key !== `_${plain}`)) return undefined;
  if (plain === 'resource') return { kind: 'resource', value: part.resource };
  if (plain === 'part') return readNested(part.part);
  const type = /^value([A-Z][A-Za-z0-9]*)$/.exec(plain)?.[1];
  return type ? { kind: 'typed', type, value: part[plain], extra: part[`_${plain}`] } : undefined;
}

function readNested(sent: unknown): PatchValue | undefined {
  if (!Array.isArray(sent) || !sent.every(isObject)) return undefined;
  const parts = sent.flatMap((one) => {
    const value = readValue(one);
    return value && typeof one.name === 'string' ? [{ name: one.name, value }] : [];
  });
  return parts.length === sent.length ? { kind: 'parts', parts } : undefined;
}

const isType = (text: string): text is PathOperation['type'] => Object.hasOwn(needs, text);

function textOf(part: Sent | undefined): string | undefined {
  const value = part?.valueCode ?? part?.valueString;
  return typeof value === 'string' ? value : undefined;
}

function placeOf(part: Sent | undefined): number | undefined {
  const value = part?.valueInteger;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isObject(value: unknown): value is Sent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
