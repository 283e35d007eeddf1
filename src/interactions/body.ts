// The resource a request carries: it must be of the type, and have the id, that the URL names.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';

/** Throws `syntax` for what is no resource at all, `invalid` for the wrong type or id. */
export function bodyOfType(body: unknown, type: ResourceType, id?: string): Resource {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new FhirFailure('syntax', `The body must be a JSON object with resourceType ${type}.`);
  }
  if (!('resourceType' in body) || typeof body.resourceType !== 'string') {
    throw new FhirFailure('syntax', [
      { text: `The body has no resourceType; it must be "${type}".`, expression: type },
    ]);
  }
  if (body.resourceType !== type) {
    throw new FhirFailure('invalid', [
      {
        text: `The body is a ${body.resourceType.slice(0, 64)}, the URL says ${type}.`,
        expression: 'resourceType',
      },
    ]);
  }
  if (id !== undefined && (!('id' in body) || body.id !== id)) {
    throw new FhirFailure('bad-parameter', [
      { text: `The id in the body must be the one in the URL, ${id}.`, expression: `${type}.id` },
    ]);
  }
  return body as Resource;
}
