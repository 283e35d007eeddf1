// vread: https://hl7.org/fhir/R4/http.html#vread
import type { ResourceType } from '@medplum/fhirtypes';
import { type Answer, versionHeaders } from './answer.ts';
import { isNotModified, type ReadCondition } from './conditional-read.ts';
import type { Context } from './context.ts';

export interface VreadInput {
  readonly type: ResourceType;
  readonly id: string;
  readonly versionId: string;
  readonly condition?: ReadCondition;
}

export async function vread(
  context: Context,
  { type, id, versionId, condition = {} }: VreadInput,
): Promise<Answer> {
  const resource = await context.dossier.vread(type, id, versionId);
  const headers = versionHeaders(resource);
  return isNotModified(resource, condition) ? { status: 304, headers } : { status: 200, resource, headers };
}
