// One change of a commit: the version that a write makes of what lies at its place.
import type { Resource } from '@medplum/fhirtypes';
import type { Gate, PlannedChange } from './gate.ts';
import { childOfPartition } from './keys.ts';
import type { Placed } from './placing.ts';
import type { StoredRecord } from './record.ts';

export interface ChangeParts {
  readonly placed: Placed;
  readonly resource?: Resource;
  readonly record?: StoredRecord;
  readonly pk: string;
  readonly moved: boolean;
  readonly gate: Gate;
  readonly at: string;
}

export function planChange({ placed, resource, record, pk, moved, gate, at }: ChangeParts): PlannedChange {
  const { write, place, mustBeNew } = placed;
  const reference = `${place.type}/${place.id}`;
  const already = write.method === 'delete' && record?.deleted;
  const version = (record?.envelope.v ?? 0) + (already ? 0 : 1);
  const method = write.method === 'delete' ? 'DELETE' : write.method === 'create' ? 'POST' : 'PUT';
  return {
    reference,
    type: place.type,
    id: place.id,
    pk,
    child: childOfPartition(pk),
    record,
    before: record && !record.deleted ? record.resource() : undefined,
    after: resource && {
      ...resource,
      meta: { ...resource.meta, versionId: String(version), lastUpdated: at },
    },
    envelope: { v: version, t: at, m: method, o: record?.envelope.o ?? gate.origin },
    moved,
    idIsGiven: write.method === 'update' && write.resource.id !== undefined && !placed.record,
    missing: needsOne(placed) && !record,
    ifMatch: write.method === 'create' ? undefined : write.ifMatch,
    mustBeNew,
    at: write.at,
  };
}

function needsOne({ write }: Placed): boolean {
  if (write.method === 'update') return write.ifMatch !== undefined;
  return write.method !== 'create';
}
