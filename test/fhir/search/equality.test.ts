import type { Patient, Task } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalityValues, indexValues, prefixValues } from '../../../src/fhir/search/equality.ts';
import { matches } from '../../../src/fhir/search/match.ts';
import { base, parse } from './asking.ts';

describe('equalityValues', () => {
  test.each([
    ['Patient', 'identifier=urn:s|A1', 'identifier', ['urn:s|A1']],
    ['Patient', 'identifier=|A1', 'identifier', ['|A1']],
    ['Patient', 'identifier=A1', 'identifier', ['A1']],
    ['Patient', 'identifier=A\\|1', 'identifier', undefined],
    ['Patient', 'identifier=urn:s|', 'identifier', undefined],
    ['Patient', 'identifier=urn:s|A1,urn:s|', 'identifier', undefined],
    ['Patient', 'identifier=urn:s|A1,urn:s|A2,urn:s|A1', 'identifier', ['urn:s|A1', 'urn:s|A2']],
    ['Patient', 'identifier:not=urn:s|A1', 'identifier', undefined],
    ['Patient', 'identifier:missing=true', 'identifier', undefined],
    ['Patient', 'identifier:of-type=urn:s|MR|A1', 'identifier', undefined],
    ['Patient', 'name=jan', 'identifier', undefined],
    ['Patient', '_id=a,b', '_id', ['a', 'b']],
    ['Patient', 'phone=06-1234', 'phone', ['061234']],
    ['Patient', 'birthdate=2020-01-02', 'birthdate', ['2020-01-02']],
    ['Patient', 'birthdate=2020-01-02T23:30:00Z', 'birthdate', ['2020-01-03']],
    ['Patient', 'birthdate=2020-01', 'birthdate', undefined],
    ['Patient', 'birthdate=ge2020-01-02', 'birthdate', undefined],
    ['Patient', 'family=jan', 'family', undefined],
    ['Patient', 'family:exact=Ján', 'family', ['jan']],
    ['Task', 'status=requested,ready', 'status', ['requested', 'ready']],
    ['Task', 'status=http://hl7.org/fhir/task-status|ready', 'status', ['ready']],
    ['Task', 'code=urn:s|ABC', 'code', ['urn:s|abc']],
    ['Task', 'patient=p1', 'patient', ['Patient/p1']],
    ['Task', 'patient=Patient/p1/_history/2', 'patient', ['Patient/p1']],
    ['Task', `owner=${base}/Organization/o1`, 'owner', ['Organization/o1']],
    [
      'Task',
      'owner=https://elsewhere.example/Organization/o1',
      'owner',
      ['https://elsewhere.example/Organization/o1'],
    ],
    ['Task', 'owner:Organization=o1', 'owner', ['Organization/o1']],
    ['Task', 'owner:identifier=urn:s|1', 'owner', undefined],
    ['Task', 'patient.name=x', 'patient', undefined],
    ['Questionnaire', 'url=http://a.nl/q', 'url', ['http://a.nl/q']],
    ['Questionnaire', 'url:below=http://a.nl/q', 'url', undefined],
    ['Observation', 'code-value-quantity=a$1', 'code-value-quantity', undefined],
  ] as const)('of %s?%s for %s are %j', (type, query, code, values) => {
    expect(equalityValues(parse(type, query), code)).toEqual(values);
  });

  test('of a bare id are all types a reference may point at', () => {
    expect(equalityValues(parse('Task', 'owner=o1'), 'owner')).toEqual(
      expect.arrayContaining(['Organization/o1', 'PractitionerRole/o1']),
    );
  });

  test('take the first criterion that asks for exact values', () => {
    expect(equalityValues(parse('Patient', 'birthdate=ge2020&birthdate=2020-01-02'), 'birthdate')).toEqual([
      '2020-01-02',
    ]);
  });
});

describe('prefixValues', () => {
  test('are the folded starts of texts', () => {
    expect(prefixValues(parse('Patient', 'name=Zoë,van der'), 'name')).toEqual(['zoe', 'van der']);
    expect(prefixValues(parse('Patient', 'name:exact=Zoë'), 'name')).toEqual(['zoe']);
    expect(prefixValues(parse('Patient', 'name:contains=Zoë'), 'name')).toBeUndefined();
    expect(prefixValues(parse('Patient', 'gender=male'), 'gender')).toBeUndefined();
  });
});

const patient: Patient = {
  resourceType: 'Patient',
  identifier: [{ system: 'urn:s', value: 'A1' }, { value: 'B2' }],
  birthDate: '2020-01-02',
  name: [{ family: 'de Bérg', given: ['Zoë'] }],
  gender: 'male',
};
const task: Task = {
  resourceType: 'Task',
  status: 'ready',
  intent: 'order',
  for: { reference: `${base}/Patient/p1` },
  owner: { reference: 'Organization/o1/_history/2' },
  code: { coding: [{ system: 'urn:s', code: 'ABC' }, { code: 'x' }] },
  executionPeriod: { start: '2020-01-02', end: '2020-01-03' },
};

describe('indexValues', () => {
  test.each([
    [patient, 'identifier', ['urn:s|A1', '|B2']],
    [patient, 'birthdate', ['2020-01-02']],
    [patient, 'name', ['de berg', 'zoe', 'zoe de berg']],
    [patient, 'gender', ['male']],
    [patient, 'nonsense', []],
    [task, 'status', ['ready']],
    [task, 'patient', ['Patient/p1']],
    [task, 'owner', ['Organization/o1']],
    [task, 'code', ['urn:s|abc', '|x']],
    [task, 'period', []],
  ] as const)('%#: for $1 are $2', (resource, code, values) => {
    expect(indexValues(resource, code, { base })).toEqual(values);
  });

  test('hold bare codes on request', () => {
    expect(indexValues(patient, 'identifier', { bareCodes: true })).toEqual(['urn:s|A1', 'A1', '|B2', 'B2']);
  });

  test('hold a key that starts as every match of a text search does', () => {
    const part = fc.constantFrom('Zoë', 'de Bérg', 'O’Neil', 'Anne-Marie', 'van  Dam', '??', 'zo', 'berg');
    fc.assert(
      fc.property(part, fc.array(part, { maxLength: 3 }), part, fc.nat(4), (family, given, asked, length) => {
        const resource: Patient = { resourceType: 'Patient', name: [{ family, given }] };
        const query = parse('Patient', `name=${asked.slice(0, length + 1)}`);
        const keys = indexValues(resource, 'name');
        const found = prefixValues(query, 'name')?.some((start) => keys.some((key) => key.startsWith(start)));
        expect(found).toBe(matches(resource, query));
      }),
    );
  });

  test('hold a key of every match of an equality', () => {
    const system = fc.constantFrom('', 'urn:a', 'urn:b');
    const value = fc.constantFrom('x', 'X', 'y');
    const identifiers = fc.array(fc.record({ system, value }), { maxLength: 3 });
    fc.assert(
      fc.property(identifiers, system, value, fc.boolean(), (held, asked, code, isBare) => {
        const resource: Patient = {
          resourceType: 'Patient',
          identifier: held.map((one) => ({ system: one.system || undefined, value: one.value })),
        };
        const query = parse('Patient', `identifier=${isBare ? code : `${asked}|${code}`}`);
        const keys = indexValues(resource, 'identifier', { bareCodes: true });
        const found = equalityValues(query, 'identifier')?.some((key) => keys.includes(key));
        expect(found).toBe(matches(resource, query));
      }),
    );
  });
});
