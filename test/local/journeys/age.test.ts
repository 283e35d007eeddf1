import { describe, expect, it } from 'vitest';
import { bornFor, dayAt } from '../../../src/local/journeys/age.ts';

describe('an age in a journey', () => {
  it.each([
    ['0d', '2024-03-31'],
    ['2y6m', '2026-09-30'],
    ['4m2w', '2024-08-14'],
    ['3m8d', '2024-07-08'],
    ['-8m', '2023-07-31'],
    ['-1d', '2024-03-30'],
  ])('%s after a birth on 31 March 2024 is %s', (age, day) => {
    expect(dayAt('2024-03-31', age)).toBe(day);
  });

  it('leads back to a birth date on which the child has that age now', () => {
    expect(bornFor('2y10m', new Date('2026-11-22T12:00:00Z'))).toBe('2024-01-22');
  });

  it.each(['', '-', 'two', '6m2y'])('"%s" is refused', (age) => {
    expect(() => dayAt('2024-03-31', age)).toThrow('is no age such as 2y6m');
  });
});
