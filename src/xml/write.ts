// A resource as XML, its elements in the order of its types' definitions. https://hl7.org/fhir/R4/xml.html
import { asWritten } from '../fhir/exact-json.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { isObject, type JsonObject } from '../profiles/json.ts';
import type { Property, Shape, Shapes } from '../profiles/shape.ts';
import { escapeValue, withoutNames } from './characters.ts';
import { fhirNamespace } from './document.ts';
import { holdsResource, isAttribute } from './layout.ts';

interface Writing {
  readonly shapes: Shapes;
  readonly isPretty: boolean;
  readonly parts: string[];
}

/** Throws `not-acceptable` for what the definitions here do not describe. */
export function writeXml(shapes: Shapes, resource: unknown, isPretty: boolean): string {
  const writing: Writing = { shapes, isPretty, parts: ['<?xml version="1.0" encoding="UTF-8"?>'] };
  writeResource(writing, resource, '', 0);
  return writing.parts.join(isPretty ? '\n' : '');
}

/** One line of its own where lines are wanted. */
function put({ parts, isPretty }: Writing, level: number, text: string): void {
  parts.push(isPretty ? `${'  '.repeat(level)}${text}` : text);
}

function writeResource(writing: Writing, resource: unknown, path: string, level: number): void {
  const type = isObject(resource) ? resource.resourceType : undefined;
  const shape = typeof type === 'string' ? writing.shapes(type) : undefined;
  if (!isObject(resource) || !shape?.isResource) throw unknown(path === '' ? String(type) : path);
  const lead = level === 0 ? ` xmlns="${fhirNamespace}"` : '';
  writeElement(writing, shape, resource, shape.type, path || shape.type, level, lead);
}

const unknown = (expression: string): FhirFailure =>
  new FhirFailure('not-acceptable', [
    { text: `${expression} has no form in XML here; ask for application/fhir+json.`, expression },
  ]);

function writeElement(
  writing: Writing,
  shape: Shape,
  object: JsonObject,
  name: string,
  path: string,
  level: number,
  lead = '',
): void {
  refuseUnknown(shape, object, path);
  const attributes = attributesOf(shape, object);
  const before = writing.parts.length;
  put(writing, level, `<${name}${lead}${attributes}>`);
  for (const [key, property] of shape.properties)
    if (!isAttribute(shape, key)) writeProperty(writing, property, key, object, path, level + 1);
  if (writing.parts.length > before + 1) {
    put(writing, level, `</${name}>`);
    return;
  }
  writing.parts.pop();
  put(writing, level, `<${name}${lead}${attributes}/>`);
}

function refuseUnknown(shape: Shape, object: JsonObject, path: string): void {
  for (const key of Object.keys(object)) {
    if (object[key] === undefined || (key === 'resourceType' && shape.isResource)) continue;
    const property = shape.properties.get(key.startsWith('_') ? key.slice(1) : key);
    if (!property || (key.startsWith('_') && !property.isPrimitive)) throw unknown(`${path}.${key}`);
  }
}

const attributesOf = (shape: Shape, object: JsonObject): string =>
  ['id', 'url']
    .filter((name) => isAttribute(shape, name) && object[name] !== undefined)
    .map((name) => ` ${name}="${escapeValue(String(object[name]))}"`)
    .join('');

function writeProperty(
  writing: Writing,
  property: Property,
  name: string,
  object: JsonObject,
  path: string,
  level: number,
): void {
  const at = `${path}.${property.rule.name}`;
  const values = listOf(object[name]);
  const extras = property.isPrimitive ? listOf(object[`_${name}`]) : [];
  for (let index = 0; index < Math.max(values.length, extras.length); index += 1)
    writeValue(
      writing,
      property,
      name,
      written(object, name, index, values[index]),
      extras[index],
      at,
      level,
    );
}

/** A decimal as it was written: 1.50 is more precise than 1.5. */
function written(object: JsonObject, name: string, index: number, value: unknown): unknown {
  const list = object[name];
  return Array.isArray(list) ? asWritten(list, String(index), value) : asWritten(object, name, value);
}

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function writeValue(
  writing: Writing,
  property: Property,
  name: string,
  value: unknown,
  extra: unknown,
  path: string,
  level: number,
): void {
  if (property.type === 'xhtml') {
    put(writing, level, withoutNames(String(value)));
  } else if (holdsResource(property)) {
    put(writing, level, `<${name}>`);
    writeResource(writing, value, path, level + 1);
    put(writing, level, `</${name}>`);
  } else if (property.isPrimitive) {
    writePrimitive(writing, name, value, extra, path, level);
  } else {
    const shape = property.shape();
    if (!shape || !isObject(value)) throw unknown(path);
    writeElement(writing, shape, value, name, path, level);
  }
}

function writePrimitive(
  writing: Writing,
  name: string,
  value: unknown,
  extra: unknown,
  path: string,
  level: number,
): void {
  const text = value === undefined || value === null ? '' : ` value="${escapeValue(String(value))}"`;
  const shape = writing.shapes('Element');
  if (isObject(extra) && shape) writeElement(writing, shape, extra, name, path, level, text);
  else put(writing, level, `<${name}${text}/>`);
}
