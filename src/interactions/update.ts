// update: https://hl7.org/fhir/R4/http.html#update
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer, Return } from './answer.ts';
import { bodyOfType } from './body.ts';
import type { Context } from './context.ts';
import { firstAnswer } from './create.ts';
import { submit } from './submit.ts';

export interface UpdateInput {
  readonly type: ResourceType;
  readonly id: string;
  readonly body: unknown;
  /** versionId of If-Match. */
  readonly ifMatch?: string;
  readonly wanted: Return;
}

/** An id that is not there yet is created under that id. */
export async function update(
  context: Context,
  { type, id, body, ifMatch, wanted }: UpdateInput,
): Promise<Answer> {
  const resource = bodyOfType(body, type, id);
  return firstAnswer(context, await submit(context, [{ method: 'update', resource, ifMatch }]), wanted);
}
