// Starts DynamoDB Local, in memory and on 127.0.0.1 only: `node scripts/dynamodb-local/start.ts [port]`, or from tests.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fetchEmulator, javaIsThere } from './emulator.ts';

const LAUNCHER = fileURLToPath(new URL('Launcher.java', import.meta.url));
const PATIENCE = 60_000;

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Resolves when the emulator answers; port 0 takes a free one. It ends with this process, however that ends. */
export async function startDynamoDbLocal(port = 0): Promise<DynamoDbLocal> {
  if (!(await javaIsThere())) throw new Error('DynamoDB Local needs a JDK, 11 or later: no `java` was found');
  const emulator = await fetchEmulator();
  const library = join(emulator, 'DynamoDBLocal_lib');
  const classPath = [join(emulator, 'DynamoDBLocal.jar'), join(library, '*')].join(delimiter);
  const options = ['-Xmx512m', `-Djava.library.path=${library}`, '-cp', classPath];
  // It leaves a file of its own where it runs.
  const java = spawn('java', [...options, LAUNCHER, String(port)], { cwd: emulator, stdio: 'pipe' });
  const ended = once(java, 'exit');
  let said = '';
  java.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });

  const listening = await new Promise<number>((resolve, reject) => {
    const fail = () => reject(new Error(`DynamoDB Local did not start: ${said.trim() || 'it said nothing'}`));
    const timer = setTimeout(() => java.kill('SIGKILL'), PATIENCE);
    java.once('exit', fail);
    createInterface(java.stdout).on('line', (line) => {
      const found = /^listening (\d+)$/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(Number(found));
    });
  });

  return {
    endpoint: `http://127.0.0.1:${listening}`,
    async stop() {
      java.stdin.end();
      await ended;
    },
  };
}

if (import.meta.main) {
  const { endpoint, stop } = await startDynamoDbLocal(Number(process.argv[2] ?? 0));
  console.log(`DynamoDB Local answers at ${endpoint}; Ctrl-C ends it`);
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}
