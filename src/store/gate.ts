// What a commit asks of whoever guards the store: visibility, permission and audit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Change, Head } from './head.ts';
import type { Envelope, StoredRecord } from './record.ts';
import type { Action } from './table.ts';

/** One change with all that its permission depends on. */
export interface PlannedChange extends Change {
  readonly type: ResourceType;
  readonly id: string;
  /** Partition, and the child whose file it is, if any. */
  readonly pk: string;
  readonly child?: string;
  readonly record?: StoredRecord;
  readonly envelope: Envelope;
  /** The resource asks to go to another file than the one it lies in. */
  readonly moved: boolean;
  /** The versionId the writer saw. */
  readonly ifMatch?: string;
  /** The writer chose the id, and did not find it by a condition. */
  readonly idIsGiven: boolean;
  /** It changes or deletes what never was. */
  readonly missing: boolean;
  /** Refused as this kind when there is such a resource. */
  readonly mustBeNew?: 'version-conflict' | 'conflict';
  /** The entry it stands in, for issues: `Bundle.entry[2]`. */
  readonly at?: string;
}

/** What the guard decides and adds. All may be called again when a rival's commit makes the plan start over. */
export interface Gate {
  /** Who writes, for the envelope: organisation or client. */
  readonly origin: string;
  /** The own FHIR base, to tell local absolute references. */
  readonly base: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Records of `type` that match a search string and that this caller may meet by a condition. */
  matches(type: ResourceType, query: string): Promise<StoredRecord[]>;
  /** Tests resources that this commit is about to store by a search string. */
  tester(type: ResourceType, query: string): Promise<(resource: Resource) => boolean>;
  /** May this caller refer to the record? */
  sees(record: StoredRecord, head: Head | undefined): boolean;
  /** By what of the record this caller finds it. */
  found(record: StoredRecord, head: Head | undefined): Resource | undefined;
  /** A conditional create found this record: what the caller may see of it. */
  meets(record: StoredRecord, head: Head | undefined): Resource | undefined;
  /** What a caller who changed a part of a resource may see of the whole. */
  shows(change: PlannedChange, head: Head | undefined): Resource | undefined;
  /** All Patients that are the same child as this one, as far as the caller sees them. */
  sameChild(patientId: string): Promise<readonly string[]>;
  /** Throws when a change may not be. */
  authorize(change: PlannedChange, before: Head | undefined): void;
  /** Table.commit of the actions, with the audit of the changes in it. */
  commit(actions: readonly Action[], changes: readonly PlannedChange[]): Promise<void>;
}
