// Removes every record of a partition with its former versions, locator, index and identifier rows, a bounded commit at a time.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DossierStore } from './dossier-store.ts';
import { withoutHolder } from './erase-identifiers.ts';
import { indexKeys } from './indexes.ts';
import { formerRange, locatorKey, parseRecordKey, recordKey, recordRange, versionRange } from './keys.ts';
import { decodeRecord, type StoredRecord } from './record.ts';
import { type Action, CommitConflict, type Key, type Table } from './table.ts';

/** Rows read at a time: bodies and all, so few. */
const stretch = 50;

/**
 * What hangs on a record goes before or with it, and the record itself last: who comes after a crash finds by the records
 * that are left what is still to do.
 */
export async function eraseRecords(store: DossierStore, pk: string): Promise<void> {
  const { table } = store;
  for (;;) {
    const rows = await table.query({ ...recordRange(pk), limit: stretch });
    if (rows.length === 0) break;
    let batch: Key[] = [];
    for (const row of rows) {
      const { type, id } = parseRecordKey(row.sk);
      const keys = await keysAround(store, decodeRecord(type, id, row));
      if (batch.length + keys.length > table.limits.atOnce) {
        await removeAll(table, batch);
        batch = [];
      }
      batch.push(...keys);
    }
    await removeAll(table, batch);
  }
  await eraseRange(table, { ...formerRange(pk), limit: stretch });
}

/** The rows to remove together; longer histories and identifiers are dealt with on the way. */
async function keysAround(store: DossierStore, record: StoredRecord): Promise<Key[]> {
  const { table } = store;
  const { pk, type, id } = record;
  if (record.envelope.v > 1) await eraseRange(table, { ...versionRange(pk, type, id), limit: stretch });
  if (!record.deleted) await release(store, record);
  const index = record.deleted ? [] : indexKeys(record.resource());
  const all: Key[] = [...index, locatorKey(type, id), recordKey(pk, type, id)];
  while (all.length > table.limits.atOnce) await removeAll(table, all.splice(0, table.limits.atOnce));
  return all;
}

async function release(store: DossierStore, record: StoredRecord): Promise<void> {
  for (;;) {
    const actions = await withoutHolder(store, [record.resource()]);
    if (actions.length === 0) return;
    try {
      await store.table.commit(actions);
      return;
    } catch (problem) {
      // Somebody gave or took the same identifier meanwhile: look again.
      if (!(problem instanceof CommitConflict)) throw problem;
      await sleep(5);
    }
  }
}

async function eraseRange(table: Table, range: Parameters<Table['query']>[0]): Promise<void> {
  for (;;) {
    const rows = await table.query(range);
    if (rows.length === 0) return;
    await removeAll(table, rows);
  }
}

async function removeAll(table: Table, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  const actions = keys.map(({ pk, sk }): Action => ({ remove: { pk, sk } }));
  await table.commit(actions);
}
