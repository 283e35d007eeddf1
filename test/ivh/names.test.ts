import { describe, expect, it } from 'vitest';
import { addressOf, fullName, officialName } from '../../src/ivh/names.ts';
import { patientOf, relatedPersonOf } from '../../src/ivh/people.ts';

const qualifiers = (given: string) => {
  const name: object = officialName({ given, family: 'Voorbeeld' });
  return JSON.parse(JSON.stringify(name), (key, value) =>
    key === '_given' ? value.map((each: { extension: { valueCode: string }[] }) => each.extension[0]) : value,
  );
};

describe('an official name', () => {
  it('says of each first name that it is one', () => {
    const { given, _given } = qualifiers('Alexander Maria');
    expect([given, _given.map((each: { valueCode: string }) => each.valueCode)]).toEqual([
      ['Alexander', 'Maria'],
      ['BR', 'BR'],
    ]);
  });

  it.each([
    ['A.B.', ['A.', 'B.'], ['IN', 'IN']],
    ['Th. A.', ['Th.', 'A.'], ['IN', 'IN']],
    ['Anna B.', ['Anna', 'B.'], ['BR', 'IN']],
  ])('takes %s for what it is, name or initial', (written, names, codes) => {
    const { given, _given } = qualifiers(written);
    expect([given, _given.map((each: { valueCode: string }) => each.valueCode)]).toEqual([names, codes]);
  });

  it('is written out in full as well', () => {
    const name = officialName({ given: 'A.B.', prefix: 'van der', family: 'Voorbeeld' });
    expect(name.text).toBe('A.B. van der Voorbeeld');
    expect(fullName([name])).toBe('A. B. van der Voorbeeld');
  });
});

describe('an address', () => {
  const address = { street: 'Lindelaan', houseNumber: '7', city: 'Voorbeeldstad' };

  it.each([
    ['1234AB', '1234 AB'],
    ['1234 AB', '1234 AB'],
  ])('has the postal code %s as %s', (given, written) => {
    expect(addressOf({ ...address, postalCode: given }).postalCode).toBe(written);
  });

  it('has the municipality as its district', () => {
    expect(addressOf({ ...address, postalCode: '1234 AB', municipality: 'Voorbeeldland' }).district).toBe(
      'Voorbeeldland',
    );
  });
});

describe('a person', () => {
  const name = { given: 'Anna', family: 'Voorbeeld' };

  it.each([
    ['ar', ['ar', 'ar']],
    ['nl-BE', ['nl-BE', 'nl']],
    ['rif', ['rif']],
  ])('who speaks %s has the codes %j', (language, codes) => {
    const child = patientOf({ name, birthDate: '2024-01-01', gender: 'female', language });
    expect(child.communication?.[0]?.language.coding?.map(({ code }) => code)).toEqual(codes);
  });

  it('who is guardian is so by role too', () => {
    const guardian = relatedPersonOf(
      { name, relationship: 'guardian', hasAuthority: true },
      'Patient/1',
      '2026-01-01',
    );
    expect(guardian.relationship?.[0]?.coding?.map(({ code }) => code)).toEqual(['GUARD', '11']);
  });
});
