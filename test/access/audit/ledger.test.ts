import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/access/audit/audit.ts';
import { inspectTrails } from '../../../src/access/audit/inspect-trails.ts';
import { Ledger, ledgerOf } from '../../../src/access/audit/ledger.ts';
import { openDynamoTable } from '../../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../../src/store/dynamodb-create.ts';
import { auditRange } from '../../../src/store/keys.ts';
import { openSqliteTable } from '../../../src/store/sqlite.ts';
import { CommitConflict, type Table } from '../../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../../dynamodb-local.ts';

const entry = (x: string, t = '2026-03-01T10:00:00.000Z'): AuditEntry => ({
  t,
  c: 'gp',
  k: 'gp',
  n: 'Huisartsen',
  r: 'Organization/ivh',
  x,
  e: [['R', 'Condition/1/_history/1']],
  s: '0',
});

const openTable = (): Table => openSqliteTable(':memory:', { now: () => Date.parse('2026-03-01T10:00:00Z') });

const entriesOf = async (table: Table, trail: string): Promise<string[]> =>
  (await table.query(auditRange(trail, 1, 10_000))).map(({ value }) => JSON.parse(value).x);

describe('a ledger', () => {
  it('numbers the entries of a trail in the order they came, however many come at once', async () => {
    const table = openTable();
    const ledger = ledgerOf(table, 'a');
    const names = Array.from({ length: 200 }, (_, n) => `request-${n}`);
    await Promise.all(names.map((x) => ledger.enter([{ trail: 'child', entry: entry(x) }])));
    expect(await entriesOf(table, 'child')).toEqual(names);
    expect(await brokenIn(table)).toEqual([]);
  });

  it('gives each trail a chain of its own', async () => {
    const table = openTable();
    await ledgerOf(table, 'a').enter([
      { trail: 'one', entry: entry('1') },
      { trail: 'two', entry: entry('1') },
    ]);
    expect(await entriesOf(table, 'one')).toEqual(['1']);
    expect(await entriesOf(table, 'two')).toEqual(['1']);
  });

  it('writes what an entry is about and the entry in one commit', async () => {
    const table = openTable();
    const ledger = ledgerOf(table, 'a');
    const put = { pk: 'Patient/1', sk: 'head' };
    await ledger.commit([{ put, value: '{}', expect: 'absent' }], [{ trail: '1', entry: entry('1') }]);
    const again = ledger.commit(
      [{ put, value: '{}', expect: 'absent' }],
      [{ trail: '1', entry: entry('2') }],
    );
    await expect(again).rejects.toThrow(CommitConflict);
    expect(await entriesOf(table, '1')).toEqual(['1']);
    await ledger.commit([{ put, value: '{}', expect: 1 }], [{ trail: '1', entry: entry('3') }]);
    expect(await entriesOf(table, '1')).toEqual(['1', '3']);
    expect(await brokenIn(table)).toEqual([]);
  });

  it('keeps the chain whole when a commit in front is refused for its own sake', async () => {
    const table = openTable();
    const ledger = ledgerOf(table, 'a');
    const taken = { put: { pk: 'Patient/1', sk: 'head' }, value: '{}', expect: 9 } as const;
    const outcomes = await Promise.allSettled([
      ledger.enter([{ trail: '1', entry: entry('1') }]),
      ledger.commit([taken], [{ trail: '1', entry: entry('2') }]),
      ledger.enter([{ trail: '1', entry: entry('3') }]),
      ledger.enter([{ trail: '1', entry: entry('4') }]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await entriesOf(table, '1')).toSorted()).toEqual(['1', '3', '4']);
    expect(await brokenIn(table)).toEqual([]);
  });

  it('loses nothing when many processes write and read the same children', async () => {
    const table = openTable();
    const ledgers = Array.from({ length: 6 }, () => new Ledger(bound(table), 'a'));
    const asked = ledgers.flatMap((ledger, one) =>
      Array.from({ length: 25 }, (_, n) => {
        const x = `${one}-${n}`;
        const entries = ['a', 'b', 'c'].map((trail) => ({ trail, entry: entry(x) }));
        if (n % 3 > 0) return ledger.enter(entries);
        return ledger.commit([{ put: { pk: 'row', sk: x }, value: '' }], entries.toReversed());
      }),
    );
    await Promise.all(asked);
    for (const trail of ['a', 'b', 'c']) expect(new Set(await entriesOf(table, trail)).size).toBe(150);
    expect(await brokenIn(table)).toEqual([]);
  });

  it('neither fails nor loses an entry of many processes at one child, on every store', async () => {
    for (const table of await tablesHere()) {
      const ledgers = Array.from({ length: 5 }, () => new Ledger(table, 'a'));
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          ledgers[n % 5]?.enter([{ trail: 'child', entry: entry(`request-${n}`) }]),
        ),
      );
      expect(new Set(await entriesOf(table, 'child')).size).toBe(60);
      expect(await brokenIn(table)).toEqual([]);
      await table.close();
    }
  });

  it('never lets a later entry tell an earlier time, whatever the clocks say', async () => {
    const table = openTable();
    const ledger = ledgerOf(table, 'a');
    await ledger.enter([{ trail: '1', entry: entry('1', '2026-03-01T10:00:05.000Z') }]);
    await ledger.enter([{ trail: '1', entry: entry('2', '2026-03-01T10:00:00.000Z') }]);
    const times = (await table.query(auditRange('1', 1, 9))).map(({ value }) => JSON.parse(value).t);
    expect(times).toEqual(['2026-03-01T10:00:05.000Z', '2026-03-01T10:00:05.000Z']);
  });

  it('fails who waits for an entry that the store does not take, and goes on after', async () => {
    const table = openTable();
    let isBroken = true;
    const ledger = new Ledger(
      {
        ...bound(table),
        commit: (actions) => (isBroken ? Promise.reject(new Error('disk full')) : table.commit(actions)),
      },
      'a',
    );
    const waiting = [1, 2, 3].map((n) => ledger.enter([{ trail: '1', entry: entry(String(n)) }]));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    isBroken = false;
    await ledger.enter([{ trail: '1', entry: entry('4') }]);
    expect(await entriesOf(table, '1')).toEqual(['4']);
  });

  it('goes on where a commit whose answer was lost had ended', async () => {
    const table = openTable();
    let isLost = true;
    const ledger = new Ledger(
      {
        ...bound(table),
        commit: async (actions) => {
          await table.commit(actions);
          if (isLost) throw new Error('connection lost');
        },
      },
      'a',
    );
    await expect(ledger.enter([{ trail: '1', entry: entry('1') }])).rejects.toThrow('connection lost');
    isLost = false;
    await ledger.enter([{ trail: '1', entry: entry('2') }]);
    expect(await entriesOf(table, '1')).toEqual(['1', '2']);
    expect(await brokenIn(table)).toEqual([]);
  });
});

/** As a table that other processes use too. */
async function tablesHere(): Promise<Table[]> {
  const endpoint = await dynamoDbEndpoint();
  if (endpoint === undefined) return [bound(openTable())];
  const client = localClient(endpoint);
  const tableName = `ledger-${randomUUID()}`;
  await createDynamoTable(client, tableName);
  return [bound(openTable()), openDynamoTable({ client, tableName })];
}

const bound = (table: Table): Table => ({
  limits: table.limits,
  get: (key) => table.get(key),
  batchGet: (keys) => table.batchGet(keys),
  query: (range) => table.query(range),
  commit: (actions) => table.commit(actions),
  close: () => table.close(),
});

const brokenIn = async (table: Table) =>
  (await inspectTrails({ table, now: new Date('2026-03-01T10:00:00Z'), years: 5 })).broken;
