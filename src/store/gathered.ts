// A table whose lookups by key, asked for side by side, go to the store together.
import type { Key, Row, Table } from './table.ts';

interface Waiting {
  readonly keys: readonly Key[];
  readonly resolve: (rows: (Row | undefined)[]) => void;
  readonly reject: (problem: unknown) => void;
}

/** Worth its tick of waiting where hundreds of conditions are looked up for one commit. */
export function gathered(table: Table): Table {
  let waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const rows = await table.batchGet(batch.flatMap(({ keys }) => keys));
      let from = 0;
      for (const { keys, resolve } of batch) {
        resolve(rows.slice(from, from + keys.length));
        from += keys.length;
      }
    } catch (problem) {
      for (const { reject } of batch) reject(problem);
    }
  };
  const batchGet = (keys: readonly Key[]): Promise<(Row | undefined)[]> => {
    if (keys.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ keys, resolve, reject });
    });
  };
  return {
    limits: table.limits,
    inOrder: table.inOrder,
    get: async (key) => (await batchGet([key]))[0],
    batchGet,
    query: (range) => table.query(range),
    commit: (actions) => table.commit(actions),
    close: () => table.close(),
  };
}
