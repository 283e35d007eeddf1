// The parameters of a call, whether in the URL, in a Parameters resource, or as the one resource sent bare.

import { FhirFailure } from '../fhir/failure.ts';
import { type Given, type ParameterTable, readParameters } from '../fhir/parameters.ts';
import type { Context } from './context.ts';
import type { OperationCall } from './operation.ts';

/** `bare` names the parameter that a body other than Parameters is taken for. */
export async function inputOf<T extends ParameterTable>(
  context: Context,
  call: OperationCall,
  table: T,
  { bare }: { readonly bare?: string } = {},
): Promise<Given<T>> {
  const body = call.method === 'POST' ? call.body() : undefined;
  if (bare !== undefined && isBareResource(body)) {
    const resource = { resourceType: 'Parameters', parameter: [{ name: bare, resource: body }] };
    return readParameters(table, { query: call.query, body: resource });
  }
  const { errors } = body === undefined ? { errors: [] } : await context.validate(withoutResources(body));
  if (errors.length > 0) throw new FhirFailure('bad-parameter', errors);
  return readParameters(table, { query: call.query, body });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isBareResource = (body: unknown): boolean =>
  isObject(body) && 'resourceType' in body && body.resourceType !== 'Parameters';

/** A resource handed over is the operation's to judge; the Parameters around it are not. */
function withoutResources(body: unknown): unknown {
  if (!isObject(body) || !('resourceType' in body) || body.resourceType !== 'Parameters') {
    throw new FhirFailure('syntax', [
      { text: 'The body must be a Parameters resource.', expression: 'resourceType' },
    ]);
  }
  if (!('parameter' in body) || !Array.isArray(body.parameter)) return body;
  const parameter = body.parameter.map((one: unknown) => {
    if (!isObject(one) || !('resource' in one)) return one;
    const { resource: _, ...rest } = one;
    return { ...rest, valueBoolean: true };
  });
  return { ...body, parameter };
}
