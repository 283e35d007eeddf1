// The pages on security name tests as proof: each of them must be there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** A file in code marks, and the titles that follow it in quotes, up to the next file. */
const files = [...page.matchAll(/`(test\/[\w./-]+\.ts)`((?:\s*(?:"[^"]+"|,|and|;)\s*)*)/g)];
const named = files.flatMap(([, file = '', titles = '']) =>
  [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => [file, title.replaceAll(/\s+/g, ' ')] as const),
);
/** Backticked files that no test is: sources, pages, folders. */
const others = [...page.matchAll(/`((?:src|infra|docs|bench|scripts)\/[\w./-]+)`/g)].map(
  ([, path = '']) => path,
);

describe('docs/security.md', () => {
  it('goes through all ten risks, each with a test', () => {
    for (let risk = 1; risk <= 10; risk += 1) {
      const row = page.split('\n').find((line) => line.startsWith(`| API${risk} `)) ?? '';
      expect(row).toMatch(/`test\/[\w./-]+\.test\.ts` "[^"]+"/);
    }
  });

  it('names titles by the dozen', () => {
    expect(named.length).toBeGreaterThan(30);
  });

  it.each(named)('names a test that exists: %s "%s"', (file, title) => {
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
    expect(['it(', 'test(', 'it.each', 'test.each'].some((call) => text.includes(call))).toBe(true);
    expect([`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => text.includes(quoted))).toBe(true);
  });

  it.each([...new Set([...files.map(([, file = '']) => file), ...others])])(
    'names a file that exists: %s',
    (path) => {
      expect(existsSync(join(root, path))).toBe(true);
    },
  );
});
