// Numbers with the precision they are written in. https://hl7.org/fhir/R4/search.html#number
import type { Found } from './path.ts';
import { readPrefix } from './prefix.ts';
import type { NumberValue } from './query.ts';
import { bad } from './refusal.ts';

/** What a stored value covers, both ends inclusive. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

export function parseNumber(name: string, text: string): NumberValue {
  const [prefix, rest] = readPrefix(name, text);
  const precise = implicitRange(rest);
  if (precise === undefined)
    throw bad(name, `'${text}' is no number; write digits such as 100, 5.40 or 1e2, with a prefix if needed`);
  return { kind: 'number', prefix, ...precise };
}

/** `100` covers 99.5 to 100.5, `5.40` covers 5.395 to 5.405; worked out in whole numbers, so that the ends are exact. */
function implicitRange(text: string): { value: number; low: number; high: number } | undefined {
  const found = /^([+-]?)(\d{1,18})(?:\.(\d{1,18}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!found) return undefined;
  const [, sign = '', whole = '', decimals = '', exponent] = found;
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${decimals}`) * 100n;
  // The specification reads 1e2 as 95 to 105: an exponent without decimals is precise to one digit more than written.
  const half = exponent !== undefined && decimals === '' && Number(exponent) > 0 ? 5n : 50n;
  const power = Number(exponent ?? 0) - decimals.length - 2;
  return {
    value: Number(text),
    low: Number(`${digits - half}e${power}`),
    high: Number(`${digits + half}e${power}`),
  };
}

export function numberMatches(search: NumberValue, found: Found): boolean {
  if (typeof found.value !== 'number') return false;
  return compareSpans(search, { low: found.value, high: found.value });
}

const isWithin = ({ value, low, high }: NumberValue, stored: Span): boolean =>
  (stored.low >= low && stored.high < high) || (stored.low === value && stored.high === value);

/** Only equality minds the written precision; the other prefixes compare the number itself. */
export function compareSpans(search: NumberValue, stored: Span): boolean {
  const { prefix, value } = search;
  switch (prefix) {
    case 'eq':
      return isWithin(search, stored);
    case 'ne':
      return !isWithin(search, stored);
    case 'gt':
      return stored.high > value;
    case 'lt':
      return stored.low < value;
    case 'ge':
      return stored.high >= value;
    case 'le':
      return stored.low <= value;
    case 'sa':
      return stored.low > value;
    case 'eb':
      return stored.high < value;
    case 'ap':
      return stored.high >= value - Math.abs(value) / 10 && stored.low <= value + Math.abs(value) / 10;
  }
}
