import { readFileSync, statSync } from 'node:fs';
import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { trimTerminology } from '../../scripts/trim-terminology.ts';
import { createTerminology, loadTerminology } from '../../src/profiles/terminology.ts';

const file = new URL('../../src/profiles/r4/terminology.json', import.meta.url);

describe('the checked-in R4 terminology', () => {
  it('is what scripts/trim-terminology.ts writes', () => {
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(trimTerminology())}\n`);
  });

  it('stays small', () => {
    expect(statSync(file).size).toBeLessThan(400_000);
  });

  it('holds code systems of HL7 alone', () => {
    const foreign = trimTerminology().filter(
      ({ resourceType, url = '' }) =>
        resourceType === 'CodeSystem' && !/^http:\/\/[a-z.]*hl7\.org\//.test(url),
    );
    expect(foreign.map(({ url }) => url)).toEqual([]);
  });
});

describe('the terminology held', () => {
  const held = loadTerminology();

  it('lists a value set of ours with Dutch displays', () => {
    expect(held.expand('https://vroegdossier.nl/fhir/ValueSet/ivh-richting')).toEqual([
      {
        system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-richting',
        code: 'achterstand',
        display: 'Achterstand',
      },
      {
        system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-richting',
        code: 'voorsprong',
        display: 'Voorsprong',
      },
    ]);
  });

  it('lists a value set that a required binding of R4 names', () => {
    const codes = held.expand('http://hl7.org/fhir/ValueSet/observation-status')?.map(({ code }) => code);
    expect(codes).toContain('entered-in-error');
    expect(codes).toHaveLength(8);
  });

  it('knows a value set by its version and not by another', () => {
    expect(held.valueSet('http://hl7.org/fhir/ValueSet/observation-status|4.0.1')?.id).toBe(
      'observation-status',
    );
    expect(held.valueSet('http://hl7.org/fhir/ValueSet/observation-status|3.0.2')).toBeUndefined();
    expect(held.expand('http://hl7.org/fhir/ValueSet/observation-status|3.0.2')).toBeUndefined();
  });

  it('knows a value set whose codes others own and does not pretend to list it', () => {
    expect(held.valueSet('http://hl7.org/fhir/ValueSet/currencies')).toBeDefined();
    expect(held.expand('http://hl7.org/fhir/ValueSet/currencies')).toBeUndefined();
  });

  it('does not know SNOMED CT', () => {
    expect(held.codeSystem('http://snomed.info/sct')).toBeUndefined();
    expect(held.lookup('http://snomed.info/sct', '3457005')).toBeUndefined();
    expect(held.related('http://snomed.info/sct', '3457005', 'below')).toBeUndefined();
  });

  it('tells a code that its system does not have from a system that is not known', () => {
    const system = 'http://hl7.org/fhir/observation-status';
    expect(held.lookup(system, 'final')).toEqual({ system, code: 'final', display: 'Final' });
    expect(held.lookup(system, 'finished')).toBeNull();
  });

  it('finds what lies below and above a code', () => {
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    expect(held.related(system, 'CC', 'below')).toEqual(['CC', 'AE', 'DN', 'DV', 'MC', 'V']);
    expect(held.related(system, 'V', 'above')).toEqual(['V', 'CC', '_ActAccountCode']);
    expect(held.related(system, 'no-such-code', 'below')).toEqual([]);
    expect(held.related(system, 'no-such-code', 'above')).toEqual([]);
  });
});

describe('a terminology made of given resources', () => {
  const animals: CodeSystem = {
    resourceType: 'CodeSystem',
    url: 'https://example.org/animals',
    status: 'active',
    content: 'complete',
    concept: [
      { code: 'cat', display: 'Cat' },
      {
        code: 'kitten',
        display: 'Kitten',
        property: [
          { code: 'subsumedBy', valueCode: 'cat' },
          { code: 'parent', valueCode: 'young' },
        ],
      },
      { code: 'young', display: 'Young animal' },
    ],
  };
  const valueSet = (compose: ValueSet['compose']): ValueSet => ({
    resourceType: 'ValueSet',
    url: 'https://example.org/vs',
    status: 'active',
    compose,
  });
  const codesOf = (compose: ValueSet['compose']) =>
    createTerminology([animals, valueSet(compose)]).expand('https://example.org/vs');

  it('follows the parents that properties name', () => {
    const held = createTerminology([animals]);
    expect(held.related('https://example.org/animals', 'young', 'below')).toEqual(['kitten', 'young']);
    expect(held.related('https://example.org/animals', 'kitten', 'above')).toEqual([
      'kitten',
      'cat',
      'young',
    ]);
  });

  it('prefers the display that the value set gives', () => {
    const include = [{ system: 'https://example.org/animals', concept: [{ code: 'cat', display: 'Poes' }] }];
    expect(codesOf({ include })).toEqual([
      { system: 'https://example.org/animals', code: 'cat', display: 'Poes' },
    ]);
  });

  it('leaves out what the value set excludes', () => {
    const compose = {
      include: [{ system: 'https://example.org/animals' }],
      exclude: [{ system: 'https://example.org/animals', concept: [{ code: 'young' }] }],
    };
    expect(codesOf(compose)?.map(({ code }) => code)).toEqual(['cat', 'kitten']);
  });

  it('does not list what it can filter only in part', () => {
    const filter = [{ property: 'colour', op: '=' as const, value: 'red' }];
    expect(codesOf({ include: [{ system: 'https://example.org/animals', filter }] })).toBeUndefined();
  });
});
