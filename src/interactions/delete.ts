// delete: https://hl7.org/fhir/R4/http.html#delete
import type { ResourceType } from '@medplum/fhirtypes';
import type { Target } from '../store/dossier.ts';
import type { Answer, Return } from './answer.ts';
import type { Context } from './context.ts';
import { firstAnswer } from './create.ts';
import { submit } from './submit.ts';

export type DeleteInput = Target & {
  readonly type: ResourceType;
  readonly ifMatch?: string;
  readonly wanted: Return;
};

/** By a condition, all that match are deleted in one commit, and none is a success too. */
export async function remove(context: Context, { wanted, ...input }: DeleteInput): Promise<Answer> {
  const written = await submit(context, [{ method: 'delete', ...input, all: input.condition !== undefined }]);
  return firstAnswer(context, written, wanted);
}
