// The row of a staged commit, the one place where it is decided: open, then committed or aborted for good.

import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoAccess, secondsOf } from './dynamodb-access.ts';
import { type Item, itemKey, numberIn } from './dynamodb-items.ts';
import type { Key } from './table.ts';

/** How long a writer may take, as long as a door may; after that whoever meets what it holds may abort it. */
export const LEASE_MS = 30_000;
/** How long a decided transaction is remembered: far longer than any call that may still ask for it. */
export const MEMORY_MS = 24 * 3600 * 1000;

/** Who is older goes first: `since` is when the commit was asked for, however often it had to begin anew. */
export interface Transaction {
  readonly id: string;
  readonly since: number;
}

export type State = 'open' | 'committed' | 'aborted';

export interface TransactionRow extends Transaction {
  readonly state: State;
  readonly began: number;
}

export function transactionKey(id: string): Key {
  return { pk: `tx/${id}`, sk: 'tx' };
}

/** s (state), b (began), r (rank), e: one that nobody decided means nothing a day later and goes. */
export async function begin(access: DynamoAccess, since: number): Promise<Transaction> {
  const { client, table, now, newToken } = access;
  const id = newToken();
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        ...itemKey(transactionKey(id)),
        s: { S: 'open' },
        b: { N: String(now()) },
        r: { N: String(since) },
        e: secondsOf(now() + MEMORY_MS),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR s = :open',
      ExpressionAttributeValues: { ':open': { S: 'open' } },
    }),
  );
  return { id, since };
}

/** What a transaction's item says. One that is gone was never committed: those stay until nothing needs them. */
export function readTransaction(id: string, item: Item | undefined): TransactionRow {
  const said = item?.s?.S;
  const state = said === 'open' || said === 'committed' ? said : 'aborted';
  return { id, state, began: numberIn(item?.b) ?? 0, since: numberIn(item?.r) ?? 0 };
}

export const isOverdue = ({ began }: TransactionRow, now: number): boolean => now > began + LEASE_MS;

export const isOlder = (one: Transaction, other: Transaction): boolean =>
  one.since < other.since || (one.since === other.since && one.id < other.id);

/** The commit point. Remembered without end until `forget`: items may still have to be resolved by it. */
export function decideCommitted(access: DynamoAccess, id: string): Promise<State> {
  return decide(access, id, 'committed', 'SET s = :s REMOVE e', {});
}

export function decideAborted(access: DynamoAccess, id: string): Promise<State> {
  const e = secondsOf(access.now() + MEMORY_MS);
  return decide(access, id, 'aborted', 'SET s = :s, e = :e', { ':e': e });
}

/** Once no item needs it any more; kept a while for readers who met such an item just before. */
export async function forget({ client, table, now }: DynamoAccess, id: string): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(transactionKey(id)),
      UpdateExpression: 'SET e = :e',
      ExpressionAttributeValues: { ':e': secondsOf(now() + MEMORY_MS) },
    }),
  );
}

/** Decides if nobody has, and returns what is decided. */
async function decide(
  { client, table }: DynamoAccess,
  id: string,
  state: State,
  change: string,
  values: Item,
): Promise<State> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(transactionKey(id)),
        UpdateExpression: change,
        ConditionExpression: 's = :open',
        ExpressionAttributeValues: { ':s': { S: state }, ':open': { S: 'open' }, ...values },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return state;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return readTransaction(id, error.Item).state;
  }
}
