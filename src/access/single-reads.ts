// Reads of one resource or one of its versions, as one caller may see them.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Head } from '../store/head.ts';
import type { StoredRecord } from '../store/record.ts';
import { parseAuditId } from './audit/trail.ts';
import { childOf } from './judge.ts';
import type { Reader } from './search.ts';
import { absent } from './sight.ts';
import { kinOf, linked } from './together.ts';

export async function read(reader: Reader, type: ResourceType, id: string): Promise<Resource> {
  if (type === 'AuditEvent') return readAuditEvent(reader, id);
  const { record, head } = await known(reader, type, id);
  if (record.deleted) throw gone(type, id);
  const resource = reader.sight.show(record, head, 'r');
  if (!resource) throw absent(`${type}/${id}`);
  reader.trail.note(childOf(record), 'R', `${type}/${id}/_history/${record.envelope.v}`);
  if (type !== 'Patient') return resource;
  return linked(resource, await kinOf(reader.sight, reader.store, await reader.sight.headsMet([id])));
}

export async function vread(
  reader: Reader,
  type: ResourceType,
  id: string,
  versionId: string,
): Promise<Resource> {
  const { record, head } = await known(reader, type, id);
  const version = /^\d{1,9}$/.test(versionId)
    ? await reader.store.version(record, Number(versionId))
    : undefined;
  const shown = version && !version.deleted ? reader.sight.show(version, head, 'r') : undefined;
  if (version?.deleted) throw gone(type, id);
  if (!shown) throw absent(`${type}/${id}/_history/${versionId}`);
  reader.trail.note(childOf(record), 'R', `${type}/${id}/_history/${versionId}`);
  return shown;
}

/** A record, living or deleted, that the caller may know of; the last living version decides for a deleted one. */
export async function known(
  { sight, trail, store }: Reader,
  type: ResourceType,
  id: string,
): Promise<{ record: StoredRecord; head?: Head }> {
  sight.needScope('r', type);
  if (type === 'AuditEvent') throw writtenOnce();
  const [record] = await store.load([{ type, id }]);
  if (!record) {
    trail.noteRefusal(undefined, 'R', `${type}/${id}`);
    throw absent(`${type}/${id}`);
  }
  const head = await sight.headOf(record);
  const judged = record.deleted ? await store.version(record, record.envelope.v - 1) : record;
  if (!judged || !sight.knows(judged, head, 'r')) {
    trail.noteRefusal(childOf(record), 'R', `${type}/${id}`, judged && sight.whyNot(judged, head, 'r'));
    throw absent(`${type}/${id}`);
  }
  return { record, head };
}

/** AuditEvents lie in rows of their own, written once. */
export const writtenOnce = (): FhirFailure =>
  new FhirFailure(
    'not-found',
    'AuditEvents are written once and have no history; read AuditEvent/<id> or search AuditEvent?patient=Patient/<id>.',
  );

async function readAuditEvent({ sight, trail }: Reader, id: string): Promise<Resource> {
  sight.needScope('r', 'AuditEvent');
  const event = await sight.findAuditEvent(id, 'r');
  if (!event) throw absent(`AuditEvent/${id}`);
  trail.note(parseAuditId(id)?.trail, 'R', `AuditEvent/${id}/_history/1`);
  return event;
}

const gone = (type: string, id: string): FhirFailure =>
  new FhirFailure(
    'gone',
    `${type}/${id} was deleted; its history can still be read at ${type}/${id}/_history.`,
  );
