// A commit of every kind of action, too large for one transaction of DynamoDB, over rows of every kind: what it finds and leaves.

import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Action, Row, Table } from '../../src/store/table.ts';

/** Text that no item holds in one piece: `letter` tells versions of it apart. */
const longText = (letter: string): string => letter + randomBytes(450_000).toString('base64');

/** What the scene's rows are: [sk, value, version]. */
export type Rows = readonly (readonly [string, string, number])[];

const longOld = longText('o');
const longYoung = longText('y');

/** Rows that only fill the commit up beyond one transaction. */
const filler = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `m/${String(at).padStart(3, '0')}`);

export interface Scene {
  readonly lay: () => Promise<void>;
  readonly actions: readonly Action[];
  readonly before: Rows;
  readonly after: Rows;
}

/** In partition `pk`, with rows that expire at `expires` seconds; `short` has no values that lie in parts. */
export function sceneIn(table: Table, pk: string, expires: number, short = false): Scene {
  const key = (sk: string) => ({ pk, sk });
  const [old, young] = short ? ['old', 'new'] : [longOld, longYoung];
  const more = filler(100);
  return {
    lay: () =>
      table.commit([
        { put: key('a/updated'), value: 'old' },
        { put: key('b/overwritten'), value: 'old' },
        { put: key('c/removed'), value: 'old' },
        { put: key('d/cleared'), value: 'old' },
        { put: key('e/checked'), value: 'old', expires },
        { put: key('f/expiring'), value: 'old', expires },
        { put: key('g/long'), value: old },
        { put: key('h/shortened'), value: old },
        { put: key('i/long removed'), value: old },
        { put: key('z/last'), value: 'old' },
      ]),
    actions: [
      { put: key('a/updated'), value: 'new', expect: 1 },
      { put: key('b/overwritten'), value: 'new' },
      { remove: key('c/removed'), expect: 1 },
      { remove: key('d/cleared') },
      { check: key('e/checked'), expect: 1 },
      { put: key('f/expiring'), value: 'new', expires, expect: 1 },
      { put: key('g/long'), value: young, expect: 1 },
      { put: key('h/shortened'), value: 'new' },
      { remove: key('i/long removed') },
      { put: key('j/made'), value: 'new', expect: 'absent' },
      { put: key('k/long made'), value: young },
      { check: key('l/absent'), expect: 'absent' },
      ...more.map((sk): Action => ({ put: key(sk), value: 'new', expect: 'absent' })),
      { remove: key('n/nothing') },
      { put: key('z/last'), value: 'new', expect: 1 },
    ],
    before: [
      ['a/updated', 'old', 1],
      ['b/overwritten', 'old', 1],
      ['c/removed', 'old', 1],
      ['d/cleared', 'old', 1],
      ['e/checked', 'old', 1],
      ['f/expiring', 'old', 1],
      ['g/long', old, 1],
      ['h/shortened', old, 1],
      ['i/long removed', old, 1],
      ['z/last', 'old', 1],
    ],
    after: [
      ['a/updated', 'new', 2],
      ['b/overwritten', 'new', 2],
      ['e/checked', 'old', 1],
      ['f/expiring', 'new', 2],
      ['g/long', young, 2],
      ['h/shortened', 'new', 2],
      ['j/made', 'new', 1],
      ['k/long made', young, 1],
      ...more.map((sk) => [sk, 'new', 1] as const),
      ['z/last', 'new', 2],
    ],
  };
}

/** `before`, `after`, or what else the rows are: a mixture, as their keys and versions. */
export function stateOf(rows: readonly (Row | undefined)[], { before, after }: Scene): string {
  const there = rows
    .filter((row) => row !== undefined)
    .map(({ sk, value, version }) => `${sk} ${version} ${value}`)
    .join('\n');
  const text = (known: Rows) => known.map(([sk, value, version]) => `${sk} ${version} ${value}`).join('\n');
  if (there === text(before)) return 'before';
  return there === text(after) ? 'after' : there.replaceAll(/\S{50,}/g, (long) => `${long[0]}…`);
}

/** What lies in the table besides rows: items still held, and partitions of parts that no item names. */
export async function litterIn(client: DynamoDBClient, TableName: string) {
  const held: string[] = [];
  const parts = new Set<string>();
  const named = new Set<string>();
  const everything = { TableName, ConsistentRead: true, ProjectionExpression: 'pk, sk, x, q, pq' };
  for await (const { Items = [] } of paginateScan({ client }, everything)) {
    for (const { pk, sk, x, q, pq } of Items) {
      if (x !== undefined) held.push(`${pk?.S} ${sk?.S}`);
      if (pk?.S?.startsWith('part/')) parts.add(pk.S);
      for (const name of [q, pq]) if (name?.S) named.add(`part/${name.S.split(':')[0]}`);
    }
  }
  return { held, orphans: [...parts].filter((part) => !named.has(part)) };
}
