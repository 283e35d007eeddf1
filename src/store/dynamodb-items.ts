// Rows as DynamoDB items: pk, sk, v (value), n (version), e (expires, the table's TTL), t (token of a lone write).

import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isLive, keyOf } from './commit-rules.ts';
import { type Packed, pack, packedSize, unpack } from './packing.ts';
import { type Action, CommitTooLarge, type Expectation, type Key, type Row } from './table.ts';

export type Item = Record<string, AttributeValue>;

/** DynamoDB's own bound on an item, and room for the names, numbers and token beside key and value. */
const ITEM_BYTES = 400 * 1024;
const OVERHEAD_BYTES = 120;

/** TTL deletes late, so an expired item counts as absent wherever it is still met. */
const LIVE = '(attribute_not_exists(e) OR e > :now)';
const ABSENT = '(attribute_not_exists(pk) OR e <= :now)';
const NOT_THIS_TOKEN = '(attribute_not_exists(t) OR t <> :t)';

export type Prepared = {
  readonly action: Action;
  readonly key: Key;
  readonly packed?: Packed;
  readonly bytes: number;
};

type Condition = { readonly ConditionExpression: string; readonly ExpressionAttributeValues: Item };

/** What all writes of one attempt share; a `token` marks what a lone put wrote as its own. */
export interface Attempt {
  readonly table: string;
  readonly now: number;
  readonly token?: string;
}

export function itemKey({ pk, sk }: Key): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

export function liveRow(item: Item | undefined, now: number): Row | undefined {
  if (item === undefined) return undefined;
  if (!isLive(item.e?.N === undefined ? undefined : Number(item.e.N), now)) return undefined;
  return { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '', value: unpack(item.v), version: Number(item.n?.N) };
}

export function prepare(action: Action): Prepared {
  const key = keyOf(action);
  const packed = 'put' in action ? pack(action.value) : undefined;
  const bytes =
    Buffer.byteLength(key.pk) +
    Buffer.byteLength(key.sk) +
    OVERHEAD_BYTES +
    (packed ? packedSize(packed) : 0);
  if (bytes > ITEM_BYTES) {
    throw new CommitTooLarge(`a value takes ${bytes} bytes as stored, a DynamoDB item takes ${ITEM_BYTES}`);
  }
  return { action, key, packed, bytes };
}

/** The action as DynamoDB's write, its expectation as the condition; `restart` puts over an expired item as if there were none. */
export function writeOf(
  { action, key, packed }: Prepared,
  attempt: Attempt,
  restart: boolean,
): TransactWriteItem {
  if (!('put' in action)) return guardOf(action, key, attempt);
  const { expect, expires } = action;
  const value = packed ?? pack(action.value);
  if (expect === undefined && !restart) return onwardsOf(key, value, expires, attempt);
  const version = typeof expect === 'number' ? expect + 1 : 1;
  return {
    Put: {
      TableName: attempt.table,
      Item: {
        ...itemKey(key),
        v: value,
        n: { N: String(version) },
        ...(expires === undefined ? {} : { e: { N: String(expires) } }),
        ...(attempt.token === undefined ? {} : { t: { S: attempt.token } }),
      },
      ...conditionOf(expect ?? 'absent', attempt.now),
      ReturnValuesOnConditionCheckFailure: attempt.token === undefined ? 'NONE' : 'ALL_OLD',
    },
  };
}

/** An unguarded put still counts versions on. It needs a live item or none; the token keeps a repeat from counting twice. */
function onwardsOf(
  key: Key,
  value: Packed,
  expires: number | undefined,
  attempt: Attempt,
): TransactWriteItem {
  const { table, now, token } = attempt;
  const sets = ['v = :v', 'n = if_not_exists(n, :zero) + :one'];
  if (expires !== undefined) sets.push('e = :e');
  if (token !== undefined) sets.push('t = :t');
  return {
    Update: {
      TableName: table,
      Key: itemKey(key),
      UpdateExpression: `SET ${sets.join(', ')}${expires === undefined ? ' REMOVE e' : ''}`,
      ConditionExpression: token === undefined ? LIVE : `${LIVE} AND ${NOT_THIS_TOKEN}`,
      ExpressionAttributeValues: {
        ':v': value,
        ':zero': { N: '0' },
        ':one': { N: '1' },
        ':now': secondsOf(now),
        ...(expires === undefined ? {} : { ':e': { N: String(expires) } }),
        ...(token === undefined ? {} : { ':t': { S: token } }),
      },
      ReturnValuesOnConditionCheckFailure: token === undefined ? 'NONE' : 'ALL_OLD',
    },
  };
}

function guardOf(
  action: Exclude<Action, { put: Key }>,
  key: Key,
  { table, now }: Attempt,
): TransactWriteItem {
  const target = { TableName: table, Key: itemKey(key) };
  if ('check' in action) return { ConditionCheck: { ...target, ...conditionOf(action.expect, now) } };
  return { Delete: action.expect === undefined ? target : { ...target, ...conditionOf(action.expect, now) } };
}

function conditionOf(expect: Expectation, now: number): Condition {
  if (expect === 'absent') {
    return { ConditionExpression: ABSENT, ExpressionAttributeValues: { ':now': secondsOf(now) } };
  }
  return {
    ConditionExpression: `n = :n AND ${LIVE}`,
    ExpressionAttributeValues: { ':n': { N: String(expect) }, ':now': secondsOf(now) },
  };
}

function secondsOf(now: number): AttributeValue {
  return { N: String(Math.floor(now / 1000)) };
}

export function assertTransactionSize(prepared: readonly Prepared[], most: number): void {
  const bytes = prepared.reduce((sum, { bytes }) => sum + bytes, 0);
  if (bytes > most)
    throw new CommitTooLarge(`${bytes} bytes as stored, a DynamoDB transaction takes ${most}`);
}
