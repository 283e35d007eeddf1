import type { Encounter, Observation, Patient, Resource, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { compareBy } from '../../../src/fhir/search/sort.ts';
import { parse } from './asking.ts';

const order = (resources: readonly Resource[], sort: string): (string | undefined)[] => {
  const [first] = resources;
  const query = parse(first?.resourceType ?? 'Patient', `_sort=${sort}`);
  return resources.toSorted(compareBy(query.sort)).map(({ id }) => id);
};
const patients: Patient[] = [
  { resourceType: 'Patient', id: 'a', birthDate: '2020-02', name: [{ family: 'Ähn' }], gender: 'male' },
  { resourceType: 'Patient', id: 'b', name: [{ family: 'Zwart' }, { family: 'Aa' }], gender: 'female' },
  { resourceType: 'Patient', id: 'c', birthDate: '2020-01-15', name: [{ family: 'bos' }], gender: 'male' },
];
const tasks: Task[] = ['b', 'a', 'c'].map((id) => ({
  resourceType: 'Task',
  id,
  status: id === 'b' ? 'ready' : 'draft',
  intent: 'order',
  for: { reference: `Patient/${id}` },
  businessStatus: { coding: [{ code: id }] },
  meta: { lastUpdated: `2024-01-01T00:00:0${id === 'a' ? 9 : 1}Z` },
}));

describe('compareBy', () => {
  test.each([
    ['birthdate', ['c', 'a', 'b']],
    ['-birthdate', ['a', 'c', 'b']],
    ['family', ['b', 'a', 'c']],
    ['-family', ['b', 'c', 'a']],
    ['_id', ['a', 'b', 'c']],
    ['-_id', ['c', 'b', 'a']],
    ['gender,-_id', ['b', 'c', 'a']],
    ['-gender,birthdate', ['c', 'a', 'b']],
    ['general-practitioner', ['a', 'b', 'c']],
  ])('by %s orders patients as %j, those without a value last', (sort, ids) => {
    expect(order(patients, sort)).toEqual(ids);
  });

  test.each([
    ['status', ['a', 'c', 'b']],
    ['business-status', ['a', 'b', 'c']],
    ['-subject', ['c', 'b', 'a']],
    ['_lastUpdated', ['b', 'c', 'a']],
    ['-_lastUpdated,_id', ['a', 'b', 'c']],
  ])('by %s orders tasks as %j', (sort, ids) => {
    expect(order(tasks, sort)).toEqual(ids);
  });

  test('orders quantities by number and codings by code', () => {
    const observations: Observation[] = [10, 9, 100].map((value) => ({
      resourceType: 'Observation',
      id: String(value),
      status: 'final',
      code: {},
      valueQuantity: { value },
    }));
    expect(order(observations, 'value-quantity')).toEqual(['9', '10', '100']);
    const encounters: Encounter[] = ['HH', 'AMB'].map((code) => ({
      resourceType: 'Encounter',
      id: code,
      status: 'planned',
      class: { code },
    }));
    expect(order(encounters, 'class')).toEqual(['AMB', 'HH']);
  });

  test('calls resources equal where every key is, so that the caller can break the tie', () => {
    const compare = compareBy(parse('Patient', '_sort=gender').sort);
    const [a, , c] = patients;
    expect(a && c && compare(a, c)).toBe(0);
  });
});
