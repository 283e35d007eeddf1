import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { search } from '../../src/local/journeys/look.ts';
import { openWire } from '../../src/local/journeys/send.ts';
import { type Run, runScript } from './run-script.ts';

let folder: string;
const runs: Run[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vroegdossier-start-'));
});
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill('SIGKILL');
    await run.ended;
  }
  await rm(folder, { recursive: true, force: true });
});

function start(settings: Readonly<Record<string, string>> = {}): Run {
  const run = runScript('start', { PORT: '0', DATA_DIR: join(folder, 'data'), ...settings });
  runs.push(run);
  return run;
}

const ready = 'Stop with Ctrl+C';

async function childrenOf(run: Run): Promise<string[]> {
  const url = /serves on (\S+)/.exec(run.output())?.[1] ?? '';
  const send = openWire({ url, dataDir: join(folder, 'data') });
  return (await search(send, 'tester', '/fhir/Patient')).map(({ id }) => id).sort();
}

async function stop(run: Run, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  run.process.kill(signal);
  return run.ended;
}

describe('npm start', () => {
  it('fills an empty folder, and the second time keeps everything', async () => {
    const first = start();
    await first.until(ready);
    const children = await childrenOf(first);
    expect(children).toHaveLength(3);
    expect(await stop(first, 'SIGTERM')).toBe(0);
    const second = start();
    await second.until(ready);
    expect(second.output()).not.toContain('Filling');
    expect(await childrenOf(second)).toEqual(children);
  });

  it('fills anew what was cut short', async () => {
    const first = start();
    await first.until('refers Alex');
    await stop(first, 'SIGKILL');
    const second = start();
    await second.until(ready);
    expect(second.output()).toContain('Filling');
    expect(await childrenOf(second)).toHaveLength(3);
  });

  const refusal = async (run: Run): Promise<string> => {
    expect(await run.ended).toBe(1);
    const lines = run.errors().trim().split('\n');
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  };

  it('says in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    try {
      expect(await refusal(start({ PORT: port }))).toBe(
        `Vroegdossier cannot start: Port ${port} of 127.0.0.1 is in use; choose another with PORT=….`,
      );
    } finally {
      other.close();
    }
  });

  it('says in one line that its port is no port', async () => {
    expect(await refusal(start({ PORT: 'abc' }))).toBe(
      'Vroegdossier cannot start: The environment is not as it must be: PORT: a port is a number from 0 to 65535',
    );
  });

  it('says in one line that its folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const dataDir = join(folder, 'file', 'data');
    expect(await refusal(start({ DATA_DIR: dataDir }))).toBe(
      `Vroegdossier cannot start: The data folder ${dataDir} cannot be written; choose another with DATA_DIR=….`,
    );
  });

  it('says in one line that its file is damaged', async () => {
    await writeFile(join(folder, 'dossier.sqlite'), 'this is no database, '.repeat(500));
    expect(await refusal(start({ DATA_DIR: folder }))).toMatch(
      /^Vroegdossier cannot start: .*dossier\.sqlite/,
    );
  });
});
