// The patch that a request carries: JSON Patch or FHIRPath Patch. https://hl7.org/fhir/R4/http.html#patch
import { FhirFailure } from '../fhir/failure.ts';
import type { Patch } from '../interactions/patch.ts';
import type { FhirRequest } from './fhir-request.ts';
import { parseJson } from './json-body.ts';
import { fhirJsonType, fhirXmlType, jsonTypes, mediaTypeOf, xmlTypes } from './media-type.ts';

const jsonPatchType = 'application/json-patch+json';

export const patchTypes: readonly string[] = [jsonPatchType, fhirJsonType, fhirXmlType];

export function patchOf(request: FhirRequest): Patch {
  const type = mediaTypeOf(request.headers['content-type']);
  if (type === jsonPatchType) return { kind: 'json', document: parseJson(request.form()) };
  if (jsonTypes.includes(type) || xmlTypes.includes(type))
    return { kind: 'fhirpath', document: request.body() };
  const sent = type === '' ? 'is missing' : `"${type.slice(0, 64)}" is no patch format read here`;
  throw new FhirFailure(
    'unsupported-media-type',
    `Content-Type ${sent}; send ${jsonPatchType} with a JSON Patch, or ${fhirJsonType} with Parameters.`,
  );
}
