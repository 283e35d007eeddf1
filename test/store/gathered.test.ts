import { describe, expect, it } from 'vitest';
import { gathered } from '../../src/store/gathered.ts';
import { inParallel } from '../../src/store/in-parallel.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';

const key = (sk: string) => ({ pk: 'p', sk });

/** The real table, counting the lookups that reach it. */
function counted(): { readonly table: Table; readonly lookups: string[][] } {
  const table = openSqliteTable(':memory:');
  const lookups: string[][] = [];
  const batchGet: Table['batchGet'] = (keys) => {
    lookups.push(keys.map(({ sk }) => sk));
    return table.batchGet(keys);
  };
  return { table: { ...gathered({ ...forwarded(table), batchGet }) }, lookups };
}

const forwarded = (table: Table): Table => ({
  limits: table.limits,
  get: (one) => table.get(one),
  batchGet: (keys) => table.batchGet(keys),
  query: (range) => table.query(range),
  commit: (actions) => table.commit(actions),
  close: () => table.close(),
});

describe('lookups side by side', () => {
  it('go to the store together and come back to who asked', async () => {
    const { table, lookups } = counted();
    await table.commit(['a', 'b', 'c'].map((sk) => ({ put: key(sk), value: sk })));
    const [several, one, none] = await Promise.all([
      table.batchGet([key('b'), key('x'), key('a')]),
      table.get(key('c')),
      table.batchGet([]),
    ]);
    expect([several.map((row) => row?.value), one?.value, none]).toEqual([['b', undefined, 'a'], 'c', []]);
    expect(lookups).toEqual([['b', 'x', 'a', 'c']]);
    await table.close();
  });

  it('fail all together when the store fails', async () => {
    const { table } = counted();
    const wrong = table.batchGet([{ pk: '', sk: '' }]);
    await expect(Promise.allSettled([wrong, table.get(key('a'))])).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    await table.close();
  });

  it('run at most so many at a time, and answer in the order asked', async () => {
    let [running, most] = [0, 0];
    const answers = await inParallel(
      [5, 1, 4, 2, 3],
      async (item) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, item));
        running -= 1;
        return item * 10;
      },
      2,
    );
    expect([answers, most]).toEqual([[50, 10, 40, 20, 30], 2]);
  });
});
