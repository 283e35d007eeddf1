// Literal references: made of a type and an id, and taken apart again.
import type { Reference, ResourceType } from '@medplum/fhirtypes';

export const to = (type: ResourceType, id: string): { reference: string } => ({ reference: `${type}/${id}` });
export const at = (reference: string): { reference: string } => ({ reference });
export const urn = (id: string): string => `urn:uuid:${id}`;

/** The id behind `Type/id` (a version after it is left out), when the reference is of this type. */
export function idIn(type: ResourceType, reference: Reference | undefined): string | undefined {
  const [kind, id] = reference?.reference?.split('/') ?? [];
  return kind === type ? id : undefined;
}

/** `Type/id` without a version. */
export const unversioned = (reference: string | undefined): string | undefined =>
  reference?.split('/_history/')[0];

export const referenceOf = (resource: { resourceType: ResourceType; id?: string }): string =>
  `${resource.resourceType}/${resource.id ?? ''}`;
