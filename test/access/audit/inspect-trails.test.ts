// Tampers with the real table, as someone could who got hold of it, and looks whether the inspection tells.
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/access/audit/audit.ts';
import { decodeTip, encodeTip, hashOf } from '../../../src/access/audit/chain.ts';
import { type InspectParts, inspectTrails } from '../../../src/access/audit/inspect-trails.ts';
import { Ledger } from '../../../src/access/audit/ledger.ts';
import { openDynamoTable } from '../../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../../src/store/dynamodb-create.ts';
import { auditKey, auditRange, entryName, locatorKey, tipKey } from '../../../src/store/keys.ts';
import { openSqliteTable } from '../../../src/store/sqlite.ts';
import type { Key, Table } from '../../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../../dynamodb-local.ts';
import { storesHere } from '../../end-to-end/sandbox.ts';

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

describe.each(await storesHere())('a tampered trail on %s', (store) => {
  let client: DynamoDBClient | undefined;
  let tableName = '';
  let table: Table;
  beforeAll(async () => {
    if (store === 'SQLite') {
      table = openSqliteTable(':memory:');
      return;
    }
    client = localClient((await dynamoDbEndpoint()) ?? '');
    tableName = `trails-${randomUUID()}`;
    await createDynamoTable(client, tableName);
    table = openDynamoTable({ client, tableName });
  });
  afterAll(async () => {
    await table.close();
    client?.destroy();
  });

  /** A fresh trail of six entries. */
  const trailOfSix = async (): Promise<string> => {
    const trail = `child-${randomUUID()}`;
    const ledger = new Ledger(table, 'a');
    for (let n = 1; n <= 6; n += 1) await ledger.enter([{ trail, entry: entry(`request-${n}`) }]);
    return trail;
  };
  const keyOf = (trail: string, n: number): Key => auditKey(trail, entryName(n));
  const remove = (key: Key): Promise<void> => table.commit([{ remove: key }]);
  const write = (key: Key, value: string): Promise<void> => table.commit([{ put: key, value }]);
  const textOf = async (key: Key): Promise<string> => (await table.get(key))?.value ?? '';
  const found = async (trail: string, more: Partial<InspectParts> = {}) => {
    const { broken } = await inspectTrails({ table, now: new Date('2026-03-02'), years: 5, ...more });
    return broken.filter((one) => one.trail === trail).map(({ entry: at, what }) => `${at} ${what}`);
  };

  it('is none as long as nobody tampered', async () => {
    expect(await found(await trailOfSix())).toEqual([]);
  });

  it.each([1, 3, 6])('misses entry %i', async (n) => {
    const trail = await trailOfSix();
    await remove(keyOf(trail, n));
    expect(await found(trail)).toEqual([`${n} removed`]);
  });

  it('misses all entries from one on', async () => {
    const trail = await trailOfSix();
    for (const n of [3, 4, 5, 6]) await remove(keyOf(trail, n));
    expect(await found(trail)).toEqual(['3 removed']);
  });

  it('misses the oldest entries', async () => {
    const trail = await trailOfSix();
    for (const n of [1, 2]) await remove(keyOf(trail, n));
    expect(await found(trail)).toEqual(['1 removed']);
  });

  it.each([1, 4, 6])('tells that entry %i was changed', async (n) => {
    const trail = await trailOfSix();
    const text = await textOf(keyOf(trail, n));
    await write(keyOf(trail, n), text.replace('Condition/1', 'Condition/2'));
    expect(await found(trail)).toEqual([`${n} changed`]);
  });

  it('tells that an entry says another hash before it', async () => {
    const trail = await trailOfSix();
    const text = await textOf(keyOf(trail, 4));
    await write(keyOf(trail, 4), text.replace(/"h":"[^"]{10}/, '"h":"0123456789'));
    expect(await found(trail)).toEqual(['4 changed']);
  });

  it('tells that entries changed places', async () => {
    const trail = await trailOfSix();
    const [second, fifth] = [await textOf(keyOf(trail, 2)), await textOf(keyOf(trail, 5))];
    await write(keyOf(trail, 2), fifth);
    await write(keyOf(trail, 5), second);
    expect(await found(trail)).toEqual(['2 moved']);
  });

  it('tells that the later entries were put in the place of a removed one', async () => {
    const trail = await trailOfSix();
    const texts = await Promise.all([4, 5, 6].map((n) => textOf(keyOf(trail, n))));
    for (const [index, text] of texts.entries())
      await write(keyOf(trail, index + 3), text.replace(/"i":\d/, `"i":${index + 3}`));
    await remove(keyOf(trail, 6));
    expect(await found(trail)).toEqual(['3 changed']);
  });

  it('tells that an entry was added behind the end', async () => {
    const trail = await trailOfSix();
    const text = await textOf(keyOf(trail, 6));
    await write(keyOf(trail, 7), text.replace('"i":6', '"i":7'));
    expect(await found(trail)).toEqual(['7 added']);
  });

  it('tells that something stands there that is no entry', async () => {
    const trail = await trailOfSix();
    await write(keyOf(trail, 3), '{}');
    expect(await found(trail)).toEqual(['3 changed']);
  });

  it('tells that the end was moved back over removed entries, unless its hash was made anew', async () => {
    const trail = await trailOfSix();
    await remove(keyOf(trail, 6));
    const tip = decodeTip(await textOf(tipKey(trail)));
    if (!tip) throw new Error('there is no tip');
    await write(tipKey(trail), encodeTip({ ...tip, i: 5 }));
    expect(await found(trail)).toEqual(['5 changed']);
  });

  it('tells by an anchor what is made whole again: the end moved back with a right hash', async () => {
    const trail = await trailOfSix();
    const anchors = (await inspectTrails({ table, now: new Date('2026-03-02'), years: 5 })).tips;
    await remove(keyOf(trail, 6));
    const tip = decodeTip(await textOf(tipKey(trail)));
    if (!tip) throw new Error('there is no tip');
    const h = hashOf(trail, await textOf(keyOf(trail, 5)));
    await write(tipKey(trail), encodeTip({ ...tip, i: 5, h }));
    expect(await found(trail)).toEqual([]);
    expect(await found(trail, { anchors })).toEqual(['6 removed']);
  });

  it('tells by an anchor that a trail was written anew from its start', async () => {
    const trail = await trailOfSix();
    const anchors = (await inspectTrails({ table, now: new Date('2026-03-02'), years: 5 })).tips;
    for (const n of [1, 2, 3, 4, 5, 6]) await remove(keyOf(trail, n));
    await remove(tipKey(trail));
    const forger = new Ledger(table, 'a');
    for (let n = 1; n <= 7; n += 1) await forger.enter([{ trail, entry: entry(`forged-${n}`) }]);
    expect(await found(trail)).toEqual([]);
    expect(await found(trail, { anchors })).toEqual(['6 changed']);
  });

  it('tells that the end is not there any more, or no end', async () => {
    const child = await trailOfSix();
    await table.commit([{ put: locatorKey('Patient', child), value: `Patient/${child}` }]);
    await remove(tipKey(child));
    expect(await found(child)).toEqual(['0 tip removed']);
    await write(tipKey(child), 'nothing');
    expect(await found(child)).toEqual(['0 tip changed']);
  });

  it('misses the whole trail of a child', async () => {
    const child = await trailOfSix();
    await table.commit([{ put: locatorKey('Patient', child), value: `Patient/${child}` }]);
    for (const { sk } of await table.query(auditRange(child, 1, 6))) await remove(auditKey(child, sk));
    await remove(tipKey(child));
    expect(await found(child)).toEqual(['0 trail removed']);
  });

  it('takes it that old entries are gone whose time is over, and no younger one', async () => {
    const trail = `child-${randomUUID()}`;
    const ledger = new Ledger(table, 'a');
    for (const year of [2019, 2020, 2024, 2025])
      await ledger.enter([{ trail, entry: entry(String(year), `${year}-01-01T00:00:00.000Z`) }]);
    for (const n of [1, 2]) await remove(keyOf(trail, n));
    expect(await found(trail)).toEqual([]);
    await remove(keyOf(trail, 3));
    expect(await found(trail)).toEqual(['1 removed']);
  });
});
