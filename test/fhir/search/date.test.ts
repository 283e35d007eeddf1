import type { CarePlan, Encounter, Observation, Patient, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { dateRange } from '../../../src/fhir/search/date.ts';
import { matches } from '../../../src/fhir/search/match.ts';
import { type Case, finds, parse } from './asking.ts';

const day: Patient = { resourceType: 'Patient', birthDate: '2013-01-14' };
const dayCases: Case[] = [
  ['birthdate=2013-01-14', true],
  ['birthdate=eq2013-01-14', true],
  ['birthdate=2013-01', true],
  ['birthdate=2013', true],
  ['birthdate=2013-01-14T10:00', false],
  ['birthdate=2013-01-15', false],
  ['birthdate=2012,2013', true],
  ['birthdate=ne2013-01-14', false],
  ['birthdate=ne2013-01-15', true],
  ['birthdate=ne2013', false],
  ['birthdate=lt2013-01-14T10:00', true],
  ['birthdate=gt2013-01-14T10:00', true],
  ['birthdate=lt2013-01-14', false],
  ['birthdate=gt2013-01-14', false],
  ['birthdate=gt2013-01-13', true],
  ['birthdate=gt2013', false],
  ['birthdate=ge2013', true],
  ['birthdate=le2013', true],
  ['birthdate=ge2013-01-14', true],
  ['birthdate=le2013-01-14', true],
  ['birthdate=ge2013-01-15', false],
  ['birthdate=le2013-01-13', false],
  ['birthdate=sa2013-01-13', true],
  ['birthdate=sa2013-01-14', false],
  ['birthdate=sa2013', false],
  ['birthdate=eb2013-01-15', true],
  ['birthdate=eb2013-01-14', false],
  ['birthdate=ap2013-01-14', true],
  ['birthdate=ap2013-01', true],
  ['birthdate=ap2013-02', false],
  ['birthdate=ge2013-01-10&birthdate=le2013-01-20', true],
  ['birthdate=ge2013-01-15&birthdate=le2013-01-20', false],
  ['birthdate:missing=false', true],
  ['death-date:missing=true', true],
];

describe('a date search on a day', () => {
  test.each(dayCases)('%s finds 2013-01-14: %s', (query, found) => {
    expect(finds(day, query)).toBe(found);
  });
});

const planWith = (start: string | undefined, end: string | undefined): CarePlan => ({
  resourceType: 'CarePlan',
  status: 'active',
  intent: 'plan',
  subject: { reference: 'Patient/1' },
  period: { start, end },
});
const from21Jan = planWith('2013-01-21', undefined);
const until21Jan = planWith(undefined, '2013-01-21');
const from15March = planWith('2013-03-15', undefined);
const march = planWith('2013-03-10', '2013-03-14');
const periodCases: [CarePlan, string, boolean][] = [
  [from21Jan, 'date=ge2013-03-14', true],
  [from21Jan, 'date=le2013-03-14', true],
  [from21Jan, 'date=gt2013-03-14', true],
  [from21Jan, 'date=lt2013-03-14', true],
  [from21Jan, 'date=2013', false],
  [from21Jan, 'date=ne2013', true],
  [from15March, 'date=sa2013-03-14', true],
  [from21Jan, 'date=sa2013-03-14', false],
  [until21Jan, 'date=sa2013-03-14', false],
  [from15March, 'date=eb2013-03-14', false],
  [from21Jan, 'date=eb2013-03-14', false],
  [until21Jan, 'date=eb2013-03-14', true],
  [until21Jan, 'date=ge2013-03-14', false],
  [until21Jan, 'date=lt2013-01-01', true],
  [march, 'date=2013-03', true],
  [march, 'date=2013-03-10', false],
  [march, 'date=ge2013-03-14', true],
  [march, 'date=gt2013-03-14', false],
  [march, 'date=le2013-03-10', true],
  [march, 'date=lt2013-03-10', false],
  [march, 'date=ap2013-03-14', true],
  [march, 'date=ap2013-03-15', false],
  [march, 'date=ge2013-03-12&date=le2013-03-12', true],
  [planWith(undefined, undefined), 'date=ge1900', false],
  [planWith(undefined, undefined), 'date:missing=true', true],
];

describe('a date search on a period', () => {
  test.each(periodCases)('%#: $1', (plan, query, found) => {
    expect(finds(plan, query)).toBe(found);
  });
});

const instant: Encounter = {
  resourceType: 'Encounter',
  status: 'planned',
  class: {},
  meta: { lastUpdated: '2024-03-31T00:30:00.250Z' },
};
const instantCases: Case[] = [
  ['_lastUpdated=2024-03-31', true],
  ['_lastUpdated=2024-03-30', false],
  ['_lastUpdated=2024-03-31T00:30:00Z', true],
  ['_lastUpdated=2024-03-31T00:30:00.250Z', true],
  ['_lastUpdated=2024-03-31T00:30:00.251Z', false],
  ['_lastUpdated=2024-03-31T01:30:00', true],
  ['_lastUpdated=2024-03-31T01:30', true],
  ['_lastUpdated=2024-03-31T00:30', false],
  ['_lastUpdated=2024-03-31T02:30:00%2B02:00', true],
  ['_lastUpdated=2024-03-30T19:30:00-05:00', true],
  ['_lastUpdated=gt2024-03-31T00:30:00Z', false],
  ['_lastUpdated=ge2024-03-31T00:30:00Z', true],
  ['_lastUpdated=gt2024-03-31T00:30:00.249Z', true],
];

describe('a date search on a moment', () => {
  test.each(instantCases)('%s finds 2024-03-31T00:30:00.250Z: %s', (query, found) => {
    expect(finds(instant, query)).toBe(found);
  });
});

describe('a date search', () => {
  test('counts a day late in the evening to the Dutch day', () => {
    const observation: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      effectiveDateTime: '2024-06-30T22:30:00Z',
    };
    expect(finds(observation, 'date=2024-07-01')).toBe(true);
    expect(finds(observation, 'date=2024-06-30')).toBe(false);
  });

  test('takes the outer limits of a Timing', () => {
    const request: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: {},
      occurrenceTiming: {
        event: ['2013-01-31', '2013-02-10'],
        repeat: { boundsPeriod: { end: '2013-03-24' } },
      },
    };
    expect(finds(request, 'occurrence=ge2013-03-24')).toBe(true);
    expect(finds(request, 'occurrence=gt2013-03-24')).toBe(false);
    expect(finds(request, 'occurrence=lt1900')).toBe(true);
  });

  test('does not take a schedule in words for a date', () => {
    const plan: CarePlan = {
      ...march,
      activity: [{ detail: { status: 'scheduled', scheduledString: '2013-01-01' } }],
    };
    expect(finds(plan, 'activity-date=2013')).toBe(false);
    expect(finds(plan, 'activity-date:missing=true')).toBe(true);
  });

  test('widens ap by a tenth of the time between now and the date', () => {
    const now = Date.UTC(2013, 0, 24);
    const near = parse('Patient', 'birthdate=ap2013-01-15', { now });
    expect(matches(day, near)).toBe(true);
    expect(matches({ ...day, birthDate: '2013-01-11' }, near)).toBe(false);
  });
});

describe('the range of a date', () => {
  const hours = (text: string): number | undefined => {
    const range = dateRange(text);
    return range && (range.to - range.from) / 3_600_000;
  };
  test.each([
    ['2024-03-31', 23],
    ['2024-10-27', 25],
    ['2024-06-15', 24],
    ['2023', 365 * 24],
    ['2024-02', 29 * 24],
    ['2024-06-15T10:00', 1 / 60],
    ['2024-06-15T10:00:00Z', 1 / 3600],
  ])('of %s is %d hours long', (text, length) => {
    expect(hours(text)).toBeCloseTo(length, 9);
  });

  test.each([
    '2013-13',
    '2013-00',
    '2013-02-29',
    '2013-04-31',
    '2013-01-14T24:00',
    '2013-01-14T10',
    '2013-1-4',
    '13',
    '2013-01-14T10:00:60',
    '2013-01-14T10:00+15:00',
    '2013-01-14T10:00+01:60',
    '2013-01-14Z',
    '',
  ])('of %s does not exist', (text) => {
    expect(dateRange(text)).toBeUndefined();
  });
});
