// From method and path to the FHIR interaction. https://hl7.org/fhir/R4/http.html
import type { BundleEntry, ResourceType } from '@medplum/fhirtypes';
import { catalogue, FhirFailure } from '../fhir/failure.ts';
import { parseEtag, parsePrefer } from '../fhir/header.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import { isServedType, servedTypes } from '../fhir/types.ts';
import type { Answer } from '../interactions/answer.ts';
import { batch } from '../interactions/batch.ts';
import type { Context } from '../interactions/context.ts';
import { create } from '../interactions/create.ts';
import { remove } from '../interactions/delete.ts';
import { everything } from '../interactions/everything.ts';
import { historyInstance } from '../interactions/history-instance.ts';
import { read } from '../interactions/read.ts';
import { searchType } from '../interactions/search-type.ts';
import { transaction } from '../interactions/transaction.ts';
import { update } from '../interactions/update.ts';
import { vread } from '../interactions/vread.ts';
import { bundleOf } from './bundle-body.ts';
import type { HttpRequest } from './http.ts';
import { jsonBody, limited, mediaTypeOf } from './json-body.ts';

/** A request to the FHIR base: `segments` are the path's parts below `/fhir`. */
export interface FhirRequest {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: HttpRequest['query'];
  readonly headers: HttpRequest['headers'];
  /** The parsed body; throws when it is not there or not JSON. */
  readonly body: () => unknown;
  /** The raw body of a form. */
  readonly form: () => string;
  readonly requestId: string;
}

export const fhirRequestOf = (request: HttpRequest): FhirRequest => ({
  method: request.method,
  segments: request.path
    .split('/')
    .slice(2)
    .filter((part, index, all) => part !== '' || index < all.length - 1),
  query: request.query,
  headers: request.headers,
  body: () => jsonBody(request),
  form: () => limited(request.body ?? ''),
  requestId: request.requestId,
});

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

export async function dispatch(context: Context, request: FhirRequest): Promise<Answer> {
  const { segments } = request;
  const [type, second, third, fourth] = segments;
  if (type === undefined) return root(context, request);
  if (!isServedType(type)) {
    throw new FhirFailure(
      'not-found',
      `${type.slice(0, 64)} is not served here; the types are ${servedTypes.join(', ')}.`,
    );
  }
  if (segments.length === 1) return onType(context, request, type);
  if (second === '_search' && segments.length === 2)
    return search(context, allow(request, 'POST'), type, formOf(request));
  if (second === undefined || second.startsWith('$') || second.startsWith('_')) throw noSuch(segments);
  if (!idForm.test(second))
    throw new FhirFailure('not-found', `An id has 1 to 64 letters, digits, "-" and "."; this one does not.`);
  if (segments.length === 2) return onInstance(context, request, type, second);
  if (third === '_history' && segments.length === 3)
    return reading(request, () => historyInstance(context, type, second));
  if (third === '_history' && segments.length === 4 && fourth)
    return reading(request, () => vread(context, type, second, fourth));
  if (third === '$everything' && type === 'Patient' && segments.length === 3)
    return reading(request, () => everything(context, second));
  throw noSuch(segments);
}

const noSuch = (segments: readonly string[]): FhirFailure =>
  new FhirFailure(
    'not-found',
    `There is no ${segments.join('/').slice(0, 128)} here; see the CapabilityStatement at metadata.`,
  );

function allow(request: FhirRequest, ...methods: string[]): FhirRequest {
  if (methods.includes(request.method)) return request;
  throw new FhirFailure(
    'method-not-allowed',
    `${request.method} is not served here; use ${methods.join(', ')}.`,
    { allow: methods },
  );
}

/** GET interactions without search parameters of their own. */
function reading(request: FhirRequest, serve: () => Promise<Answer>): Promise<Answer> {
  allow(request, 'GET');
  const unknown = request.query.find(([name]) => name !== '_format' && name !== '_pretty');
  if (unknown)
    throw new FhirFailure(
      'bad-parameter',
      `The parameter "${unknown[0].slice(0, 64)}" is not known here; _format and _pretty are.`,
    );
  return serve();
}

async function root(context: Context, request: FhirRequest): Promise<Answer> {
  allow(request, 'POST');
  refuseQuery(request);
  const bundle = bundleOf(request.body());
  const { wanted } = parsePrefer(request.headers.prefer);
  if (bundle.type === 'batch') return batch(bundle, (entry) => serveEntry(context, entry, request));
  return transaction(context, bundle, wanted, (url) =>
    dispatch(context, entryRequest({ method: 'GET', url }, request)),
  );
}

/** One batch entry; its failure stays its own. */
async function serveEntry(context: Context, entry: BundleEntry, request: FhirRequest): Promise<Answer> {
  try {
    const { method, url, ifMatch, ifNoneExist } = entry.request ?? {};
    if (!method || !url)
      throw new FhirFailure('invalid', 'A batch entry needs request.method and request.url.');
    return await dispatch(
      context,
      entryRequest({ method, url, ifMatch, ifNoneExist, resource: entry.resource }, request),
    );
  } catch (problem) {
    if (problem instanceof FhirFailure)
      return { status: catalogue[problem.kind].status, resource: outcomeOf(problem) };
    return { status: 500, resource: unexpectedOutcome(request.requestId) };
  }
}

interface EntryParts {
  readonly method: string;
  readonly url: string;
  readonly ifMatch?: string;
  readonly ifNoneExist?: string;
  readonly resource?: unknown;
}

function entryRequest(
  { method, url, ifMatch, ifNoneExist, resource }: EntryParts,
  outer: FhirRequest,
): FhirRequest {
  const [path = '', query = ''] = url.split('?');
  if (path === '')
    throw new FhirFailure('invalid', 'An entry cannot hold another Bundle; request.url must name a type.');
  return {
    method,
    segments: path.split('/'),
    query: [...new URLSearchParams(query)],
    headers: { prefer: outer.headers.prefer, 'if-match': ifMatch, 'if-none-exist': ifNoneExist },
    body: () => resource,
    form: () => '',
    requestId: outer.requestId,
  };
}

async function onType(context: Context, request: FhirRequest, type: ResourceType): Promise<Answer> {
  if (request.method === 'GET') return search(context, request, type, request.query);
  allow(request, 'GET', 'POST');
  refuseQuery(request);
  const { wanted } = parsePrefer(request.headers.prefer);
  return create(context, {
    type,
    body: request.body(),
    ifNoneExist: request.headers['if-none-exist'],
    wanted,
  });
}

async function onInstance(
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

function refuseQuery(request: FhirRequest): void {
  const unknown = request.query.find(([name]) => name !== '_format' && name !== '_pretty');
  if (unknown)
    throw new FhirFailure(
      'bad-parameter',
      `The parameter "${unknown[0].slice(0, 64)}" is not known here; _format and _pretty are.`,
    );
}

const search = (
  context: Context,
  request: FhirRequest,
  type: ResourceType,
  parameters: HttpRequest['query'],
): Promise<Answer> =>
  searchType(context, { type, parameters, handling: parsePrefer(request.headers.prefer).handling });

/** POST _search: the form and the URL's own parameters together. */
function formOf(request: FhirRequest): HttpRequest['query'] {
  allow(request, 'POST');
  const type = mediaTypeOf(request.headers['content-type']);
  if (type !== 'application/x-www-form-urlencoded') {
    throw new FhirFailure(
      'unsupported-media-type',
      'POST _search takes Content-Type application/x-www-form-urlencoded.',
    );
  }
  return [...request.query, ...new URLSearchParams(request.form())];
}
