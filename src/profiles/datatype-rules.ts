// What data types demand beyond their shape. https://hl7.org/fhir/R4/datatypes.html

import { bsnSystem, isBsn } from '../fhir/bsn.ts';
import { checkAttachment } from './attachment-rule.ts';
import { checkExtension } from './extension-rule.ts';
import { isObject, type JsonObject } from './json.ts';
import { isSurelyAfter } from './partial-date.ts';
import { primitiveProblem } from './primitive.ts';
import { checkReference } from './reference-rule.ts';
import type { Property } from './shape.ts';
import type { Place, Walk } from './walk.ts';
import { xhtmlProblem } from './xhtml.ts';

type Check = (walk: Walk, value: JsonObject, path: string, property: Property, place: Place) => void;

export function checkDatatype(
  walk: Walk,
  property: Property,
  value: JsonObject,
  path: string,
  place: Place,
): void {
  if (Object.hasOwn(checks, property.type)) checks[property.type]?.(walk, value, path, property, place);
}

const bsnSystems = new Set<unknown>([bsnSystem, 'urn:oid:2.16.840.1.113883.2.4.6.3']);

const checkQuantity: Check = (walk, value, path) => {
  if (value.code !== undefined && value.system === undefined) {
    walk.report('invariant', path, 'breaks rule qty-3: a unit code needs the system it comes from');
  }
};

const checks: Readonly<Record<string, Check>> = {
  Extension: checkExtension,
  Reference: checkReference,
  Coding: (walk, { system }, path) => {
    if (typeof system === 'string' && !system.startsWith('#')) checkSystem(walk, system, path);
  },
  Identifier: (walk, { system, value }, path) => {
    if (typeof system === 'string') checkSystem(walk, system, path);
    if (bsnSystems.has(system) && typeof value === 'string' && !isBsn(value)) {
      const right = 'right would be nine digits that pass the eleven test';
      walk.report('value', `${path}.value`, `is not a BSN; ${right}`);
    }
  },
  Period: (walk, { start, end }, path) => {
    if (isDateTime(start) && isDateTime(end) && isSurelyAfter(start, end)) {
      const right = 'right would be a start at or before it';
      walk.report('invariant', path, `breaks rule per-1: the start lies after the end; ${right}`);
    }
  },
  Attachment: checkAttachment,
  ContactPoint: (walk, { value, system }, path) => {
    if (value !== undefined && system === undefined) {
      walk.report('invariant', path, 'breaks rule cpt-2: a value needs a system such as phone or email');
    }
  },
  Quantity: checkQuantity,
  SimpleQuantity: checkQuantity,
  Age: checkQuantity,
  Count: checkQuantity,
  Distance: checkQuantity,
  Duration: checkQuantity,
  Range: (walk, { low, high }, path) => {
    if (!isObject(low) || !isObject(high) || low.code !== high.code || low.system !== high.system) return;
    if (typeof low.value === 'number' && typeof high.value === 'number' && low.value > high.value) {
      walk.report('invariant', path, 'breaks rule rng-2: low is above high; right would be at or below it');
    }
  },
  Narrative: (walk, { div }, path) => {
    const right = typeof div === 'string' ? xhtmlProblem(div) : undefined;
    if (right) walk.report('invariant', `${path}.div`, `breaks rule txt-1: ${right}`);
  },
};

/** A system that is not absolute names nothing outside the resource it was written in. */
function checkSystem(walk: Walk, system: string, path: string): void {
  if (isAbsolute(system) || primitiveProblem('uri', system)) return;
  walk.report('value', `${path}.system`, 'is not absolute; right would be the full URL or URN of the system');
}

function isDateTime(value: unknown): value is string {
  return typeof value === 'string' && primitiveProblem('dateTime', value) === undefined;
}

function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\S/i.test(url);
}
