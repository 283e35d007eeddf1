// A request to the FHIR base as the interactions' routing sees it, sent alone or as an entry of a Bundle.
import { FhirFailure } from '../fhir/failure.ts';
import type { HttpRequest } from './http.ts';
import { jsonBody, limited, mediaTypeOf } from './json-body.ts';

/** `segments` are the path's parts below `/fhir`. */
export interface FhirRequest {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: HttpRequest['query'];
  readonly headers: HttpRequest['headers'];
  /** The parsed body; throws when it is not there or not readable. */
  readonly body: () => unknown;
  /** Whether a body was sent at all. */
  readonly hasBody: boolean;
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
  hasBody: (request.body ?? '') !== '',
  form: () => limited(request.body ?? ''),
  requestId: request.requestId,
});

export function allow(request: FhirRequest, ...methods: string[]): FhirRequest {
  if (methods.includes(request.method)) return request;
  throw new FhirFailure(
    'method-not-allowed',
    `${request.method} is not served here; use ${methods.join(', ')}.`,
    { allow: methods },
  );
}

/** Parameters of how an answer looks, welcome on every request. */
export const isFormat = (name: string): boolean => name === '_format' || name === '_pretty';

/** For interactions without parameters of their own. */
export function refuseQuery(request: FhirRequest): void {
  const unknown = request.query.find(([name]) => !isFormat(name));
  if (unknown)
    throw new FhirFailure(
      'bad-parameter',
      `The parameter "${unknown[0].slice(0, 64)}" is not known here; _format and _pretty are.`,
    );
}

/** POST _search: the form and the URL's own parameters together. */
export function formOf(request: FhirRequest): HttpRequest['query'] {
  allow(request, 'POST');
  if (mediaTypeOf(request.headers['content-type']) !== 'application/x-www-form-urlencoded') {
    throw new FhirFailure(
      'unsupported-media-type',
      'POST _search takes Content-Type application/x-www-form-urlencoded.',
    );
  }
  return [...request.query, ...new URLSearchParams(request.form())];
}

export const noSuch = (segments: readonly string[]): FhirFailure =>
  new FhirFailure(
    'not-found',
    `There is no ${segments.join('/').slice(0, 128)} here; see the CapabilityStatement at metadata.`,
  );
