import { describe, expect, test } from 'vitest';
import { isBsn } from '../../src/fhir/bsn.ts';

describe('a BSN', () => {
  test.each(['111222333', '999911120', '123456782'])('%s passes the eleven test', (value) => {
    expect(isBsn(value)).toBe(true);
  });
  test.each([
    ['111222334', 'fails the eleven test'],
    ['123456789', 'fails the eleven test'],
    ['000000000', 'is nobody, though its sum is a multiple of eleven'],
    ['11122233', 'has eight digits'],
    ['1112223330', 'has ten digits'],
    ['111 222 333', 'has spaces'],
    ['１１１２２２３３３', 'has digits of another script'],
    ['', 'is empty'],
  ])('%s is none: it %s', (value) => {
    expect(isBsn(value)).toBe(false);
  });
});
