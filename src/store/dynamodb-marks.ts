// An item that a staged commit holds: x names the transaction, k what is to become of the row (put, remove, check), pv or pq,
// pn and pe its value (or the parts of it), version and expiry. What was there lies beside, its expiry as o, out of TTL's
// reach; n is missing where there was nothing.

import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isLive } from './commit-rules.ts';
import { secondsOf } from './dynamodb-access.ts';
import {
  ITEM_BYTES,
  type Item,
  itemKey,
  keyIn,
  keySize,
  liveVersion,
  numberIn,
  type Prepared,
} from './dynamodb-items.ts';
import { cut, type Part } from './dynamodb-parts.ts';
import { MEMORY_MS, type State } from './dynamodb-transaction.ts';
import { packedSize } from './packing.ts';

/** An item as a transaction is to hold it, over what was seen there, and the parts of a value that does not fit beside. */
export interface Held {
  readonly item: Item;
  readonly seen: Item | undefined;
  readonly parts: readonly Part[];
}

const MARKS = ['x', 'k', 'pv', 'pq', 'pn', 'pe', 'o'] as const;

export const holderOf = (item: Item | undefined): string | undefined => item?.x?.S;

export function hold(
  { action, key, packed, bytes }: Prepared,
  seen: Item | undefined,
  tx: string,
  now: number,
  newName: () => string,
): Held {
  const version = liveVersion(seen, now);
  const { v, n, e } = version === undefined || seen === undefined ? {} : seen;
  const item: Item = {
    ...itemKey(key),
    ...present({ v, n, o: e, q: seen?.q }),
    x: { S: tx },
    k: { S: 'put' in action ? 'put' : 'remove' in action ? 'remove' : 'check' },
  };
  if (!('put' in action) || packed === undefined) return { item, seen, parts: [] };
  item.pn = { N: String((version ?? 0) + 1) };
  if (action.expires !== undefined) item.pe = { N: String(action.expires) };
  if (bytes + packedSize(v) <= ITEM_BYTES) return { item: { ...item, pv: packed }, seen, parts: [] };
  const { name, parts } = cut(packed, newName());
  return { item: { ...item, pq: name }, seen, parts };
}

/** About how many bytes a held item takes. */
export function weigh(item: Item): number {
  return keySize(keyIn(item)) + packedSize(item.v) + packedSize(item.pv);
}

/** Lays the mark down if the item is still what was seen. Where there is no row all of it is put, so that a partition which may only grow takes it. */
export function holdingWrite({ item, seen }: Held, table: string): TransactWriteItem {
  const asSeen = conditionsOn(seen);
  if (item.n === undefined) return { Put: { TableName: table, Item: item, ...asSeen } };
  const set = MARKS.filter((name) => item[name] !== undefined);
  return {
    Update: {
      TableName: table,
      Key: itemKey(keyIn(item)),
      UpdateExpression: `SET ${set.map((name) => `${name} = :${name}`).join(', ')} REMOVE e`,
      ...asSeen,
      ExpressionAttributeValues: {
        ...asSeen.ExpressionAttributeValues,
        ...Object.fromEntries(set.map((name) => [`:${name}`, item[name] ?? { NULL: true }])),
      },
    },
  };
}

/** Makes of a held item what its transaction's end says, if it still holds it. */
export function settlingWrite(item: Item, state: State, table: string, now: number): TransactWriteItem {
  const target = { TableName: table, Key: itemKey(keyIn(item)) };
  const stillHeld = {
    ConditionExpression: 'x = :x',
    ExpressionAttributeValues: { ':x': item.x ?? { NULL: true } },
  };
  const isCommitted = state === 'committed';
  if (isCommitted && item.k?.S === 'put') {
    const { pv: v, pq: q, pn: n, pe: e } = item;
    return { Put: { TableName: table, Item: { ...target.Key, ...present({ v, q, n, e }) }, ...stillHeld } };
  }
  if (item.n === undefined) {
    if (isCommitted) return { Delete: { ...target, ...stillHeld } };
    // Not taken away but long expired, which is the same: some partitions may only grow.
    const gone = { ...target.Key, e: secondsOf(now - MEMORY_MS), ...present({ q: item.q }) };
    return { Put: { TableName: table, Item: gone, ...stillHeld } };
  }
  if (isCommitted && item.k?.S === 'remove') return { Delete: { ...target, ...stillHeld } };
  return {
    Update: {
      ...target,
      ...stillHeld,
      UpdateExpression: `${item.o === undefined ? '' : 'SET e = :e '}REMOVE ${MARKS.join(', ')}`,
      ExpressionAttributeValues: { ...stillHeld.ExpressionAttributeValues, ...present({ ':e': item.o }) },
    },
  };
}

/** The parts that no one needs once the transaction's end is known. */
export function partsLeftOver({ k, q, pq }: Item, state: State): AttributeValue | undefined {
  if (state === 'aborted') return pq;
  return k?.S === 'check' ? undefined : q;
}

/** The row an item stands for, given how its transaction stands: until the commit point what was there, from then on what was put. */
export function rowIn(item: Item, state: State | undefined, now: number) {
  const { v, q, n, e } = attributesIn(item, state);
  const version = numberIn(n);
  return version === undefined || !isLive(numberIn(e), now) ? undefined : { key: keyIn(item), version, v, q };
}

function attributesIn(item: Item, state: State | undefined): Item {
  const { v, q, n, e, o, k, pv, pq, pn, pe } = item;
  if (holderOf(item) === undefined) return present({ v, q, n, e });
  if (state !== 'committed' || k?.S === 'check') return present({ v, q, n, e: o });
  return k?.S === 'put' ? present({ v: pv, q: pq, n: pn, e: pe }) : {};
}

function present(attributes: Record<string, AttributeValue | undefined>): Item {
  const there: Item = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) there[name] = value;
  return there;
}

function conditionsOn(seen: Item | undefined) {
  if (seen === undefined)
    return { ConditionExpression: 'attribute_not_exists(pk)', ExpressionAttributeValues: undefined };
  const known = present({ n: seen.n, e: seen.e, q: seen.q });
  const terms = ['n', 'e', 'q', 'x'].map((name) =>
    name in known ? `${name} = :was_${name}` : `attribute_not_exists(${name})`,
  );
  const values = Object.entries(known).map(([name, value]) => [`:was_${name}`, value]);
  return {
    ConditionExpression: `attribute_exists(pk) AND ${terms.join(' AND ')}`,
    ExpressionAttributeValues: values.length > 0 ? (Object.fromEntries(values) as Item) : undefined,
  };
}
