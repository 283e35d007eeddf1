// The contract of the FHIR store as one caller meets it: every read decided and audited, every write one commit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Caller } from '../access/caller.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { Json } from './head.ts';

/** One write of a commit. References among the writes may use the `fullUrl` (urn:uuid:…) of a create. */
export type Write = {
  /** Where the resource stands in what was sent, for issues: `Bundle.entry[2].resource`. */
  readonly at?: string;
} & (
  | {
      readonly method: 'create';
      readonly resource: Resource;
      readonly fullUrl?: string;
      /** Search string (`identifier=system|value`): create only if nothing matches, decided inside the commit. */
      readonly ifNoneExist?: string;
    }
  | {
      readonly method: 'update';
      /** With its id; an id that is not there yet is created under that id. */
      readonly resource: Resource;
      readonly fullUrl?: string;
      /** The versionId the caller saw; anything else stored is a version-conflict. */
      readonly ifMatch?: string;
    }
  | {
      readonly method: 'delete';
      readonly type: ResourceType;
      readonly id: string;
      readonly ifMatch?: string;
    }
);

/** What became of one write, in the order of the writes. `existed`: ifNoneExist found this resource. */
export interface Written {
  readonly outcome: 'created' | 'updated' | 'deleted' | 'existed';
  readonly type: ResourceType;
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
  /** The stored resource as the caller may see it; absent after a delete. */
  readonly resource?: Resource;
}

export interface HistoryEntry {
  readonly versionId: string;
  readonly lastUpdated: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly resource?: Resource;
}

export interface SearchPage {
  readonly matches: readonly Resource[];
  readonly included: readonly Resource[];
  /** Only where counting was asked or free. */
  readonly total?: number;
  /** Opaque token of the next page; absent on the last. */
  readonly next?: string;
}

/** Named concept operations: the policy lets some callers do by a named operation what they may not do freely. */
export type Operation =
  | 'refer'
  | 'accept-referral'
  | 'decline-referral'
  | 'withdraw-referral'
  | 'feedback'
  | 'push-diagnostics'
  | 'request-diagnostics'
  | 'plan-meeting'
  | 'hold-meeting'
  | 'compose-care-team'
  | 'draft-care-plan'
  | 'agree-care-plan'
  | 'revise-care-plan'
  | 'assign-case-manager'
  | 'move-episode'
  | 'follow-advice';

export interface Dossier {
  readonly caller: Caller;
  /** Throws not-found (absent or not for this caller) or gone (deleted). */
  read(type: ResourceType, id: string): Promise<Resource>;
  vread(type: ResourceType, id: string, versionId: string): Promise<Resource>;
  /** Newest first. */
  history(type: ResourceType, id: string): Promise<HistoryEntry[]>;
  search(query: SearchQuery, page?: string): Promise<SearchPage>;
  /** Everything of one child the caller may see, Patient first; `types` narrows. Throws not-found. */
  file(patientId: string, types?: readonly ResourceType[]): Promise<Resource[]>;
  /** One atomic, durable, audited commit: all writes or none. */
  write(writes: readonly Write[], operation?: Operation): Promise<Written[]>;
  /** Makes the audit of everything read so far durable; called before any answer leaves. */
  settle(): Promise<void>;
  /** The board lines of the caller's region that the caller may see. */
  board(): Promise<{ readonly patient: string; readonly line: Json }[]>;
}
