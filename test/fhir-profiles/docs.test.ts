import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conceptsOf } from '../../scripts/build-docs/concepts.ts';
import { nlCorePage } from '../../scripts/build-docs/nl-core-page.ts';
import { profilePages } from '../../scripts/build-docs/profile-pages.ts';
import { mappings } from '../../src/ivh/mapping.ts';
import { profiles } from './generated-files.ts';

const docs = join(import.meta.dirname, '../../docs');
const pages = profilePages();

test.each([...pages])('docs/profiles/%s is what scripts/build-docs.ts writes now', (name, page) => {
  expect(readFileSync(join(docs, 'profiles', name), 'utf8')).toBe(page);
});

test('docs/profiles holds nothing else', () => {
  expect(readdirSync(join(docs, 'profiles')).toSorted()).toEqual([...pages.keys()].toSorted());
});

test('docs/nl-core.md is what scripts/build-docs.ts writes now', () => {
  expect(readFileSync(join(docs, 'nl-core.md'), 'utf8')).toBe(nlCorePage());
});

test('every body of the concept API fills a profile, and every profile named exists', () => {
  const ids = profiles.map(({ id }) => id);
  expect(Object.keys(conceptsOf).filter((id) => !ids.includes(id))).toEqual([]);
  const named = new Set<string>(Object.values(conceptsOf).flat());
  expect(Object.keys(mappings).filter((name) => !named.has(name))).toEqual([]);
});
