// One commit on DynamoDB: a lone write where one action is enough, else a transaction; repeated while others hold the items.

import { setTimeout as pause } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { assertTransactionSize, type Item, type Prepared, prepare, writeOf } from './dynamodb-items.ts';
import { type Action, CommitConflict } from './table.ts';

const TRANSACTION_BYTES = 4 * 1024 * 1024;
const ATTEMPTS = 10;

export interface DynamoAccess {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly newToken: () => string;
}

/** Why an attempt wrote nothing: actions whose condition failed, and those another transaction was busy with. */
interface Refusal {
  readonly failed: readonly number[];
  readonly contended: readonly number[];
  readonly cause: unknown;
}

export async function commitActions(access: DynamoAccess, actions: readonly Action[]): Promise<void> {
  const prepared = actions.map(prepare);
  assertTransactionSize(prepared, TRANSACTION_BYTES);
  const restarts = new Set<number>();
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await tryOnce(access, prepared, restarts);
    if (refusal === undefined) return;
    const unmet = refusal.failed.filter((at) => prepared[at]?.action.expect !== undefined);
    if (unmet.length > 0) throw conflictOn(prepared, unmet);
    if (attempt === ATTEMPTS) {
      const blamed = [...refusal.failed, ...refusal.contended];
      throw blamed.length > 0 ? conflictOn(prepared, blamed) : refusal.cause;
    }
    // An unguarded put fails its condition only when an expired item turned up or went away: go on the other way.
    for (const at of refusal.failed) if (!restarts.delete(at)) restarts.add(at);
    await backOff(access, attempt);
  }
}

/** Waits a random part of a time that doubles, so that those who collided don't collide again. */
export function backOff({ random }: Pick<DynamoAccess, 'random'>, attempt: number): Promise<void> {
  return pause(random() * Math.min(1000, 10 * 2 ** attempt));
}

function tryOnce(access: DynamoAccess, prepared: readonly Prepared[], restarts: ReadonlySet<number>) {
  const [only] = prepared;
  if (only === undefined || prepared.length > 1) return transact(access, prepared, restarts);
  if ('put' in only.action) return putAlone(access, only, restarts.has(0));
  // A guarded removal repeated after a lost answer finds nothing and can't tell whose work that was; a transaction's token can.
  if ('check' in only.action || only.action.expect !== undefined) return transact(access, prepared, restarts);
  return removeAlone(access, only);
}

async function transact(
  { client, table, now, random, newToken }: DynamoAccess,
  prepared: readonly Prepared[],
  restarts: ReadonlySet<number>,
): Promise<Refusal | undefined> {
  const moment = { table, now: now() };
  const command = new TransactWriteItemsCommand({
    ClientRequestToken: newToken(),
    TransactItems: prepared.map((one, at) => writeOf(one, moment, restarts.has(at))),
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return undefined;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return refusalOf(error);
      if (!(error instanceof TransactionInProgressException) || attempt === ATTEMPTS) throw error;
      await backOff({ random }, attempt);
    }
  }
}

function refusalOf(cause: TransactionCanceledException): Refusal {
  const codes = (cause.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  const having = (...wanted: string[]) => [...codes.keys()].filter((at) => wanted.includes(codes[at] ?? ''));
  const failed = having('ConditionalCheckFailed');
  const contended = having('TransactionConflict');
  const throttled = having('ThrottlingError', 'ProvisionedThroughputExceeded');
  if (failed.length + contended.length + throttled.length === 0) throw cause;
  return { failed, contended, cause };
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
    if (error instanceof TransactionConflictException) return { failed: [], contended: [0], cause: error };
    throw error;
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
  const overtaken = found === undefined ? action.expect !== 'absent' : Number(found.n?.N) > ours;
  if (repeated && overtaken && action.expect !== undefined) {
    throw new Error(
      'whether the commit was written is unknown: its answer was lost and the row changed since',
      {
        cause: error,
      },
    );
  }
  return { failed: [0], contended: [], cause: error };
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
    if (error instanceof TransactionConflictException) return { failed: [], contended: [0], cause: error };
    throw error;
  }
}

function conflictOn(prepared: readonly Prepared[], at: readonly number[]): CommitConflict {
  return new CommitConflict(prepared.filter((_, index) => at.includes(index)).map(({ key }) => key));
}
