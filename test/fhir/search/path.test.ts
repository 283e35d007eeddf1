import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { parameterCodes, parameterOf, searchValues } from '../../../src/fhir/search/parameter.ts';
import data from '../../../src/fhir/search/parameters.json' with { type: 'json' };
import { compilePaths } from '../../../src/fhir/search/path.ts';
import { type ServedType, servedTypes } from '../../../src/fhir/types.ts';

const definitions: Readonly<Record<string, Readonly<Record<string, { readonly paths: readonly string[] }>>>> =
  data.parameters;

/** A value of a leaf type that no other place of the sample holds. */
function leafOf(type: string, mark: string): unknown {
  const values: Record<string, unknown> = {
    Reference: { reference: `Patient/${mark}` },
    Identifier: { system: 'urn:s', value: mark },
    CodeableConcept: { coding: [{ code: mark }], text: mark },
    Coding: { code: mark },
    ContactPoint: { value: mark },
    Period: { start: '2020-01-01', end: mark },
    Quantity: { value: 1, unit: mark },
    HumanName: { family: mark },
    boolean: true,
    date: '2020-01-02',
    dateTime: '2020-01-02T03:04:05Z',
    instant: '2020-01-02T03:04:05Z',
  };
  return values[type] ?? (/^[a-z]/.test(type) ? mark : { note: mark });
}

/** A resource with values at one path: two of them where the property is no choice, so that filters leave one out. */
function sampleOf(type: ServedType, path: string): Resource {
  const [steps = '', leaf = ''] = path.split(' ');
  const names = steps.replace(/<\w+>|\[[^\]]*\]/g, '').split('.');
  const asked = steps.match(/<(\w+)>/)?.[1];
  const [, key = '', literal] = steps.match(/\[(\w+)=([^\]]*)\]/) ?? [];
  const make = (n: number): unknown => {
    if (asked) return { reference: `${n === 0 ? asked : 'Device'}/${n}` };
    const value = leafOf(leaf, `mark-${n}`);
    return literal !== undefined && typeof value === 'object'
      ? { ...value, [key]: n === 0 ? literal : 'other' }
      : value;
  };
  const isSingle = leaf === 'boolean' || /[a-z][A-Z]/.test(names.at(-1) ?? '');
  const sample: Record<string, unknown> = { resourceType: type, id: 'x' };
  place(sample, names, isSingle ? make(0) : [make(0), make(1)]);
  const resource: unknown = sample;
  return resource as Resource;
}

function place(node: Record<string, unknown>, [head = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    node[head] = value;
    return;
  }
  const known = node[head];
  const child = typeof known === 'object' && known !== null ? (known as Record<string, unknown>) : {};
  node[head] = child;
  place(child, rest, value);
}

const cases = servedTypes.flatMap((type) =>
  parameterCodes(type).flatMap((code) =>
    (definitions[type]?.[code]?.paths ?? [])
      .filter((path) => /^\w/.test(path) && !path.includes('?'))
      .map((path) => [type, code, path] as const),
  ),
);

describe('a compiled path', () => {
  test('stands for almost every parameter', () => {
    expect(cases.length).toBeGreaterThan(350);
  });

  test.each(cases)('of %s %s, %s, finds what the FHIRPath expression finds', (type, code, path) => {
    const parameter = parameterOf(type, code);
    if (!parameter) throw new Error(`${code} is not known`);
    const sample = sampleOf(type, path);
    const walked = searchValues(sample, parameter).map(({ value }) => JSON.stringify(value));
    const evaluated = evalFhirPathTyped(parameter.expression, [toTypedValue(sample)]).map(({ value }) =>
      JSON.stringify(value),
    );
    expect(walked.length).toBeGreaterThan(0);
    expect([...new Set(walked)].sort()).toEqual([...new Set(evaluated)].sort());
  });

  test.each<Resource>([
    { resourceType: 'Patient' },
    { resourceType: 'Patient', deceasedBoolean: false },
    { resourceType: 'Patient', deceasedBoolean: true },
    { resourceType: 'Patient', deceasedDateTime: '2024-01-01' },
  ])('of Patient deceased finds in %j what the FHIRPath expression finds', (patient) => {
    const parameter = parameterOf('Patient', 'deceased');
    const evaluated = evalFhirPathTyped(parameter?.expression ?? '', [toTypedValue(patient)]);
    expect(parameter && searchValues(patient, parameter)[0]?.value).toBe(evaluated[0]?.value ?? false);
  });

  test('steps over nulls, absent elements and values where an element should be', () => {
    const { extract } = compilePaths(['name.given string']);
    const patient: Resource = { resourceType: 'Patient' };
    expect(
      extract({ name: [{ given: [null, 'A'] }, {}, 'text', { given: 'B' }] }, patient).map(
        ({ value }) => value,
      ),
    ).toEqual(['A', 'B']);
  });

  test('reads extensions by their url', () => {
    const { extract } = compilePaths(['extension[url=http://example.nl/a.b].valueCode code urn:s']);
    const node = {
      extension: [
        { url: 'http://example.nl/a.b', valueCode: 'x' },
        { url: 'http://example.nl/c', valueCode: 'y' },
      ],
    };
    expect(extract(node, { resourceType: 'Patient' })).toEqual([
      { type: 'code', value: 'x', system: 'urn:s' },
    ]);
  });
});
