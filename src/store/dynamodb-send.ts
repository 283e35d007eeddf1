// Sends one TransactWriteItems, exactly once however often its answer is lost, and tells why one was refused.

import {
  TransactionCanceledException,
  TransactionInProgressException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { commitLimits } from './commit-rules.ts';
import { ATTEMPTS, backOff, type DynamoAccess } from './dynamodb-access.ts';
import type { Item } from './dynamodb-items.ts';

/** DynamoDB's own bounds on one transaction. */
export const TRANSACTION_ACTIONS = commitLimits.atOnce;
export const TRANSACTION_BYTES = 4 * 1024 * 1024;

/** Why an attempt wrote nothing: writes whose condition failed with what they met, and those another transaction was busy with. */
export interface Refusal {
  readonly failed: readonly number[];
  readonly met: ReadonlyMap<number, Item>;
  readonly contended: readonly number[];
  readonly cause: unknown;
}

export async function sendTransaction(
  { client, random, newToken }: DynamoAccess,
  writes: readonly TransactWriteItem[],
): Promise<Refusal | undefined> {
  const command = new TransactWriteItemsCommand({
    ClientRequestToken: newToken(),
    TransactItems: [...writes],
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
  const reasons = cause.CancellationReasons ?? [];
  const having = (...wanted: string[]) =>
    [...reasons.keys()].filter((at) => wanted.includes(reasons[at]?.Code ?? 'None'));
  const failed = having('ConditionalCheckFailed');
  const contended = having('TransactionConflict');
  const throttled = having('ThrottlingError', 'ProvisionedThroughputExceeded');
  if (failed.length + contended.length + throttled.length === 0) throw cause;
  const met = new Map(reasons.flatMap(({ Item }, at) => (Item ? [[at, Item] as const] : [])));
  return { failed, met, contended, cause };
}
