// One commit on DynamoDB: a lone write where one action is enough, else a transaction, a staged commit where that is too
// small; repeated while others hold the items.

import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { holds } from './commit-rules.ts';
import { ATTEMPTS, backOff, type DynamoAccess } from './dynamodb-access.ts';
import {
  ITEM_BYTES,
  type Item,
  liveVersion,
  numberIn,
  type Prepared,
  prepare,
  writeOf,
} from './dynamodb-items.ts';
import { holderOf } from './dynamodb-marks.ts';
import { type Refusal, sendTransaction, TRANSACTION_ACTIONS, TRANSACTION_BYTES } from './dynamodb-send.ts';
import { settleOthers } from './dynamodb-settle.ts';
import { commitStaged } from './dynamodb-staged.ts';
import { type Action, CommitConflict } from './table.ts';

export async function commitActions(access: DynamoAccess, actions: readonly Action[]): Promise<void> {
  const prepared = actions.map(prepare);
  if (!fitsOneTransaction(prepared)) return commitStaged(access, prepared);
  const restarts = new Set<number>();
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await tryOnce(access, prepared, restarts);
    if (refusal === undefined) return;
    const { failed, met, contended, cause } = refusal;
    const held = [...met.values()].filter((item) => holderOf(item) !== undefined);
    const free = failed.filter((at) => holderOf(met.get(at)) === undefined);
    const unmet = free.filter((at) => !isMet(prepared[at], met.get(at), access.now()));
    if (unmet.length > 0) throw conflictOn(prepared, unmet);
    // Who replaces a value that lies in parts has to remove these.
    if (free.some((at) => met.get(at)?.q !== undefined)) return commitStaged(access, prepared);
    const blocked = await settleOthers(access, held);
    if (attempt === ATTEMPTS) {
      const blamed = [...failed, ...contended];
      throw blamed.length > 0 ? conflictOn(prepared, blamed) : cause;
    }
    // An unguarded put fails its condition only when an expired item turned up or went away: go on the other way.
    for (const at of free) if (!restarts.delete(at)) restarts.add(at);
    if (held.length === 0 || blocked.length > 0) await backOff(access, attempt);
  }
}

function fitsOneTransaction(prepared: readonly Prepared[]): boolean {
  if (prepared.length > TRANSACTION_ACTIONS || prepared.some(({ bytes }) => bytes > ITEM_BYTES)) return false;
  return prepared.reduce((sum, { bytes }) => sum + bytes, 0) <= TRANSACTION_BYTES;
}

function isMet(one: Prepared | undefined, item: Item | undefined, now: number): boolean {
  return holds(one?.action.expect, liveVersion(item, now));
}

function tryOnce(access: DynamoAccess, prepared: readonly Prepared[], restarts: ReadonlySet<number>) {
  const [only] = prepared;
  if (only === undefined || prepared.length > 1) return transact(access, prepared, restarts);
  if ('put' in only.action) return putAlone(access, only, restarts.has(0));
  // A guarded removal repeated after a lost answer finds nothing and can't tell whose work that was; a transaction's token can.
  if ('check' in only.action || only.action.expect !== undefined) return transact(access, prepared, restarts);
  return removeAlone(access, only);
}

function transact(access: DynamoAccess, prepared: readonly Prepared[], restarts: ReadonlySet<number>) {
  const moment = { table: access.table, now: access.now() };
  return sendTransaction(
    access,
    prepared.map((one, at) => writeOf(one, moment, restarts.has(at))),
  );
}

async function putAlone(access: DynamoAccess, one: Prepared, restart: boolean): Promise<Refusal | undefined> {
  const token = access.newToken();
  const { Put, Update } = writeOf(one, { table: access.table, now: access.now(), token }, restart);
  try {
    if (Put) await access.client.send(new PutItemCommand(Put));
    if (Update) await access.client.send(new UpdateItemCommand(Update));
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return judgeFailure(error, one, token);
    return contention(error);
  }
}

/** The SDK repeats a write whose answer was lost; the repeat then fails on the first one's work, known by its token. */
function judgeFailure(
  error: ConditionalCheckFailedException,
  { action }: Prepared,
  token: string,
): Refusal | undefined {
  const found: Item | undefined = error.Item;
  if (found?.t?.S === token) return undefined;
  const repeated = (error.$metadata.attempts ?? 1) > 1;
  const ours = typeof action.expect === 'number' ? action.expect + 1 : 1;
  const version = numberIn(found?.n);
  const overtaken = version === undefined ? action.expect !== 'absent' : version > ours;
  if (repeated && overtaken && action.expect !== undefined) {
    throw new Error(
      'whether the commit was written is unknown: its answer was lost and the row changed since',
      {
        cause: error,
      },
    );
  }
  return failureOn(error);
}

async function removeAlone(
  { client, table, now }: DynamoAccess,
  one: Prepared,
): Promise<Refusal | undefined> {
  const { Delete } = writeOf(one, { table, now: now() }, false);
  try {
    if (Delete) await client.send(new DeleteItemCommand(Delete));
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return failureOn(error);
    return contention(error);
  }
}

function failureOn(cause: ConditionalCheckFailedException): Refusal {
  const met = new Map(cause.Item ? [[0, cause.Item] as const] : []);
  return { failed: [0], met, contended: [], cause };
}

function contention(cause: unknown): Refusal {
  if (cause instanceof TransactionConflictException)
    return { failed: [], met: new Map(), contended: [0], cause };
  throw cause;
}

function conflictOn(prepared: readonly Prepared[], at: readonly number[]): CommitConflict {
  return new CommitConflict(prepared.filter((_, index) => at.includes(index)).map(({ key }) => key));
}
