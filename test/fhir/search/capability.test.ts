import { describe, expect, test } from 'vitest';
import {
  searchIncludesOf,
  searchParametersOf,
  searchRevIncludesOf,
} from '../../../src/fhir/search/capability.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { parse } from './asking.ts';

describe('what the CapabilityStatement says of searching', () => {
  test('names parameters with their definition and modifiers', () => {
    expect(searchParametersOf('Patient')).toContainEqual({
      name: 'identifier',
      type: 'token',
      definition: 'http://hl7.org/fhir/SearchParameter/Patient-identifier',
      modifiers: ['missing', 'not', 'text', 'of-type'],
      documentation: 'Modifiers: :missing :not :text :of-type',
    });
  });

  test('holds the common parameters for every type and never those that are refused', () => {
    for (const type of servedTypes) {
      const names = searchParametersOf(type).map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source']),
      );
      expect(names).not.toEqual(expect.arrayContaining(['_text']));
    }
  });

  test('promises only modifiers and includes that a search accepts', () => {
    for (const type of servedTypes) {
      for (const { name, modifiers } of searchParametersOf(type)) {
        if (modifiers.includes('missing'))
          expect(parse(type, `${name}:missing=true`).criteria).toHaveLength(1);
      }
      for (const include of searchIncludesOf(type))
        expect(parse(type, `_include=${include}`).include).toHaveLength(1);
      for (const include of searchRevIncludesOf(type))
        expect(parse(type, `_revinclude=${include}`).revinclude).toHaveLength(1);
    }
  });
});
