import type { Observation, Patient, ResourceType } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterCodes, parameterOf } from '../../../src/fhir/search/parameter.ts';
import { prefixes } from '../../../src/fhir/search/query.ts';
import { serializeSearch } from '../../../src/fhir/search/serialize.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { finds, parse } from './asking.ts';

const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.isWellFormed());
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const dated = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length));
const decimal = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 3 }))
  .map(([n, scale]) => (n / 10 ** scale).toFixed(scale));

const written: Record<string, fc.Arbitrary<string>> = {
  token: fc.oneof(
    word.map(escaped),
    fc.tuple(word, word).map(([a, b]) => `${escaped(a)}|${escaped(b)}`),
  ),
  string: word.map(escaped),
  date: fc.tuple(fc.constantFrom('', ...prefixes), dated).map(([prefix, text]) => `${prefix}${text}`),
  quantity: fc
    .tuple(fc.constantFrom('', ...prefixes), decimal)
    .map(([prefix, text]) => `${prefix}${text}||cm`),
  uri: fc.webUrl().map(escaped),
  reference: fc.uuid(),
};

const criterion = (type: ResourceType & (typeof servedTypes)[number]): fc.Arbitrary<[string, string]> =>
  fc.constantFrom(...parameterCodes(type)).chain((code) => {
    const parameter = parameterOf(type, code);
    const isBoolean = parameter?.leaves.has('boolean') === true;
    const value = isBoolean ? fc.constantFrom('true', 'false') : written[parameter?.kind ?? ''];
    if (value === undefined) return fc.constant<[string, string]>(['_id', 'x']);
    const some = fc
      .array(value, { minLength: 1, maxLength: 3 })
      .map((values): [string, string] => [code, values.join(',')]);
    return fc.oneof(
      some,
      fc.constantFrom('true', 'false').map((text): [string, string] => [`${code}:missing`, text]),
    );
  });

const query = fc.constantFrom(...servedTypes).chain((type) =>
  fc.record({
    type: fc.constant(type),
    criteria: fc.array(criterion(type), { maxLength: 4 }),
    count: fc.option(fc.nat(1000)),
    sort: fc.option(fc.constantFrom('_id', '-_lastUpdated', '_lastUpdated,-_id')),
    summary: fc.option(fc.constantFrom('true', 'data', 'count')),
  }),
);

describe('serializeSearch', () => {
  test('writes what parseSearch reads back the same', () => {
    fc.assert(
      fc.property(query, ({ type, criteria, count, sort, summary }) => {
        const asked = new URLSearchParams(criteria);
        if (count !== null) asked.set('_count', String(count));
        if (sort !== null) asked.set('_sort', sort);
        if (summary !== null) asked.set('_summary', summary);
        const first = parse(type, asked.toString());
        const text = serializeSearch(first);
        const second = parse(type, text);
        expect(second).toEqual(first);
        expect(serializeSearch(second)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

const code = fc.constantFrom('a', 'b', 'c');
const observation = fc
  .record({
    codes: fc.array(code, { maxLength: 3 }),
    status: fc.constantFrom('final', 'amended'),
    category: fc.option(code),
  })
  .map(
    ({ codes, status, category }): Observation => ({
      resourceType: 'Observation',
      status: status === 'final' ? 'final' : 'amended',
      code: { coding: codes.map((one) => ({ code: one })) },
      category: category === null ? undefined : [{ coding: [{ code: category }] }],
    }),
  );

describe('not', () => {
  test('finds exactly what the plain search does not', () => {
    const asked = fc.tuple(
      fc.constantFrom('code', 'category', 'status', 'method'),
      fc.array(code, { minLength: 1 }),
    );
    fc.assert(
      fc.property(observation, asked, (resource, [name, values]) => {
        const text = values.join(',');
        expect(finds(resource, `${name}:not=${text}`)).toBe(!finds(resource, `${name}=${text}`));
      }),
    );
  });

  test('missing=true and missing=false divide all resources', () => {
    fc.assert(
      fc.property(observation, fc.constantFrom('category', 'code', 'method'), (resource, name) => {
        expect(finds(resource, `${name}:missing=true`)).toBe(!finds(resource, `${name}:missing=false`));
      }),
    );
  });
});

describe('prefixes', () => {
  const ordered = (holds: (prefix: string) => boolean): void => {
    expect(holds('ne')).toBe(!holds('eq'));
    expect(holds('ge')).toBe(!holds('eb'));
    expect(holds('le')).toBe(!holds('sa'));
    if (holds('eq'))
      expect([holds('ge'), holds('le'), holds('ap'), holds('gt'), holds('lt')]).toEqual([
        true,
        true,
        true,
        false,
        false,
      ]);
    if (holds('sa')) expect([holds('gt'), holds('ge'), holds('eq')]).toEqual([true, true, false]);
    if (holds('eb')) expect([holds('lt'), holds('le'), holds('eq')]).toEqual([true, true, false]);
    if (holds('gt')) expect(holds('ge')).toBe(true);
    if (holds('lt')) expect(holds('le')).toBe(true);
  };

  test('of dates obey the order of time', () => {
    fc.assert(
      fc.property(dated, dated, (stored, asked) => {
        const patient: Patient = { resourceType: 'Patient', birthDate: stored };
        ordered((prefix) => finds(patient, `birthdate=${prefix}${asked}`));
      }),
      { numRuns: 500 },
    );
  });

  test('of periods obey the order of time', () => {
    fc.assert(
      fc.property(fc.option(day), fc.option(day), dated, (one, other, asked) => {
        fc.pre(one !== null || other !== null);
        const [start, end] = one !== null && other !== null && one > other ? [other, one] : [one, other];
        const resource = {
          resourceType: 'Encounter',
          status: 'planned',
          class: {},
          period: { start: start ?? undefined, end: end ?? undefined },
        } as const;
        ordered((prefix) => finds(resource, `date=${prefix}${asked}`));
      }),
    );
  });

  test('of numbers obey their order wherever precision does not blur it', () => {
    fc.assert(
      fc.property(decimal, decimal, (stored, asked) => {
        const resource: Observation = {
          resourceType: 'Observation',
          status: 'final',
          code: {},
          valueQuantity: { value: Number(stored) },
        };
        const holds = (prefix: string): boolean => finds(resource, `value-quantity=${prefix}${asked}`);
        const [value, number] = [Number(stored), Number(asked)];
        expect([holds('gt'), holds('ge'), holds('lt'), holds('le')]).toEqual([
          value > number,
          value >= number,
          value < number,
          value <= number,
        ]);
        expect(holds('ne')).toBe(!holds('eq'));
        if (value === number) expect(holds('eq')).toBe(true);
      }),
    );
  });
});
