// Compares dates known to the year, month, day or second, as FHIR allows them. https://hl7.org/fhir/R4/datatypes.html#dateTime

const day = 86_400_000;
/** The time zone of a value without one may be any; they reach from UTC-12 to UTC+14. */
const zoneSlack = 14 * 3_600_000;

/** Whether the day exists in its month; expects a value of the date formats. */
export function isCalendarDate(value: string): boolean {
  if (value.length < 10) return true;
  const [year, month, dayOfMonth] = value.slice(0, 10).split('-').map(Number);
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return (
    date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month && date.getUTCDate() === dayOfMonth
  );
}

/** True only when every moment `start` may mean lies after every moment `end` may mean. */
export function isSurelyAfter(start: string, end: string): boolean {
  const sameKind = hasTime(start) === hasTime(end);
  const slack = sameKind ? 0 : zoneSlack;
  return earliest(start) > latest(end) + slack;
}

function hasTime(value: string): boolean {
  return value.length > 10;
}

function earliest(value: string): number {
  return hasTime(value) ? moment(value) : Date.parse(value);
}

function latest(value: string): number {
  if (hasTime(value)) return moment(value);
  const [year = 0, month] = value.split('-').map(Number);
  if (value.length === 4) return Date.UTC(year + 1, 0, 1) - 1;
  return value.length === 7 ? Date.UTC(year, month ?? 0, 1) - 1 : Date.parse(value) + day - 1;
}

/** JavaScript knows no leap second; it counts here as the second before it. */
function moment(value: string): number {
  return Date.parse(value.replace(/:60(?=[.Z+-])/, ':59'));
}
