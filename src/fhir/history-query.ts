// Reads the parameters of a history, strictly. https://hl7.org/fhir/R4/http.html#history
import { FhirFailure } from './failure.ts';
import { dateRange, type Range } from './search/date.ts';

export interface HistoryQuery {
  /** Versions made at this moment or later; milliseconds since 1970. */
  readonly since?: number;
  /** Versions that were current at some moment of this time. */
  readonly at?: Range;
  /** 0 asks for the total alone. */
  readonly count?: number;
  /** Where a link of ours goes on. */
  readonly page?: string;
  /** What was asked, as written, for the links. */
  readonly written: readonly (readonly [name: string, value: string])[];
}

type Draft = { -readonly [K in keyof HistoryQuery]: HistoryQuery[K] };

const readers: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  _since(draft, value) {
    draft.since = moment('_since', value).from;
  },
  _at(draft, value) {
    draft.at = moment('_at', value);
  },
  _count(draft, value) {
    if (!/^\d{1,9}$/.test(value))
      throw bad('_count', `"${shorten(value)}" is not a whole number of 0 or more.`);
    draft.count = Number(value);
  },
  _page(draft, value) {
    draft.page = value;
  },
  _format() {},
  _pretty() {},
};

export function parseHistory(query: Iterable<readonly [string, string]>): HistoryQuery {
  const draft: Draft = { written: [] };
  const seen = new Set<string>();
  for (const [name, value] of query) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) throw unknown(name);
    if (seen.has(name)) throw bad(name, 'it may be given once only.');
    seen.add(name);
    read(draft, value);
    if (name !== '_page') draft.written = [...draft.written, [name, value]];
  }
  if (draft.since !== undefined && draft.at)
    throw bad('_at', '_at and _since exclude each other: _at asks for a moment, _since for all after it.');
  return draft;
}

function moment(name: string, value: string): Range {
  const range = dateRange(value);
  if (range) return range;
  const advice = / \d\d:\d\d$/.test(value)
    ? 'the + of a time zone is written %2B in a URL.'
    : 'write an instant, for example 2026-01-31T09:30:00Z, or a date, a day that exists.';
  throw bad(name, `"${shorten(value)}" is no instant; ${advice}`);
}

function unknown(name: string): FhirFailure {
  const what =
    name === '_list'
      ? 'the List resource is not served'
      : 'it is not known here; a history takes _since, _at, _count, _format and _pretty';
  return bad(name, `"${shorten(name)}": ${what}.`);
}

const bad = (name: string, what: string): FhirFailure =>
  new FhirFailure('bad-parameter', [
    { text: what.includes(name) ? what : `${shorten(name)}: ${what}`, parameter: shorten(name) },
  ]);

const shorten = (text: string): string => text.slice(0, 64);
