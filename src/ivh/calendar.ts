// Counting days and ages from FHIR dates, which may be a year, a month, a day or a moment.
const dayMs = 86_400_000;

/** The first and the last day a FHIR date or dateTime can mean. */
export function daysMeant(date: string): { readonly first: string; readonly last: string } {
  const [year = '', month, dayOfMonth] = date.slice(0, 10).split('-');
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  if (dayOfMonth === undefined) {
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    return { first: `${year}-${month}-01`, last: `${year}-${month}-${last}` };
  }
  const whole = `${year}-${month}-${dayOfMonth}`;
  return { first: whole, last: whole };
}

/** Whole years between two days (YYYY-MM-DD). */
export function yearsBetween(born: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

/** Whole days from one date or moment to another. */
export const daysBetween = (from: string, until: string): number =>
  Math.floor((Date.parse(until) - Date.parse(from)) / dayMs);

/** The moment that lies last or first in time; dates and moments with any offset compare by the clock. */
export const latest = (dates: readonly string[]): string | undefined =>
  dates.reduce<string | undefined>(
    (last, each) => (last === undefined || Date.parse(each) > Date.parse(last) ? each : last),
    undefined,
  );
export const earliest = (dates: readonly string[]): string | undefined =>
  dates.reduce<string | undefined>(
    (first, each) => (first === undefined || Date.parse(each) < Date.parse(first) ? each : first),
    undefined,
  );

/** The one whose date lies last; what has no date comes before all. */
export const newest = <T>(list: readonly T[], dateOf: (each: T) => string | undefined): T | undefined =>
  list.toSorted((a, b) => (Date.parse(dateOf(b) ?? '') || 0) - (Date.parse(dateOf(a) ?? '') || 0))[0];
