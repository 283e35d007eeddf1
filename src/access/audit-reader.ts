// Reads the audit rows of a file back as AuditEvent resources.
import type { AuditEvent } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { equalityValues } from '../fhir/search/equality.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { auditKey, auditRange } from '../store/keys.ts';
import type { Table } from '../store/table.ts';
import { type AuditEntry, toAuditEvent } from './audit.ts';
import type { Shown } from './search-page.ts';
import { auditId, parseAuditId } from './trail.ts';

export async function auditEvent(
  table: Table,
  partition: string,
  sk: string,
): Promise<AuditEvent | undefined> {
  const row = await table.get(auditKey(partition, sk));
  return row && asEvent(partition, row);
}

/** The AuditEvents of the children a query names, where `allowed` says the caller may read that child's trail. */
export async function auditEventsOf(
  query: SearchQuery,
  table: Table,
  allowed: (patient: string) => Promise<boolean>,
): Promise<Shown[]> {
  const ids = equalityValues(query, '_id');
  const patients = equalityValues(query, 'patient')?.map((text) => text.replace(/^Patient\//, ''));
  const named = patients ?? ids?.flatMap((id) => parseAuditId(id)?.partition ?? []);
  if (!named)
    throw new FhirFailure(
      'too-costly',
      'AuditEvents are kept per child: name the child with patient=Patient/<id>.',
    );
  const shown: Shown[] = [];
  for (const patient of new Set(named)) {
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(patient) || !(await allowed(patient))) continue;
    const rows = await table.query(auditRange(patient));
    shown.push(...rows.map((row) => ({ resource: asEvent(patient, row), child: patient })));
  }
  return shown;
}

const asEvent = (partition: string, row: { sk: string; value: string }): AuditEvent =>
  toAuditEvent(
    auditId(partition, row.sk),
    partition.startsWith('directory-') ? undefined : partition,
    JSON.parse(row.value) as AuditEntry,
  );
