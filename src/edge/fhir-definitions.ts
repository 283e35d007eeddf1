// Routes requests for published definitions, which are read and searched and never written.
import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Context } from '../interactions/context.ts';
import { searchDefinitions } from '../interactions/definition-search.ts';
import { type DefinitionType, readDefinition } from '../interactions/definitions.ts';
import { callOperation } from './fhir-operation.ts';
import { type FhirRequest, formOf, noSuch, refuseQuery } from './fhir-request.ts';

/** `segments` are the path's parts below the type. */
export async function serveDefinitions(
  context: Context,
  request: FhirRequest,
  type: DefinitionType,
  [second, third, ...more]: readonly string[],
): Promise<Answer> {
  if (second === undefined) return searchDefinitions(context, type, readable(request).query);
  if (second.startsWith('$') && third === undefined) return callOperation(context, request, second, { type });
  if (second === '_search' && third === undefined) return searchDefinitions(context, type, formOf(request));
  if (second.startsWith('$') || second.startsWith('_')) throw noSuch(request.segments);
  if (third === undefined) {
    refuseQuery(readable(request));
    return readDefinition(context, type, second);
  }
  if (third.startsWith('$') && more.length === 0)
    return callOperation(context, request, third, { type, id: second });
  if (third !== '_history') throw noSuch(request.segments);
  throw new FhirFailure('not-found', `A ${type} is published without history; read ${type}/<id>.`);
}

function readable(request: FhirRequest): FhirRequest {
  if (request.method === 'GET') return request;
  throw new FhirFailure(
    'method-not-allowed',
    'Definitions are published with the server and not written over HTTP; use GET.',
    { allow: ['GET'] },
  );
}
