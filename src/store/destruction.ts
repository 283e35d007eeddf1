// Destroys a child's file for good, in steps that any process can go on with: after the first the file is there for nobody,
// after the last nothing of it is left but its audit trail and a certificate without personal data.
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore, HeadRecord } from './dossier-store.ts';
import { withoutHolder } from './erase-identifiers.ts';
import { eraseRecords } from './erase-records.ts';
import { headRows } from './head-rows.ts';
import { joinedFiles } from './joined.ts';
import {
  certificateKey,
  certificateRange,
  childOfPartition,
  destructionKey,
  destructionRange,
  filePartition,
  headKey,
} from './keys.ts';
import { type Action, CommitConflict, type Table } from './table.ts';

const certificateSchema = z.strictObject({
  id: z.string(),
  /** SHA-256 of the Patient's id: who knows the id can tell that this was the file, nobody else can. */
  file: z.string(),
  /** `Organization/<id>` that ran the trajectory, or for which the destruction was done. */
  region: z.string(),
  ground: z.enum(['request', 'retention']),
  /** Client and organisation that had it destroyed. */
  by: z.string(),
  organization: z.string().optional(),
  begun: z.string(),
  done: z.string().optional(),
  /** How many resources of each type there were, and how many former versions. */
  resources: z.record(z.string(), z.number()),
  formerVersions: z.number(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export interface DestructionOrder {
  readonly id: string;
  readonly at: string;
  readonly region: string;
  readonly ground: Certificate['ground'];
  readonly by: string;
  readonly organization?: string;
}

export interface DestructionParts {
  readonly store: DossierStore;
  readonly now: () => Date;
  /** Takes the child out of what was made of the file elsewhere: exports. May be called again. */
  readonly forget?: (pk: string) => Promise<void>;
}

/** The file as it is when its destruction is judged, and the commit that is to begin it. */
export interface Begin {
  /** Throws when the file may not be destroyed; what it finds in the head holds until the commit. */
  readonly judge: (file: HeadRecord) => void;
  /** Makes the actions durable, with what the caller has to add. */
  readonly commit: (actions: readonly Action[]) => Promise<void>;
}

const attempts = 30;

/** The first step: from this commit on the file is there for nobody. */
export async function beginDestruction(
  store: DossierStore,
  pk: string,
  order: DestructionOrder,
  { judge, commit }: Begin,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const file = (await store.heads([pk])).get(pk);
    if (!file) return;
    judge(file);
    try {
      await commit(await firstActions(store, pk, file, order));
      return;
    } catch (problem) {
      if (!(problem instanceof CommitConflict)) throw problem;
      await sleep(Math.random() * Math.min(100, 2 ** attempt));
    }
  }
  throw new FhirFailure('busy', 'Others keep changing this file; try again in a moment.');
}

async function firstActions(
  store: DossierStore,
  pk: string,
  file: HeadRecord,
  order: DestructionOrder,
): Promise<Action[]> {
  const child = childOfPartition(pk) ?? '';
  const certificate = await certificateFor(store, pk, child, order);
  const patients = (await store.file(pk, 'Patient')).map((record) => record.resource());
  const partings = joinedFiles(file.own).map((other): [string, string] => [pk, other]);
  const gone = new Map([[pk, { destroyed: { [pk]: order.id } }]]);
  const heads = await headRows(store, new Map([[pk, file]]), gone, { joins: [], partings });
  return [
    ...heads.actions,
    { put: destructionKey(child), value: JSON.stringify(certificate), expect: 'absent' },
    ...(await withoutHolder(store, patients)),
  ];
}

async function certificateFor(
  store: DossierStore,
  pk: string,
  child: string,
  { id, at, region, ground, by, organization }: DestructionOrder,
): Promise<Certificate> {
  const resources: Record<string, number> = {};
  let formerVersions = 0;
  for (const [record, ...former] of await store.fileVersions(pk)) {
    formerVersions += former.length;
    if (record && !record.deleted) resources[record.type] = (resources[record.type] ?? 0) + 1;
  }
  const file = hash('sha256', child);
  return { id, file, region, ground, by, organization, begun: at, resources, formerVersions };
}

/** Goes on until nothing is left; safe to call again after a crash at any point, also by several at once. */
export async function finishDestruction(
  { store, now, forget }: DestructionParts,
  child: string,
): Promise<Certificate | undefined> {
  const pk = filePartition('Patient', child);
  const row = await store.table.get(destructionKey(child));
  if (!row) return undefined;
  await forget?.(pk);
  await eraseRecords(store, pk);
  const begun = certificateSchema.parse(JSON.parse(row.value));
  const done: Certificate = { ...begun, done: now().toISOString() };
  try {
    await store.table.commit([
      { put: certificateKey(done.region, done.id), value: JSON.stringify(done) },
      // The row stays, empty: its version goes on, so that no reader takes a later head for the one it remembers.
      { put: headKey(pk), value: '{}' },
      { remove: destructionKey(child), expect: row.version },
    ]);
  } catch (problem) {
    // Somebody else finished it, and laid down the certificate.
    if (!(problem instanceof CommitConflict)) throw problem;
  }
  return done;
}

/** The children whose destruction has begun and not ended. */
export async function unfinishedDestructions(table: Table): Promise<string[]> {
  return (await table.query(destructionRange)).map(({ sk }) => sk);
}

/** The certificates of a region, oldest first as far as their ids tell. */
export async function certificatesOf(table: Table, region: string): Promise<Certificate[]> {
  const rows = await table.query(certificateRange(region));
  return rows
    .map((row) => certificateSchema.parse(JSON.parse(row.value)))
    .sort((a, b) => (a.begun < b.begun ? -1 : 1));
}
