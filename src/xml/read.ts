// XML elements as the JSON of a resource, along the shapes of its types. https://hl7.org/fhir/R4/xml.html
import { keep } from '../fhir/exact-json.ts';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import type { Property, Shape, Shapes } from '../profiles/shape.ts';
import { fhirNamespace, parseXml, type XmlDocument, type XmlElement, xhtmlNamespace } from './document.ts';
import { holdsResource, isAttribute, rankOf } from './layout.ts';
import { parsePrimitive } from './primitive.ts';
import { lineFinder } from './refusal.ts';

type Json = Record<string, unknown>;

const issueLimit = 100;
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

interface Reading extends XmlDocument {
  readonly shapes: Shapes;
  readonly issues: Issue[];
  readonly lineAt: (at: number) => number;
}

/** The resource an XML body holds; throws `syntax` naming every element that does not belong where it stands. */
export function readXml(shapes: Shapes, text: string): unknown {
  const document = parseXml(text);
  const reading: Reading = { ...document, shapes, issues: [], lineAt: lineFinder(document.source) };
  const { root, issues } = reading;
  const resource = readResource(reading, root, root.name);
  if (issues.length > 0) throw new FhirFailure('syntax', issues.slice(0, issueLimit));
  return resource;
}

function report({ issues, lineAt }: Reading, element: XmlElement, expression: string, text: string): void {
  if (issues.length >= issueLimit) return;
  issues.push({ expression, text: `${expression} (line ${lineAt(element.start)}) ${text}` });
}

function readResource(reading: Reading, element: XmlElement, path: string): Json | undefined {
  const { name, namespace } = element;
  const shape = name === 'Resource' ? undefined : reading.shapes(name);
  if (namespace !== fhirNamespace) {
    report(
      reading,
      element,
      path,
      `is not in the namespace of FHIR; right would be xmlns="${fhirNamespace}"`,
    );
  } else if (!shape?.isResource) {
    report(reading, element, path, 'must be an element with the name of a resource type known here');
  } else {
    return { resourceType: name, ...readObject(reading, shape, element, path, []) };
  }
  return undefined;
}

/** `passed` names attributes that the caller has read. */
function readObject(
  reading: Reading,
  shape: Shape,
  element: XmlElement,
  path: string,
  passed: readonly string[],
): Json {
  const object: Json = readAttributes(reading, shape, element, path, passed);
  if (element.hasText)
    report(reading, element, path, 'holds text; values stand in the attribute value, markup in a div');
  let latest = { rank: 0, name: '' };
  for (const child of element.children) {
    const property = propertyOf(shape, child);
    if (!property) {
      report(reading, child, `${path}.${child.name.slice(0, 64)}`, wrongChild(shape, child));
      continue;
    }
    const rank = rankOf(shape, property);
    if (rank >= latest.rank) latest = { rank, name: child.name };
    else
      report(
        reading,
        child,
        `${path}.${child.name}`,
        `stands too late; right would be before ${latest.name}`,
      );
    readChild(reading, property, child, object, path);
  }
  return dropEmptyLists(object);
}

function readAttributes(
  reading: Reading,
  shape: Shape,
  element: XmlElement,
  path: string,
  passed: readonly string[],
): Json {
  const object: Json = {};
  for (const { name, namespace, value } of element.attributes) {
    if (namespace === '' && isAttribute(shape, name)) object[name] = value;
    else if (namespace === '' && passed.includes(name)) continue;
    else if (namespace !== instanceNamespace || name !== 'schemaLocation')
      report(
        reading,
        element,
        path,
        `has no attribute ${name.slice(0, 64)} in FHIR; right would be to leave it out`,
      );
  }
  return object;
}

function propertyOf(shape: Shape, child: XmlElement): Property | undefined {
  const property = isAttribute(shape, child.name) ? undefined : shape.properties.get(child.name);
  const namespace = property?.type === 'xhtml' ? xhtmlNamespace : fhirNamespace;
  return child.namespace === namespace ? property : undefined;
}

function wrongChild(shape: Shape, { name }: XmlElement): string {
  if (isAttribute(shape, name)) return `is an attribute in XML; right would be ${name}="…" in the tag above`;
  const property = shape.properties.get(name);
  if (!property) return `is no element of ${shape.type}`;
  const right = property.type === 'xhtml' ? xhtmlNamespace : fhirNamespace;
  return `is in another namespace; right would be ${right}`;
}

function readChild(
  reading: Reading,
  property: Property,
  child: XmlElement,
  object: Json,
  path: string,
): void {
  const { name } = child;
  const { isArray } = property.rule;
  const list = isArray ? listIn(object, name) : undefined;
  const at = `${path}.${property.rule.name}${list ? `[${list.length}]` : ''}`;
  if (!list && (object[name] !== undefined || object[`_${name}`] !== undefined)) {
    report(reading, child, at, 'stands more than once; it may stand once');
    return;
  }
  const { value, extra } = readValue(reading, property, child, at);
  if (list) {
    list.push(value ?? null);
    if (property.isPrimitive) listIn(object, `_${name}`).push(extra ?? null);
  } else {
    if (value !== undefined) object[name] = value;
    if (typeof value === 'number') keep(object, name, value, writtenValue(child) ?? '');
    if (extra !== undefined) object[`_${name}`] = extra;
  }
}

function listIn(object: Json, name: string): unknown[] {
  const list = object[name];
  if (Array.isArray(list)) return list;
  const made: unknown[] = [];
  object[name] = made;
  return made;
}

/** A list of nothing but gaps says what the other list of the pair says already. */
function dropEmptyLists(object: Json): Json {
  for (const [name, list] of Object.entries(object))
    if (Array.isArray(list) && list.every((each) => each === null)) delete object[name];
  return object;
}

interface Value {
  readonly value?: unknown;
  /** Id and extensions of a primitive. */
  readonly extra?: Json;
}

function readValue(reading: Reading, property: Property, child: XmlElement, path: string): Value {
  if (property.type === 'xhtml') return { value: reading.source.slice(child.start, child.end) };
  if (holdsResource(property)) return { value: readInner(reading, child, path) };
  const shape = property.isPrimitive ? reading.shapes('Element') : property.shape();
  if (!shape) {
    report(reading, child, path, `is of type ${property.type}, which is not supported`);
    return {};
  }
  if (!property.isPrimitive) return { value: readObject(reading, shape, child, path, []) };
  return readPrimitive(reading, property.type, shape, child, path);
}

function readInner(reading: Reading, holder: XmlElement, path: string): Json | undefined {
  const [inner, second] = holder.children;
  if (holder.attributes.length > 0 || holder.hasText || !inner || second) {
    report(reading, holder, path, 'must hold one resource and nothing else');
    return undefined;
  }
  return readResource(reading, inner, path);
}

const writtenValue = ({ attributes }: XmlElement): string | undefined =>
  attributes.find(({ name, namespace }) => name === 'value' && namespace === '')?.value;

function readPrimitive(reading: Reading, type: string, shape: Shape, child: XmlElement, path: string): Value {
  const extra = readObject(reading, shape, child, path, ['value']);
  const text = writtenValue(child);
  const read = text === undefined ? { value: undefined } : parsePrimitive(type, text);
  if ('right' in read) report(reading, child, path, `is not a valid ${type}; right would be ${read.right}`);
  const value = 'value' in read ? read.value : undefined;
  const isBare = Object.keys(extra).length === 0;
  if (text === undefined && isBare)
    report(reading, child, path, 'has no value; right would be value="…", or an extension that says why not');
  return isBare ? { value } : { value, extra };
}
