import type { Location, Observation, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Case, finds } from './asking.ts';

const patient: Patient & { name: object[] } = {
  resourceType: 'Patient',
  name: [
    {
      use: 'official',
      family: 'van der Bérg-Smit',
      _family: {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/humanname-own-name', valueString: 'Bérg' },
        ],
      },
      given: ['Anne-Marie', 'Zoë'],
      prefix: ['Drs.'],
    },
    { text: "Annie O'Neil", use: 'usual' },
  ] as object[],
  address: [{ line: ['Lange Straat 12'], city: "'s-Hertogenbosch", postalCode: '5211 AB', country: 'NL' }],
};

const cases: Case[] = [
  ['family=van der berg', true],
  ['family=VAN DER BÉRG', true],
  ['family=van  der berg smit', true],
  ['family=berg', false],
  ['family:contains=berg', true],
  ['family:contains=bergsmit', false],
  ['family:exact=van der Bérg-Smit', true],
  ['family:exact=van der Berg-Smit', false],
  ['family:exact=van der Bérg', false],
  ['family:exact=Van der Bérg-Smit', false],
  ['given=zoe', true],
  ['given=Zo%C3%AB', true],
  ['given=Zoe%CC%88', true],
  ['given=anne', true],
  ['given=anne marie', true],
  ['given=marie', false],
  ['given=x,zo', true],
  ['given=anne&given=zoe', true],
  ['given=anne&given=piet', false],
  ['given:exact=Zoë', true],
  ['given:contains=MARIE', true],
  ['name=anne', true],
  ['name=van der', true],
  ['name=drs', true],
  ['name=berg', true],
  ['name=oneil', false],
  ['name=annie oneil', true],
  ['name:contains=oneil', true],
  ["name=annie o'neil", true],
  ['name=anne marie zoe van', true],
  ['name:exact=Zoë', true],
  ['name:missing=false', true],
  ['name:missing=true', false],
  ['address=lange straat', true],
  ['address=5211', true],
  ['address=s hertogenbosch', true],
  ['address-city=s-hertogenbosch', true],
  ['address-city=%27s-Hertogenbosch', true],
  ['address-postalcode=5211 ab', true],
  ['address-postalcode=5211ab', false],
  ['address-country=nl', true],
  ['address-state=x', false],
  ['address-state:missing=true', true],
];

describe('a string search on a Patient', () => {
  test.each(cases)('%s finds it: %s', (query, found) => {
    expect(finds(patient, query)).toBe(found);
  });
});

describe('a string search', () => {
  const observation: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: {},
    valueString: 'a,b$c|d\\e',
  };
  test.each([
    ['value-string=a\\,b', true],
    ['value-string=a,b', true],
    ['value-string:exact=a\\,b\\$c\\|d\\\\e', true],
    ['value-string:exact=a\\,b$c|d\\\\e', true],
    ['value-string:exact=a\\,b', false],
  ] satisfies Case[])('reads escapes: %s finds it: %s', (query, found) => {
    expect(finds(observation, query)).toBe(found);
  });

  test('looks at the text of a coded value where the expression says so', () => {
    const coded: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      valueCodeableConcept: { text: 'Loopt los' },
    };
    expect(finds(coded, 'value-string=loopt')).toBe(true);
  });

  test('finds a location by an alias', () => {
    const location: Location = { resourceType: 'Location', name: 'Hoofdlocatie', alias: ['Het Huis'] };
    expect(finds(location, 'name=het huis')).toBe(true);
  });

  test('compares punctuation itself where a text is nothing else', () => {
    const location: Location = { resourceType: 'Location', name: '???' };
    expect(finds(location, 'name=?')).toBe(true);
    expect(finds(location, 'name=!')).toBe(false);
  });
});
