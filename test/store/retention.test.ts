import { expect, it } from 'vitest';
import { isExpired, keptUntil } from '../../src/store/retention.ts';

it.each([
  ['2006-05-04T22:30:00.000Z', 20, '2026-05-04'],
  ['2004-02-29', 20, '2024-02-29'],
  ['2004-02-29', 21, '2025-02-28'],
  ['2004-02', 20, '2024-02-31'],
  ['2004', 20, '2024-12-31'],
])('keeps what changed last at %s for %i years until %s', (from, years, until) => {
  expect(keptUntil(from, years)).toBe(until);
});

it('has ended when the last day is over', () => {
  const kept = { isOpen: false, until: '2026-05-04' };
  expect(isExpired(kept, new Date('2026-05-04T23:00:00Z'))).toBe(false);
  expect(isExpired(kept, new Date('2026-05-05T00:00:00Z'))).toBe(true);
  expect(isExpired({ isOpen: true }, new Date('2099-01-01'))).toBe(false);
});
