import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../src/fhir/search/match.ts';
import { parseSearch } from '../../../src/fhir/search/parse.ts';
import { textTest } from '../../../src/fhir/search/text-test.ts';

const observation = (code: string, category = 'exam'): Resource => ({
  resourceType: 'Observation',
  id: 'one',
  status: 'final',
  category: [{ coding: [{ system: 'http://example.org/category', code: category }] }],
  code: { coding: [{ system: 'http://loinc.org', code }], text: '9843-4 is named in the text only' },
});

const query = (text: string) =>
  parseSearch('Observation', [...new URLSearchParams(text)], { handling: 'strict' });

const passes = (text: string, resource: Resource): boolean | undefined =>
  textTest(query(text))?.(JSON.stringify(resource));

describe('the test of a resource’s text', () => {
  it('lets no resource go that matches', () => {
    const searches = ['code=8302-2', 'code=http://loinc.org|8302-2', 'code=x,8302-2', 'category=EXAM'];
    for (const text of searches) {
      expect(matches(observation('8302-2'), query(text))).toBe(true);
      expect(passes(text, observation('8302-2'))).toBe(true);
    }
  });

  it('lets a code go through whatever its case and its quotes', () => {
    expect(passes('code=ab"c', observation('Ab"C'))).toBe(true);
    expect(passes('code=a\\\\b', observation('A\\b'))).toBe(true);
  });

  it('tells a resource that has none of the codes', () => {
    expect(passes('code=29463-7', observation('8302-2'))).toBe(false);
    expect(passes('code=29463-7,8310-5', observation('8302-2'))).toBe(false);
    expect(passes('code=8302-2&category=vital-signs', observation('8302-2'))).toBe(false);
  });

  it('does not take a part of another text for the code', () => {
    expect(passes('code=9843-4', observation('8302-2'))).toBe(false);
  });

  it('makes no demand where a match need not have the code in its text', () => {
    for (const text of [
      'code:not=8302-2',
      'code:text=9843',
      'code=http://loinc.org|',
      'status=final',
      'code=é',
    ]) {
      expect(textTest(query(text))).toBeUndefined();
    }
  });
});
