// Keeps an answer within what one Lambda answer holds: large ones are packed where the client can unpack them.
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { FhirFailure } from '../fhir/failure.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** Lambda answers at most 6 MB, as JSON and with its headers. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const most = 6 * 1024 * 1024 - 32 * 1024;
/** Packing costs time; it is done where it may be needed. */
const packFrom = 1024 * 1024;

const pack = promisify(gzip);

/** What is too large all the same is refused on a read; a write has been done by then and is answered without its body. */
export async function fitAnswer(response: HttpResponse, request: HttpRequest): Promise<HttpResponse> {
  const { body, headers } = response;
  if (body === undefined || body.length < packFrom) return response;
  if (typeof body === 'string' && takesGzip(request.headers['accept-encoding'])) {
    const packed = await pack(body, { level: constants.Z_BEST_SPEED });
    if (inBase64(packed.length) <= most)
      return { ...response, body: packed, headers: { ...headers, 'Content-Encoding': 'gzip' } };
  }
  const size = typeof body === 'string' ? Buffer.byteLength(JSON.stringify(body)) : inBase64(body.length);
  if (size <= most) return response;
  if (request.method !== 'GET' && request.method !== 'HEAD') return { ...response, body: undefined };
  throw new FhirFailure(
    'too-costly',
    'The answer is larger than one answer can be; send Accept-Encoding: gzip, or ask for less (_count, _elements, without _pretty).',
  );
}

const inBase64 = (bytes: number): number => Math.ceil(bytes / 3) * 4;

function takesGzip(header: string | undefined): boolean {
  const ranges = (header ?? '').split(',').map((part) => part.trim().toLowerCase());
  const gzipRange =
    ranges.find((range) => /^gzip\b/.test(range)) ?? ranges.find((range) => /^\*/.test(range));
  return gzipRange !== undefined && !/;\s*q=0(?:\.0*)?$/.test(gzipRange);
}
