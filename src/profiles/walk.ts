// Walks a resource along the shapes of its types and reports everything that does not fit. https://hl7.org/fhir/R4/json.html
import type { TypedValue } from '@medplum/core';
import { writingOf } from '../fhir/exact-json.ts';
import { checkClaims } from './claims.ts';
import type { Codes } from './codes.ts';
import { type Container, checkContained, createContainer, noteLocalReference } from './contained.ts';
import { checkDatatype } from './datatype-rules.ts';
import { checkInvariants } from './invariant.ts';
import { isObject, type JsonObject, kindOf } from './json.ts';
import { reportCode, reportConflict, reportMissing, reportType, reportUnknown } from './misfit.ts';
import { primitiveProblem, writingProblem } from './primitive.ts';
import type { Profiles } from './profiles.ts';
import { checkResource } from './resource-rules.ts';
import type { Property, Rule, Shape, Shapes } from './shape.ts';

/** What one validation carries along. */
export interface Walk {
  readonly shapes: Shapes;
  readonly codes: Codes;
  readonly isResourceType: (type: string) => boolean;
  /** None when the profiles a resource claims are not to be looked at. */
  readonly profiles?: Profiles;
  readonly report: (code: string, expression: string, text: string) => void;
  readonly warn: (code: string, expression: string, text: string) => void;
  /** How many errors have been reported so far. */
  readonly found: () => number;
}

/** Where in the nesting of resources a value stands. */
export interface Place {
  readonly container: Container;
  readonly resource: TypedValue;
  readonly root: TypedValue;
}

/** A resource on its own, in a bundle or in parameters; with `host`, one contained in another. */
export function walkResource(walk: Walk, value: unknown, path: string, host?: Place): void {
  if (!isObject(value)) {
    walk.report('structure', path, `is ${kindOf(value)}; right would be a resource as a JSON object`);
    return;
  }
  const type = value.resourceType;
  const shape = typeof type === 'string' && type !== 'Resource' ? walk.shapes(type) : undefined;
  if (typeof type !== 'string' || !shape?.isResource) {
    reportType(walk, type, path);
    return;
  }
  const resource: TypedValue = { type, value };
  const container = host?.container ?? createContainer(value, path);
  const place: Place = { container, resource, root: host?.root ?? resource };
  walkObject(walk, shape, value, path, place);
  checkResource(walk, type, value, path);
  if (!host) checkContained(walk, container);
  if (walk.profiles) checkClaims(walk, walk.profiles, value, path, place);
}

function walkObject(walk: Walk, shape: Shape, object: JsonObject, path: string, place: Place): void {
  const before = walk.found();
  let choices: Map<Rule, string> | undefined;
  let isEmpty = true;
  for (const key of Object.keys(object)) {
    if (object[key] === undefined) continue;
    isEmpty = false;
    if (key === 'resourceType' && shape.isResource) continue;
    const name = key.startsWith('_') ? key.slice(1) : key;
    const property = shape.properties.get(name);
    if (!property || (name !== key && !property.isPrimitive)) {
      reportUnknown(walk, shape, key, path);
      continue;
    }
    if (property.rule.jsonNames.length > 1) {
      choices ??= new Map();
      const other = choices.get(property.rule) ?? name;
      choices.set(property.rule, name);
      if (other !== name) reportConflict(walk, `${path}.${property.rule.name}`, other, name);
    }
    // A primitive's extensions are met together with its value.
    if (name !== key && object[name] !== undefined) continue;
    walkProperty(walk, property, name, object, `${path}.${property.rule.name}`, place);
  }
  if (isEmpty) {
    walk.report('structure', path, 'is an empty object; right would be to leave the property out');
    return;
  }
  for (const rule of shape.required) {
    if (!isPresent(rule, object)) reportMissing(walk, rule, path);
  }
  checkInvariants(walk, shape.invariants, { type: shape.type, value: object }, path, place, before);
}

function walkProperty(
  walk: Walk,
  property: Property,
  name: string,
  parent: JsonObject,
  path: string,
  place: Place,
): void {
  const value = parent[name];
  const extra = property.isPrimitive ? parent[`_${name}`] : undefined;
  const misspelt = typeof value === 'number' && writingProblem(property.type, writingOf(parent, name));
  if (misspelt) walk.report('value', path, `is not a valid ${property.type}; right would be ${misspelt}`);
  if (property.rule.isArray) {
    walkArray(walk, property, value, extra, path, place);
  } else if (Array.isArray(value) || Array.isArray(extra)) {
    walk.report('structure', path, 'holds one value; right would be no array');
  } else {
    walkValue(walk, property, value, extra, path, place);
  }
}

function walkArray(
  walk: Walk,
  property: Property,
  values: unknown,
  extras: unknown,
  path: string,
  place: Place,
): void {
  if (!isArrayOrAbsent(values) || !isArrayOrAbsent(extras)) {
    walk.report('structure', path, 'can hold several values; right would be a JSON array');
    return;
  }
  const length = Math.max(values?.length ?? 0, extras?.length ?? 0);
  if (length === 0) {
    walk.report('structure', path, 'is an empty array; right would be to leave the property out');
  }
  for (let index = 0; index < length; index += 1) {
    walkValue(walk, property, values?.[index], extras?.[index] ?? undefined, `${path}[${index}]`, place);
  }
}

function walkValue(
  walk: Walk,
  property: Property,
  given: unknown,
  extra: unknown,
  path: string,
  place: Place,
): void {
  const before = walk.found();
  // The one place for null: where a primitive in an array has no value but an extension at the same index.
  if (given === null && !(property.rule.isArray && isObject(extra))) {
    walk.report('structure', path, 'is null; right would be to leave it out');
    return;
  }
  const value = given ?? undefined;
  if (property.type === 'Resource') {
    walkResource(walk, value, path, property.rule.name === 'contained' ? place : undefined);
    return;
  }
  if (property.isPrimitive) walkPrimitive(walk, property, value, extra, path, place);
  else walkComplex(walk, property, value, path, place);
  const { binding, invariants } = property.rule;
  if (binding && value !== undefined && !walk.codes.allows(binding, property.type, value)) {
    reportCode(walk, binding, property.type, value, path);
  }
  checkInvariants(walk, invariants, { type: property.type, value }, path, place, before);
}

function walkPrimitive(
  walk: Walk,
  property: Property,
  value: unknown,
  extra: unknown,
  path: string,
  place: Place,
): void {
  if (value !== undefined) {
    const right = primitiveProblem(property.type, value);
    if (right) walk.report('value', path, `is not a valid ${property.type}; right would be ${right}`);
    else if (typeof value === 'string') noteLocalReference(place.container, property.type, value);
  }
  const shape = walk.shapes('Element');
  if (isObject(extra) && shape) {
    walkObject(walk, shape, extra, path, place);
    if (value === undefined && extra.extension === undefined) {
      walk.report(
        'structure',
        path,
        'has no value; right would be a value or an extension that says why not',
      );
    }
  } else if (extra !== undefined) {
    const what = `has ${kindOf(extra)} beside it under an underscore`;
    walk.report('structure', path, `${what}; right would be an object with an id or extension`);
  } else if (value === undefined) {
    walk.report('structure', path, 'has no value; right would be a value or an extension that says why not');
  }
}

function walkComplex(walk: Walk, property: Property, value: unknown, path: string, place: Place): void {
  const shape = property.shape();
  if (!shape) {
    walk.report('not-supported', path, `is of type ${property.type}, which is not supported`);
  } else if (!isObject(value)) {
    walk.report('structure', path, `is ${kindOf(value)}; right would be a JSON object`);
  } else {
    walkObject(walk, shape, value, path, place);
    checkDatatype(walk, property, value, path, place);
  }
}

function isArrayOrAbsent(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function isPresent(rule: Rule, object: JsonObject): boolean {
  return rule.jsonNames.some((name) => object[name] !== undefined || object[`_${name}`] !== undefined);
}
