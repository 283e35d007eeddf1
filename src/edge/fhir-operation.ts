// Calls of operations: `$name` at the end of a path. https://hl7.org/fhir/R4/operations.html
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer } from '../interactions/answer.ts';
import type { Context } from '../interactions/context.ts';
import { isServedOn } from '../interactions/operation.ts';
import { operations } from '../interactions/operations.ts';
import { allow, type FhirRequest, isFormat, noSuch } from './fhir-request.ts';

interface Place {
  readonly type?: ResourceType;
  readonly id?: string;
  readonly versionId?: string;
}

export async function callOperation(
  context: Context,
  request: FhirRequest,
  name: string,
  { type, id, versionId }: Place,
): Promise<Answer> {
  const level = type === undefined ? 'system' : id === undefined ? 'type' : 'instance';
  const operation = operations.find((one) => `$${one.name}` === name && isServedOn(one, level, type));
  if (!operation) throw noSuch(request.segments);
  allow(request, ...(operation.affectsState ? ['POST'] : ['GET', 'POST']));
  return operation.serve(context, {
    method: request.method === 'GET' ? 'GET' : 'POST',
    type,
    id,
    versionId,
    query: request.query.filter(([parameter]) => !isFormat(parameter)),
    headers: request.headers,
    body: () => (request.hasBody ? request.body() : undefined),
  });
}
