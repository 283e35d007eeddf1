import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyLimits, bytesOf, contentTypeOf, textOf } from '../../src/edge/body.ts';
import type { HttpRequest } from '../../src/edge/http.ts';
import { type FailureKind, FhirFailure } from '../../src/fhir/failure.ts';

const requestOf = (body: string | undefined, rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  path: '/fhir/Patient',
  query: [],
  headers: {},
  body,
  requestId: '1',
  ...rest,
});
/** As API Gateway hands over what it does not know as text. */
const packed = (bytes: Buffer, headers: HttpRequest['headers'] = {}): HttpRequest =>
  requestOf(bytes.toString('base64'), { isBase64: true, headers });
const kindOf = (act: () => unknown): FailureKind | undefined => {
  try {
    act();
    return undefined;
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem.kind;
    throw problem;
  }
};

describe('the text of a body', () => {
  it.each([
    ['as text', requestOf('Désirée 😀')],
    ['in Base64', packed(Buffer.from('Désirée 😀'))],
    ['in gzip', packed(gzipSync('Désirée 😀'), { 'content-encoding': 'gzip' })],
    ['packed as nothing', requestOf('Désirée 😀', { headers: { 'content-encoding': 'identity' } })],
  ])('is read %s', (_name, request) => {
    expect(textOf(request)).toBe('Désirée 😀');
  });

  it.each([
    ['Latin-1', Buffer.from('Désirée', 'latin1')],
    ['half a character', Buffer.from('é').subarray(0, 1)],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['more bytes than needed', Buffer.from([0xc0, 0xaf])],
    ['UTF-16', Buffer.from('Désirée', 'utf16le')],
  ])('is refused when it is no UTF-8: %s', (_name, bytes) => {
    expect(kindOf(() => textOf(packed(bytes)))).toBe('syntax');
  });

  it('is refused when a gateway has lost what was no UTF-8', () => {
    expect(kindOf(() => textOf(requestOf('D\uFFFDsir\uFFFDe')))).toBe('syntax');
  });

  it('is as long as published, and no longer, by its bytes', () => {
    const most = '€'.repeat(bodyLimits.bytes / 3);
    expect(textOf(requestOf(most))).toHaveLength(most.length);
    expect(kindOf(() => textOf(requestOf(`${most}xxx`)))).toBe('too-large');
    expect(kindOf(() => textOf(packed(Buffer.from(`${most}xxx`))))).toBe('too-large');
  });
});

describe('a packed body', () => {
  const gzip = { 'content-encoding': 'gzip' };

  it('is refused when it unpacks to more than the limit', () => {
    expect(kindOf(() => bytesOf(packed(gzipSync(Buffer.alloc(bodyLimits.bytes)), gzip)))).toBeUndefined();
    expect(kindOf(() => bytesOf(packed(gzipSync(Buffer.alloc(100 * 1024 * 1024)), gzip)))).toBe('too-large');
  });

  it('is refused when it is not what it says', () => {
    expect(kindOf(() => bytesOf(packed(Buffer.from('{}'), gzip)))).toBe('syntax');
    expect(kindOf(() => bytesOf(packed(gzipSync('{}').subarray(0, 12), gzip)))).toBe('syntax');
  });

  it.each(['br', 'deflate', 'gzip, gzip', ''])('is not taken as "%s"', (encoding) => {
    const request = packed(Buffer.from('{}'), { 'content-encoding': encoding });
    expect(kindOf(() => bytesOf(request))).toBe('unsupported-media-type');
  });
});

describe('Content-Type', () => {
  it.each([
    ['application/fhir+json', 'application/fhir+json'],
    ['Application/JSON; Charset="UTF-8"', 'application/json'],
    ['text/xml;charset=utf-8;fhirVersion=4.0', 'text/xml'],
    [undefined, ''],
  ])('%s is read as "%s"', (header, type) => {
    expect(contentTypeOf(requestOf('', { headers: { 'content-type': header } }))).toBe(type);
  });

  it.each([
    ['application/json; charset=iso-8859-1', /charset "iso-8859-1".*utf-8/],
    ['application/fhir+json; fhirVersion=3.0', /fhirVersion "3.0".*4\.0/],
  ])('%s is refused', (header, text) => {
    const act = () => contentTypeOf(requestOf('', { headers: { 'content-type': header } }));
    expect(kindOf(act)).toBe('unsupported-media-type');
    expect(act).toThrow(text);
  });
});
