// The examples show what the profiles accept and what they refuse, by the validator the server uses.
import { describe, expect, test } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { expectedFaults, invalidExamples, profiles, validExamples } from './generated-files.ts';

const validator = createValidator();

describe('valid examples', () => {
  test.each([...validExamples])('%s obeys R4 and the profile it claims', (_name, resource) => {
    expect(validator.validate(resource)).toEqual({ errors: [], warnings: [] });
  });
});

describe('invalid examples', () => {
  test.each([...invalidExamples])(
    '%s is refused for its one fault, on the element at fault',
    (name, resource) => {
      const expressions = validator.validate(resource).errors.map(({ expression }) => expression);
      expect([...new Set(expressions)]).toEqual([expectedFaults[name]]);
    },
  );

  test.each([...invalidExamples])(
    '%s is valid base R4: only our definitions refuse it',
    (_name, resource) => {
      expect(validator.validate(resource, { profiles: false }).errors).toEqual([]);
    },
  );

  test('the table of expected faults lists exactly the files that are there', () => {
    expect(Object.keys(expectedFaults).sort()).toEqual([...invalidExamples.keys()].sort());
  });
});

test.each(profiles.map(({ id = '' }) => id))('%s has a valid and an invalid example', (id) => {
  const isOfProfile = (name: string) => name.startsWith(`${id}--`);
  expect([...validExamples.keys()].filter(isOfProfile)).not.toEqual([]);
  expect([...invalidExamples.keys()].filter(isOfProfile)).not.toEqual([]);
});
