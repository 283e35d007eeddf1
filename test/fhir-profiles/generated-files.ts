// Reads what is checked in under fhir-profiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeSystem, ConceptMap, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';

const folder = join(import.meta.dirname, '../../fhir-profiles');

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
}

function readExamples(path: string): Map<string, Resource> {
  const names = readdirSync(join(folder, path)).filter(
    (name) => name.endsWith('.json') && name !== 'expected.json',
  );
  return new Map(names.map((name) => [name, read<Resource>(`${path}/${name}`)]));
}

export const definitions = read<StructureDefinition[]>('generated/profiles.json');
export const terminology = read<(CodeSystem | ValueSet | ConceptMap)[]>('generated/terminology.json');
export const validExamples = readExamples('generated/examples/valid');
export const invalidExamples = readExamples('examples/invalid');
export const expectedFaults = read<Record<string, string>>('examples/invalid/expected.json');

export const profiles = definitions.filter((definition) => definition.type !== 'Extension');
export const codeSystems = terminology.filter((one) => one.resourceType === 'CodeSystem');
export const valueSets = terminology.filter((one) => one.resourceType === 'ValueSet');
export const conceptMaps = terminology.filter((one) => one.resourceType === 'ConceptMap');
