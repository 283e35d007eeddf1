// From method and path to the FHIR interaction. https://hl7.org/fhir/R4/http.html
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { parseEtag, parsePrefer } from '../fhir/header.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import { isServedType, servedTypes } from '../fhir/types.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Context } from '../interactions/context.ts';
import { create } from '../interactions/create.ts';
import { remove } from '../interactions/delete.ts';
import { historyInstance } from '../interactions/history-instance.ts';
import { read } from '../interactions/read.ts';
import { searchType } from '../interactions/search-type.ts';
import { update } from '../interactions/update.ts';
import { vread } from '../interactions/vread.ts';
import { serveBundle } from './bundle-entries.ts';
import { callOperation } from './fhir-operation.ts';
import { allow, type FhirRequest, formOf, noSuch, refuseQuery } from './fhir-request.ts';

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

export async function dispatch(context: Context, request: FhirRequest): Promise<Answer> {
  const [first, ...rest] = request.segments;
  if (first === undefined) return onRoot(context, request);
  if (first.startsWith('$') && rest.length === 0) return callOperation(context, request, first, {});
  if (!isServedType(first)) {
    throw new FhirFailure(
      'not-found',
      `${first.slice(0, 64)} is not served here; the types are ${servedTypes.join(', ')}.`,
    );
  }
  const [second, ...below] = rest;
  if (second === undefined) return onType(context, request, first);
  if (second.startsWith('$') && below.length === 0)
    return callOperation(context, request, second, { type: first });
  if (second === '_search' && below.length === 0)
    return search(context, allow(request, 'POST'), first, formOf(request));
  if (second.startsWith('$') || second.startsWith('_')) throw noSuch(request.segments);
  if (!idForm.test(second))
    throw new FhirFailure('not-found', `An id has 1 to 64 letters, digits, "-" and "."; this one does not.`);
  return onInstance(context, request, first, second, below);
}

async function onRoot(context: Context, request: FhirRequest): Promise<Answer> {
  allow(request, 'POST');
  refuseQuery(request);
  return serveBundle(context, request, dispatch);
}

async function onType(context: Context, request: FhirRequest, type: ResourceType): Promise<Answer> {
  if (request.method === 'GET') return search(context, request, type, request.query);
  allow(request, 'GET', 'POST');
  refuseQuery(request);
  return create(context, {
    type,
    body: request.body(),
    ifNoneExist: request.headers['if-none-exist'],
    wanted: parsePrefer(request.headers.prefer).wanted,
  });
}

async function onInstance(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  id: string,
  [third, versionId, last, ...more]: readonly string[],
): Promise<Answer> {
  if (third === undefined) return onResource(context, request, type, id);
  if (third.startsWith('$') && versionId === undefined)
    return callOperation(context, request, third, { type, id });
  if (third !== '_history' || more.length > 0) throw noSuch(request.segments);
  if (last !== undefined && versionId !== undefined && last.startsWith('$'))
    return callOperation(context, request, last, { type, id, versionId });
  if (last !== undefined) throw noSuch(request.segments);
  allow(request, 'GET');
  refuseQuery(request);
  if (versionId === undefined) return historyInstance(context, type, id);
  return vread(context, type, id, versionId);
}

async function onResource(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  id: string,
): Promise<Answer> {
  allow(request, 'GET', 'PUT', 'DELETE');
  if (request.method === 'GET') {
    const shape = parseSearch(type, request.query, { handling: 'strict', base: context.base });
    if (shape.criteria.length > 0)
      throw new FhirFailure(
        'bad-parameter',
        'A read takes _elements, _summary, _format and _pretty; criteria belong to a search.',
      );
    return read(context, type, id, shape);
  }
  refuseQuery(request);
  const ifMatch = parseEtag(request.headers['if-match']);
  if (request.method === 'DELETE') return remove(context, { type, id, ifMatch });
  return update(context, {
    type,
    id,
    body: request.body(),
    ifMatch,
    wanted: parsePrefer(request.headers.prefer).wanted,
  });
}

const search = (
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  parameters: FhirRequest['query'],
): Promise<Answer> =>
  searchType(context, { type, parameters, handling: parsePrefer(request.headers.prefer).handling });
