import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { target, trimSearchParameters } from '../../../scripts/trim-search-parameters.ts';

test('the checked-in search parameters are what the definitions give today', () => {
  expect(trimSearchParameters() === readFileSync(target, 'utf8')).toBe(true);
}, 30_000);
