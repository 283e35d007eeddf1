import { expect, it } from 'vitest';
import { within } from '../../src/fhir/expression.ts';

it.each([
  ['Bundle.entry[1].resource', 'Patient.birthDate', 'Bundle.entry[1].resource.birthDate'],
  ['Bundle.entry[0].resource', 'Patient', 'Bundle.entry[0].resource'],
  ['Bundle.entry[0].resource', 'Patient._name[0]', 'Bundle.entry[0].resource._name[0]'],
  ['Bundle.entry[0].resource', undefined, 'Bundle.entry[0].resource'],
  [undefined, 'Patient.birthDate', 'Patient.birthDate'],
])('below %s the element %s is %s', (place, expression, whole) => {
  expect(within(place, expression)).toBe(whole);
});
