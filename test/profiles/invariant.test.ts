import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/profiles/definition.ts';
import definitions from '../../src/profiles/r4/structure-definitions.json' with { type: 'json' };
import { createValidator } from '../../src/profiles/validate.ts';
import { brokenResources } from './broken-resources.ts';
import { constraintCases } from './constraint-cases.ts';

const validator = createValidator();

function brokenRules(resource: unknown): string[] {
  const { errors } = validator.validate(resource);
  return errors.map(({ text, code }) => /breaks rule ([a-z]+-\d+)/.exec(text)?.[1] ?? `${code}: ${text}`);
}

describe.each(Object.entries(constraintCases))('constraint %s', (key, { broken, sound }) => {
  test('refuses what breaks it', () => {
    expect(brokenRules(broken)).toContain(key);
  });
  test('accepts what obeys it', () => {
    expect(brokenRules(sound)).toEqual([]);
  });
});

test('every constraint of the definitions has something that breaks it', () => {
  const all: readonly Definition[] = definitions;
  const elements = all.flatMap(({ snapshot }) => snapshot?.element ?? []);
  const keys = elements.flatMap(({ constraint = [] }) => constraint.map(({ key = '' }) => key));
  const broken = Object.values(brokenResources).flatMap(({ resource }) => brokenRules(resource));
  const tried = new Set([...broken, ...Object.keys(constraintCases)]);
  expect([...new Set(keys)].filter((key) => !tried.has(key))).toEqual([]);
});
