// The writing requests on a type and on an instance. https://hl7.org/fhir/R4/http.html#create
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { parseEtag, parsePrefer } from '../fhir/header.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Context } from '../interactions/context.ts';
import { create } from '../interactions/create.ts';
import { remove } from '../interactions/delete.ts';
import { patch } from '../interactions/patch.ts';
import { update } from '../interactions/update.ts';
import { type FhirRequest, isFormat, refuseQuery } from './fhir-request.ts';
import { patchOf } from './patch-body.ts';

/** create, and update, patch and delete of what a condition meets. */
export async function writeToType(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
): Promise<Answer> {
  if (request.method !== 'POST')
    return write(context, request, type, { condition: conditionOf(request, type) });
  refuseQuery(request);
  refuseHeaders(request, 'if-match');
  return create(context, {
    type,
    body: request.body(),
    ifNoneExist: request.headers['if-none-exist'],
    wanted: wantedBy(request),
  });
}

/** update, patch and delete by id. */
export async function writeToInstance(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  id: string,
): Promise<Answer> {
  refuseQuery(request);
  return write(context, request, type, { id });
}

type Target = { readonly id: string } | { readonly condition: string };

async function write(
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  target: Target,
): Promise<Answer> {
  refuseHeaders(request, 'if-none-exist');
  const ifMatch = parseEtag(request.headers['if-match']);
  const wanted = wantedBy(request);
  if (request.method === 'DELETE') {
    if ('condition' in target) refuseHeaders(request, 'if-match');
    return remove(context, { type, ...target, ifMatch, wanted });
  }
  if (request.method === 'PATCH')
    return patch(context, { type, ...target, ifMatch, wanted, patch: patchOf(request) });
  const ifNoneMatch = starOf(request.headers['if-none-match']);
  return update(context, { type, ...target, ifMatch, ifNoneMatch, wanted, body: request.body() });
}

const wantedBy = ({ headers }: FhirRequest) => parsePrefer(headers.prefer).wanted;

/** The search parameters of the URL; a write to everything of a type is nobody's wish. */
function conditionOf({ method, query }: FhirRequest, type: ResourceType): string {
  const criteria = query.filter(([name]) => !isFormat(name));
  if (criteria.length > 0)
    return new URLSearchParams(criteria.map(([name, value]): [string, string] => [name, value])).toString();
  throw new FhirFailure(
    'bad-parameter',
    `${method} needs an id (${type}/<id>) or a condition (${type}?identifier=<system>|<value>).`,
  );
}

function starOf(header: string | undefined): '*' | undefined {
  if (header === undefined || header.trim() === '*') return header === undefined ? undefined : '*';
  throw new FhirFailure('bad-parameter', [
    { text: 'With PUT If-None-Match is *: only if there is no such resource.', parameter: 'if-none-match' },
  ]);
}

const meant: Readonly<Record<string, string>> = {
  'if-match': 'If-Match is for a write by id, or for an update or patch of the one that a condition meets',
  'if-none-exist': 'If-None-Exist is for a create; here the condition stands in the URL',
};

/** A guard that would do nothing is refused rather than passed over. */
function refuseHeaders(request: FhirRequest, ...names: string[]): void {
  const name = names.find((one) => request.headers[one] !== undefined);
  if (name) throw new FhirFailure('bad-parameter', [{ text: `${meant[name]}.`, parameter: name }]);
}
