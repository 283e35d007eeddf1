import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillRegion } from '../../src/local/fill-region.ts';
import { type Run, runScript } from './run-script.ts';
import { openSandbox, type SandboxServer } from './sandbox-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vroegdossier-demo-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const everythingWell = /(\d+) of \1 checks were as they should be/;

describe('npm run demo without a server', () => {
  it('runs on a server and a folder of its own, and leaves neither behind', async () => {
    const run = runScript('demo', { PORT: '1', DATA_DIR: join(folder, 'none'), TMPDIR: folder });
    expect(await run.ended, run.errors()).toBe(0);
    expect(run.output()).toMatch(everythingWell);
    expect(run.output()).toContain('The board of the region');
    expect(run.output()).toContain('The file of Alex');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('npm run demo with a region that is not as it should be', () => {
  it('stops at the first step that fails and says who did what', async () => {
    const empty = await openSandbox();
    const run = runScript('demo', { PORT: new URL(empty.url).port, DATA_DIR: empty.dataDir });
    expect(await run.ended).toBe(1);
    expect(run.errors()).toMatch(
      /^The demo stopped: jgz, ".*refers Alex.*": POST \/ivh\/referrals answered 4/,
    );
    await empty.stop();
  });
});

describe('npm run demo with a server', () => {
  let server: SandboxServer;
  beforeAll(async () => {
    server = await openSandbox();
    await fillRegion({ ...server, now: new Date(), say: () => {} });
  });
  afterAll(() => server.stop());

  const demo = (dataDir = server.dataDir): Run =>
    runScript('demo', { PORT: new URL(server.url).port, DATA_DIR: dataDir });

  it('lives the journey in it, again and again', async () => {
    for (const lopend of [1, 2]) {
      const run = demo();
      expect(await run.ended, run.errors()).toBe(0);
      expect(run.output()).toMatch(everythingWell);
      expect(run.output()).toContain(`lopend ${lopend}`);
    }
  });

  it('says what is missing when it cannot get a token there', async () => {
    const run = demo(join(folder, 'elsewhere'));
    expect(await run.ended).toBe(1);
    expect(run.errors().trim()).toMatch(
      /^The demo stopped: There is no key for "coordinator" in .*elsewhere/,
    );
  });
});
