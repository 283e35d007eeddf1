// Teaches medplum's FHIRPath the elements of a resource type: on its own it knows data types only, and guesses the rest slowly.
import { isDataTypeLoaded, loadDataType } from '@medplum/core';
import type { StructureDefinition } from '@medplum/fhirtypes';
import type { Definition } from './definition.ts';
import definitions from './r4/structure-definitions.json' with { type: 'json' };

const byName = new Map<string, Definition>(definitions.map((definition) => [definition.name, definition]));

/** Call before evaluating FHIRPath on a resource of this type; does nothing for a type that is not shipped. */
export function loadFhirPathType(resourceType: string): void {
  const definition = byName.get(resourceType);
  if (isStructureDefinition(definition) && !isDataTypeLoaded(resourceType)) loadDataType(definition);
}

function isStructureDefinition(value: object | undefined): value is StructureDefinition {
  return value !== undefined && 'resourceType' in value && value.resourceType === 'StructureDefinition';
}
