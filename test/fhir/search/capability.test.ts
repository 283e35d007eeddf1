import { describe, expect, test } from 'vitest';
import {
  searchIncludesOf,
  searchParametersOf,
  searchRevIncludesOf,
} from '../../../src/fhir/search/capability.ts';
import { type Parameter, parameterOf } from '../../../src/fhir/search/parameter.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { createTerminology } from '../../../src/profiles/terminology.ts';
import { parse } from './asking.ts';

const terminology = createTerminology([
  {
    resourceType: 'CodeSystem',
    url: 'urn:codes',
    status: 'active',
    content: 'complete',
    concept: [{ code: 'a' }],
  },
  {
    resourceType: 'ValueSet',
    url: 'urn:set',
    status: 'active',
    compose: { include: [{ system: 'urn:codes' }] },
  },
]);

function valueFor(modifier: string, parameter: Parameter | undefined): string {
  if (modifier === 'missing') return 'true';
  if (modifier === 'of-type') return 'urn:types|MR|1';
  if (modifier === 'in' || modifier === 'not-in') return 'urn:set';
  if (modifier !== 'above' && modifier !== 'below') return parameter?.leaves.has('boolean') ? 'true' : 'a';
  if (parameter?.kind === 'token') return 'urn:codes|a';
  return parameter?.kind === 'uri' || parameter?.leaves.has('canonical') ? 'http://example.org/a' : 'a';
}

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
        for (const modifier of modifiers) {
          const value = valueFor(modifier, parameterOf(type, name));
          expect(parse(type, `${name}:${modifier}=${value}`, { terminology }).criteria).toHaveLength(1);
        }
      }
      for (const include of searchIncludesOf(type))
        expect(parse(type, `_include=${include}`).include).toHaveLength(1);
      for (const include of searchRevIncludesOf(type))
        expect(parse(type, `_revinclude=${include}`).revinclude).toHaveLength(1);
    }
  });
});
