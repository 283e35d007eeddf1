import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const run = promisify(execFile);
const script = join(import.meta.dirname, '../../scripts/retention.ts');
const data = mkdtempSync(join(tmpdir(), 'vroegdossier-retention-'));
afterAll(() => rmSync(data, { recursive: true }));

const retention = (...given: string[]) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...given]);

it('tells what it did in one line', async () => {
  const { stdout } = await retention('--data', data, '--rehearse');
  expect(stdout).toBe('finished 0, destroyed 0, due 0, held 0, kept 0\n');
});

it('does nothing without being told where the files are and for how long they are kept', async () => {
  await expect(retention()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Usage:') });
  await expect(retention('--data', data, '--years', '0')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--years'),
  });
});
