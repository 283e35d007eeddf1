import { describe, expect, test } from 'vitest';
import { numberMatches, parseNumber } from '../../../src/fhir/search/number.ts';

const holds = (search: string, value: number): boolean =>
  numberMatches(parseNumber('n', search), { type: 'decimal', value });

describe('a number search', () => {
  test.each<[string, number, boolean]>([
    ['100', 100, true],
    ['100', 99.5, true],
    ['100', 100.5, false],
    ['100', 99.49, false],
    ['100.00', 99.995, true],
    ['100.00', 100.005, false],
    ['1e2', 95, true],
    ['1e2', 104.9, true],
    ['1e2', 105, false],
    ['1e2', 94.9, false],
    ['5.40e-3', 0.005395, true],
    ['5.40e-3', 0.005405, false],
    ['5.4', 5.35, true],
    ['5.4', 5.45, false],
    ['-5.4', -5.45, true],
    ['-5.4', -5.35, false],
    ['0', 0, true],
    ['0', -0.5, true],
    ['ne100', 100, false],
    ['ne100', 101, true],
    ['gt100', 100.01, true],
    ['gt100', 100, false],
    ['ge100', 100, true],
    ['ge100', 99.9, false],
    ['lt100', 99.99, true],
    ['lt100', 100, false],
    ['le100', 100, true],
    ['sa100', 100, false],
    ['sa100', 101, true],
    ['eb100', 99, true],
    ['ap100', 110, true],
    ['ap100', 111, false],
    ['ap-100', -109, true],
    ['0.1', 0.1, true],
    ['123456789012345680', 123456789012345680, true],
  ])('%s holds of %d: %s', (search, value, found) => {
    expect(holds(search, value)).toBe(found);
  });

  test('does not take a text for a number', () => {
    expect(numberMatches(parseNumber('n', '1'), { type: 'string', value: '1' })).toBe(false);
  });
});
