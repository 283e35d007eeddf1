// A process to be killed: makes 1,000 commits, eight at a time, and prints each one's id once it is acknowledged.

import { writeSync } from 'node:fs';
import { openSqliteTable } from '../../src/store/sqlite.ts';

const table = openSqliteTable(process.argv[2] ?? '');
let next = 0;

async function write(): Promise<void> {
  while (next < 1000) {
    const sk = String(next++).padStart(4, '0');
    await table.commit([
      { put: { pk: 'p', sk }, value: sk.repeat(500), expect: 'absent' },
      { put: { pk: 'beside', sk }, value: sk },
    ]);
    writeSync(1, `${sk}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, write));
// Stays until it is killed, so that a late kill finds it too.
setInterval(() => {}, 1000);
