// Dates and moments as people in the Netherlands read them.
const day = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('nl-NL', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('nl-NL', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Amsterdam',
});

/** Undefined for what is no date of FHIR; a year alone stays as it is. */
export function momentOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?$/.test(text))
    return undefined;
  const at = new Date(text.length === 7 ? `${text}-01` : text);
  if (Number.isNaN(at.getTime())) return undefined;
  return (text.length === 7 ? month : text.length === 10 ? day : moment).format(at);
}

const placed = [
  'effectiveDateTime',
  'performedDateTime',
  'authoredOn',
  'sent',
  'dateTime',
  'date',
  'authored',
  'created',
  'recorded',
  'recordedDate',
  'onsetDateTime',
  'issued',
  'start',
] as const;
const spans = ['effectivePeriod', 'performedPeriod', 'period'] as const;

/** The moment a resource is about, as FHIR writes it; when it was stored, where it does not say. */
export function timeOf(resource: object): string {
  const found = new Map<string, unknown>(Object.entries(resource));
  for (const name of placed) {
    const value = found.get(name);
    if (typeof value === 'string') return value;
  }
  for (const name of spans) {
    const value = found.get(name);
    if (typeof value === 'object' && value !== null && 'start' in value && typeof value.start === 'string')
      return value.start;
  }
  const meta = found.get('meta');
  return typeof meta === 'object' && meta !== null && 'lastUpdated' in meta ? String(meta.lastUpdated) : '';
}
