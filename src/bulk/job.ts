// An export as its row in the table holds it: what was asked by whom, how far it is, what files there are.
import * as z from 'zod';
import { exportKey, exportRange, parseExportKey } from '../store/keys.ts';
import type { Row, Table } from '../store/table.ts';

/** Name, type, number of resources. */
const File = z.tuple([z.string(), z.string(), z.number()]);

const Job = z.strictObject({
  level: z.enum(['system', 'patient', 'group']),
  group: z.string().optional(),
  request: z.string(),
  types: z.array(z.string()),
  filters: z.array(z.string()),
  elements: z.array(z.string()).optional(),
  since: z.string().optional(),
  patients: z.array(z.string()).optional(),
  ignored: z.array(z.string()),
  /** The token's, at kick-off. */
  scopes: z.array(z.string()),
  purpose: z.string().optional(),
  /** For whom the client acted then; it may not come to act for another. */
  actsFor: z.string(),
  requestId: z.string(),
  sourceIp: z.string().optional(),
  /** transactionTime. */
  at: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** What is read next: `children`, or the name of a type outside any file; and the last id read of it. */
  phase: z.string(),
  after: z.string(),
  step: z.number(),
  children: z.number(),
  output: z.array(File),
  deleted: z.array(File),
  /** Tries of the present step that ended in an error of ours. */
  tries: z.number(),
  failure: z
    .strictObject({ kind: z.enum(['forbidden', 'export-failed']), issues: z.array(z.string()) })
    .optional(),
  /** Instant after which the export is gone. */
  expires: z.string(),
});
export type Job = z.infer<typeof Job>;

/** Which export: the client that started it and the id it was given. */
export interface JobRef {
  readonly client: string;
  readonly job: string;
}

export interface StoredJob extends JobRef {
  readonly row: Row;
  readonly state: Job;
}

const read = (row: Row): StoredJob => ({
  ...parseExportKey(row.sk),
  row,
  state: Job.parse(JSON.parse(row.value)),
});

export async function findJob(table: Table, { client, job }: JobRef): Promise<StoredJob | undefined> {
  const row = await table.get(exportKey(client, job));
  return row && read(row);
}

/** All exports there are, or those of one client. */
export async function listJobs(table: Table, client?: string): Promise<StoredJob[]> {
  return (await table.query(exportRange(client))).map(read);
}

export const isOver = ({ state }: StoredJob, now: Date): boolean => state.expires <= now.toISOString();

/** The table drops the row some time after the export is over, as it does the files in the cloud. */
export const putJob = ({ client, job }: JobRef, state: Job, expect: number | 'absent') => ({
  put: exportKey(client, job),
  value: JSON.stringify(state),
  expect,
  expires: Math.ceil(Date.parse(state.expires) / 1000),
});

export const actsFor = (one: {
  readonly kind: string;
  readonly organization?: string;
  readonly practitioner?: string;
  readonly person?: string;
}): string => JSON.stringify([one.kind, one.organization, one.practitioner, one.person]);

/** How the kick-off reads in the trail. */
export const queryOf = ({ request }: Job): string => request.replace(/^.*?\/fhir\//, '');
