import type { Coding, Observation, Patient, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { parameterCodes, parameterOf } from '../../../src/fhir/search/parameter.ts';
import { parseSearch } from '../../../src/fhir/search/parse.ts';
import { compareBy } from '../../../src/fhir/search/sort.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { finds, parse } from './asking.ts';

const systems = ['urn:a', 'urn:b', undefined];
const coding = fc.record({ system: fc.constantFrom(...systems), code: fc.constantFrom('x', 'y', undefined) });
const observation = fc
  .record({
    codings: fc.array(coding, { maxLength: 3 }),
    categories: fc.array(fc.array(coding, { maxLength: 2 }), { maxLength: 2 }),
  })
  .map(
    ({ codings, categories }): Observation => ({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: codings },
      category: categories.map((some) => ({ coding: some })),
    }),
  );
const token = fc.constantFrom('x', 'y', 'urn:a|x', 'urn:b|y', '|x', 'urn:a|', 'urn:b|z');
const name = fc.constantFrom('code', 'category');

const held = (resource: Observation, parameter: string): Coding[] =>
  parameter === 'code'
    ? (resource.code.coding ?? [])
    : (resource.category ?? []).flatMap((one) => one.coding ?? []);

/** The rule of the specification's table of token forms, written once more from scratch. */
function isMeant(asked: string, { system, code }: Coding): boolean {
  const bar = asked.indexOf('|');
  if (bar < 0) return code === asked;
  const [left, right] = [asked.slice(0, bar), asked.slice(bar + 1)];
  const isSystem = left === '' ? system === undefined : system === left;
  return isSystem && (right === '' || code === right);
}

describe('tokens', () => {
  test('are found by each form exactly as the table of forms says', () => {
    fc.assert(
      fc.property(
        observation,
        name,
        fc.array(token, { minLength: 1, maxLength: 3 }),
        (resource, parameter, asked) => {
          const expected = asked.some((one) => held(resource, parameter).some((each) => isMeant(one, each)));
          expect(finds(resource, `${parameter}=${asked.join(',')}`)).toBe(expected);
          expect(finds(resource, `${parameter}:not=${asked.join(',')}`)).toBe(!expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('criteria', () => {
  const criterion = fc.tuple(name, fc.constantFrom('', ':not'), token).map(([a, b, c]) => `${a}${b}=${c}`);
  test('together mean that each holds', () => {
    fc.assert(
      fc.property(observation, fc.array(criterion, { maxLength: 4 }), (resource, criteria) => {
        expect(finds(resource, criteria.join('&'))).toBe(criteria.every((one) => finds(resource, one)));
      }),
    );
  });
  test('with commas mean that one of the values does', () => {
    fc.assert(
      fc.property(observation, name, fc.array(token, { minLength: 1 }), (resource, parameter, values) => {
        expect(finds(resource, `${parameter}=${values.join(',')}`)).toBe(
          values.some((one) => finds(resource, `${parameter}=${one}`)),
        );
      }),
    );
  });
  test('mean the same in any order', () => {
    fc.assert(
      fc.property(observation, fc.array(criterion, { minLength: 2, maxLength: 4 }), (resource, criteria) => {
        expect(finds(resource, criteria.join('&'))).toBe(finds(resource, criteria.toReversed().join('&')));
      }),
    );
  });
});

describe('equality', () => {
  const day = fc
    .date({ min: new Date('2018-01-01'), max: new Date('2022-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const cut = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length));

  test('of dates holds where the searched date, as written, begins the stored one', () => {
    const near = fc.oneof(
      fc.tuple(cut, cut),
      cut.map((text) => [text, text.slice(0, 7)]),
      cut.map((text) => [text, text.slice(0, 4)]),
    );
    fc.assert(
      fc.property(near, ([stored = '', asked = '']) => {
        const patient: Patient = { resourceType: 'Patient', birthDate: stored };
        expect(finds(patient, `birthdate=${asked}`)).toBe(stored.startsWith(asked));
      }),
      { numRuns: 500 },
    );
  });

  test('of numbers holds within half of the last digit written', () => {
    const scaled = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(scaled, scaled, ([stored, storedScale], [asked, scale]) => {
        const resource: Observation = {
          resourceType: 'Observation',
          status: 'final',
          code: {},
          valueQuantity: { value: Number((stored / 10 ** storedScale).toFixed(storedScale)) },
        };
        // Everything in thousandths, so that no rounding is involved.
        const value = stored * 10 ** (3 - storedScale);
        const [middle, half] = [asked * 10 ** (3 - scale), 5 * 10 ** (2 - scale)];
        expect(finds(resource, `value-quantity=${(asked / 10 ** scale).toFixed(scale)}`)).toBe(
          value >= middle - half && value < middle + half,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('order', () => {
  const patients = fc.array(
    fc.record({
      birthDate: fc.option(fc.constantFrom('2019-05-01', '2020-01-02', '2021-12-31'), { nil: undefined }),
      gender: fc.constantFrom('female', 'male', undefined),
    }),
    { maxLength: 12 },
  );
  const direction = fc.constantFrom('', '-');
  test('is that of each key in turn, with absent values last', () => {
    fc.assert(
      fc.property(patients, direction, direction, (some, first, second) => {
        const all = some.map((one, index): Patient => ({ resourceType: 'Patient', id: `${index}`, ...one }));
        const sorted = all.toSorted(
          compareBy(parse('Patient', `_sort=${first}birthdate,${second}gender`).sort),
        );
        expect(sorted.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
        for (const [index, one] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next === undefined) continue;
          if (one.birthDate === next.birthDate) expect(inOrder(one.gender, next.gender, second)).toBe(true);
          else expect(inOrder(one.birthDate, next.birthDate, first)).toBe(true);
        }
      }),
    );
  });
  const inOrder = (a: string | undefined, b: string | undefined, sign: string): boolean =>
    b === undefined || (a !== undefined && (sign === '-' ? a >= b : a <= b));
});

describe('whatever is asked', () => {
  const type = fc.constantFrom(...servedTypes);
  const wild = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'abc:.|,$\\-_*') }));
  const shaped = type.chain((one) =>
    fc.tuple(
      fc.constantFrom(...parameterCodes(one), '_has:Task:patient', '_include', '_sort', '_elements', '_type'),
      fc.constantFrom(
        '',
        ':missing',
        ':not',
        ':below',
        ':in',
        ':identifier',
        ':Patient',
        '.name',
        ':iterate',
        ':status',
      ),
      wild,
    ),
  );
  test('is read or refused as what it is, and never fails otherwise', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Resource' as const, ...servedTypes),
        shaped,
        wild,
        (one, [code, modifier, value], key) => {
          for (const pair of [[`${code}${modifier}`, value] as const, [key, value] as const]) {
            try {
              const query = parseSearch(one, [pair], { handling: 'strict', canFollow: true });
              expect(query.type).toBe(one);
            } catch (error) {
              expect(error).toBeInstanceOf(FhirFailure);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of a resource of any shape gets an answer', () => {
    fc.assert(
      fc.property(
        type,
        fc.dictionary(
          fc.constantFrom('status', 'code', 'subject', 'name', 'date', 'period', 'identifier'),
          fc.jsonValue(),
        ),
        (one, parts) => {
          const shape: unknown = { resourceType: one, ...parts };
          for (const code of parameterCodes(one)) {
            if (parameterOf(one, code)?.kind === 'composite') continue;
            expect(typeof finds(shape as Resource, `${code}:missing=true`)).toBe('boolean');
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
