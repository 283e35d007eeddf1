import type { Condition, Encounter, Observation, Quantity } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Case, finds } from './asking.ts';

const measured = (valueQuantity: Quantity): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: {},
  valueQuantity,
});
const ucum = 'http://unitsofmeasure.org';
const weight = measured({ value: 5.4, unit: 'kilogram', system: ucum, code: 'kg' });

const cases: Case[] = [
  ['value-quantity=5.4', true],
  [`value-quantity=5.4|${ucum}|kg`, true],
  [`value-quantity=5.4|${ucum}|g`, false],
  ['value-quantity=5.4|urn:x|kg', false],
  ['value-quantity=5.4||kg', true],
  ['value-quantity=5.4||kilogram', true],
  ['value-quantity=5.4||KG', false],
  [`value-quantity=5.4|${ucum}|kilogram`, false],
  [`value-quantity=5.4|${ucum}|`, true],
  ['value-quantity=5', true],
  ['value-quantity=5.40', true],
  ['value-quantity=5.41', false],
  ['value-quantity=ne5.4', false],
  ['value-quantity=ne5.40', false],
  ['value-quantity=gt5.4', false],
  ['value-quantity=ge5.4', true],
  ['value-quantity=gt5.39', true],
  [`value-quantity=gt5|${ucum}|kg`, true],
  ['value-quantity=lt5.4', false],
  ['value-quantity=le5.4', true],
  ['value-quantity=lt6||kg', true],
  ['value-quantity=sa5.3', true],
  ['value-quantity=eb5.5', true],
  ['value-quantity=ap5.9', true],
  ['value-quantity=ap6.1', false],
  ['value-quantity=5.40e0', true],
  ['value-quantity=54e-1', true],
  ['value-quantity=-5.4', false],
  ['combo-value-quantity=5.4', true],
  ['value-quantity:missing=false', true],
];

describe('a quantity search', () => {
  test.each(cases)('%s finds 5.4 kg: %s', (query, found) => {
    expect(finds(weight, query)).toBe(found);
  });

  test.each([
    ['value-quantity=lt5', true],
    ['value-quantity=ge5', false],
    ['value-quantity=gt4', true],
    ['value-quantity=5', false],
    ['value-quantity=eb5', true],
  ] satisfies Case[])('%s finds what was measured as "<5": %s', (query, found) => {
    expect(finds(measured({ value: 5, comparator: '<' }), query)).toBe(found);
  });

  test('takes an age range as a range', () => {
    const condition: Condition = {
      resourceType: 'Condition',
      subject: {},
      onsetRange: { low: { value: 2, unit: 'a' }, high: { value: 4, unit: 'a' } },
    };
    expect(finds(condition, 'onset-age=gt3')).toBe(true);
    expect(finds(condition, 'onset-age=3')).toBe(false);
    expect(finds(condition, 'onset-age=gt4')).toBe(false);
    expect(finds(condition, 'onset-age=le2||a')).toBe(true);
  });

  test('takes the bounds of sampled data', () => {
    const sampled: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      valueSampledData: {
        origin: { value: 10, unit: 'mV' },
        period: 1,
        dimensions: 1,
        factor: 2,
        data: '-1 E 5',
      },
    };
    expect(finds(sampled, 'value-quantity=ge20||mV')).toBe(true);
    expect(finds(sampled, 'value-quantity=gt20')).toBe(false);
    expect(finds(sampled, 'value-quantity=lt8')).toBe(false);
  });

  test('reads the length of an encounter', () => {
    const encounter: Encounter = {
      resourceType: 'Encounter',
      status: 'finished',
      class: {},
      length: { value: 45, unit: 'min' },
    };
    expect(finds(encounter, 'length=gt30||min')).toBe(true);
  });
});
