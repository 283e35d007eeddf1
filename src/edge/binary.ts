// Binary: content sent and answered as it is, beside the resource that holds it. https://hl7.org/fhir/R4/binary.html#rest
import type { Binary, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { choose, isNamed, type Offer } from './accept.ts';
import { bodyLimits, bytesOf } from './body.ts';
import { type Format, fhirOffers, isPrettyWanted, type Look, lookOf, notServed } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { fhirJsonType, fhirXmlType, isMediaType, jsonTypes, mediaTypeOf, xmlTypes } from './media-type.ts';

const written = /^\/fhir\/Binary\/?$|^\/fhir\/Binary\/([A-Za-z0-9\-.]{1,64})$/;
const shown = /^\/fhir\/Binary\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Whether this writes a Binary, so that a body that is no resource is its content. */
export const isBinaryWrite = ({ method, path }: HttpRequest): boolean => {
  const found = written.exec(path);
  return found !== null && method === (found[1] === undefined ? 'POST' : 'PUT');
};

const isFhirType = (type: string): boolean => jsonTypes.includes(type) || xmlTypes.includes(type);

/** Whether the content comes as it is for certain: what comes in a type of FHIR may be the resource. */
export const isRawWrite = (request: HttpRequest): boolean =>
  isBinaryWrite(request) && !isFhirType(mediaTypeOf(request.headers['content-type']));

/** Who sends content as it is knows it, and gets no copy in Base64 back unless by asking for it, or for FHIR by name. */
export function rawWriteHeaders({ headers, query }: HttpRequest): HttpRequest['headers'] {
  const { accept, prefer = '' } = headers;
  const isAsked =
    /(?:^|[;,\s])return\s*=/i.test(prefer) ||
    query.some(([name]) => name === '_format') ||
    isNamed(accept, [fhirJsonType, fhirXmlType]);
  return isAsked ? headers : { ...headers, prefer: `${prefer};return=minimal` };
}

/** The resource for content sent as it is. It lies in the file of the child that X-Security-Context names. */
export function binaryOf(request: HttpRequest): Binary {
  const { headers, path } = request;
  const contentType = headers['content-type']?.trim() ?? '';
  if (!isMediaType(contentType))
    throw new FhirFailure(
      'unsupported-media-type',
      'Content-Type must say what the content is, for example application/pdf.',
    );
  const reference = headers['x-security-context']?.trim();
  if (!reference)
    throw new FhirFailure('bad-parameter', [
      {
        text: 'A Binary lies in the file of a child: name it with the header X-Security-Context, for example Patient/<id>.',
        parameter: 'x-security-context',
      },
    ]);
  const bytes = bytesOf(request, bodyLimits.rawBytes);
  if (bytes.length === 0) throw new FhirFailure('syntax', 'The body is empty; send the content.');
  return {
    resourceType: 'Binary',
    id: written.exec(path)?.[1],
    contentType,
    securityContext: { reference },
    data: bytes.toString('base64'),
  };
}

/** A read or vread of one Binary that asks for it whole. */
export const isBinaryRead = ({ method, path, query }: HttpRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  shown.test(path) &&
  !query.some(([name]) => name === '_elements' || name === '_summary');

/** How a Binary of this type is answered: as its content, unless a format of FHIR is asked for. */
export function binaryLook(request: HttpRequest, contentType: string): Look | 'raw' {
  const { headers, query } = request;
  if (query.some(([name]) => name === '_format')) return lookOf(request);
  // Content that is itself FHIR has no name of its own: that name asks for the resource.
  const type = mediaTypeOf(contentType);
  const own = type === fhirJsonType || type === fhirXmlType ? '' : type;
  const raw: Offer<Format | 'raw'> = { as: 'raw', types: [own] };
  const found = choose<Format | 'raw'>(headers.accept, [raw, ...fhirOffers]);
  if (!found) throw notServed(headers.accept ?? '');
  return found === 'raw' ? found : { format: found, isPretty: isPrettyWanted(request) };
}

/** The content itself, for saving: no browser may run it. */
export function rawAnswer(
  resource: Resource,
  headers: HttpResponse['headers'],
): Required<Omit<HttpResponse, 'status'>> {
  const { contentType = '', data = '', securityContext } = isBinary(resource) ? resource : {};
  const child = securityContext?.reference ?? '';
  return {
    headers: {
      'Content-Type': isMediaType(contentType) ? contentType : 'application/octet-stream',
      'Content-Disposition': 'attachment',
      ...(/^[\x21-\x7e]+$/.test(child) ? { 'X-Security-Context': child } : {}),
      ...headers,
    },
    body: Buffer.from(data, 'base64'),
  };
}

export const isBinary = (resource: Resource): resource is Binary => resource.resourceType === 'Binary';
