// Reads the entries of a trail back: one, those of a stretch of time, or those that a search asks for.
import type { AuditEvent } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Range } from '../../fhir/search/date.ts';
import { equalityValues } from '../../fhir/search/equality.ts';
import type { DateValue, SearchQuery, SearchValue } from '../../fhir/search/query.ts';
import { auditKey, auditRange, entryName, tipKey, tipRanges } from '../../store/keys.ts';
import type { Row, Table } from '../../store/table.ts';
import type { Shown } from '../search-page.ts';
import type { AuditEntry } from './audit.ts';
import { toAuditEvent } from './audit-event.ts';
import { decodeTip } from './chain.ts';
import { auditId, isOfChild, parseAuditId } from './trail.ts';

/** Published limit: entries of trails that one search reads. */
export const auditEntries = 10_000;

export interface AuditSource {
  readonly table: Table;
  /** The own FHIR base. */
  readonly base: string;
}

export async function auditEvent(source: AuditSource, id: string): Promise<AuditEvent | undefined> {
  const place = parseAuditId(id);
  const row = place && (await source.table.get(auditKey(place.trail, place.entry)));
  return row && eventOf(place.trail, row, source);
}

/** The AuditEvents of the children a query names (or of `child`), where `allowed` says the caller may read the trail. */
export async function auditEventsOf(
  query: SearchQuery,
  child: string | undefined,
  source: AuditSource,
  allowed: (patient: string) => Promise<boolean>,
): Promise<Shown[]> {
  const span = recordedIn(query);
  const shown: Shown[] = [];
  for (const patient of new Set(child === undefined ? childrenOf(query) : [child])) {
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(patient) || !(await allowed(patient))) continue;
    const { from, to } = await numbersIn(source.table, patient, span);
    if (to - from + 1 + shown.length > auditEntries) throw tooMany();
    for (const row of await source.table.query(auditRange(patient, from, to))) {
      const resource = eventOf(patient, row, source);
      // An event says in FHIR's words what its row says in few: about three times as much.
      shown.push({ resource, child: patient, bytes: () => JSON.stringify(resource).length });
    }
  }
  return shown;
}

/** The numbers of the first and last entries that can have been recorded in this time; entries are in order of time. */
export async function numbersIn(
  table: Table,
  trail: string,
  { from, to }: Range,
): Promise<{ readonly from: number; readonly to: number }> {
  const last = await lastNumber(table, trail);
  /** The first number whose entry was recorded at this moment or later; entries long gone count as earlier. */
  const firstSince = async (moment: number): Promise<number> => {
    let [low, high] = [1, last + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const entry = await table.get(auditKey(trail, entryName(middle)));
      if (entry && Date.parse(entryOf(entry).t) >= moment) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    from: Number.isFinite(from) ? await firstSince(from) : 1,
    to: Number.isFinite(to) ? (await firstSince(to)) - 1 : last,
  };
}

/** The number of a trail's last entry; 0 where there is no trail. */
export async function lastNumber(table: Table, trail: string): Promise<number> {
  const row = await table.get(tipKey(trail));
  return (row && decodeTip(row.value)?.i) ?? 0;
}

/** The names of all trails. */
export async function* trailsOf(table: Table): AsyncIterable<string> {
  for (const range of tipRanges) for (const { sk } of await table.query(range)) yield sk;
}

export const entryOf = (row: Pick<Row, 'value'>): AuditEntry => JSON.parse(row.value) as AuditEntry;

export const eventOf = (trail: string, row: Row, { base }: Pick<AuditSource, 'base'>): AuditEvent =>
  toAuditEvent(auditId(trail, row.sk), isOfChild(trail) ? trail : undefined, entryOf(row), base);

function childrenOf(query: SearchQuery): string[] {
  const patients = equalityValues(query, 'patient')?.map((text) => text.replace(/^Patient\//, ''));
  const named = patients ?? equalityValues(query, '_id')?.flatMap((id) => parseAuditId(id)?.trail ?? []);
  if (named) return named;
  throw new FhirFailure(
    'too-costly',
    'AuditEvents are kept per child: name the child with patient=Patient/<id>.',
  );
}

const tooMany = (): FhirFailure =>
  new FhirFailure(
    'too-costly',
    `This search would read more than ${auditEntries} entries of the trail; narrow it with date, for example date=ge2026-01-01&date=lt2026-02-01.`,
  );

/** The time outside which nothing can match the dates asked for: from, and until before. */
function recordedIn({ criteria }: SearchQuery): Range {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const criterion of criteria) {
    if (criterion.kind !== 'value' || criterion.negated || criterion.parameter.code !== 'date') continue;
    const spans = criterion.anyOf.filter(isDate).map(spanOf);
    from = Math.max(from, Math.min(...spans.map((span) => span.from)));
    to = Math.min(to, Math.max(...spans.map((span) => span.to)));
  }
  return { from, to };
}

const isDate = (value: SearchValue): value is DateValue => value.kind === 'date';

/** When something recorded at one moment can match. */
function spanOf({ prefix, from, to }: DateValue): Range {
  const [always, never] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (prefix === 'ne') return { from: always, to: never };
  if (prefix === 'gt' || prefix === 'ge' || prefix === 'sa') return { from, to: never };
  if (prefix === 'lt' || prefix === 'le' || prefix === 'eb') return { from: always, to };
  return { from, to };
}
