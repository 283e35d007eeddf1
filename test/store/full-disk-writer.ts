// A process whose files may not grow far: prints as JSON what becomes of commits that the disk doesn't take.

import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Action } from '../../src/store/table.ts';

const table = openSqliteTable(process.argv[2] ?? '');
const put = (sk: string, bytes: number): Action => ({ put: { pk: 'p', sk }, value: 'x'.repeat(bytes) });

await table.commit([put('before', 1000)]);
const group = await Promise.allSettled([
  table.commit([put('small', 1000)]),
  table.commit([put('large', 3_900_000)]),
  table.commit([put('largest', 4_000_000)]),
]);
const seenAfter = (await table.query({ pk: 'p' })).map(({ sk }) => sk);
const [later] = await Promise.allSettled([table.commit([put('later', 1000)])]);
await table.close();

const [first] = group;
console.log(
  JSON.stringify({
    group: group.map(({ status }) => status),
    reason: first?.status === 'rejected' && String(first.reason),
    seenAfter,
    later: later?.status,
  }),
);
