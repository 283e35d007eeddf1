// From method and path to the FHIR interaction. https://hl7.org/fhir/R4/http.html
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import { isServedType, servedTypes } from '../fhir/types.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Context } from '../interactions/context.ts';
import { definitionTypes, isDefinitionType } from '../interactions/definitions.ts';
import { read } from '../interactions/read.ts';
import { vread } from '../interactions/vread.ts';
import { serveBundle } from './bundle-entries.ts';
import { serveDefinitions } from './fhir-definitions.ts';
import { callOperation } from './fhir-operation.ts';
import { conditionOf, onCompartment, onHistory, onSearch, onSystem } from './fhir-reads.ts';
import { allow, type FhirRequest, noSuch, refuseQuery } from './fhir-request.ts';
import { writeToInstance, writeToType } from './fhir-writes.ts';

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

export async function dispatch(context: Context, request: FhirRequest): Promise<Answer> {
  const [first, ...rest] = request.segments;
  if (first === undefined) return onRoot(context, request);
  if (first === '_search' && rest.length === 0) return onSystem(context, allow(request, 'POST'), true);
  if (first === '_history' && rest.length === 0) return onHistory(context, request);
  if (first.startsWith('$') && rest.length === 0) return callOperation(context, request, first, {});
  if (isDefinitionType(first)) return serveDefinitions(context, request, first, rest);
  if (!isServedType(first)) {
    throw new FhirFailure(
      'not-found',
      `${first.slice(0, 64)} is not served here; the types are ${[...servedTypes, ...definitionTypes].join(', ')}.`,
    );
  }
  const [second, ...below] = rest;
  if (second === undefined) return onType(context, request, first);
  if (second.startsWith('$') && below.length === 0)
    return callOperation(context, request, second, { type: first });
  if (second === '_search' && below.length === 0)
    return onSearch(context, allow(request, 'POST'), first, true);
  if (second === '_history' && below.length === 0) return onHistory(context, request, first);
  if (second.startsWith('$') || second.startsWith('_')) throw noSuch(request.segments);
  if (!idForm.test(second))
    throw new FhirFailure('not-found', `An id has 1 to 64 letters, digits, "-" and "."; this one does not.`);
  return onInstance(context, request, first, second, below);
}

async function onRoot(context: Context, request: FhirRequest): Promise<Answer> {
  if (request.method === 'GET') return onSystem(context, request, false);
  allow(request, 'GET', 'POST');
  refuseQuery(request);
  return serveBundle(context, request, dispatch);
}

async function onType(context: Context, request: FhirRequest, type: ResourceType): Promise<Answer> {
  if (request.method === 'GET') return onSearch(context, request, type, false);
  allow(request, 'GET', 'POST', 'PUT', 'PATCH', 'DELETE');
  return writeToType(context, request, type);
}

async function onInstance(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  id: string,
  below: readonly string[],
): Promise<Answer> {
  const [third, versionId, last, ...more] = below;
  if (third === undefined) return onResource(context, request, type, id);
  if (third.startsWith('$') && versionId === undefined)
    return callOperation(context, request, third, { type, id });
  const found = onCompartment(context, request, type, id, below);
  if (found) return found;
  if (third !== '_history' || more.length > 0) throw noSuch(request.segments);
  if (last !== undefined && versionId !== undefined && last.startsWith('$'))
    return callOperation(context, request, last, { type, id, versionId });
  if (last !== undefined) throw noSuch(request.segments);
  if (versionId === undefined) return onHistory(context, request, type, id);
  allow(request, 'GET');
  refuseQuery(request);
  return vread(context, { type, id, versionId, condition: conditionOf(request) });
}

async function onResource(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  id: string,
): Promise<Answer> {
  allow(request, 'GET', 'PUT', 'PATCH', 'DELETE');
  if (request.method === 'GET') {
    const shape = parseSearch(type, request.query, { handling: 'strict', base: context.base });
    if (shape.criteria.length > 0)
      throw new FhirFailure(
        'bad-parameter',
        'A read takes _elements, _summary, _format and _pretty; criteria belong to a search.',
      );
    return read(context, { type, id, shape, condition: conditionOf(request) });
  }
  return writeToInstance(context, request, type, id);
}
