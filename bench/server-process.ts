// The product in its own process: SQLite on disk, tokens, policy, validation and audit as in `npm start`.
import { join } from 'node:path';
import { policy } from '../src/access/policy/policy.ts';
import { prepareSandbox, sandboxToken } from '../src/local/sandbox.ts';
import { startServer } from '../src/local/server.ts';
import { openSqliteTable } from '../src/store/sqlite.ts';
import { startUnguarded } from './unguarded.ts';

const [folder = ''] = process.argv.slice(2);
const table = openSqliteTable(join(folder, 'dossier.sqlite'));
const server = await startServer({
  table,
  host: '127.0.0.1',
  port: 0,
  rules: policy,
  dataDir: folder,
  log: (line) => {
    if (line.level === 'error') console.error(line);
  },
});
await prepareSandbox(table, folder);
const unguarded = await startUnguarded(table);

/** What the process has used so far: resident megabytes, and microseconds of CPU on all its threads. */
export interface Usage {
  readonly memory: number;
  readonly cpu: number;
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { memory: process.memoryUsage.rss() / 2 ** 20, cpu: user + system };
}

/** `usage` is answered with that, `unguarded` with the address of the same store without guard, any other text with a token of the sandbox client of that name. */
process.on('message', async (message: string) => {
  if (message === 'stop') {
    await server.stop();
    await unguarded.stop();
    await table.close();
    process.exit(0);
  }
  if (message === 'usage') process.send?.(usage());
  else if (message === 'unguarded') process.send?.(unguarded.url);
  else process.send?.(await sandboxToken(server.url, folder, message));
});
process.send?.(server.url);
