import type { Observation, Patient, Resource, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { summarize } from '../../../src/fhir/search/summary.ts';
import { parse } from './asking.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } as const;

const task: Task = {
  resourceType: 'Task',
  id: 't1',
  meta: { versionId: '3' },
  text,
  status: 'on-hold',
  statusReason: { text: 'wachtlijst' },
  intent: 'order',
  priority: 'urgent',
  for: { reference: 'Patient/1' },
  input: [{ type: { text: 'x' }, valueString: 'y' }],
};
const shaped = (resource: Resource, query: string): string[] =>
  Object.keys(summarize(resource, parse(resource.resourceType, query)));

describe('summarize', () => {
  test('without a request leaves the resource alone', () => {
    expect(summarize(task, parse('Task', ''))).toBe(task);
    expect(summarize(task, parse('Task', '_summary=false'))).toBe(task);
  });

  test('keeps what _elements names and what is mandatory, not what merely starts alike', () => {
    const query = parse('Task', '_elements=status,for');
    expect(summarize(task, query)).toEqual({
      resourceType: 'Task',
      id: 't1',
      meta: { versionId: '3', tag: [subsetted] },
      status: 'on-hold',
      intent: 'order',
      for: { reference: 'Patient/1' },
    });
  });

  test('takes the base name of a choice and the companion of a primitive', () => {
    const observation: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      valueQuantity: { value: 1 },
      issued: '2024-01-01T00:00:00Z',
    };
    expect(shaped(observation, '_elements=value')).toEqual([
      'resourceType',
      'status',
      'code',
      'valueQuantity',
      'meta',
    ]);
    const patient: Patient & { _birthDate: object } = {
      resourceType: 'Patient',
      _birthDate: { id: 'b' },
      gender: 'other',
    };
    expect(shaped(patient, '_elements=birthDate')).toEqual(['resourceType', '_birthDate', 'meta']);
  });

  test('does not apply _elements of the searched type to what is brought along', () => {
    const patient: Patient = { resourceType: 'Patient', gender: 'other' };
    expect(summarize(patient, parse('Task', '_elements=status'))).toBe(patient);
  });

  test('for text keeps narrative and mandatory elements', () => {
    expect(shaped(task, '_summary=text')).toEqual(['resourceType', 'id', 'meta', 'text', 'status', 'intent']);
  });

  test('for data drops the narrative only', () => {
    expect(shaped(task, '_summary=data')).toEqual(Object.keys(task).filter((key) => key !== 'text'));
  });

  test('for true keeps the summary elements, inside elements too', () => {
    const observation: Observation = {
      resourceType: 'Observation',
      text,
      status: 'final',
      code: { text: 'x' },
      note: [{ text: 'lang verhaal' }],
      component: [{ code: { text: 'c' }, valueInteger: 1, interpretation: [{ text: 'i' }] }],
    };
    expect(summarize(observation, parse('Observation', '_summary=true'))).toEqual({
      resourceType: 'Observation',
      meta: { tag: [subsetted] },
      status: 'final',
      code: { text: 'x' },
      component: [{ code: { text: 'c' }, valueInteger: 1 }],
    });
    expect(shaped(task, '_summary=true')).toEqual([
      'resourceType',
      'id',
      'meta',
      'status',
      'statusReason',
      'intent',
      'for',
    ]);
  });

  test('tags once', () => {
    const query = parse('Task', '_elements=status');
    expect(summarize(summarize(task, query), query).meta?.tag).toEqual([subsetted]);
  });

  test('leaves a modifier extension in place', () => {
    const modified: Task = { ...task, modifierExtension: [{ url: 'urn:x', valueBoolean: true }] };
    expect(shaped(modified, '_elements=for')).toContain('modifierExtension');
  });
});
