// The entries of a Bundle as requests of their own. https://hl7.org/fhir/R4/http.html#transaction
import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import { relocated, within } from '../fhir/expression.ts';
import { catalogue, FhirFailure } from '../fhir/failure.ts';
import { parsePrefer } from '../fhir/header.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import type { Answer } from '../interactions/answer.ts';
import { batch } from '../interactions/batch.ts';
import type { Context } from '../interactions/context.ts';
import { transaction } from '../interactions/transaction.ts';
import { relativeUrl } from '../interactions/transaction-entries.ts';
import { bundleOf } from './bundle-body.ts';
import type { FhirRequest } from './fhir-request.ts';
import { fhirJsonType } from './media-type.ts';
import { patchOf } from './patch-body.ts';

/** Serves one request, as it would be served alone. */
type Dispatch = (context: Context, request: FhirRequest) => Promise<Answer>;

export async function serveBundle(
  context: Context,
  request: FhirRequest,
  dispatch: Dispatch,
): Promise<Answer> {
  const bundle = bundleOf(request.body());
  const { wanted } = parsePrefer(request.headers.prefer);
  if (bundle.type === 'batch')
    return batch(context, bundle, (entry, index) => serveEntry(context, entry, index, request, dispatch));
  return transaction(context, bundle, wanted, {
    answerRead: (entry) => dispatch(context, entryRequest(context, entry, request)),
    readPatch: (entry) => patchOf(entryRequest(context, entry, request)),
  });
}

/** One batch entry; its failure stays its own. */
async function serveEntry(
  context: Context,
  entry: BundleEntry,
  index: number,
  request: FhirRequest,
  dispatch: Dispatch,
): Promise<Answer> {
  try {
    return await dispatch(context, entryRequest(context, entry, request));
  } catch (problem) {
    const [path = '', query = ''] = (entry.request?.url ?? '').split(/\?(.*)/s);
    const attempt = { method: entry.request?.method ?? '', path, query: [...new URLSearchParams(query)] };
    await context.dossier.refuse(attempt, problem);
    if (!(problem instanceof FhirFailure))
      return { status: 500, resource: unexpectedOutcome(request.requestId) };
    const at = `Bundle.entry[${index}]`;
    const placed = relocated(problem, (expression) =>
      expression === undefined ? undefined : within(`${at}.resource`, expression),
    );
    return { status: catalogue[problem.kind].status, resource: outcomeOf(placed) };
  }
}

function entryRequest(context: Context, { request, resource }: BundleEntry, outer: FhirRequest): FhirRequest {
  const { method } = request ?? {};
  const url = relativeUrl(context, request?.url ?? '');
  if (!method || !url) throw new FhirFailure('invalid', 'An entry needs request.method and request.url.');
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  if (path === '' && method !== 'GET')
    throw new FhirFailure('invalid', 'An entry cannot hold another Bundle; request.url must name a type.');
  if (path.split('/').at(-1) === '$export')
    throw new FhirFailure(
      'not-supported',
      'An export is started by a request of its own, not by an entry of a Bundle.',
    );
  const binary = method === 'PATCH' && resource?.resourceType === 'Binary' ? resource : undefined;
  return {
    method,
    segments: path === '' ? [] : path.split('/'),
    query: [...new URLSearchParams(query)],
    headers: {
      'content-type': binary ? binary.contentType : fhirJsonType,
      prefer: outer.headers.prefer,
      'if-match': request?.ifMatch,
      'if-none-exist': request?.ifNoneExist,
      'if-none-match': request?.ifNoneMatch,
      'if-modified-since': request?.ifModifiedSince,
    },
    body: () => resource,
    hasBody: resource !== undefined,
    form: () => contentOf(binary),
    requestId: outer.requestId,
  };
}

/** A JSON Patch travels in a Binary. */
function contentOf(binary: Extract<Resource, { resourceType: 'Binary' }> | undefined): string {
  const { data } = binary ?? {};
  if (typeof data === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(data))
    return Buffer.from(data, 'base64').toString('utf8');
  throw new FhirFailure('invalid', [
    { text: 'The patch must be the data of the Binary, in Base64.', expression: 'Binary.data' },
  ]);
}
