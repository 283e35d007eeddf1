import type { Condition, Encounter, Observation, Patient, Resource, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { matches, type Surroundings } from '../../../src/fhir/search/match.ts';
import { parseSearch } from '../../../src/fhir/search/parse.ts';
import type { SearchQuery } from '../../../src/fhir/search/query.ts';
import { codesIn } from '../../../src/fhir/search/scope.ts';
import { serializeSearch } from '../../../src/fhir/search/serialize.ts';
import { compareBy } from '../../../src/fhir/search/sort.ts';
import { servedTypes } from '../../../src/fhir/types.ts';

const parse = (query: string): SearchQuery =>
  parseSearch('Resource', new URLSearchParams(query), { handling: 'strict', canFollow: true });

const observation: Observation = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'urn:c', code: 'spel' }] },
  effectiveDateTime: '2026-02-01',
};
const condition: Condition = {
  resourceType: 'Condition',
  id: 'c1',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'urn:c', code: 'spel' }] },
  recordedDate: '2026-01-01',
};
const encounter: Encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'planned',
  class: {},
  subject: { reference: 'Patient/p2' },
  period: { start: '2026-03-01' },
};
const patient: Patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Jansen' }] };
const task: Task = {
  resourceType: 'Task',
  id: 't1',
  status: 'ready',
  intent: 'order',
  for: { reference: 'Patient/p1' },
};
const all: Resource[] = [observation, condition, encounter, patient, task];
const surroundings: Surroundings = {
  resolve: (text) => all.find(({ resourceType, id }) => text === `${resourceType}/${id}`),
  referrers: (type) => (type === 'Task' ? [task] : []),
};
const found = (query: string): (string | undefined)[] =>
  all.filter((resource) => matches(resource, parse(query), surroundings)).map(({ id }) => id);

describe('a search over several types', () => {
  test.each<[string, string[]]>([
    ['_id=o1,p1', ['o1', 'p1']],
    ['_type=Observation,Patient', ['o1', 'p1']],
    ['_type=Observation,Condition&patient=Patient/p1', ['o1', 'c1']],
    ['_type=Observation,Condition,Encounter&subject=Patient/p2', ['e1']],
    ['patient=p1&_type=Observation,Condition,Task', ['o1', 'c1', 't1']],
    ['_type=Observation,Condition&code=urn:c|spel', ['o1', 'c1']],
    ['_type=Observation,Condition&code:not=urn:c|spel', []],
    ['_type=Observation,Encounter&date=ge2026-02-15', ['e1']],
    ['_type=Observation,Encounter&status=final,planned', ['o1', 'e1']],
    ['_type=Observation,Encounter&status:missing=true', []],
    ['_type=Observation,Condition,Encounter&patient.name=jansen', ['o1', 'c1']],
    ['_type=Observation,Condition,Encounter&subject:Patient.name=jansen', ['o1', 'c1']],
    ['_type=Patient,Practitioner&_has:Task:subject:status=ready', ['p1']],
    ['_type=Patient', ['p1']],
    ['_type=Patient&name=jansen', ['p1']],
  ])('by %s finds %j', (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  test('sorts by a parameter all of them have', () => {
    const { sort } = parse('_type=Observation,Encounter&_sort=-date');
    expect([observation, encounter].toSorted(compareBy(sort)).map(({ id }) => id)).toEqual(['e1', 'o1']);
  });

  test('is written back as it was asked', () => {
    const text = '_type=Observation,Condition&patient=Patient/p1&_sort=patient';
    expect(serializeSearch(parse(text))).toBe(text);
    expect(serializeSearch(parse('_type=Patient,Task,Patient'))).toBe('_type=Patient,Task');
    expect(parse('_id=x').types).toBeUndefined();
  });

  test.each<[string, string]>([
    [
      'birthdate=2020',
      "'birthdate' is not a search parameter of every type served here; what they share is _id",
    ],
    ['_type=Patient,Task&birthdate=2020', "'birthdate' is not a search parameter of Patient, Task"],
    ['_type=Patient,Organization&foo=1', 'address-city'],
    ['_type=Patient,Task&_has:Task:focus:foo=ready', "'foo' is not a search parameter of Task"],
    [
      '_type=Practitioner,Organization&_has:Task:patient:status=ready',
      'does not refer to Practitioner or Organization',
    ],
    ['_type=Patient,Task&_include=Observation:subject', '_include:iterate'],
    ['_type=Location,Organization&_revinclude=Task:patient', 'does not refer to Location or Organization'],
    ['_type=Patient,Task&_elements=code2', "'code2' is not a base element of Patient, Task"],
    ['_type=Patient,Claim', "'Claim' is not a type served here"],
    ['_type=Patient&_type=Task', 'once'],
  ])('refuses %s', (query, reason) => {
    expect(() => parse(query)).toThrow(reason);
  });

  test.each<[string, string]>([
    [
      '_type=RelatedPerson,DocumentReference&relationship=x',
      'token of RelatedPerson and a composite of Document',
    ],
    ['_type=Encounter,DocumentReference&location=x', 'reference of Encounter and a uri of DocumentReference'],
    ['_type=Task,Observation&_sort=performer', 'search these types apart'],
  ])('refuses %s, whose kinds differ', (query, reason) => {
    expect(() => parse(query)).toThrow(reason);
  });

  test('takes elements and includes of any of its types', () => {
    const query = parse(
      '_type=Patient,Task&_elements=name,status&_include=Task:owner&_include=Patient:organization&_revinclude=Observation:subject',
    );
    expect(query.elements).toEqual(['name', 'status']);
    expect([query.include.length, query.revinclude.length]).toEqual([2, 1]);
  });
});

test('what all served types share holds the parameters of every resource', () => {
  expect(codesIn(servedTypes)).toEqual(['_id', '_lastUpdated', '_profile', '_security', '_source', '_tag']);
});
