// What we write, held against the Dutch core profiles; the list in fhir-profiles/nl-core says what to expect.
import type { Patient, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { refused, satisfied, unused, within } from '../../fhir-profiles/nl-core/verdicts.ts';
import { validExamples } from './generated-files.ts';
import { createNlCoreValidator, nlCoreProfiles, snapshotsOfNlCore } from './nl-core/validator.ts';
import { everythingWritten, isOf } from './nl-core/written.ts';

const holdAgainst = createNlCoreValidator();
const written = await everythingWritten();
const named = (resource: Resource): string => `${resource.resourceType}/${resource.id ?? 'new'}`;

describe('what we write', () => {
  test.each(satisfied)('obeys $profile', ({ profile, ...fit }) => {
    const held = written.filter((resource) => isOf(resource, fit));
    expect(held.length).toBeGreaterThan(0);
    const faults = held.flatMap((resource) =>
      holdAgainst(resource, profile).map(({ text }) => `${named(resource)}: ${text}`),
    );
    expect(faults).toEqual([]);
  });

  test.each(refused)('does not obey $profile, at $at', ({ profile, at, ...fit }) => {
    const expressions = written
      .filter((resource) => isOf(resource, fit))
      .flatMap((resource) => holdAgainst(resource, profile).map(({ expression }) => expression));
    expect(expressions).toContain(at);
  });

  test.each(unused)('has nothing for $profiles', ({ profiles: _, ...fit }) => {
    expect(written.filter((resource) => isOf(resource, fit)).map(named)).toEqual([]);
  });
});

describe('the list', () => {
  const listed = [
    ...[...satisfied, ...refused, ...within].map(({ profile }) => profile),
    ...unused.flatMap(({ profiles }) => profiles),
  ];

  test('names every profile once', () => {
    expect(listed.toSorted()).toEqual([...new Set(listed)].toSorted());
  });

  test('leaves out none of the profiles kept here', () => {
    const kept = nlCoreProfiles.map(({ id = '' }) => id).filter((id) => id.startsWith('nl-core-'));
    expect(kept.filter((id) => !listed.includes(id))).toEqual([]);
  });

  test.each(within)('$profile is a part of a profile that is satisfied', ({ profile }) => {
    const holders = new Set<string>(satisfied.map((each) => each.profile));
    const users = nlCoreProfiles.filter(({ differential }) =>
      differential?.element.some(({ type }) =>
        type?.some((each) => each.profile?.some((url) => url.endsWith(`/${profile}`))),
      ),
    );
    expect(users.some(({ id }) => holders.has(id ?? ''))).toBe(true);
  });
});

describe('the check', () => {
  const noor = validExamples.get('ivh-kind--noor.json') as Patient;
  const samira = validExamples.get('ivh-ouder--samira.json') as Resource;
  const jgz = validExamples.get('ivh-organisatie--jgz.json') as Resource;

  test.each<[string, string, Resource, string]>([
    [
      'a first name that does not say whether it is an initial',
      'nl-core-Patient',
      { ...noor, name: [{ use: 'official', text: 'Noor Berg', family: 'Berg', given: ['Noor'] }] },
      'Patient.name[0].given[0].extension',
    ],
    [
      'a prefix without the name it belongs to',
      'nl-core-Patient',
      {
        ...noor,
        name: [
          {
            use: 'official',
            text: 'van den Berg',
            family: 'van den Berg',
            _family: {
              extension: [
                {
                  url: 'http://hl7.org/fhir/StructureDefinition/humanname-own-prefix',
                  valueString: 'van den',
                },
              ],
            },
          } as object,
        ],
      },
      'Patient.name[0]',
    ],
    [
      'a language that is not in the list of languages',
      'nl-core-Patient',
      { ...noor, communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'ar' }] } }] },
      'Patient.communication[0].language',
    ],
    [
      'three official names',
      'nl-core-Patient',
      { ...noor, name: [1, 2, 3].map(() => ({ use: 'official' as const, text: 'Noor' })) },
      'Patient.name',
    ],
    [
      'a part of an address that is no text',
      'nl-core-ContactPerson',
      {
        ...samira,
        address: [
          {
            line: ['Lindelaan 7'],
            _line: [
              {
                extension: [
                  {
                    url: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-houseNumber',
                    valueInteger: 7,
                  },
                ],
              },
            ],
          },
        ],
      } as object as Resource,
      'RelatedPerson.address[0].line[0].extension[0].value',
    ],
    [
      'two of the zib’s organization types',
      'nl-core-HealthcareProvider-Organization',
      {
        ...jgz,
        type: ['JGZ', 'Z3'].map((code) => ({
          coding: [{ system: 'http://nictiz.nl/fhir/NamingSystem/organization-type', code }],
        })),
      } as object as Resource,
      'Organization.type',
    ],
  ])('finds %s', (_what, profile, resource, expression) => {
    expect(holdAgainst(resource, profile).map((issue) => issue.expression)).toContain(expression);
  });
});

describe('a snapshot', () => {
  const elements = (id: string) =>
    snapshotsOfNlCore().find((profile) => profile.id === id)?.snapshot?.element ?? [];
  const patient = elements('nl-core-Patient');

  test('has what R4, the zib and nl-core say of an element together', () => {
    const slice = patient.find(({ id }) => id === 'Patient.name:nameInformation');
    expect(slice).toMatchObject({ sliceName: 'nameInformation', min: 0, max: '2' });
    expect(slice?.type?.[0]?.profile?.[0]).toMatch(/nl-core-NameInformation$/);
    expect(patient.find(({ id }) => id === 'Patient.name')?.slicing?.discriminator).toEqual([
      { type: 'value', path: 'use' },
    ]);
  });

  test('unfolds an extension’s definition where the profile narrows its value', () => {
    const value = patient.find(({ id }) => id === 'Patient.contact.extension:contactPerson.value[x]');
    expect(value?.type?.[0]?.targetProfile?.at(-1)).toMatch(/nl-core-ContactPerson$/);
  });

  test('keeps every element of the base, parents before children', () => {
    const ids = patient.map(({ id = '' }) => id);
    const base = elements('zib-Patient').map(({ id = '' }) => id);
    expect(base.filter((id) => !ids.includes(id))).toEqual([]);
    const orphans = ids.filter(
      (id, index) => id.includes('.') && !ids.slice(0, index).includes(id.slice(0, id.lastIndexOf('.'))),
    );
    expect(orphans).toEqual([]);
  });
});
