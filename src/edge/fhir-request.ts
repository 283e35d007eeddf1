// A request to the FHIR base as the interactions' routing sees it, sent alone or as an entry of a Bundle.
import { FhirFailure } from '../fhir/failure.ts';
import { isRawWrite, rawWriteHeaders } from './binary.ts';
import { contentTypeOf, hasBody, textOf } from './body.ts';
import { fhirBody } from './fhir-body.ts';
import type { HttpRequest } from './http.ts';
import { mediaTypeOf } from './media-type.ts';
import type { Xml } from './render.ts';

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

/** `xml` is there when the body is written in it. */
export const fhirRequestOf = (request: HttpRequest, xml: Xml | undefined): FhirRequest => ({
  method: request.method,
  segments: request.path
    .split('/')
    .slice(2)
    .filter((part, index, all) => part !== '' || index < all.length - 1),
  query: request.query,
  headers: isRawWrite(request) ? rawWriteHeaders(request) : request.headers,
  body: () => fhirBody(request, xml),
  hasBody: hasBody(request),
  form: () => {
    contentTypeOf(request);
    return textOf(request);
  },
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
