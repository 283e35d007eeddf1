// Puts the values of a FHIRPath Patch where they belong: under the right name, of the right type, with their extensions. https://hl7.org/fhir/R4/fhirpatch.html
import type { ElementProperty, ElementShape } from '../elements.ts';
import { cloneExactly } from '../exact-json.ts';
import type { Holder } from './locate.ts';
import { Misfit } from './misfit.ts';
import type { PatchValue } from './path-operations.ts';

/** A value in JSON; `extra` is what stands under the name with an underscore. */
export interface Built {
  readonly value: unknown;
  readonly extra?: unknown;
}

/** Appends to a list, or fills an element that is not there yet. */
export function put(holder: Holder, shape: ElementShape, name: string, sent: PatchValue): void {
  const [key, property] = propertyFor(shape, name, sent);
  const built = build(property, sent);
  if (property.rule.isArray) {
    const list = listAt(holder, key);
    insertAt(holder, key, list.length, built);
    return;
  }
  if (
    property.rule.jsonNames.some((each) => Object.hasOwn(holder, each) || Object.hasOwn(holder, `_${each}`))
  )
    throw new Misfit(`${name} is there already; use replace`);
  set(holder, key, built);
}

/** The JSON name and definition under which a value of this type goes by that name. */
export function propertyFor(
  shape: ElementShape,
  name: string,
  sent: PatchValue,
): readonly [string, ElementProperty] {
  const exact = shape.properties.get(name);
  const known = [...shape.properties].filter(([, { rule }]) => rule.name === name);
  const candidates = exact ? [[name, exact] as const] : known;
  const fitting = candidates.find(([, property]) => fits(property, sent, candidates.length > 1));
  if (fitting) return fitting;
  if (candidates.length === 0) throw new Misfit(`there is no element ${name.slice(0, 64)} here`);
  const types = candidates.map(([, { type }]) => type).join(', ');
  throw new Misfit(`${name} takes ${types}, not ${kindOf(sent)}`);
}

/** Whether the value may stand there; of a choice the type itself decides, else primitives need only look alike in JSON. */
function fits({ type, isPrimitive }: ElementProperty, sent: PatchValue, isChoice: boolean): boolean {
  if (sent.kind === 'resource') return type === 'Resource';
  if (sent.kind === 'parts') return !isPrimitive && type !== 'Resource';
  if (sent.type.toLowerCase() === type.toLowerCase()) return true;
  if (!isPrimitive) return quantities.has(type) && quantities.has(sent.type);
  return !isChoice && /^[a-z]/.test(jsonKind(sent.type)) && jsonKind(sent.type) === jsonKind(type);
}

const quantities = new Set(['Quantity', 'SimpleQuantity', 'Age', 'Count', 'Distance', 'Duration']);
const numbers = new Set(['decimal', 'integer', 'positiveint', 'unsignedint']);
const texts = new Set(
  'base64binary canonical code date datetime id instant markdown oid string time uri url uuid xhtml'.split(
    ' ',
  ),
);

function jsonKind(type: string): string {
  const name = type.toLowerCase();
  if (numbers.has(name)) return 'number';
  return texts.has(name) ? 'string' : name === 'boolean' ? name : `Complex ${type}`;
}

const kindOf = (sent: PatchValue): string =>
  sent.kind === 'typed' ? sent.type : sent.kind === 'parts' ? 'parts' : 'a resource';

export function build(property: ElementProperty, sent: PatchValue): Built {
  if (sent.kind === 'typed') return { value: cloneExactly(sent.value), extra: cloneExactly(sent.extra) };
  if (sent.kind === 'resource') return { value: cloneExactly(sent.value) };
  const shape = property.shape();
  if (!shape) throw new Misfit('an element of this type is not made of parts');
  const holder: Holder = {};
  for (const part of sent.parts) put(holder, shape, part.name, part.value);
  return { value: holder };
}

export function set(holder: Holder, key: string, { value, extra }: Built): void {
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  if (extra === undefined) delete holder[`_${key}`];
  else holder[`_${key}`] = extra;
}

export function listAt(holder: Holder, key: string): readonly unknown[] {
  const list = holder[key] ?? [];
  if (Array.isArray(list)) return list;
  throw new Misfit(`${key} is no list`);
}

/** Extensions of primitives in a list stand in a list beside it, place by place. */
export function insertAt(holder: Holder, key: string, index: number, { value, extra }: Built): void {
  const list = listAt(holder, key);
  const beside = extra === undefined ? holder[`_${key}`] : (holder[`_${key}`] ?? list.map(() => null));
  holder[key] = list.toSpliced(index, 0, value ?? null);
  if (Array.isArray(beside)) holder[`_${key}`] = beside.toSpliced(index, 0, extra ?? null);
}

/** What stood there. */
export function takeAt(holder: Holder, key: string, index: number): Built {
  const list = listAt(holder, key);
  const beside = holder[`_${key}`];
  holder[key] = list.toSpliced(index, 1);
  if (Array.isArray(beside)) holder[`_${key}`] = beside.toSpliced(index, 1);
  return { value: list[index], extra: Array.isArray(beside) ? (beside[index] ?? undefined) : undefined };
}
