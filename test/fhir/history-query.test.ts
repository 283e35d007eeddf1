import { describe, expect, it } from 'vitest';
import { parseHistory } from '../../src/fhir/history-query.ts';

const parse = (query: string) => parseHistory(new URLSearchParams(query));
const utc = (...parts: [number, number, number, number, number, number]) => Date.UTC(...parts);

describe('the parameters of a history', () => {
  it('are none by default', () => {
    expect(parse('')).toEqual({ written: [] });
  });

  it('take a moment at any precision', () => {
    expect(parse('_since=2026-01-31T09:30:15.250Z').since).toBe(utc(2026, 0, 31, 9, 30, 15) + 250);
    expect(parse('_since=2026-01-31T09:30:00%2B01:00').since).toBe(utc(2026, 0, 31, 8, 30, 0));
    expect(parse('_since=2026').since).toBe(utc(2025, 11, 31, 23, 0, 0));
  });

  it('take a time that things were current at', () => {
    expect(parse('_at=2026-01-31T09:30:00Z').at).toEqual({
      from: utc(2026, 0, 31, 9, 30, 0),
      to: utc(2026, 0, 31, 9, 30, 1),
    });
  });

  it('keep what was asked for the links, without the page', () => {
    const query = parse('_count=3&_since=2026-01&_format=json&_page=abc');
    expect(query).toMatchObject({ count: 3, page: 'abc' });
    expect(query.written).toEqual([
      ['_count', '3'],
      ['_since', '2026-01'],
      ['_format', 'json'],
    ]);
  });

  it.each([
    ['_list=x', /List resource is not served/],
    ['_sort=_lastUpdated', /"_sort".*_since, _at, _count/],
    ['constructor=1', /"constructor"/],
    ['_count=-1', /_count/],
    ['_count=x', /_count/],
    ['_since=soon', /_since/],
    ['_at=2026-13', /_at/],
    ['_since=2026-01-31T09:30:00+01:00', /%2B/],
    ['_since=2026&_since=2026', /once/],
    ['_since=2026&_at=2026', /exclude each other/],
  ])('refuse %s', (query, text) => {
    expect(() => parse(query)).toThrow(text);
  });
});
