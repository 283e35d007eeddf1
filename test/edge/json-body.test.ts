import { describe, expect, it } from 'vitest';
import { bodyLimits } from '../../src/edge/body.ts';
import type { HttpRequest } from '../../src/edge/http.ts';
import { jsonBody } from '../../src/edge/json-body.ts';
import { FhirFailure } from '../../src/fhir/failure.ts';

const requestOf = (body: string | undefined, type = 'application/json'): HttpRequest => ({
  method: 'POST',
  path: '/fhir/Patient',
  query: [],
  headers: { 'content-type': type },
  body,
  requestId: '1',
});
const failureOf = (body: string | undefined, type?: string): FhirFailure => {
  try {
    jsonBody(requestOf(body, type));
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem;
    throw problem;
  }
  return expect.fail('the body was taken');
};

describe('a JSON body', () => {
  it.each([
    ['{"a":{"b":[1,{"c":"d:e","f":"{[\\"]}"}]}}', { a: { b: [1, { c: 'd:e', f: '{["]}' }] } }],
    ['"\\ud83d\\ude00"', '😀'],
    ['{"\\\\ud800":1}', { '\\ud800': 1 }],
    ['[]', []],
  ])('is read: %s', (body, value) => {
    expect(jsonBody(requestOf(body))).toEqual(value);
  });

  it.each([
    ['{"a":1,"a":1}', /same key twice/],
    ['{"a":{"b":1,"\\u0062":2}}', /same key twice/],
    ['{"a":"\\ud800"}', /surrogate/],
    ['{"\\udfff":1}', /surrogate/],
    ['', /empty/],
    ['{', /well-formed/],
  ])('is refused: %s', (body, text) => {
    expect(failureOf(body).message).toMatch(text);
  });

  it('is refused without telling what stood in it', () => {
    expect(failureOf('{"name":"Geheim" "x"}').message).not.toContain('Geheim');
  });

  it('holds as many levels as published, and no more', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(jsonBody(requestOf(nested(bodyLimits.depth)))).toBeInstanceOf(Array);
    expect(failureOf(nested(bodyLimits.depth + 1)).kind).toBe('syntax');
  });

  it('holds as many bytes as published, and no more', () => {
    const text = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
    expect(jsonBody(requestOf(text(bodyLimits.bytes)))).toBeTypeOf('string');
    expect(failureOf(text(bodyLimits.bytes + 1)).kind).toBe('too-large');
  });

  it.each(['text/plain', '', 'application/fhir+json', 'application/xml', 'multipart/form-data'])(
    'is not taken as "%s"',
    (type) => {
      expect(failureOf('{}', type).kind).toBe('unsupported-media-type');
    },
  );
});
