// read: https://hl7.org/fhir/R4/http.html#read
import type { ResourceType } from '@medplum/fhirtypes';
import type { SearchQuery } from '../fhir/search/query.ts';
import { summarize } from '../fhir/search/summary.ts';
import { type Answer, versionHeaders } from './answer.ts';
import { isNotModified, type ReadCondition } from './conditional-read.ts';
import type { Context } from './context.ts';

export interface ReadInput {
  readonly type: ResourceType;
  readonly id: string;
  /** `_elements` and `_summary`. */
  readonly shape?: SearchQuery;
  readonly condition?: ReadCondition;
}

export async function read(
  context: Context,
  { type, id, shape, condition = {} }: ReadInput,
): Promise<Answer> {
  const resource = await context.dossier.read(type, id);
  const headers = versionHeaders(resource);
  if (isNotModified(resource, condition)) return { status: 304, headers };
  return { status: 200, resource: shape ? summarize(resource, shape) : resource, headers };
}
