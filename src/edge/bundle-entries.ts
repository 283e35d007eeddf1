// The entries of a Bundle as requests of their own. https://hl7.org/fhir/R4/http.html#transaction
import type { BundleEntry } from '@medplum/fhirtypes';
import { catalogue, FhirFailure } from '../fhir/failure.ts';
import { parsePrefer } from '../fhir/header.ts';
import { outcomeOf, unexpectedOutcome } from '../fhir/outcome.ts';
import type { Answer } from '../interactions/answer.ts';
import { batch } from '../interactions/batch.ts';
import type { Context } from '../interactions/context.ts';
import { transaction } from '../interactions/transaction.ts';
import { bundleOf } from './bundle-body.ts';
import type { FhirRequest } from './fhir-request.ts';

/** Serves one request, as it would be served alone. */
type Dispatch = (context: Context, request: FhirRequest) => Promise<Answer>;

export async function serveBundle(
  context: Context,
  request: FhirRequest,
  dispatch: Dispatch,
): Promise<Answer> {
  const bundle = bundleOf(request.body());
  const { wanted } = parsePrefer(request.headers.prefer);
  if (bundle.type === 'batch') return batch(bundle, (entry) => serveEntry(context, entry, request, dispatch));
  return transaction(context, bundle, wanted, (url) =>
    dispatch(context, entryRequest({ request: { method: 'GET', url } }, request)),
  );
}

/** One batch entry; its failure stays its own. */
async function serveEntry(
  context: Context,
  entry: BundleEntry,
  request: FhirRequest,
  dispatch: Dispatch,
): Promise<Answer> {
  try {
    return await dispatch(context, entryRequest(entry, request));
  } catch (problem) {
    if (problem instanceof FhirFailure)
      return { status: catalogue[problem.kind].status, resource: outcomeOf(problem) };
    return { status: 500, resource: unexpectedOutcome(request.requestId) };
  }
}

function entryRequest({ request, resource }: BundleEntry, outer: FhirRequest): FhirRequest {
  const { method, url } = request ?? {};
  if (!method || !url) throw new FhirFailure('invalid', 'An entry needs request.method and request.url.');
  const [path = '', query = ''] = url.split('?');
  if (path === '')
    throw new FhirFailure('invalid', 'An entry cannot hold another Bundle; request.url must name a type.');
  return {
    method,
    segments: path.split('/'),
    query: [...new URLSearchParams(query)],
    headers: {
      prefer: outer.headers.prefer,
      'if-match': request?.ifMatch,
      'if-none-exist': request?.ifNoneExist,
      'if-none-match': request?.ifNoneMatch,
      'if-modified-since': request?.ifModifiedSince,
    },
    body: () => resource,
    hasBody: resource !== undefined,
    form: () => '',
    requestId: outer.requestId,
  };
}
