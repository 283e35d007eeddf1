import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, resultOf } from '../../src/edge/http.ts';
import { fitAnswer } from '../../src/edge/payload.ts';

/** The most bytes a Lambda function may answer. */
const lambdaLimit = 6 * 1024 * 1024;

const asking = (method: string, encodings?: string): HttpRequest => ({
  method,
  path: '/fhir/Patient',
  query: [],
  headers: { 'accept-encoding': encodings },
  requestId: '1',
});
const answer = (body: string | Uint8Array): HttpResponse => ({
  status: 200,
  headers: { ETag: 'W/"1"' },
  body,
});
const noise = (bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  for (let index = 0, seed = 1; index < bytes; index += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    buffer[index] = seed;
  }
  return buffer;
};
const sizeOf = (response: HttpResponse): number => JSON.stringify(resultOf(response, '1')).length;

describe('an answer', () => {
  it.each([
    ['a small one', answer('x'.repeat(1_000))],
    ['none', { status: 204 }],
    ['a large one that fits', answer('x'.repeat(5_500_000))],
    ['large bytes that fit', answer(Buffer.alloc(4_400_000))],
  ])('is left as it is: %s', async (_name, response) => {
    expect(await fitAnswer(response, asking('GET'))).toEqual(response);
    expect(sizeOf(response)).toBeLessThan(lambdaLimit);
  });

  it('is packed when it is large and the client can unpack it', async () => {
    const body = JSON.stringify(Array.from({ length: 200_000 }, (_, id) => ({ id, name: '"' })));
    const packed = await fitAnswer(answer(body), asking('GET', 'br, gzip;q=0.8'));
    expect(packed.headers).toEqual({ ETag: 'W/"1"', 'Content-Encoding': 'gzip' });
    expect(gunzipSync(packed.body ?? '').toString()).toBe(body);
    expect(sizeOf(packed)).toBeLessThan(lambdaLimit);
  });

  it.each([undefined, '', 'br', 'gzip;q=0', 'identity, *;q=0'])(
    'is not packed for a client that takes "%s"',
    async (encodings) => {
      const response = answer('x'.repeat(2_000_000));
      expect(await fitAnswer(response, asking('GET', encodings))).toBe(response);
    },
  );

  it('is refused when it is larger than Lambda can answer, counted as Lambda counts', async () => {
    for (const body of ['"'.repeat(3_300_000), '€'.repeat(2_200_000), noise(4_800_000)])
      await expect(fitAnswer(answer(body), asking('GET'))).rejects.toMatchObject({ kind: 'too-costly' });
    const tooMuch = answer(noise(5_500_000).toString('base64'));
    await expect(fitAnswer(tooMuch, asking('GET', 'gzip'))).rejects.toMatchObject({ kind: 'too-costly' });
  });

  it('to a write that was done loses its body, not its success', async () => {
    const response = { ...answer('"'.repeat(3_300_000)), status: 201 };
    expect(await fitAnswer(response, asking('POST'))).toEqual({ ...response, body: undefined });
  });
});
