// Our own profiles, extensions and value sets, as generated from fhir-profiles.
import type { CodeSystem, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import profiles from '../../fhir-profiles/generated/rules.json' with { type: 'json' };
import terminology from '../../fhir-profiles/generated/terminology.json' with { type: 'json' };
import { isObject } from './json.ts';
import { loadProfiles, type ProfileSource } from './profiles.ts';

export function ivhProfiles(): ProfileSource {
  const generated: readonly unknown[] = [...profiles, ...terminology];
  return loadProfiles(generated.filter(isStructureDefinition), generated.filter(isTerminology));
}

function isStructureDefinition(value: unknown): value is StructureDefinition {
  return isObject(value) && value.resourceType === 'StructureDefinition';
}

function isTerminology(value: unknown): value is CodeSystem | ValueSet {
  return isObject(value) && (value.resourceType === 'CodeSystem' || value.resourceType === 'ValueSet');
}
