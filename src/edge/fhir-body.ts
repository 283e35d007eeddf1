// The body of a FHIR request as JSON values, whatever format it came in. https://hl7.org/fhir/R4/http.html#mime-type
import { refuseLongLists } from '../fhir/list-limit.ts';
import { binaryOf, isBinaryWrite, isRawWrite } from './binary.ts';
import { contentTypeOf, textOf } from './body.ts';
import type { HttpRequest } from './http.ts';
import { notRead, parseJson } from './json-body.ts';
import { fhirJsonType, fhirXmlType, jsonTypes, mediaTypeOf, xmlTypes } from './media-type.ts';
import type { Xml } from './render.ts';

/** Whether reading the body takes XML. */
export const isXmlBody = ({ method, headers }: HttpRequest): boolean =>
  method !== 'GET' && method !== 'HEAD' && xmlTypes.includes(mediaTypeOf(headers['content-type']));

/** Throws `syntax`, `too-large` and `unsupported-media-type`. */
export function fhirBody(request: HttpRequest, xml: Xml | undefined): unknown {
  if (isRawWrite(request)) return binaryOf(request);
  const type = contentTypeOf(request);
  if (isBinaryWrite(request) && request.headers['x-security-context'] !== undefined)
    return binaryIn(request, type, xml) ?? binaryOf(request);
  return parsed(type, request, xml);
}

function parsed(type: string, request: HttpRequest, xml: Xml | undefined): unknown {
  if (jsonTypes.includes(type)) return parseJson(textOf(request));
  if (xml && xmlTypes.includes(type)) {
    const body = xml.read(textOf(request));
    refuseLongLists(body);
    return body;
  }
  throw notRead(type, `${fhirJsonType} or ${fhirXmlType}`);
}

/** Content may be JSON or XML too; only a Binary resource among it is meant as one. */
function binaryIn(request: HttpRequest, type: string, xml: Xml | undefined): unknown {
  try {
    const body = parsed(type, request, xml);
    const isResource =
      typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'Binary';
    return isResource ? body : undefined;
  } catch {
    return undefined;
  }
}
