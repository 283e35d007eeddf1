// From a FHIRPath to the places in a resource that it selects. https://hl7.org/fhir/R4/fhirpatch.html
import { evalFhirPathTyped } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { ElementProperty, ElementShape, ElementShapes } from '../elements.ts';
import { Misfit } from './misfit.ts';

export type Holder = Record<string, unknown>;

/** Where a value stands: in the holder under its JSON name, in a list at the index. */
export interface Spot {
  readonly holder: Holder;
  readonly key: string;
  readonly index?: number;
  readonly property: ElementProperty;
  /** What the holder may hold. */
  readonly within: ElementShape;
}

/** A selected value with what it may hold; the resource itself has no spot. */
export interface Located {
  readonly value: unknown;
  readonly shape?: ElementShape;
  readonly spot?: Spot;
}

/** Functions that select; none that leaves the resource, or whose cost a client could drive up. */
const functions = new Set(
  'where first last tail skip take single ofType as is extension exists empty not count startsWith endsWith contains'.split(
    ' ',
  ),
);
const longest = 500;

export function locate(resource: Resource, path: string, shapes: ElementShapes): Located[] {
  refuseCostly(path);
  const root = { type: resource.resourceType, value: resource, path: resource.resourceType };
  const shape = shapes(resource.resourceType);
  let found: ReturnType<typeof evalFhirPathTyped>;
  try {
    found = evalFhirPathTyped(path, [root]);
  } catch {
    throw new Misfit('the path is no FHIRPath that can be evaluated on this resource');
  }
  return found.map((one): Located => {
    if (one.value === resource) return { value: resource, shape };
    const located = 'path' in one ? follow(resource, shape, one.path, shapes) : undefined;
    if (located && located.value === one.value) return located;
    throw new Misfit('the path selects no element in its place; use names, indexes and where(…)');
  });
}

/** The one element that a path selects. */
export function locateOne(resource: Resource, path: string, shapes: ElementShapes): Located {
  const [one, ...more] = locate(resource, path, shapes);
  if (one && more.length === 0) return one;
  throw new Misfit(`the path selects ${one ? more.length + 1 : 'no'} elements; it must select exactly one`);
}

function refuseCostly(path: string): void {
  if (path.length > longest) throw new Misfit(`the path has more than ${longest} characters`);
  const called = path.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''").matchAll(/([A-Za-z]\w*)\s*\(/g);
  for (const [, name = ''] of called)
    if (!functions.has(name) && !['and', 'or', 'xor', 'implies', 'in'].includes(name))
      throw new Misfit(`a path may call ${[...functions].join(', ')}; ${name} is none of them`);
}

function follow(
  resource: Resource,
  rootShape: ElementShape | undefined,
  path: string,
  shapes: ElementShapes,
): Located | undefined {
  let value: unknown = resource;
  let shape = rootShape;
  let spot: Spot | undefined;
  for (const step of path.split('.').slice(1)) {
    const [, name, place] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    if (!name || !isHolder(value) || !shape) return undefined;
    const key = keyOf(value, shape, name);
    const property = key === undefined ? undefined : shape.properties.get(key);
    if (key === undefined || !property) return undefined;
    const held = value[key];
    const index = Array.isArray(held) ? Number(place ?? (held.length === 1 ? 0 : -1)) : undefined;
    spot = { holder: value, key, index, property, within: shape };
    value = Array.isArray(held) ? held[index ?? -1] : held;
    shape = shapeOf(value, property, shapes);
  }
  return { value, shape, spot };
}

/** A choice element is called `value` and stands under `valueString`. */
function keyOf(holder: Holder, shape: ElementShape, name: string): string | undefined {
  if (Object.hasOwn(holder, name)) return name;
  for (const { rule } of shape.properties.values())
    if (rule.name === name) return rule.jsonNames.find((key) => Object.hasOwn(holder, key));
  return undefined;
}

/** What a value may hold; a resource inside another says its type itself. */
function shapeOf(value: unknown, property: ElementProperty, shapes: ElementShapes): ElementShape | undefined {
  const type = isHolder(value) && property.type === 'Resource' ? value.resourceType : undefined;
  return typeof type === 'string' ? shapes(type) : property.shape();
}

export function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
