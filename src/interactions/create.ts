// create: https://hl7.org/fhir/R4/http.html#create
import type { ResourceType } from '@medplum/fhirtypes';
import { type Answer, type Return, writtenAnswer } from './answer.ts';
import { bodyOfType } from './body.ts';
import type { Context } from './context.ts';
import { submit } from './submit.ts';

export interface CreateInput {
  readonly type: ResourceType;
  readonly body: unknown;
  /** If-None-Exist: search parameters. https://hl7.org/fhir/R4/http.html#ccreate */
  readonly ifNoneExist?: string;
  readonly wanted: Return;
}

export async function create(
  context: Context,
  { type, body, ifNoneExist, wanted }: CreateInput,
): Promise<Answer> {
  const resource = bodyOfType(body, type);
  const written = await submit(context, [{ method: 'create', resource, ifNoneExist }]);
  return firstAnswer(context, written, wanted);
}

/** The answer of a commit of one write. */
export function firstAnswer(
  context: Context,
  written: Awaited<ReturnType<typeof submit>>,
  wanted: Return,
): Answer {
  const [one] = written;
  if (!one) throw new TypeError('a commit of one write answers one');
  return writtenAnswer(context, one, wanted);
}
