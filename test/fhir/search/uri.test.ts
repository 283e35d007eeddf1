import type { CarePlan, Questionnaire } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Case, finds } from './asking.ts';

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'http://acme.org/fhir/Questionnaire/123',
  meta: { profile: ['http://example.nl/StructureDefinition/q|2.0'], source: 'urn:oid:1.2.3' },
};

const cases: Case[] = [
  ['url=http://acme.org/fhir/Questionnaire/123', true],
  ['url=http://acme.org/fhir/Questionnaire/12', false],
  ['url=http://acme.org/fhir/questionnaire/123', false],
  ['url:below=http://acme.org/fhir/', true],
  ['url:below=http://acme.org/fhir', true],
  ['url:below=http://acme.org/fhi', false],
  ['url:below=http://acme.org/fhir/Questionnaire/123', true],
  ['url:below=http://acme.org/fhir/Questionnaire/123/_history/5', false],
  ['url:above=http://acme.org/fhir/Questionnaire/123/_history/5', true],
  ['url:above=http://acme.org/fhir/Questionnaire/1234', false],
  ['url:above=http://acme.org/fhir/', false],
  ['url:missing=false', true],
  ['_profile=http://example.nl/StructureDefinition/q', true],
  ['_profile=http://example.nl/StructureDefinition/q|2.0', true],
  ['_profile=http://example.nl/StructureDefinition/q|1.0', false],
  ['_profile:below=http://example.nl', true],
  ['_source=urn:oid:1.2.3', true],
  ['_source=urn:oid:1.2', false],
  ['definition:missing=true', true],
];

describe('a uri search', () => {
  test.each(cases)('%s finds it: %s', (query, found) => {
    expect(finds(questionnaire, query)).toBe(found);
  });

  test('compares any of several values', () => {
    const plan: CarePlan = {
      resourceType: 'CarePlan',
      status: 'draft',
      intent: 'plan',
      subject: {},
      instantiatesUri: ['urn:a', 'urn:b'],
    };
    expect(finds(plan, 'instantiates-uri=urn:b')).toBe(true);
  });
});
