// What every table must do, run against each adapter: reads and ranges here, the rest in the files beside.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../src/store/table.ts';
import type { Open } from './contract-bench.ts';
import { describeCommit } from './contract-commit.ts';
import { describeExpiry } from './contract-expiry.ts';
import { describeLarge } from './contract-large.ts';
import { describeRaces } from './contract-races.ts';

export function describeTable(name: string, open: Open): void {
  describe(`the table on ${name}`, () => {
    describeReads(open);
    describeRanges(open);
    describeCommit(open);
    describeExpiry(open);
    describeLarge(open);
    describeRaces(open);
  });
}

function describeReads(open: Open): void {
  describe('reads', () => {
    let table: Table;
    const pk = randomUUID();

    beforeAll(async () => {
      table = await open(Date.now);
      await table.commit([
        { put: { pk, sk: 'a' }, value: 'first' },
        { put: { pk, sk: 'b' }, value: 'second' },
      ]);
    });
    afterAll(() => table.close());

    it('gets a row with its value and first version', async () => {
      expect(await table.get({ pk, sk: 'a' })).toEqual({ pk, sk: 'a', value: 'first', version: 1 });
    });

    it('gets undefined where there is no row', async () => {
      expect(await table.get({ pk, sk: 'missing' })).toBeUndefined();
      expect(await table.get({ pk: randomUUID(), sk: 'a' })).toBeUndefined();
    });

    it('gets many rows in the order asked, repeats and gaps included', async () => {
      const keys = ['b', 'missing', 'a', 'b'].map((sk) => ({ pk, sk }));
      const rows = await table.batchGet(keys);
      expect(rows.map((row) => row?.value)).toEqual(['second', undefined, 'first', 'second']);
    });

    it('gets no rows for no keys', async () => {
      expect(await table.batchGet([])).toEqual([]);
    });

    it('gets more rows at once than one call of the store takes', async () => {
      const many = randomUUID();
      const keys = Array.from({ length: 250 }, (_, at) => ({ pk: many, sk: `${at}` }));
      for (let at = 0; at < keys.length; at += 50) {
        await table.commit(keys.slice(at, at + 50).map((put) => ({ put, value: put.sk })));
      }
      const rows = await table.batchGet(keys);
      expect(rows.map((row) => row?.value)).toEqual(keys.map(({ sk }) => sk));
    });

    it('tells keys apart whose parts are the same text together', async () => {
      await table.commit([{ put: { pk: `${pk}x`, sk: 'y' }, value: 'x|y' }]);
      await table.commit([{ put: { pk, sk: 'xy' }, value: '|xy' }]);
      const rows = await table.batchGet([
        { pk: `${pk}x`, sk: 'y' },
        { pk, sk: 'xy' },
      ]);
      expect(rows.map((row) => row?.value)).toEqual(['x|y', '|xy']);
    });

    it('refuses keys that no store takes', async () => {
      const wrong = [
        { pk: '', sk: 'a' },
        { pk, sk: '' },
        { pk: 'é'.repeat(1025), sk: 'a' },
        { pk, sk: 'é'.repeat(513) },
        { pk, sk: 'half \ud83d' },
      ];
      for (const key of wrong) {
        await expect(table.get(key)).rejects.toThrow(TypeError);
        await expect(table.batchGet([key])).rejects.toThrow(TypeError);
        await expect(table.commit([{ put: key, value: '' }])).rejects.toThrow(TypeError);
      }
    });

    it('takes keys up to the longest a store takes', async () => {
      const key = { pk: `${pk}${'p'.repeat(2048 - pk.length)}`, sk: 'é'.repeat(512) };
      await table.commit([{ put: key, value: 'long' }]);
      expect(await table.get(key)).toMatchObject({ value: 'long' });
    });
  });
}

function describeRanges(open: Open): void {
  describe('ranges', () => {
    let table: Table;
    const pk = randomUUID();
    // By UTF-8 bytes U+FF5E comes before U+1F600; by UTF-16 units it would come after.
    const ordered = ['A', 'a', 'a\u0000', 'a#', 'aa', 'b', 'é', '\uff5e', '\u{1f600}'];
    const sksOf = async (range: object): Promise<string[]> =>
      (await table.query({ pk, ...range })).map(({ sk }) => sk);

    beforeAll(async () => {
      table = await open(Date.now);
      const mixed = ordered.toSorted(
        (a, b) => ((a.length * 7 + a.charCodeAt(0)) % 5) - (b.charCodeAt(0) % 5),
      );
      await table.commit(mixed.map((sk) => ({ put: { pk, sk }, value: `value of ${sk}` })));
      await table.commit([{ put: { pk: `${pk}-other`, sk: 'a' }, value: 'not in the range' }]);
    });
    afterAll(() => table.close());

    it('come whole, in the order of UTF-8 bytes', async () => {
      expect(await sksOf({})).toEqual(ordered);
    });

    it('come backwards when asked', async () => {
      expect(await sksOf({ backwards: true })).toEqual(ordered.toReversed());
    });

    it('carry key, value and version of each row', async () => {
      expect(await table.query({ pk, from: 'b', limit: 1 })).toEqual([
        { pk, sk: 'b', value: 'value of b', version: 1 },
      ]);
    });

    it('take in `from` and leave out `to`', async () => {
      expect(await sksOf({ from: 'a', to: 'b' })).toEqual(['a', 'a\u0000', 'a#', 'aa']);
      expect(await sksOf({ from: 'b' })).toEqual(['b', 'é', '\uff5e', '\u{1f600}']);
      expect(await sksOf({ to: 'a' })).toEqual(['A']);
      expect(await sksOf({ from: 'a', to: 'b', backwards: true })).toEqual(['aa', 'a#', 'a\u0000', 'a']);
    });

    it('stop at the limit, from either end', async () => {
      expect(await sksOf({ limit: 2 })).toEqual(['A', 'a']);
      expect(await sksOf({ from: 'a', to: 'b', limit: 3 })).toEqual(['a', 'a\u0000', 'a#']);
      expect(await sksOf({ from: 'a', to: 'b', limit: 2, backwards: true })).toEqual(['aa', 'a#']);
      expect(await sksOf({ limit: 0 })).toEqual([]);
    });

    it('are empty where nothing lies between the bounds', async () => {
      expect(await sksOf({ from: 'c', to: 'd' })).toEqual([]);
      expect(await sksOf({ from: 'b', to: 'b' })).toEqual([]);
      expect(await sksOf({ from: 'b', to: 'a' })).toEqual([]);
      expect(await sksOf({ to: '' })).toEqual([]);
      expect(await table.query({ pk: randomUUID() })).toEqual([]);
    });

    it('come whole when they are longer than one call of the store gives', async () => {
      const long = randomUUID();
      const value = randomUUID().repeat(200);
      for (let at = 0; at < 300; at += 100) {
        const keys = Array.from({ length: 100 }, (_, n) => ({
          pk: long,
          sk: String(at + n).padStart(4, '0'),
        }));
        await table.commit(keys.map((put) => ({ put, value: `${put.sk}${value}` })));
      }
      const rows = await table.query({ pk: long });
      expect(rows.map(({ sk }) => Number(sk))).toEqual(Array.from({ length: 300 }, (_, at) => at));
      const last = await table.query({ pk: long, backwards: true, limit: 250 });
      expect(last.map(({ sk }) => Number(sk))).toEqual(Array.from({ length: 250 }, (_, at) => 299 - at));
    });

    it('refuse a limit that is no whole number', async () => {
      await expect(table.query({ pk, limit: 1.5 })).rejects.toThrow(TypeError);
      await expect(table.query({ pk, limit: -1 })).rejects.toThrow(TypeError);
    });
  });
}
