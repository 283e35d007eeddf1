import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cloneExactly,
  keepWriting,
  parseJsonExactly,
  writeJsonExactly,
  writingOf,
} from '../../src/fhir/exact-json.ts';

const quantity = (value: string): string => `{"valueQuantity":{"value":${value},"unit":"kg"}}`;

describe('JSON that keeps numbers as written', () => {
  test.each([
    '1.50',
    '0.0',
    '100.00',
    '1e2',
    '1.5E-3',
    '12345678901234567890',
    '0.12345678901234567890',
    '-7.250',
  ])('writes %s back as it came', (value) => {
    expect(writeJsonExactly(parseJsonExactly(quantity(value)))).toBe(quantity(value));
    expect(writeJsonExactly(parseJsonExactly(`[${value}]`))).toBe(`[${value}]`);
    expect(writeJsonExactly(parseJsonExactly(`{"a": ${value} }`))).toBe(`{"a":${value}}`);
  });

  test('gives plain numbers to those who read', () => {
    expect(parseJsonExactly(quantity('1.50'))).toEqual({ valueQuantity: { value: 1.5, unit: 'kg' } });
  });

  test('keeps the writing in the object that holds the number, wherever that object goes', () => {
    const { valueQuantity } = parseJsonExactly(quantity('1.50')) as { valueQuantity: object };
    expect(writeJsonExactly({ moved: [valueQuantity] })).toBe('{"moved":[{"value":1.50,"unit":"kg"}]}');
    expect(writeJsonExactly({ ...valueQuantity })).toBe('{"value":1.5,"unit":"kg"}');
    expect(writeJsonExactly(keepWriting({ ...valueQuantity }, valueQuantity))).toBe(
      '{"value":1.50,"unit":"kg"}',
    );
    expect(writeJsonExactly(cloneExactly({ valueQuantity }))).toBe(quantity('1.50'));
  });

  test('forgets the writing of a number that was changed', () => {
    const held = parseJsonExactly('{"value":1.50}') as { value: number };
    held.value = 2;
    expect(writeJsonExactly(held)).toBe('{"value":2}');
    expect(writingOf(held, 'value')).toBeUndefined();
  });

  test('says how a number was written only where that matters', () => {
    const held = parseJsonExactly('{"a":1.50,"b":1.5,"c":"1.50"}') as object;
    expect([writingOf(held, 'a'), writingOf(held, 'b'), writingOf(held, 'c')]).toEqual([
      '1.50',
      undefined,
      undefined,
    ]);
  });

  test('is indented as asked', () => {
    expect(writeJsonExactly(parseJsonExactly('{"a":1.0}'), 2)).toBe('{\n  "a": 1.0\n}');
  });

  test('is otherwise what JSON is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
        expect(writeJsonExactly(parseJsonExactly(text)).replaceAll(/[eE]\+?/g, 'e')).toBe(
          text.replaceAll(/[eE]\+?/g, 'e'),
        );
      }),
    );
  });

  test('keeps every decimal FHIR allows', () => {
    const decimal = fc
      .tuple(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.option(fc.stringMatching(/^[0-9]{1,20}$/)),
      )
      .map(
        ([minus, whole, part]) =>
          `${minus && (whole > 0n || part) ? '-' : ''}${whole}${part ? `.${part}` : ''}`,
      );
    fc.assert(
      fc.property(decimal, (value) => {
        fc.pre(!/^-0(\.0*)?$/.test(value));
        expect(writeJsonExactly(parseJsonExactly(`{"value":${value}}`))).toBe(`{"value":${value}}`);
      }),
      { numRuns: 1000 },
    );
  });
});
