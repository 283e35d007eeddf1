import { describe, expect, test } from 'vitest';
import { nearestName } from '../../src/profiles/nearest.ts';

const names = ['birthDate', 'gender', 'name', 'address', 'active'];

describe('the nearest name', () => {
  test.each<[string, string | undefined]>([
    ['birthDate', 'birthDate'],
    ['birth_date', 'birthDate'],
    ['BIRTHDATE', 'birthDate'],
    ['brithDate', 'birthDate'],
    ['adres', 'address'],
    ['nam', 'name'],
    ['xyz', undefined],
    ['', undefined],
    ['geslacht', undefined],
  ])('of %s is %s', (given, meant) => {
    expect(nearestName(given, names)).toBe(meant);
  });

  test('is not looked for in text without end', () => {
    expect(nearestName('x'.repeat(1_000_000), names)).toBeUndefined();
  });
});
