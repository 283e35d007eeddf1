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

test.each(profiles.map(({ id = '' }) => id))('%s has a valid and at least three invalid examples', (id) => {
  const isOfProfile = (name: string) => name.startsWith(`${id}--`);
  expect([...validExamples.keys()].filter(isOfProfile).length).toBeGreaterThan(0);
  expect([...invalidExamples.keys()].filter(isOfProfile).length).toBeGreaterThan(2);
});

test('every example claims the profile it is named after', () => {
  const wrong = [...validExamples].filter(
    ([name, { meta }]) => !meta?.profile?.[0]?.endsWith(`/${name.split('--')[0]}`),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

test('the valid examples refer to each other and to nothing else', () => {
  const present = new Set([...validExamples.values()].map(({ resourceType, id }) => `${resourceType}/${id}`));
  const text = JSON.stringify([...validExamples.values()]);
  const references = [...text.matchAll(/"reference":"([^"]+)"/g)].map(([, reference = '']) => reference);
  const missing = references.filter((reference) => !present.has(reference.split('/_history/')[0] ?? ''));
  expect(missing).toEqual([]);
});

test('every profile says who writes and reads it', () => {
  expect(profiles.filter(({ purpose }) => !purpose).map(({ id }) => id)).toEqual([]);
});
