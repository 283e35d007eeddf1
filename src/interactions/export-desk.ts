// The port to bulk exports: what can be ordered, what becomes of it. https://hl7.org/fhir/uv/bulkdata/STU2/export.html
import type { Issue } from '../fhir/failure.ts';

/** Published. `children` and `records` are read in one step; a file is no longer than `fileBytes`, one resource aside. */
export const exportLimits = {
  atOnce: 2,
  fileBytes: 4_000_000,
  patients: 1000,
  children: 60,
  records: 300,
  /** How long files are kept, unless the installation says otherwise. */
  keepHours: 24,
} as const;

export interface ExportOrder {
  readonly level: 'system' | 'patient' | 'group';
  /** Id of the Group. */
  readonly group?: string;
  /** The kick-off's own URL. */
  readonly request: string;
  /** Absent: all that the token's scopes reach at this level. */
  readonly types?: readonly string[];
  readonly filters: readonly string[];
  readonly elements?: readonly string[];
  readonly since?: string;
  /** Ids of the only children wanted. */
  readonly patients?: readonly string[];
  /** What lenient handling left out. */
  readonly ignored: readonly string[];
}

export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly count: number;
}

export type ExportState =
  | { readonly state: 'running'; readonly progress: string }
  | {
      readonly state: 'failed';
      readonly kind: 'forbidden' | 'export-failed';
      readonly issues: readonly Issue[];
    }
  | {
      readonly state: 'done';
      /** Instants. */
      readonly at: string;
      readonly expires: string;
      readonly request: string;
      readonly output: readonly ExportFile[];
      readonly deleted: readonly ExportFile[];
      readonly ignored?: ExportFile;
    };

/** The exports of one caller; one of another client is not found. */
export interface ExportDesk {
  /** The new job's id. Throws `throttled` while as many run as may. */
  start(order: ExportOrder): Promise<string>;
  look(job: string): Promise<ExportState>;
  cancel(job: string): Promise<void>;
  /** NDJSON. */
  file(job: string, name: string): Promise<string>;
}
