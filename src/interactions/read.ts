// read: https://hl7.org/fhir/R4/http.html#read
import type { ResourceType } from '@medplum/fhirtypes';
import type { SearchQuery } from '../fhir/search/query.ts';
import { summarize } from '../fhir/search/summary.ts';
import { type Answer, versionHeaders } from './answer.ts';
import type { Context } from './context.ts';

/** `shape` holds `_elements` and `_summary`. */
export async function read(
  context: Context,
  type: ResourceType,
  id: string,
  shape?: SearchQuery,
): Promise<Answer> {
  const resource = await context.dossier.read(type, id);
  return {
    status: 200,
    resource: shape ? summarize(resource, shape) : resource,
    headers: versionHeaders(resource),
  };
}
