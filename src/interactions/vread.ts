// vread: https://hl7.org/fhir/R4/http.html#vread
import type { ResourceType } from '@medplum/fhirtypes';
import { type Answer, versionHeaders } from './answer.ts';
import type { Context } from './context.ts';

export async function vread(
  context: Context,
  type: ResourceType,
  id: string,
  versionId: string,
): Promise<Answer> {
  const resource = await context.dossier.vread(type, id, versionId);
  return { status: 200, resource, headers: versionHeaders(resource) };
}
