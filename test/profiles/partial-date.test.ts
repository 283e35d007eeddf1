import { describe, expect, test } from 'vitest';
import { isCalendarDate, isSurelyAfter } from '../../src/profiles/partial-date.ts';

describe('a start is surely after an end', () => {
  test.each([
    ['2025', '2024'],
    ['2024-02', '2024-01-31'],
    ['2024-02-01', '2024-01'],
    ['2024-01-02', '2024-01-01'],
    ['2024-01-01T10:00:01Z', '2024-01-01T10:00:00Z'],
    ['2024-01-01T10:00:00Z', '2024-01-01T11:00:00+02:00'],
    ['2024-01-03', '2024-01-01T12:00:00Z'],
  ])('%s after %s', (start, end) => {
    expect(isSurelyAfter(start, end)).toBe(true);
  });
});

describe('a start may be before an end', () => {
  test.each([
    ['2024', '2024'],
    ['2024', '2024-01-01'],
    ['2024-12', '2024'],
    ['2024-01-31', '2024-01'],
    ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['2024-01-01T12:00:00+02:00', '2024-01-01T10:30:00Z'],
    ['2024-01-01T23:00:00Z', '2024-01-01'],
    ['2024-01-02', '2024-01-01T23:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
  ])('%s and %s', (start, end) => {
    expect(isSurelyAfter(start, end)).toBe(false);
  });
});

test.each([
  ['2024', true],
  ['2024-02', true],
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['2024-04-31', false],
  ['2024-02-30T10:00:00Z', false],
  ['0004-02-29', true],
])('%s is a calendar date: %s', (value, expected) => {
  expect(isCalendarDate(value)).toBe(expected);
});
