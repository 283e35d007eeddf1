import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trimDefinitions } from '../../scripts/trim-definitions.ts';
import requiredCodes from '../../src/profiles/r4/required-codes.json' with { type: 'json' };

const file = (name: string) => new URL(`../../src/profiles/r4/${name}`, import.meta.url);

describe('the checked-in R4 data', () => {
  const fresh = trimDefinitions();

  test.each([
    ['structure-definitions.json', fresh.definitions],
    ['required-codes.json', fresh.requiredCodes],
  ])('%s is what scripts/trim-definitions.ts writes', (name, data) => {
    expect(readFileSync(file(name), 'utf8')).toBe(`${JSON.stringify(data)}\n`);
  });

  test('is small enough to parse on a cold start', () => {
    const size =
      statSync(file('structure-definitions.json')).size + statSync(file('required-codes.json')).size;
    expect(size).toBeLessThan(300_000);
  });

  test('leaves no required value set unlisted but the two whose form is checked', () => {
    expect(Object.keys(requiredCodes.unlisted)).toEqual([
      'http://hl7.org/fhir/ValueSet/currencies',
      'http://hl7.org/fhir/ValueSet/mimetypes',
    ]);
  });
});
