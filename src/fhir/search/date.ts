// Dates as ranges: every date covers the time its precision leaves open. https://hl7.org/fhir/R4/search.html#date
import { asElement, elementsOf, textOf, textsOf } from './element.ts';
import { localMoment, utc } from './local-time.ts';
import type { Found } from './path.ts';
import { readPrefix } from './prefix.ts';
import type { DateValue, Prefix } from './query.ts';
import { bad } from './refusal.ts';

/** Milliseconds since 1970, `from` inclusive and `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const pattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

export function parseDate(name: string, text: string, now: number | undefined): DateValue {
  const [prefix, rest] = readPrefix(name, text);
  const range = dateRange(rest);
  if (range === undefined) throw bad(name, `'${text}' is no date; ${advice(rest)}`);
  if (prefix !== 'ap' || now === undefined) return { kind: 'date', prefix, ...range };
  // The specification's advice: a tenth of the gap between now and the date.
  const slack = Math.abs(now - range.from) / 10;
  return { kind: 'date', prefix, from: range.from - slack, to: range.to + slack };
}

function advice(text: string): string {
  if (/\d \d\d:\d\d$/.test(text)) return 'the + of a time zone is written %2B in a URL';
  return 'write yyyy, yyyy-mm, yyyy-mm-dd or yyyy-mm-ddThh:mm[:ss][Z|±hh:mm], a day that exists';
}

/** The range of a date, dateTime or instant; undefined when it is none. */
export function dateRange(text: string): Range | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [, years = '', months, days, hours, minutes, seconds, fraction, zone] = found;
  const year = Number(years);
  if (months === undefined) return { from: localMoment(year, 0, 1), to: localMoment(year + 1, 0, 1) };
  const month = Number(months) - 1;
  if (month < 0 || month > 11) return undefined;
  if (days === undefined) return { from: localMoment(year, month, 1), to: localMoment(year, month + 1, 1) };
  const day = Number(days);
  if (day < 1 || day > new Date(utc(year, month + 1, 0)).getUTCDate()) return undefined;
  if (hours === undefined)
    return { from: localMoment(year, month, day), to: localMoment(year, month, day + 1) };
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = second * 1000 + Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  const precision = seconds === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  const from =
    zone === undefined
      ? localMoment(year, month, day, hour, minute, ms)
      : zoned(utc(year, month, day, hour, minute, ms), zone);
  return from === undefined ? undefined : { from, to: from + precision };
}

function zoned(asUtc: number, zone: string): number | undefined {
  if (zone === 'Z') return asUtc;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  if (minutes > 14 * 60 || Number(zone.slice(4)) > 59) return undefined;
  return asUtc - (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The time a stored value covers: of a Period with open ends, of a Timing its outer limits. */
export function storedRange({ type, value }: Found): Range | undefined {
  if (typeof value === 'string') return dateRange(value);
  if (type === 'Period') return periodRange(value);
  return type === 'Timing' ? timingRange(value) : undefined;
}

function periodRange(value: unknown): Range | undefined {
  const period = asElement(value);
  const [start, end] = [textOf(period, 'start'), textOf(period, 'end')];
  const [first, last] = [start && dateRange(start), end && dateRange(end)];
  if (!first && !last) return undefined;
  return { from: first ? first.from : -Infinity, to: last ? last.to : Infinity };
}

function timingRange(value: unknown): Range | undefined {
  const timing = asElement(value);
  const events = textsOf(timing, 'event').map(dateRange);
  const bounds = elementsOf(timing, 'repeat').map((repeat) => periodRange(repeat.boundsPeriod));
  const ranges = [...events, ...bounds].filter((range) => range !== undefined);
  if (ranges.length === 0) return undefined;
  return { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
}

export function dateMatches(search: DateValue, found: Found): boolean {
  const range = storedRange(found);
  return range !== undefined && compareRanges(search.prefix, search, range);
}

/**
 * `ge` and `le` take the searched period itself in: `ge2013-03-14` finds what runs up to or past the start of that day,
 * so that `ge` is exactly "not ended before" and `le` "not started after".
 */
function compareRanges(prefix: Prefix, search: Range, value: Range): boolean {
  switch (prefix) {
    case 'eq':
      return value.from >= search.from && value.to <= search.to;
    case 'ne':
      return value.from < search.from || value.to > search.to;
    case 'gt':
      return value.to > search.to;
    case 'lt':
      return value.from < search.from;
    case 'ge':
      return value.to > search.from;
    case 'le':
      return value.from < search.to;
    case 'sa':
      return value.from >= search.to;
    case 'eb':
      return value.to <= search.from;
    case 'ap':
      return value.from < search.to && value.to > search.from;
  }
}
