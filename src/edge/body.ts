// The bytes and the text of a request's body: within the limits, unpacked, in UTF-8.
import { gunzipSync } from 'node:zlib';
import { FhirFailure } from '../fhir/failure.ts';
import type { HttpRequest } from './http.ts';
import { fhirVersion, type MediaType, parseMediaType } from './media-type.ts';

/** Published limits of a body: bytes in JSON or XML, levels of nesting, bytes of a Binary's content sent as they are. */
export const bodyLimits = { bytes: 5_500_000, depth: 64, rawBytes: 4_400_000 } as const;

export const hasBody = ({ body }: HttpRequest): boolean => body !== undefined && body !== '';

/** Throws `too-large` over the limit, `unsupported-media-type` for a packing that is not known. */
export function bytesOf(request: HttpRequest, most: number = bodyLimits.bytes): Buffer {
  const { body = '', isBase64, headers } = request;
  const bytes = Buffer.from(body, isBase64 ? 'base64' : 'utf8');
  const packing = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (packing !== 'identity' && packing !== 'gzip')
    throw new FhirFailure(
      'unsupported-media-type',
      `Content-Encoding "${packing.slice(0, 64)}" is not read here; send gzip, or the body as it is.`,
    );
  const unpacked = packing === 'gzip' && bytes.length > 0 ? unpack(bytes, most) : bytes;
  if (unpacked.length > most) throw tooLarge(most);
  return unpacked;
}

function unpack(bytes: Buffer, most: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(most);
    throw new FhirFailure('syntax', 'Content-Encoding says gzip, but the body is not sound gzip.', { cause });
  }
}

export const tooLarge = (most: number): FhirFailure =>
  new FhirFailure('too-large', `The body is over ${most} bytes, which is the most this server takes here.`);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws `syntax` for bytes that are no UTF-8. */
export function textOf(request: HttpRequest, most: number = bodyLimits.bytes): string {
  const { body = '', isBase64, headers } = request;
  if (!isBase64 && headers['content-encoding'] === undefined) {
    // A gateway that hands a body over as text has put U+FFFD where the bytes were no text.
    if (body.includes('\uFFFD')) throw notUtf8();
    if (body.length > most || Buffer.byteLength(body) > most) throw tooLarge(most);
    return body;
  }
  const bytes = bytesOf(request, most);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw notUtf8(cause);
  }
}

const notUtf8 = (cause?: unknown): FhirFailure =>
  new FhirFailure('syntax', 'The body holds bytes that are no UTF-8; send text in UTF-8.', { cause });

/** The body's media type; throws `unsupported-media-type` for another character set or version of FHIR. */
export function contentTypeOf({ headers }: HttpRequest): string {
  const { type, parameters } = parseMediaType(headers['content-type']);
  refuseParameter(parameters, 'charset', 'utf-8');
  refuseParameter(parameters, 'fhirVersion', fhirVersion);
  return type;
}

function refuseParameter(parameters: MediaType['parameters'], name: string, right: string): void {
  const given = parameters.get(name.toLowerCase());
  if (given === undefined || given.toLowerCase() === right) return;
  throw new FhirFailure(
    'unsupported-media-type',
    `Content-Type names ${name} "${given.slice(0, 32)}", which is not read here; right would be ${right}.`,
  );
}
