// The emulator's launcher: on this machine only, and gone with the process that started it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dynamoDbEndpoint } from './dynamodb-local.ts';

const endpoint = await dynamoDbEndpoint();

describe.skipIf(endpoint === undefined)('DynamoDB Local', () => {
  const answersAt = (host: string, port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 2000 });
      const settle = (answers: boolean) => {
        socket.destroy();
        resolve(answers);
      };
      socket.once('connect', () => settle(true));
      socket.once('error', () => settle(false));
      socket.once('timeout', () => settle(false));
    });

  it('answers on 127.0.0.1 and on no other address of this machine', async () => {
    const port = Number(new URL(endpoint ?? '').port);
    const addresses = Object.values(networkInterfaces()).flatMap((known) => known ?? []);
    const others = addresses.map(({ address }) => address).filter((address) => address !== '127.0.0.1');
    expect(await answersAt('127.0.0.1', port)).toBe(true);
    for (const address of [...others, '127.0.0.2']) {
      expect(`${address} answers: ${await answersAt(address, port)}`).toBe(`${address} answers: false`);
    }
  });

  it('ends when the process that started it is killed', async () => {
    const script = fileURLToPath(new URL('../scripts/dynamodb-local/start.ts', import.meta.url));
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(parent.stdout), 'line');
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(String(line))?.[1]);
    expect(await answersAt('127.0.0.1', port)).toBe(true);
    parent.kill('SIGKILL');
    for (let tries = 0; tries < 100 && (await answersAt('127.0.0.1', port)); tries += 1) await pause(100);
    expect(await answersAt('127.0.0.1', port)).toBe(false);
  }, 60_000);
});
