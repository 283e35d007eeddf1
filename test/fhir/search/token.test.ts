import type { Encounter, Observation, Patient, Questionnaire, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Case, finds } from './asking.ts';

const patient: Patient = {
  resourceType: 'Patient',
  id: 'Kind-1',
  meta: { tag: [{ system: 'urn:tags', code: 'bouwsteen-2' }], profile: ['http://example.nl/p|1.2'] },
  active: true,
  gender: 'female',
  identifier: [
    { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '111222333' },
    {
      type: {
        text: 'Dossiernummer',
        coding: [{ system: 'urn:types', code: 'MR', display: 'Medical record' }],
      },
      value: 'Abc|1',
    },
  ],
  telecom: [
    { system: 'phone', value: '+31 (6) 1234-5678' },
    { system: 'email', value: 'Ouder@Example.nl' },
  ],
  communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'nl' }] } }],
};

const patientCases: Case[] = [
  ['_id=Kind-1', true],
  ['_id=kind-1', false],
  ['_id=x,Kind-1', true],
  ['_id:not=Kind-1', false],
  ['_id:not=x', true],
  ['_tag=urn:tags|bouwsteen-2', true],
  ['_tag=bouwsteen-2', true],
  ['_tag=urn:tags|', true],
  ['_tag=urn:other|', false],
  ['_tag:not=urn:tags|bouwsteen-3', true],
  ['_security=x', false],
  ['_security:not=x', true],
  ['active=true', true],
  ['active=false', false],
  ['active=http://terminology.hl7.org/CodeSystem/special-values|true', true],
  ['active=|true', true],
  ['active=urn:x|true', false],
  ['gender=female', true],
  ['gender=male', false],
  ['gender=male,female', true],
  ['gender=FEMALE', false],
  ['gender=http://hl7.org/fhir/administrative-gender|female', true],
  ['gender=http://hl7.org/fhir/administrative-gender|', true],
  ['gender=urn:x|female', false],
  ['gender=|female', false],
  ['gender:not=male', true],
  ['gender:not=female', false],
  ['gender:not=male,female', false],
  ['gender:missing=false', true],
  ['identifier=111222333', true],
  ['identifier=http://fhir.nl/fhir/NamingSystem/bsn|111222333', true],
  ['identifier=http://fhir.nl/fhir/NamingSystem/BSN|111222333', false],
  ['identifier=http://fhir.nl/fhir/NamingSystem/bsn|', true],
  ['identifier=|111222333', false],
  ['identifier=|Abc\\|1', true],
  ['identifier=Abc\\|1', true],
  ['identifier=abc\\|1', false],
  ['identifier=11122233', false],
  ['identifier:of-type=urn:types|MR|Abc\\|1', true],
  ['identifier:of-type=urn:types|MR|111222333', false],
  ['identifier:of-type=urn:other|MR|Abc\\|1', false],
  ['identifier:text=dossier', true],
  ['identifier:text=medical', true],
  ['identifier:text=nummer', false],
  ['phone=0612345678', false],
  ['phone=%2B31612345678', true],
  ['phone=%2B31 6 1234 5678', true],
  ['telecom=phone|%2B31612345678', true],
  ['telecom=email|%2B31612345678', false],
  ['telecom=email|', true],
  ['email=ouder@example.nl', true],
  ['email=%2B31612345678', false],
  ['language=nl', true],
  ['language=urn:ietf:bcp:47|NL', true],
  ['deceased=true', false],
  ['deceased=false', true],
  ['address-use=home', false],
  ['address-use:missing=true', true],
];

describe('a token search on a Patient', () => {
  test.each(patientCases)('%s finds it: %s', (query, found) => {
    expect(finds(patient, query)).toBe(found);
  });
});

const observation: Observation = {
  resourceType: 'Observation',
  status: 'final',
  code: {
    text: 'Lengte van het kind',
    coding: [
      { system: 'http://loinc.org', code: '8302-2', display: 'Body height' },
      { code: 'local-A', display: 'Groei' },
    ],
  },
  component: [{ code: { coding: [{ system: 'urn:c', code: 'inner' }] } }],
};

const observationCases: Case[] = [
  ['code=8302-2', true],
  ['code=http://loinc.org|8302-2', true],
  ['code=http://loinc.org|local-A', false],
  ['code=|local-A', true],
  ['code=local-a', true],
  ['code=|8302-2', false],
  ['code=http://loinc.org|', true],
  ['code=Body height', false],
  ['code:text=lengte', true],
  ['code:text=BODY', true],
  ['code:text=kind', false],
  ['code:not=http://loinc.org|8302-2', false],
  ['code:not=http://loinc.org|9843-4', true],
  ['code=urn:c|inner', false],
  ['component-code=urn:c|inner', true],
  ['combo-code=urn:c|inner', true],
  ['combo-code=8302-2', true],
  ['status=final', true],
  ['status:not=final,amended', false],
  ['category:not=survey', true],
  ['method:missing=true', true],
  ['method:missing=false', false],
];

describe('a token search on an Observation', () => {
  test.each(observationCases)('%s finds it: %s', (query, found) => {
    expect(finds(observation, query)).toBe(found);
  });
});

describe('a token search on other types', () => {
  const encounter: Encounter = {
    resourceType: 'Encounter',
    status: 'planned',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  };
  const questionnaire: Questionnaire = { resourceType: 'Questionnaire', status: 'draft', version: '1.0' };
  const request: ServiceRequest = {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/1' },
    orderDetail: [{ text: 'met tolk' }],
  };

  test('reads a single Coding', () => {
    expect(finds(encounter, 'class=http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB')).toBe(true);
  });
  test('compares a plain text as a whole', () => {
    expect(finds(questionnaire, 'version=1.0')).toBe(true);
    expect(finds(questionnaire, 'version=1')).toBe(false);
    expect(finds(request, 'order-detail=met tolk')).toBe(true);
  });
  test('takes a date of death for being deceased', () => {
    expect(finds({ resourceType: 'Patient', deceasedDateTime: '2024-01-01' }, 'deceased=true')).toBe(true);
    expect(finds({ resourceType: 'Patient', deceasedBoolean: false }, 'deceased=true')).toBe(false);
    expect(finds({ resourceType: 'Patient', deceasedBoolean: true }, 'deceased=true')).toBe(true);
  });
});
