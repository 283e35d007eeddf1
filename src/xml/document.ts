// Reads XML strictly into elements, each name in its namespace; parse-xml does the parsing. https://www.w3.org/TR/xml-names/
import { XmlElement as ParsedElement, parseXml as parse, XmlText } from '@rgrove/parse-xml';
import { FhirFailure } from '../fhir/failure.ts';
import { refuse, refuseAsParsed } from './refusal.ts';
import { refuseUnparsed, xmlLimits } from './unparsed.ts';

export const fhirNamespace = 'http://hl7.org/fhir';
export const xhtmlNamespace = 'http://www.w3.org/1999/xhtml';

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** Without the declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Whether text other than white space stands directly in it. */
  readonly hasText: boolean;
  /** Its place in the source, end tag included. */
  readonly start: number;
  readonly end: number;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** What was read, with the line ends of XML. */
  readonly source: string;
}

interface Reading {
  readonly source: string;
  /** Namespaces by prefix where reading is; the default one under ''. */
  readonly scope: Map<string, string | undefined>;
}

/** As in all names of FHIR and XHTML; before a colon stands the prefix. */
const xmlName = /^(?:[A-Za-z_][A-Za-z0-9_.-]*:)?[A-Za-z_][A-Za-z0-9_.-]*$/;
const declaration = /^xmlns(?::|$)/;

/** Throws `syntax`, with line and column, for the first thing that is wrong. */
export function parseXml(text: string): XmlDocument {
  const source = text.replaceAll(/\r\n?/g, '\n');
  if (source.trim() === '') throw new FhirFailure('syntax', 'The body is empty; send an XML document.');
  refuseUnparsed(source);
  const scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  return { root: elementOf({ source, scope }, parsedRoot(source), 1), source };
}

function parsedRoot(source: string): ParsedElement {
  try {
    // Comments are kept so that text on both sides of one keeps its place.
    const { root } = parse(source, { includeOffsets: true, preserveComments: true });
    return root ?? refuse(source, 0, 'there is no element');
  } catch (problem) {
    return refuseAsParsed(source, problem);
  }
}

function elementOf(reading: Reading, parsed: ParsedElement, level: number): XmlElement {
  const { source, scope } = reading;
  const { start } = parsed;
  // Where the text ends the parser may know no place.
  const end = Math.min(parsed.end, source.length);
  const written = Object.keys(parsed.attributes);
  if (written.length > xmlLimits.attributes)
    refuse(source, start, `a tag has more than ${xmlLimits.attributes} attributes`);
  const declared = written.filter((name) => declaration.test(name));
  const shadowed = declared.map((name) => declare(reading, parsed, name));
  const [name, namespace] = resolve(reading, start, parsed.name, scope.get(''));
  const most = namespace === xhtmlNamespace ? 2 * xmlLimits.depth : xmlLimits.depth;
  if (level > most) refuse(source, start, `elements are nested deeper than ${xmlLimits.depth} levels`);
  const attributes = written
    .filter((attribute) => !declared.includes(attribute))
    .map((attribute) => attributeOf(reading, parsed, attribute));
  const children: XmlElement[] = [];
  let hasText = false;
  for (const child of parsed.children) {
    if (child instanceof ParsedElement) children.push(elementOf(reading, child, level + 1));
    // As written: a space by its number is text too.
    else hasText ||= child instanceof XmlText && /[^ \t\n]/.test(source.slice(child.start, child.end));
  }
  for (const [prefix, outer] of shadowed) scope.set(prefix, outer);
  return { name, namespace, attributes, children, hasText, start, end };
}

/** Brings a namespace into scope, and answers what it shadows there. */
function declare(
  { source, scope }: Reading,
  { attributes, start }: ParsedElement,
  name: string,
): readonly [prefix: string, outer: string | undefined] {
  if (!xmlName.test(name)) refuse(source, start, 'a namespace is declared for a prefix that is no name');
  const prefix = name.slice('xmlns:'.length);
  const outer = scope.get(prefix);
  scope.set(prefix, attributes[name]);
  return [prefix, outer];
}

function attributeOf(reading: Reading, { attributes, start }: ParsedElement, written: string): XmlAttribute {
  const [name, namespace] = resolve(reading, start, written, '');
  return { name, namespace, value: attributes[written] ?? '' };
}

/** Local name and namespace; without a prefix it is the one given. */
function resolve(
  { source, scope }: Reading,
  start: number,
  written: string,
  unprefixed = '',
): readonly [name: string, namespace: string] {
  if (!xmlName.test(written)) refuse(source, start, 'a name is none that FHIR or XHTML knows');
  const colon = written.indexOf(':');
  if (colon < 0) return [written, unprefixed];
  const prefix = written.slice(0, colon);
  const namespace = scope.get(prefix);
  if (!namespace)
    return refuse(source, start, `no namespace is declared for the prefix "${prefix.slice(0, 64)}"`);
  return [written.slice(colon + 1), namespace];
}
