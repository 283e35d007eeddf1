// Reads the audit rows of a file back as AuditEvent resources.
import type { AuditEvent } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Range } from '../fhir/search/date.ts';
import { equalityValues } from '../fhir/search/equality.ts';
import type { DateValue, SearchQuery, SearchValue } from '../fhir/search/query.ts';
import { auditKey, auditRange } from '../store/keys.ts';
import type { Table } from '../store/table.ts';
import { type AuditEntry, toAuditEvent } from './audit.ts';
import type { Shown } from './search-page.ts';
import { auditId, momentKey, parseAuditId } from './trail.ts';

/** Published limit: entries of trails that one search reads. */
export const auditEntries = 10_000;

export async function auditEvent(
  table: Table,
  partition: string,
  sk: string,
): Promise<AuditEvent | undefined> {
  const row = await table.get(auditKey(partition, sk));
  return row && asEvent(partition, row);
}

/** The AuditEvents of the children a query names (or of `child`), where `allowed` says the caller may read the trail. */
export async function auditEventsOf(
  query: SearchQuery,
  child: string | undefined,
  table: Table,
  allowed: (patient: string) => Promise<boolean>,
): Promise<Shown[]> {
  const span = recordedIn(query);
  const shown: Shown[] = [];
  for (const patient of new Set(child === undefined ? childrenOf(query) : [child])) {
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(patient) || !(await allowed(patient))) continue;
    const limit = auditEntries + 1 - shown.length;
    for (const row of await table.query({ ...auditRange(patient), ...span, limit })) {
      const resource = asEvent(patient, row);
      // An event says in FHIR's words what its row says in few: about three times as much.
      shown.push({ resource, child: patient, bytes: () => JSON.stringify(resource).length });
    }
    if (shown.length > auditEntries) throw tooMany();
  }
  return shown;
}

function childrenOf(query: SearchQuery): string[] {
  const patients = equalityValues(query, 'patient')?.map((text) => text.replace(/^Patient\//, ''));
  const named = patients ?? equalityValues(query, '_id')?.flatMap((id) => parseAuditId(id)?.partition ?? []);
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

/** The stretch of the trail outside which nothing can match the dates asked for. */
function recordedIn({ criteria }: SearchQuery): { from?: string; to?: string } {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const criterion of criteria) {
    if (criterion.kind !== 'value' || criterion.negated || criterion.parameter.code !== 'date') continue;
    const spans = criterion.anyOf.filter(isDate).map(spanOf);
    from = Math.max(from, Math.min(...spans.map((span) => span.from)));
    to = Math.min(to, Math.max(...spans.map((span) => span.to)));
  }
  return {
    from: from > 0 && Number.isFinite(from) ? momentKey(Math.floor(from)) : undefined,
    to: to >= 0 && Number.isFinite(to) ? momentKey(Math.ceil(to)) : undefined,
  };
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

const asEvent = (partition: string, row: { sk: string; value: string }): AuditEvent =>
  toAuditEvent(
    auditId(partition, row.sk),
    partition.startsWith('directory-') ? undefined : partition,
    JSON.parse(row.value) as AuditEntry,
  );
