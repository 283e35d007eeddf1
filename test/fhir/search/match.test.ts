import type {
  Bundle,
  Observation,
  Organization,
  Patient,
  Provenance,
  QuestionnaireResponse,
  Resource,
  Task,
} from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { matches, needsSurroundings, type Surroundings } from '../../../src/fhir/search/match.ts';
import { parameterOf, searchValues } from '../../../src/fhir/search/parameter.ts';
import { parseSearch } from '../../../src/fhir/search/parse.ts';
import { isServedType } from '../../../src/fhir/types.ts';
import { base, type Case, finds, parse } from './asking.ts';

const ucum = 'http://unitsofmeasure.org';
const height: Observation = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
  valueQuantity: { value: 92, system: ucum, code: 'cm' },
  component: [
    { code: { coding: [{ code: 'left' }] }, valueQuantity: { value: 10 } },
    { code: { coding: [{ code: 'right' }] }, valueQuantity: { value: 20 } },
  ],
};

describe('a composite search', () => {
  test.each([
    [`code-value-quantity=http://loinc.org|8302-2$gt90|${ucum}|cm`, true],
    ['code-value-quantity=8302-2$92', true],
    ['code-value-quantity=8302-2$lt90', false],
    ['code-value-quantity=9843-4$92', false],
    ['code-value-quantity=9843-4$92,8302-2$92', true],
    ['component-code-value-quantity=left$10', true],
    ['component-code-value-quantity=left$20', false],
    ['component-code-value-quantity=right$ge20', true],
    ['combo-code-value-quantity=left$10', true],
    ['combo-code-value-quantity=8302-2$92', true],
    ['combo-code-value-quantity=8302-2$10', false],
    ['code-value-concept=8302-2$x', false],
  ] satisfies Case[])('%s finds a height with two components: %s', (query, found) => {
    expect(finds(height, query)).toBe(found);
  });

  test('reads the relation of documents as code and reference', () => {
    const document: Resource = {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: {} }],
      relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/d0' } }],
    };
    expect(finds(document, 'relationship=replaces$DocumentReference/d0')).toBe(true);
    expect(finds(document, 'relationship=appends$DocumentReference/d0')).toBe(false);
  });
});

describe('missing', () => {
  const withExtension: Patient & { _birthDate: object } = {
    resourceType: 'Patient',
    _birthDate: { extension: [{ url: 'urn:x', valueCode: 'unknown' }] },
    maritalStatus: {},
    managingOrganization: { extension: [{ url: 'urn:x', valueCode: 'unknown' }] },
  };
  test.each([
    ['birthdate:missing=true', true],
    ['birthdate:missing=false', false],
    ['organization:missing=true', true],
    ['gender:missing=true', true],
    ['deceased:missing=false', true],
  ] satisfies Case[])('%s holds of elements with nothing but extensions: %s', (query, found) => {
    expect(finds(withExtension, query)).toBe(found);
  });
});

describe('a search as a whole', () => {
  test('finds resources of its own type only', () => {
    expect(matches(height, parse('Patient', ''))).toBe(false);
  });
  test('without criteria finds everything of the type', () => {
    expect(matches(height, parse('Observation', ''))).toBe(true);
  });
  test('over several types minds _type and the parameters of every type', () => {
    const query = parseSearch(
      'Resource',
      [
        ['_type', 'Observation,Task'],
        ['_id', 'o1'],
      ],
      { handling: 'strict' },
    );
    expect(matches(height, query)).toBe(true);
    expect(matches({ resourceType: 'Patient', id: 'o1' }, query)).toBe(false);
  });
});

const organization: Organization = {
  resourceType: 'Organization',
  id: 'g1',
  name: 'JGZ Noord',
  partOf: { reference: 'Organization/g0' },
};
const parent: Organization = { resourceType: 'Organization', id: 'g0', name: 'GGD', active: true };
const patient: Patient = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'urn:bsn', value: '999911120' }],
  name: [{ family: 'Jansen' }],
  managingOrganization: { reference: 'Organization/g1' },
};
const task: Task = {
  resourceType: 'Task',
  id: 't1',
  status: 'requested',
  intent: 'order',
  for: { reference: `${base}/Patient/p1` },
  owner: { reference: '#o' },
  contained: [{ resourceType: 'Organization', id: 'o', name: 'Ingesloten' }],
};
const provenance: Provenance = {
  resourceType: 'Provenance',
  id: 'v1',
  target: [{ reference: 'Task/t1' }],
  recorded: '2024-01-01T00:00:00Z',
  agent: [{ who: { reference: 'Organization/g1' } }],
};

const all: Resource[] = [organization, parent, patient, task, provenance, height];
const surroundings: Surroundings = {
  resolve: (reference) => all.find(({ resourceType, id }) => reference.endsWith(`${resourceType}/${id}`)),
  referrers: (type, code, resource) =>
    all.filter((other) => {
      const parameter = isServedType(type) ? parameterOf(type, code) : undefined;
      if (other.resourceType !== type || parameter === undefined) return false;
      const text = JSON.stringify(searchValues(other, parameter).map(({ value }) => value));
      return text.includes(`${resource.resourceType}/${resource.id}"`);
    }),
};

describe('a chained search', () => {
  test.each<[Resource, string, boolean]>([
    [task, 'patient.name=jansen', true],
    [task, 'patient.name=pietersen', false],
    [task, 'subject:Patient.name=jansen', true],
    [task, 'subject:Practitioner.name=jansen', false],
    [task, 'subject.name=jansen', true],
    [task, 'patient.identifier=urn:bsn|999911120', true],
    [task, 'patient.organization.name=jgz', true],
    [task, 'patient.organization.partof.name=ggd', true],
    [task, 'patient.organization.partof.active=false', false],
    [task, 'patient.name:exact=jansen', false],
    [task, 'patient.gender:missing=true', true],
    [task, 'patient.gender:not=male', true],
    [task, 'owner.name=ingesloten', true],
    [task, 'owner:Organization.name=ingesloten', true],
    [task, 'encounter.status=finished', false],
    [patient, 'organization._id=g1', true],
    [patient, 'organization.partof=Organization/g0', true],
    [patient, '_has:Task:patient:status=requested', true],
    [patient, '_has:Task:patient:status=completed', false],
    [patient, '_has:Task:patient:status=completed,requested', true],
    [patient, '_has:Observation:patient:code=8302-2', true],
    [patient, '_has:Observation:patient:code:not=8302-2', false],
    [patient, '_has:Task:patient:_has:Provenance:target:agent=Organization/g1', true],
    [patient, '_has:Task:patient:_has:Provenance:target:agent.name=jgz', true],
    [patient, '_has:Task:patient:_has:Provenance:target:agent=Organization/g2', false],
    [organization, '_has:Patient:organization:name=jansen', true],
    [task, 'patient._has:Observation:patient:code=8302-2', true],
    [parent, '_has:Organization:partof:name=jgz', true],
    [parent, '_has:Organization:partof:_has:Patient:organization:name=jansen', true],
    [parent, '_has:Organization:partof:_has:Patient:organization:_has:Task:patient:status=requested', true],
    [task, 'patient:Patient.organization:Organization.partof:Organization.name=ggd', true],
    [task, 'patient.organization._has:Provenance:agent:target=Task/t1', true],
    [organization, '_has:Patient:organization:organization.partof.name=ggd', true],
  ])('%#: $1', (resource, query, found) => {
    expect(finds(resource, query, surroundings)).toBe(found);
  });

  test('goes into the Composition that a document begins with', () => {
    const document: Bundle = {
      resourceType: 'Bundle',
      type: 'document',
      entry: [
        {
          resource: {
            resourceType: 'Composition',
            id: 'c1',
            status: 'final',
            title: 'Terugkoppeling',
            type: {},
            date: '2026-01-01',
            author: [],
            subject: { reference: 'Patient/p1' },
          },
        },
        { resource: patient },
      ],
    };
    expect(finds(document, 'composition.title=terug', surroundings)).toBe(true);
    expect(finds(document, 'composition.patient=Patient/p1', surroundings)).toBe(true);
    expect(finds(document, 'composition.patient.name=jansen', surroundings)).toBe(true);
    expect(finds(document, 'composition.status=preliminary', surroundings)).toBe(false);
    expect(finds(document, 'composition=Composition/c1')).toBe(true);
    expect(finds(document, 'composition=p1')).toBe(false);
  });

  test('goes through canonicals by url and version', () => {
    const response: QuestionnaireResponse = {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: 'https://example.org/Questionnaire/q|2',
    };
    const asked: string[] = [];
    const around: Surroundings = {
      byUrl: (type, canonical) => {
        asked.push(`${type} ${canonical}`);
        return [{ resourceType: 'Questionnaire', status: 'active', title: 'Tevredenheid' }];
      },
    };
    expect(finds(response, 'questionnaire.title=tevreden', around)).toBe(true);
    expect(finds(response, 'questionnaire.title=anders', around)).toBe(false);
    expect(asked[0]).toBe('Questionnaire https://example.org/Questionnaire/q|2');
    expect(() => finds(response, 'questionnaire.title=tevreden', {})).toThrow('canonical');
  });

  test('asks for a resource of this server by its short name, however the reference is written', () => {
    const asked: string[] = [];
    finds(task, 'patient.name=jansen', { resolve: (text) => void asked.push(text) });
    expect(asked).toEqual(['Patient/p1']);
  });

  test('says beforehand that it needs other resources', () => {
    expect(needsSurroundings(parse('Task', 'patient.name=x'))).toBe(true);
    expect(needsSurroundings(parse('Patient', '_has:Task:patient:status=x'))).toBe(true);
    expect(needsSurroundings(parse('Task', 'patient=x'))).toBe(false);
  });

  test.each(['patient.name=x', 'owner.name=i&patient.name=x'])(
    'without a way to reach them refuses %s',
    (query) => {
      expect(() => matches(task, parse('Task', query))).toThrow(FhirFailure);
    },
  );

  test('without a way back refuses _has', () => {
    expect(() => matches(patient, parse('Patient', '_has:Task:patient:status=x'))).toThrow('_has');
  });
});
