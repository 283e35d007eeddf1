// Clock time in the Netherlands: what a date or time without a zone means in this store, stored or searched.

/** FHIR leaves the zone of such values to the server; a day of a child's file is a day in the Netherlands. */
const zone = 'Europe/Amsterdam';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  era: 'short',
});

/** From `at` on, local time is `offset` milliseconds ahead of UTC. */
interface Change {
  readonly at: number;
  readonly offset: number;
}

const changesOfYear = new Map<number, readonly Change[]>();

/** The moment a local clock shows this; `month` counts from 0 and every field may run over. */
export function localMoment(year: number, month: number, day: number, hour = 0, minute = 0, ms = 0): number {
  const asUtc = utc(year, month, day, hour, minute, ms);
  const guess = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(guess);
}

/** As Date.UTC, without its reading of years below 100 as 19xx. */
export function utc(year: number, month: number, day: number, hour = 0, minute = 0, ms = 0): number {
  if (year > 99) return Date.UTC(year, month, day, hour, minute, 0, ms);
  return new Date(Date.UTC(2000, month, day, hour, minute, 0, ms)).setUTCFullYear(year, month, day);
}

/** The local day of a moment, `yyyy-mm-dd`. */
export const localDay = (moment: number): string =>
  new Date(moment + offsetAt(moment)).toISOString().slice(0, 10);

function offsetAt(moment: number): number {
  let offset = 0;
  for (const change of changesIn(new Date(moment).getUTCFullYear())) {
    if (change.at <= moment) offset = change.offset;
  }
  return offset;
}

function changesIn(year: number): readonly Change[] {
  const known = changesOfYear.get(year);
  if (known) return known;
  const changes: Change[] = [{ at: utc(year, 0, 1), offset: measure(utc(year, 0, 1)) }];
  for (let month = 1; month <= 12; month += 1) {
    const end = utc(year, month, 1);
    const before = changes.at(-1);
    if (before && measure(end) !== before.offset) changes.push(changeBetween(utc(year, month - 1, 1), end));
  }
  changesOfYear.set(year, changes);
  return changes;
}

/** Halves the interval down to the second at which the clock changed. */
function changeBetween(from: number, to: number): Change {
  const start = measure(from);
  let low = from / 1000;
  let high = to / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (measure(middle * 1000) === start) low = middle;
    else high = middle;
  }
  return { at: high * 1000, offset: measure(high * 1000) };
}

function measure(moment: number): number {
  const parts = new Map(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
  const field = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - field('year') : field('year');
  const shown = utc(
    year,
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second') * 1000,
  );
  return shown - Math.floor(moment / 1000) * 1000;
}
