// What a staged commit holds comes to rest: by its own writer, or by any writer that stands before it.

import { ATTEMPTS, backOff, type DynamoAccess, inRuns, sideBySide } from './dynamodb-access.ts';
import { type Item, keyIn } from './dynamodb-items.ts';
import { holderOf, partsLeftOver, settlingWrite, weigh } from './dynamodb-marks.ts';
import { removeParts } from './dynamodb-parts.ts';
import { readTransactions } from './dynamodb-read.ts';
import { sendTransaction, TRANSACTION_ACTIONS, TRANSACTION_BYTES } from './dynamodb-send.ts';
import { decideAborted, isOlder, isOverdue, type State, type Transaction } from './dynamodb-transaction.ts';
import type { Key } from './table.ts';

/**
 * Settles the held items whose transaction is decided, deciding those that are overdue or, for a staged commit, younger than
 * itself. Returns what is still held.
 */
export async function settleOthers(
  access: DynamoAccess,
  items: readonly Item[],
  self?: Transaction,
): Promise<Key[]> {
  const transactions = await readTransactions(access, items);
  const blocked: Key[] = [];
  for (const [id, held] of Map.groupBy(items, holderOf)) {
    const row = id === undefined ? undefined : transactions.get(id);
    if (row === undefined) continue;
    const mayEnd = isOverdue(row, access.now()) || (self !== undefined && isOlder(self, row));
    const state = row.state === 'open' && mayEnd ? await decideAborted(access, row.id) : row.state;
    if (state === 'open') blocked.push(...held.map(keyIn));
    else await settle(access, held, state);
  }
  return blocked;
}

/** Makes of all these items what the end of their transaction says; harmless where another has done so. */
export async function settle(access: DynamoAccess, items: readonly Item[], state: State): Promise<void> {
  await sideBySide(inRuns(items, TRANSACTION_ACTIONS, TRANSACTION_BYTES, weigh), async (run) => {
    const leftOver = run.map((item) => partsLeftOver(item, state)).filter((name) => name !== undefined);
    // While the mark still names them: after it nobody would know of them.
    await removeParts(access, leftOver);
    await settleRun(access, run, state);
  });
}

async function settleRun(access: DynamoAccess, items: readonly Item[], state: State): Promise<void> {
  let left = items;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const writes = left.map((item) => settlingWrite(item, state, access.table, access.now()));
    const refusal = await sendTransaction(access, writes);
    if (refusal === undefined) return;
    // Where the condition failed another one has settled the item.
    left = left.filter((_, at) => !refusal.failed.includes(at));
    if (refusal.failed.length > 0) continue;
    if (attempt >= ATTEMPTS) throw refusal.cause;
    await backOff(access, attempt);
  }
}
