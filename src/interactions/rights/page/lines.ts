// A resource as lines of label and value, whatever its type: nothing of it is left out but what only machines need.
import { statementUrl } from '../../../fhir/rights.ts';
import { momentOf } from './moments.ts';
import { codeWords, elementWords } from './words.ts';

export interface Line {
  readonly label: string;
  /** One value, several, or lines below this one. */
  readonly value: string | readonly string[] | readonly Line[];
}

/** What a reference is called, where what it names is at hand. */
export type NameOf = (reference: string) => string | undefined;

const machine = new Set([
  'resourceType',
  'id',
  'meta',
  'implicitRules',
  'language',
  'subject',
  'patient',
  'for',
  'url',
]);

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function linesOf(object: Json, nameOf: NameOf): Line[] {
  return Object.entries(object).flatMap(([key, value]): Line[] => {
    if (machine.has(key) || key.startsWith('_')) return [];
    if (key === 'extension' || key === 'modifierExtension')
      return listIn(value).flatMap((one) => extensionLines(one, nameOf));
    if (key === 'data' && typeof value === 'string')
      return [
        { label: 'Inhoud', value: `${Math.ceil((value.length * 3) / 4)} bytes, bij de kopie als gegevens` },
      ];
    return lineOf(labelOf(key), value, nameOf);
  });
}

function lineOf(label: string, value: unknown, nameOf: NameOf): Line[] {
  const parts = (Array.isArray(value) ? value : [value]).map((one) => shownAs(one, nameOf));
  const lines = parts.flatMap((part): Line[] =>
    typeof part === 'string' ? [] : part.length > 0 ? [{ label, value: part }] : [],
  );
  const texts = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  if (texts.length === 0) return lines;
  return [{ label, value: texts.length === 1 ? (texts[0] ?? '') : texts }, ...lines];
}

/** Text where the value is one thing to a reader, else lines of its parts. */
function shownAs(value: unknown, nameOf: NameOf): string | Line[] {
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return momentOf(value) ?? codeWords[value] ?? value;
  if (!isJson(value)) return '';
  return whole(value, nameOf) ?? linesOf(value, nameOf);
}

/** The data types that people read as one thing. */
function whole(value: Json, nameOf: NameOf): string | undefined {
  const { coding, text, reference, start, end, code, display, system } = value;
  if (Array.isArray(coding))
    return textIn(text) ?? coding.flatMap((one) => (isJson(one) ? (codingText(one) ?? []) : [])).join(', ');
  if (typeof reference === 'string') return nameOf(reference) ?? textIn(display) ?? reference;
  if (isJson(value.identifier) && display !== undefined && reference === undefined) return textIn(display);
  if (Array.isArray(value.line) || 'postalCode' in value || 'city' in value)
    return [...listIn(value.line), value.postalCode, value.city, value.country]
      .filter((one) => typeof one === 'string')
      .join(', ');
  if (typeof text === 'string' && Object.keys(value).every((key) => inNote.has(key)))
    return noteText(value, nameOf);
  if (typeof start === 'string' || typeof end === 'string') return period(textIn(start), textIn(end), value);
  if ('family' in value || 'given' in value) return humanName(value);
  if ('value' in value && (typeof value.value === 'number' || 'unit' in value))
    return [value.comparator, value.value, value.unit ?? code].filter((one) => one !== undefined).join(' ');
  if (typeof system === 'string' && typeof value.value === 'string')
    return system.endsWith('/bsn') ? `BSN ${value.value}` : value.value;
  if (typeof code === 'string' && (typeof system === 'string' || typeof display === 'string'))
    return codingText(value);
  return undefined;
}

const inNote = new Set(['text', 'time', 'authorString', 'authorReference', 'use', 'type', 'id']);

/** A note with who wrote it, and when. */
function noteText({ text, time, authorString, authorReference }: Json, nameOf: NameOf): string {
  const reference = isJson(authorReference) ? textIn(authorReference.reference) : undefined;
  const by = textIn(authorString) ?? (reference === undefined ? undefined : (nameOf(reference) ?? reference));
  const at = typeof time === 'string' ? (momentOf(time) ?? time) : undefined;
  const told = [by, at].filter((one) => one !== undefined).join(', ');
  return told === '' ? String(text) : `${text} (${told})`;
}

const codingText = ({ display, code }: Json): string | undefined =>
  (typeof display === 'string' ? (codeWords[display] ?? display) : undefined) ??
  (typeof code === 'string' ? (codeWords[code] ?? code) : undefined);

/** Undefined when there is more to a thing than its period. */
function period(start: string | undefined, end: string | undefined, value: Json): string | undefined {
  if (Object.keys(value).some((key) => !['start', 'end', 'id'].includes(key))) return undefined;
  const from = start === undefined ? '' : `van ${momentOf(start) ?? start}`;
  const until = end === undefined ? '' : `tot en met ${momentOf(end) ?? end}`;
  return [from, until].filter((part) => part !== '').join(' ');
}

export function humanName({ text, given, prefix, family, suffix }: Json): string {
  if (typeof text === 'string') return text;
  return [...listIn(given), ...listIn(prefix), family, ...listIn(suffix)]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

/** A parent's statement stands apart, above the rest. */
function extensionLines(extension: unknown, nameOf: NameOf): Line[] {
  if (!isJson(extension) || extension.url === statementUrl) return [];
  const label = labelOf((textIn(extension.url) ?? '').replace(/^.*\//, ''));
  if (Array.isArray(extension.extension)) {
    const value = extension.extension.flatMap((one) => extensionLines(one, nameOf));
    return value.length > 0 ? [{ label, value }] : [];
  }
  const value = Object.entries(extension).find(([key]) => key.startsWith('value'))?.[1];
  return value === undefined ? [] : lineOf(label, value, nameOf);
}

/** `performedPeriod` as "Performed period" where there is no word for it. */
function labelOf(key: string): string {
  const known = elementWords[key];
  if (known) return known;
  const spaced = key
    .replaceAll('-', ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
