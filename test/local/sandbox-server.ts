// A sandbox server for tests: the real doors on an in-memory table and a folder for its keys.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policy } from '../../src/access/policy/policy.ts';
import type { LogLine } from '../../src/edge/log.ts';
import { prepareSandbox } from '../../src/local/sandbox.ts';
import { testerRules } from '../../src/local/sandbox-region.ts';
import { startServer } from '../../src/local/server.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import { assertFit } from '../end-to-end/log-line.ts';

export interface SandboxServer {
  readonly url: string;
  readonly dataDir: string;
  stop(): Promise<void>;
}

export async function openSandbox(): Promise<SandboxServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vroegdossier-test-'));
  const table = openSqliteTable(':memory:');
  const log: LogLine[] = [];
  const server = await startServer({
    table,
    host: '127.0.0.1',
    port: 0,
    rules: [...policy, ...testerRules],
    dataDir,
    log: (line) => {
      log.push(line);
      if (line.level === 'error') console.error(line.error);
    },
  });
  await prepareSandbox(table, dataDir);
  return {
    url: server.url,
    dataDir,
    stop: async () => {
      await server.stop();
      await table.close();
      await rm(dataDir, { recursive: true, force: true });
      assertFit(log);
    },
  };
}
