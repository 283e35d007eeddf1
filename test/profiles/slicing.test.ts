// What a profile says by another: slices by profile, by binding and by where a reference points, and profiles of data types.
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { loadProfiles } from '../../src/profiles/profiles.ts';
import { createValidator } from '../../src/profiles/validate.ts';

const base = 'https://example.org/fhir/StructureDefinition/';

const profile = (
  id: string,
  type: string,
  elements: readonly Partial<ElementDefinition>[],
): StructureDefinition => ({
  resourceType: 'StructureDefinition',
  url: base + id,
  name: id,
  status: 'active',
  kind: /^[A-Z][a-z]+(Point|Name)$/.test(type) ? 'complex-type' : 'resource',
  abstract: false,
  type,
  derivation: 'constraint',
  snapshot: {
    element: [{ id: type }, ...elements].map((each: Partial<ElementDefinition>) => ({
      path: (each.id ?? type).replaceAll(/:[^.]+/g, ''),
      min: 0,
      max: '*',
      ...each,
    })),
  },
});

const mail = profile('mail', 'ContactPoint', [{ id: 'ContactPoint.system', min: 1, patternCode: 'email' }]);
const formal = profile('formal', 'HumanName', [
  { id: 'HumanName.use', min: 1, max: '1', patternCode: 'official' },
  { id: 'HumanName.given' },
  { id: 'HumanName.given.extension', min: 1 },
]);

const valueSet = 'https://example.org/fhir/ValueSet/kinds';
const codes = {
  resourceType: 'ValueSet' as const,
  url: valueSet,
  status: 'active' as const,
  compose: { include: [{ system: 'https://example.org/kinds', concept: [{ code: 'a' }, { code: 'b' }] }] },
};

const source = loadProfiles(
  [
    mail,
    formal,
    profile('one-mail', 'Patient', [
      {
        id: 'Patient.telecom',
        slicing: { rules: 'open', discriminator: [{ type: 'profile', path: '$this' }] },
      },
      {
        id: 'Patient.telecom:mail',
        sliceName: 'mail',
        max: '1',
        type: [{ code: 'ContactPoint', profile: [mail.url] }],
      },
    ]),
    profile('formal-name', 'Patient', [
      { id: 'Patient.name', slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'use' }] } },
      {
        id: 'Patient.name:formal',
        sliceName: 'formal',
        min: 1,
        max: '1',
        type: [{ code: 'HumanName', profile: [formal.url] }],
      },
    ]),
    profile('one-kind', 'Organization', [
      {
        id: 'Organization.type',
        slicing: { rules: 'open', discriminator: [{ type: 'value', path: '$this' }] },
      },
      {
        id: 'Organization.type:kind',
        sliceName: 'kind',
        max: '1',
        binding: { strength: 'required', valueSet },
      },
    ]),
    profile('one-parent', 'CareTeam', [
      {
        id: 'CareTeam.participant',
        slicing: { rules: 'open', discriminator: [{ type: 'profile', path: 'member.resolve()' }] },
      },
      { id: 'CareTeam.participant:parent', sliceName: 'parent', max: '1' },
      {
        id: 'CareTeam.participant:parent.member',
        type: [
          { code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/RelatedPerson'] },
        ],
      },
    ]),
  ],
  [codes],
);
const validator = createValidator(source);
const faults = (resource: object, id: string) =>
  validator.validate(resource, { profiles: [base + id] }).errors.map(({ expression }) => expression);

const patient = { resourceType: 'Patient' };
const email = { system: 'email', value: 'a@example.org' };
const kind = (code: string, system = 'https://example.org/kinds') => ({ coding: [{ system, code }] });
const member = (reference: string) => ({ member: { reference } });
const given = {
  given: ['Noor'],
  _given: [{ extension: [{ url: 'https://example.org/x', valueCode: 'BR' }] }],
};

describe('a slice', () => {
  test.each<[string, object, string, string[]]>([
    [
      'by profile takes what obeys it',
      { ...patient, telecom: [email, email] },
      'one-mail',
      ['Patient.telecom'],
    ],
    [
      'by profile leaves what does not',
      { ...patient, telecom: [email, { system: 'phone', value: '1' }] },
      'one-mail',
      [],
    ],
    [
      'by binding takes a listed code',
      { resourceType: 'Organization', name: 'x', type: [kind('a'), kind('b')] },
      'one-kind',
      ['Organization.type'],
    ],
    [
      'by binding leaves another code',
      { resourceType: 'Organization', name: 'x', type: [kind('a'), kind('a', 'https://example.org/other')] },
      'one-kind',
      [],
    ],
    [
      'by what is referred to takes a reference of that type',
      { resourceType: 'CareTeam', participant: [member('RelatedPerson/1'), member('RelatedPerson/2')] },
      'one-parent',
      ['CareTeam.participant'],
    ],
    [
      'by what is referred to leaves others',
      { resourceType: 'CareTeam', participant: [member('RelatedPerson/1'), member('Practitioner/2')] },
      'one-parent',
      [],
    ],
  ])('%s', (_what, resource, id, expected) => {
    expect(faults(resource, id)).toEqual(expected);
  });
});

describe('a data type’s profile', () => {
  test.each<[string, object, string[]]>([
    ['tells which slice a value is', { ...patient, name: [{ use: 'official', ...given }] }, []],
    ['is missed where no value has it', { ...patient, name: [{ use: 'usual', ...given }] }, ['Patient.name']],
    [
      'holds for what stands beside a primitive',
      { ...patient, name: [{ use: 'official', given: ['Noor'] }] },
      ['Patient.name[0].given[0].extension'],
    ],
  ])('%s', (_what, resource, expected) => {
    expect(faults(resource, 'formal-name')).toEqual(expected);
  });
});
