import type { CodeSystem, ValueSet, ValueSetCompose } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { expandValueSet, indexTerminology } from '../../src/profiles/value-set.ts';

const system = 'https://example.org/s';
const codeSystem: CodeSystem = {
  resourceType: 'CodeSystem',
  url: system,
  status: 'active',
  content: 'complete',
  concept: [
    { code: 'a', concept: [{ code: 'a1', concept: [{ code: 'a11' }] }] },
    { code: 'b' },
    { code: 'b1', property: [{ code: 'subsumedBy', valueCode: 'b' }] },
  ],
};
const absent: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'https://example.org/absent',
  status: 'active',
  content: 'not-present',
};

function expansion(compose: ValueSetCompose, ...more: ValueSet[]) {
  const valueSet: ValueSet = {
    resourceType: 'ValueSet',
    url: 'https://example.org/v',
    status: 'active',
    compose,
  };
  return expandValueSet(
    'https://example.org/v|1.0',
    indexTerminology([codeSystem, absent, valueSet, ...more]),
  );
}

const other: ValueSet = {
  resourceType: 'ValueSet',
  url: 'https://example.org/other',
  status: 'active',
  compose: { include: [{ system, concept: [{ code: 'a1' }, { code: 'b' }] }] },
};

describe('lists', () => {
  test.each<[string, ValueSetCompose, readonly string[]]>([
    ['a whole code system, at every level', { include: [{ system }] }, ['a', 'a1', 'a11', 'b', 'b1']],
    ['the concepts named', { include: [{ system, concept: [{ code: 'b' }] }] }, ['b']],
    [
      'a concept and all below it',
      { include: [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'a' }] }] },
      ['a', 'a1', 'a11'],
    ],
    [
      'all below a concept by property',
      { include: [{ system, filter: [{ property: 'concept', op: 'descendent-of', value: 'b' }] }] },
      ['b1'],
    ],
    ['another value set', { include: [{ valueSet: ['https://example.org/other|2'] }] }, ['a1', 'b']],
    [
      'what a system and another value set share',
      {
        include: [
          {
            system,
            filter: [{ property: 'concept', op: 'is-a', value: 'a' }],
            valueSet: ['https://example.org/other'],
          },
        ],
      },
      ['a1'],
    ],
    [
      'all but what is excluded',
      { include: [{ system }], exclude: [{ system, concept: [{ code: 'a' }, { code: 'b1' }] }] },
      ['a1', 'a11', 'b'],
    ],
  ])('%s', (_title, compose, codes) => {
    expect(expansion(compose, other)).toEqual({ codes: { [system]: codes } });
  });
});

describe('does not list', () => {
  test.each<[string, ValueSetCompose, RegExp]>([
    [
      'codes that are not at hand',
      { include: [{ system: absent.url }] },
      /codes of https:\/\/example.org\/absent/,
    ],
    [
      'a value set that is not at hand',
      { include: [{ valueSet: ['https://example.org/none'] }] },
      /none is not at hand/,
    ],
    [
      'a filter it does not know',
      { include: [{ system, filter: [{ property: 'kind', op: '=', value: 'x' }] }] },
      /filter kind =/,
    ],
    [
      'a value set that includes itself',
      { include: [{ valueSet: ['https://example.org/v'] }] },
      /includes itself/,
    ],
  ])('%s', (_title, compose, reason) => {
    const result = expansion(compose);
    expect('unlisted' in result && result.unlisted).toMatch(reason);
  });
});
