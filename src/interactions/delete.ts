// delete: https://hl7.org/fhir/R4/http.html#delete
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { firstAnswer } from './create.ts';
import { submit } from './submit.ts';

export interface DeleteInput {
  readonly type: ResourceType;
  readonly id: string;
  readonly ifMatch?: string;
}

export async function remove(context: Context, { type, id, ifMatch }: DeleteInput): Promise<Answer> {
  return firstAnswer(context, await submit(context, [{ method: 'delete', type, id, ifMatch }]), 'minimal');
}
