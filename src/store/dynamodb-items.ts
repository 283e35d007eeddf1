// Rows as DynamoDB items: pk, sk, v (value) or q (its parts), n (version), e (expires, the table's TTL), t (token of a lone
// write). An item that a staged commit holds has more, see dynamodb-marks.ts.

import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isLive, keyOf } from './commit-rules.ts';
import { secondsOf } from './dynamodb-access.ts';
import { type Packed, pack, packedSize } from './packing.ts';
import type { Action, Expectation, Key } from './table.ts';

export type Item = Record<string, AttributeValue>;

/** DynamoDB's own bound on an item, and room for the names, numbers, tokens and marks beside key and values. */
export const ITEM_BYTES = 400 * 1024;
const OVERHEAD_BYTES = 256;

/** TTL deletes late, so an expired item counts as absent wherever it is still met. */
const LIVE = '(attribute_not_exists(e) OR e > :now)';
const ABSENT = '(attribute_not_exists(pk) OR e <= :now)';
const NOT_THIS_TOKEN = '(attribute_not_exists(t) OR t <> :t)';
/** What a staged commit holds is not to be touched, nor relied on: it may be about to change. */
const FREE = 'attribute_not_exists(x)';
/** Who replaces a value that lies in parts must remove them: only a staged commit does. */
const PLAIN = `${FREE} AND attribute_not_exists(q)`;

export interface Prepared {
  readonly action: Action;
  readonly key: Key;
  readonly packed?: Packed;
  /** Of the item that holds the packed value beside its key. */
  readonly bytes: number;
}

/** What all writes of one attempt share; a `token` marks what a lone put wrote as its own. */
export interface Attempt {
  readonly table: string;
  readonly now: number;
  readonly token?: string;
}

export function itemKey({ pk, sk }: Key): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

export function keyIn(item: Item): Key {
  return { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' };
}

export function numberIn(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

/** The version of the row that a free item is now, if it is one. */
export function liveVersion(item: Item | undefined, now: number): number | undefined {
  return item !== undefined && isLive(numberIn(item.e), now) ? numberIn(item.n) : undefined;
}

export function prepare(action: Action): Prepared {
  const key = keyOf(action);
  const packed = 'put' in action ? pack(action.value) : undefined;
  return { action, key, packed, bytes: keySize(key) + (packed ? packedSize(packed) : 0) };
}

export function keySize({ pk, sk }: Key): number {
  return Buffer.byteLength(pk) + Buffer.byteLength(sk) + OVERHEAD_BYTES;
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
      ...conditionOf(expect ?? 'absent', PLAIN, attempt.now),
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
      ConditionExpression: [LIVE, PLAIN, ...(token === undefined ? [] : [NOT_THIS_TOKEN])].join(' AND '),
      ExpressionAttributeValues: {
        ':v': value,
        ':zero': { N: '0' },
        ':one': { N: '1' },
        ':now': secondsOf(now),
        ...(expires === undefined ? {} : { ':e': { N: String(expires) } }),
        ...(token === undefined ? {} : { ':t': { S: token } }),
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function guardOf(
  action: Exclude<Action, { put: Key }>,
  key: Key,
  { table, now }: Attempt,
): TransactWriteItem {
  const target = { TableName: table, Key: itemKey(key) };
  if ('check' in action) return { ConditionCheck: { ...target, ...conditionOf(action.expect, FREE, now) } };
  return { Delete: { ...target, ...conditionOf(action.expect, PLAIN, now) } };
}

function conditionOf(
  expect: Expectation | undefined,
  state: string,
  now: number,
): Condition & { readonly ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } {
  return {
    ...expectationOf(expect, state, now),
    // What stood in the way tells whether it is a rival, a staged commit or an expired row.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Item;
}

function expectationOf(expect: Expectation | undefined, state: string, now: number): Condition {
  if (expect === undefined) return { ConditionExpression: state };
  if (expect === 'absent') {
    return {
      ConditionExpression: `${ABSENT} AND ${state}`,
      ExpressionAttributeValues: { ':now': secondsOf(now) },
    };
  }
  return {
    ConditionExpression: `n = :n AND ${LIVE} AND ${state}`,
    ExpressionAttributeValues: { ':n': { N: String(expect) }, ':now': secondsOf(now) },
  };
}
