// What is checked in is what the sources give.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { definitions } from './generated-files.ts';

const root = join(import.meta.dirname, '../..');

test('a fresh build gives exactly the generated files', { timeout: 60_000 }, async () => {
  const build = promisify(execFile)(process.execPath, ['scripts/build-profiles.ts', '--check'], {
    cwd: root,
  });
  await expect(build).resolves.toEqual({ stdout: '', stderr: '' });
});

test('every definition carries a snapshot', () => {
  expect(definitions.filter(({ snapshot }) => !snapshot?.element.length)).toEqual([]);
});
