// Reading items as the rows they stand for: what a staged commit holds is resolved by its transaction, values in parts are joined.

import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { keyId } from './commit-rules.ts';
import { ATTEMPTS, backOff, type DynamoAccess, inRuns } from './dynamodb-access.ts';
import { type Item, itemKey, keyIn } from './dynamodb-items.ts';
import { holderOf, rowIn } from './dynamodb-marks.ts';
import { joinParts, keysOfParts } from './dynamodb-parts.ts';
import { readTransaction, type TransactionRow, transactionKey } from './dynamodb-transaction.ts';
import { unpack } from './packing.ts';
import type { Key, Row } from './table.ts';

const BATCH = 100;

/** The items under these keys, by `keyId`. */
export async function readItems(access: DynamoAccess, keys: readonly Key[]): Promise<Map<string, Item>> {
  const distinct = [...new Map(keys.map((key) => [keyId(key), key])).values()];
  const found = await Promise.all(inRuns(distinct, BATCH).map((run) => readRun(access, run)));
  return new Map(found.flat().map((item) => [keyId(keyIn(item)), item]));
}

async function readRun(access: DynamoAccess, keys: readonly Key[]): Promise<Item[]> {
  const { client, table } = access;
  const items: Item[] = [];
  let asked: Item[] = keys.map(itemKey);
  for (let attempt = 1; ; attempt += 1) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[table] ?? []));
    const left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length === 0) return items;
    // What came back with more room than nothing is progress: only standing still counts against the bound.
    if (left.length < asked.length) attempt = 0;
    if (attempt === ATTEMPTS) throw new Error(`DynamoDB left ${left.length} keys unread ${ATTEMPTS} times`);
    asked = left;
    await backOff(access, attempt);
  }
}

/** How the transactions that hold any of these items stand. */
export async function readTransactions(
  access: DynamoAccess,
  items: readonly (Item | undefined)[],
): Promise<Map<string, TransactionRow>> {
  const ids = [...new Set(items.map(holderOf).filter((id) => id !== undefined))];
  if (ids.length === 0) return new Map();
  const rows = await readItems(access, ids.map(transactionKey));
  return new Map(ids.map((id) => [id, readTransaction(id, rows.get(keyId(transactionKey(id))))]));
}

/** Whether the item says by itself what row it is. */
export const isPlain = (item: Item | undefined): boolean => item?.x === undefined && item?.q === undefined;

export function plainRow(item: Item | undefined, now: number): Row | undefined {
  const found = item && rowIn(item, undefined, now);
  return found && { ...found.key, value: unpack(found.v), version: found.version };
}

/** The rows that items read in one call stand for. */
export async function rowsOf(
  access: DynamoAccess,
  items: readonly (Item | undefined)[],
): Promise<(Row | undefined)[]> {
  const now = access.now();
  if (items.every(isPlain)) return items.map((item) => plainRow(item, now));
  let latest = items;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const rows = await wholeRows(access, latest);
    if (rows !== undefined) return rows;
    await backOff(access, attempt);
    const keys = latest.filter((item) => item !== undefined).map(keyIn);
    const again = await readItems(access, keys);
    latest = latest.map((item) => item && again.get(keyId(keyIn(item))));
  }
  throw new Error('parts of a value are missing');
}

/**
 * Transactions are looked up once and after the last item was read: had one of them shown its new row already, they all do.
 * Undefined when parts are gone: their value was replaced since its item was read, and the item now says otherwise.
 */
async function wholeRows(
  access: DynamoAccess,
  items: readonly (Item | undefined)[],
): Promise<(Row | undefined)[] | undefined> {
  const transactions = await readTransactions(access, items);
  const now = access.now();
  const found = items.map((item) => item && rowIn(item, transactions.get(holderOf(item) ?? '')?.state, now));
  const keys = found.flatMap((row) => (row?.q ? keysOfParts(row.q) : []));
  const parts = await readItems(access, keys);
  if (keys.some((key) => !parts.has(keyId(key)))) return undefined;
  return found.map((row) => {
    if (row === undefined) return undefined;
    const own = row.q && keysOfParts(row.q).map((key) => parts.get(keyId(key)));
    return { ...row.key, value: own ? joinParts(own) : unpack(row.v), version: row.version };
  });
}
