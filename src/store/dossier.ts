// The contract of the FHIR store as one caller meets it: every read decided and audited, every write one commit.
import type { Identifier, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Caller } from '../access/caller.ts';
import type { HistoryQuery } from '../fhir/history-query.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { Custody } from './custody.ts';
import type { DisclosureAsk, Disclosures } from './disclosure.ts';
import type { Json } from './head.ts';
import type { Overview } from './overview.ts';

/** Which resource a write is about: the one of this id, or the one that a search string (`identifier=system|value`) meets. */
export type Target =
  | { readonly id: string; readonly condition?: undefined }
  | { readonly id?: undefined; readonly condition: string };

/** One write of a commit. References among the writes may use the `fullUrl` (urn:uuid:…) of another. */
export type Write = {
  /** The entry it stands in, for issues: `Bundle.entry[2]`. */
  readonly at?: string;
} & (
  | {
      readonly method: 'create';
      readonly resource: Resource;
      readonly fullUrl?: string;
      /** Search string (`identifier=system|value`): create only if nothing matches, decided inside the commit. */
      readonly ifNoneExist?: string;
      /** What ifNoneExist finds is refused as a duplicate instead of taken for this. */
      readonly mustBeNew?: true;
    }
  | {
      readonly method: 'update';
      /** With its id, unless there is a condition; an id that is not there yet is created under that id. */
      readonly resource: Resource;
      readonly fullUrl?: string;
      /** The versionId the caller saw; anything else stored is a version-conflict. */
      readonly ifMatch?: string;
      /** `*`: only if there is no such resource. */
      readonly ifNoneMatch?: '*';
      /** Search string: update the one that matches, create where none does, decided inside the commit. */
      readonly condition?: string;
    }
  | ({
      readonly method: 'patch';
      readonly type: ResourceType;
      readonly fullUrl?: string;
      readonly ifMatch?: string;
      /** Makes the new version of what is stored; asked again when a rival came between. */
      readonly change: (current: Resource) => Promise<Resource>;
    } & Target)
  | ({
      readonly method: 'delete';
      readonly type: ResourceType;
      readonly ifMatch?: string;
      /** With a condition: delete all that match, up to the published number, instead of at most one. */
      readonly all?: boolean;
    } & Target)
);

/** What became of one write, in the order of the writes. `existed`: ifNoneExist found this resource. */
export interface Written {
  readonly outcome: 'created' | 'updated' | 'deleted' | 'existed';
  readonly type: ResourceType;
  /** Empty, as is versionId, where a conditional delete met no resource or several. */
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
  /** The stored resource as the caller may see it; absent after a delete. */
  readonly resource?: Resource;
  /** How many resources a conditional delete deleted. */
  readonly count?: number;
}

/** Whose history: of one resource, of a type, of all types. */
export interface HistoryPlace {
  readonly type?: ResourceType;
  readonly id?: string;
}

export interface HistoryEntry {
  readonly type: ResourceType;
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly resource?: Resource;
}

/** Opaque tokens of the pages before and after; absent where there is none. */
export interface Neighbours {
  readonly next?: string;
  readonly previous?: string;
}

export interface HistoryPage extends Neighbours {
  readonly entries: readonly HistoryEntry[];
  /** Of all pages. */
  readonly total: number;
}

/** Which part of a child's file; what is not given does not narrow. */
export interface FilePart {
  readonly types?: readonly ResourceType[];
  /** Changed at this moment or later; milliseconds since 1970. */
  readonly since?: number;
  /** Care given in this time, milliseconds since 1970; what tells no time of care is always part. */
  readonly care?: { readonly from: number; readonly to: number };
  readonly count?: number;
  readonly page?: string;
  /** The operation it is read for, as the audit tells it. */
  readonly operation?: 'everything' | 'copy';
}

export interface SearchPage extends Neighbours {
  readonly matches: readonly Resource[];
  readonly included: readonly Resource[];
  /** Only where counting was asked or free. */
  readonly total?: number;
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
  | 'follow-advice'
  | 'break-glass'
  | 'read-figures'
  | 'rectify'
  | 'request-right'
  | 'decide-right'
  | 'transfer-file'
  | 'destroy-file';

/** A child's file opened by breaking the glass; `until` is an instant. */
export interface Emergency {
  readonly patient: string;
  readonly message: string;
  readonly until: string;
}

/** A request as it was sent; `path` below the server's root. */
export interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
}

export interface Dossier {
  readonly caller: Caller;
  /** A child's file as a whole. */
  readonly custody: Custody;
  /** Throws not-found (absent or not for this caller) or gone (deleted). */
  read(type: ResourceType, id: string): Promise<Resource>;
  vread(type: ResourceType, id: string, versionId: string): Promise<Resource>;
  /** Newest first. */
  history(place: HistoryPlace, query: HistoryQuery): Promise<HistoryPage>;
  /** `child` searches the compartment of one Patient, whose id it is. */
  search(query: SearchQuery, page?: string, child?: string): Promise<SearchPage>;
  /** A child's file page by page, with what of the directory it refers to. Throws not-found. */
  everything(patientId: string, part: FilePart): Promise<SearchPage>;
  /** Everything of one child the caller may see, Patient first; `types` narrows. Throws not-found. */
  file(patientId: string, types?: readonly ResourceType[]): Promise<Resource[]>;
  /** The ids of all Patients that are this child, as far as the caller sees them, that of the oldest file first. */
  together(patientId: string): Promise<string[]>;
  /** One atomic, durable, audited commit: all writes or none. */
  write(writes: readonly Write[], operation?: Operation): Promise<Written[]>;
  /** Who may see what of this child, and why. Throws not-found. */
  whoMaySee(patientId: string): Promise<Overview>;
  /** Who used the files of this child, newest first. Throws not-found and forbidden. */
  disclosures(patientId: string, ask: DisclosureAsk): Promise<Disclosures>;
  /** Opens the files of a child the caller has no tie to, for some hours. Throws not-found. */
  breakGlass(
    which: { readonly id: string } | { readonly identifier: Identifier },
    reason: string,
  ): Promise<Emergency[]>;
  /** Throws what `write` would throw, and stores nothing. */
  rehearse(writes: readonly Write[]): Promise<void>;
  /** Keeps for the audit that writes were refused before they came to `write`. */
  refuseWrites(writes: readonly Write[], problem: unknown): Promise<void>;
  /** Keeps for the audit that a request, or an entry of a batch, came to nothing. */
  refuse(attempt: Attempt, problem: unknown): Promise<void>;
  /** Makes the audit of everything so far durable, before any answer leaves; `problem` when all of it came to nothing. */
  settle(problem?: unknown): Promise<void>;
  /** The board lines of the caller's region that the caller may see; `joined` are other Patients that are the same child. */
  board(): Promise<{ readonly patient: string; readonly line: Json; readonly joined: readonly string[] }[]>;
  /** The same lines for all of the region, with nothing in them that names a child, a person or a resource. */
  figures(): Promise<Json[]>;
}
