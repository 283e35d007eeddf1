// The definitions a client may read: all that fhir-profiles generates, and HL7's terminology as far as it is held here.
import type { CodeSystem, Resource, ValueSet } from '@medplum/fhirtypes';
import guide from '../../fhir-profiles/generated/guide.json' with { type: 'json' };
import profiles from '../../fhir-profiles/generated/profiles.json' with { type: 'json' };
import terminology from '../../fhir-profiles/generated/terminology.json' with { type: 'json' };
import { subsetted } from '../fhir/subsetted.ts';
import { isObject } from './json.ts';
import r4 from './r4/terminology.json' with { type: 'json' };

export function loadDefinitions(): readonly Resource[] {
  const ours: readonly unknown[] = [...profiles, ...terminology, ...guide];
  const base: readonly unknown[] = r4;
  return [...ours.filter(isResource), ...base.filter(isResource).filter(isTerminology).map(markTrimmed)];
}

/** Narrative, contacts and long definitions are left out of HL7's own, and that is said. */
const markTrimmed = (resource: CodeSystem | ValueSet): CodeSystem | ValueSet => ({
  ...resource,
  meta: { tag: [subsetted] },
});

const isResource = (value: unknown): value is Resource =>
  isObject(value) && typeof value.resourceType === 'string' && typeof value.id === 'string';

const isTerminology = (resource: Resource): resource is CodeSystem | ValueSet =>
  resource.resourceType === 'CodeSystem' || resource.resourceType === 'ValueSet';
