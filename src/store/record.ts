// How a version of a resource lies in a row: one line of bookkeeping, then the resource's JSON exactly as answered.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { hasKeptNumbers, parseJsonExactly, writeJsonExactly } from '../fhir/exact-json.ts';
import type { Row } from './table.ts';

/** The bookkeeping of a stored version. */
export interface Envelope {
  /** versionId. */
  readonly v: number;
  /** lastUpdated, an instant. */
  readonly t: string;
  /** The interaction that made this version. */
  readonly m: 'POST' | 'PUT' | 'DELETE';
  /** Organisation (or client) that created the resource. */
  readonly o: string;
  /** Set where the body holds numbers that JavaScript would write differently, such as 1.50. */
  readonly n?: 1;
}

/** A stored version, its body parsed on first use. */
export interface StoredRecord {
  readonly type: ResourceType;
  readonly id: string;
  /** Partition the resource lies in. */
  readonly pk: string;
  /** The row's own version, for the next commit's expectation. */
  readonly rowVersion: number;
  readonly envelope: Envelope;
  readonly deleted: boolean;
  /** JSON text; empty after a delete. */
  readonly body: string;
  resource(): Resource;
}

export function encodeRecord(envelope: Envelope, resource: Resource | undefined): string {
  const body = resource ? writeJsonExactly(resource) : '';
  const n = hasKeptNumbers(body) ? 1 : undefined;
  return `${JSON.stringify({ ...envelope, n })}\n${body}`;
}

export function decodeRecord(type: ResourceType, id: string, row: Row): StoredRecord {
  const cut = row.value.indexOf('\n');
  const envelope = JSON.parse(row.value.slice(0, cut)) as Envelope;
  const body = row.value.slice(cut + 1);
  let parsed: Resource | undefined;
  return {
    type,
    id,
    pk: row.pk,
    rowVersion: row.version,
    envelope,
    deleted: body === '',
    body,
    resource: () => {
      parsed ??= (envelope.n ? parseJsonExactly(body) : JSON.parse(body)) as Resource;
      return parsed;
    },
  };
}
