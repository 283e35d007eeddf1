import type { CodeSystem, Encounter, Observation, ValueSet } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsTerminology } from '../../../src/fhir/search/coded.ts';
import { matches } from '../../../src/fhir/search/match.ts';
import { createTerminology } from '../../../src/profiles/terminology.ts';
import { base, type Case, parse } from './asking.ts';

const system = 'https://example.org/CodeSystem/zorg';
const care: CodeSystem = {
  resourceType: 'CodeSystem',
  url: system,
  status: 'active',
  content: 'complete',
  concept: [
    { code: 'hulp', concept: [{ code: 'vroeg', concept: [{ code: 'spel' }] }, { code: 'laat' }] },
    { code: 'school' },
  ],
};
const early: ValueSet = {
  resourceType: 'ValueSet',
  id: 'vroege-hulp',
  url: 'https://example.org/ValueSet/vroege-hulp',
  version: '1.0',
  status: 'active',
  compose: { include: [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'vroeg' }] }] },
};
const states: ValueSet = {
  resourceType: 'ValueSet',
  url: 'https://example.org/ValueSet/klaar',
  status: 'active',
  compose: {
    include: [
      { system: 'http://hl7.org/fhir/observation-status', concept: [{ code: 'final' }, { code: 'amended' }] },
    ],
  },
};
const foreign: ValueSet = {
  resourceType: 'ValueSet',
  url: 'https://example.org/ValueSet/elders',
  status: 'active',
  compose: { include: [{ system: 'https://example.org/CodeSystem/elders' }] },
};
const terminology = createTerminology([care, early, states, foreign]);

const observed = (code: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: {
    text: 'x',
    coding: [
      { system: 'urn:other', code: 'school' },
      { system, code },
    ],
  },
});
const finds = (resource: Observation | Encounter, query: string): boolean =>
  matches(resource, parse(resource.resourceType, query, { terminology }));

describe('a search by what is known of codes', () => {
  test.each([
    [`code:in=${early.url}`, true],
    [`code:in=${early.url}|1.0`, true],
    ['code:in=ValueSet/vroege-hulp', true],
    [`code:in=${base}/ValueSet/vroege-hulp`, true],
    [`code:in=${states.url}`, false],
    [`code:in=${states.url},${early.url}`, true],
    [`code:not-in=${early.url}`, false],
    [`code:not-in=${states.url}`, true],
    [`method:not-in=${early.url}`, true],
    [`method:in=${early.url}`, false],
    [`status:in=${states.url}`, true],
    [`code:below=${system}|hulp`, true],
    [`code:below=${system}|vroeg`, true],
    [`code:below=${system}|spel`, true],
    [`code:below=${system}|laat`, false],
    [`code:below=${system}|laat,${system}|vroeg`, true],
    [`code:above=${system}|spel`, true],
    [`code:above=${system}|hulp`, false],
  ] satisfies Case[])('%s finds spel: %s', (query, found) => {
    expect(finds(observed('spel'), query)).toBe(found);
  });

  test('looks above a code in the codes that hold it', () => {
    expect(finds(observed('hulp'), `code:above=${system}|spel`)).toBe(true);
    expect(finds(observed('laat'), `code:above=${system}|spel`)).toBe(false);
    expect(finds(observed('hulp'), `code:below=${system}|spel`)).toBe(false);
  });

  test('reads a single Coding', () => {
    const encounter: Encounter = {
      resourceType: 'Encounter',
      status: 'planned',
      class: { system, code: 'vroeg' },
    };
    expect(finds(encounter, `class:below=${system}|hulp`)).toBe(true);
    expect(finds(encounter, `class:in=${states.url}`)).toBe(false);
  });

  test('minds the system of a code', () => {
    const other: Observation = {
      ...observed('x'),
      code: { coding: [{ system: 'urn:other', code: 'spel' }] },
    };
    expect(finds(other, `code:in=${early.url}`)).toBe(false);
    expect(finds(other, `code:below=${system}|hulp`)).toBe(false);
  });

  test.each([
    ['code:in=https://example.org/ValueSet/geen', "'https://example.org/ValueSet/geen' is not known here"],
    ['code:in=ValueSet/geen', "'ValueSet/geen' is not known here"],
    [`code:in=${early.url}|2.0`, 'is not known here'],
    [`code:in=${foreign.url}`, 'cannot be listed here'],
    ['code:below=http://snomed.info/sct|1', "'http://snomed.info/sct' is not known here"],
    [`code:below=${system}|weg`, "has no code 'weg'"],
    ['code:below=spel', 'write system|code'],
    [`code:above=${system}|`, 'write system|code'],
  ])('refuses %s', (query, reason) => {
    expect(() => finds(observed('spel'), query)).toThrow(reason);
  });

  test('not-in finds exactly what in does not', () => {
    const code = fc.constantFrom('hulp', 'vroeg', 'spel', 'laat', 'school', 'anders');
    fc.assert(
      fc.property(code, fc.constantFrom(early.url, states.url), (one, url) => {
        expect(finds(observed(one), `code:not-in=${url}`)).toBe(!finds(observed(one), `code:in=${url}`));
      }),
    );
  });

  test('above and below are each other’s inverse', () => {
    const code = fc.constantFrom('hulp', 'vroeg', 'spel', 'laat', 'school');
    fc.assert(
      fc.property(code, code, (a, b) => {
        expect(
          finds({ ...observed('x'), code: { coding: [{ system, code: a }] } }, `code:below=${system}|${b}`),
        ).toBe(
          finds({ ...observed('x'), code: { coding: [{ system, code: b }] } }, `code:above=${system}|${a}`),
        );
      }),
    );
  });
});

test.each<[string, boolean]>([
  ['code:in', true],
  ['code:not-in', true],
  ['code:above', true],
  ['patient._has:Observation:patient:code:below', true],
  ['code', false],
  ['code:not', false],
  ['name:contains', false],
])('a query with %s asks for what is known of codes: %s', (name, needed) => {
  expect(needsTerminology([[name, 'x']])).toBe(needed);
});
