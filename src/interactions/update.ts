// update: https://hl7.org/fhir/R4/http.html#update
import type { ResourceType } from '@medplum/fhirtypes';
import type { Target } from '../store/dossier.ts';
import type { Answer, Return } from './answer.ts';
import { bodyOfType } from './body.ts';
import type { Context } from './context.ts';
import { firstAnswer } from './create.ts';
import { submit } from './submit.ts';

export type UpdateInput = Target & {
  readonly type: ResourceType;
  readonly body: unknown;
  /** versionId of If-Match. */
  readonly ifMatch?: string;
  /** `*` of If-None-Match: only if there is no such resource. */
  readonly ifNoneMatch?: '*';
  readonly wanted: Return;
};

/** An id that is not there yet is created under that id; a condition that meets nothing creates too. */
export async function update(
  context: Context,
  { type, id, condition, body, wanted, ...guards }: UpdateInput,
): Promise<Answer> {
  const resource = bodyOfType(body, type, id);
  const written = await submit(context, [{ method: 'update', resource, condition, ...guards }]);
  return firstAnswer(context, written, wanted);
}
