import { describe, expect, it } from 'vitest';
import { choose } from '../../src/edge/accept.ts';
import { binaryLook } from '../../src/edge/binary.ts';
import { lookOf } from '../../src/edge/format.ts';
import type { HttpRequest } from '../../src/edge/http.ts';
import { FhirFailure } from '../../src/fhir/failure.ts';

const asking = (accept: string | undefined, query: HttpRequest['query'] = []): HttpRequest => ({
  method: 'GET',
  path: '/fhir/Patient/x',
  query,
  headers: { accept },
  requestId: '1',
});
const failureOf = (act: () => unknown): FhirFailure => {
  try {
    act();
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem;
    throw problem;
  }
  return expect.fail('the request was served');
};

describe('an Accept header', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['text/*', 'json'],
    ['application/fhir+json', 'json'],
    ['application/json', 'json'],
    ['text/json', 'json'],
    ['application/fhir+xml', 'xml'],
    ['application/xml', 'xml'],
    ['text/xml', 'xml'],
    ['Application/FHIR+XML; charset=UTF-8', 'xml'],
    ['application/fhir+xml;fhirVersion=4.0', 'xml'],
    ['application/fhir+xml; fhirVersion="4.0"', 'xml'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'xml'],
    ['application/fhir+xml;q=0.5, application/fhir+json;q=0.6', 'json'],
    ['application/fhir+xml;q=0.6, application/fhir+json;q=0.5', 'xml'],
    ['application/fhir+xml, application/fhir+json', 'xml'],
    ['application/fhir+json, application/fhir+xml', 'json'],
    ['*/*, application/fhir+xml', 'xml'],
    ['application/*, application/fhir+xml;q=0.9', 'json'],
    ['application/fhir+json;q=0, */*', 'json'],
    ['application/fhir+json;q=0, application/json;q=0, text/json;q=0, */*', 'xml'],
    ['application/fhir+xml;fhirVersion=3.0, application/fhir+json;q=0.1', 'json'],
    ['application/fhir+xml;q=much', 'xml'],
    ['text/html, , application/fhir+xml', 'xml'],
  ])('of %s is answered in %s', (accept, format) => {
    expect(lookOf(asking(accept)).format).toBe(format);
  });

  it.each([
    'text/html',
    'application/fhir+turtle',
    'image/*',
    'application/fhir+json;q=0',
    '*/*;q=0',
    'application/fhir+json;fhirVersion=3.0',
    'application/fhir+xml;fhirVersion=5.0, text/html',
    ',',
  ])('of %s cannot be answered', (accept) => {
    const failure = failureOf(() => lookOf(asking(accept)));
    expect(failure.kind).toBe('not-acceptable');
    expect(failure.message).toMatch(/application\/fhir\+json or application\/fhir\+xml, of fhirVersion 4.0/);
  });

  it('prefers the first offer where all are equal', () => {
    expect(
      choose('*/*', [
        { as: 1, types: ['a/b'] },
        { as: 2, types: ['c/d'] },
      ]),
    ).toBe(1);
  });
});

describe('_format', () => {
  it.each([
    ['json', 'json'],
    ['application/json', 'json'],
    ['application/fhir json', 'json'],
    ['application/fhir+json', 'json'],
    ['xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/fhir xml', 'xml'],
    ['application/fhir+xml; fhirVersion=4.0', 'xml'],
  ])('%s wins over Accept', (given, format) => {
    for (const accept of ['text/html', 'application/fhir+json', 'application/fhir+xml'])
      expect(lookOf(asking(accept, [['_format', given]])).format).toBe(format);
  });

  it.each(['', 'ttl', 'html', 'text/html', 'application/fhir+xml; fhirVersion=3.0'])(
    '"%s" cannot be answered',
    (given) => {
      expect(failureOf(() => lookOf(asking('*/*', [['_format', given]]))).kind).toBe('not-acceptable');
    },
  );

  it('stands once', () => {
    const query: HttpRequest['query'] = [
      ['_format', 'json'],
      ['_format', 'xml'],
    ];
    expect(failureOf(() => lookOf(asking('*/*', query))).kind).toBe('bad-parameter');
  });
});

describe('_pretty', () => {
  it.each([
    ['true', true],
    ['false', false],
  ])('%s is understood', (given, isPretty) => {
    expect(lookOf(asking('*/*', [['_pretty', given]])).isPretty).toBe(isPretty);
  });

  it.each(['', 'yes', 'TRUE'])('"%s" is refused', (given) => {
    const failure = failureOf(() => lookOf(asking('*/*', [['_pretty', given]])));
    expect(failure.issues).toEqual([{ text: '_pretty must be true or false.', parameter: '_pretty' }]);
  });
});

describe('a Binary', () => {
  it.each([
    [undefined, 'application/pdf', 'raw'],
    ['*/*', 'application/pdf', 'raw'],
    ['application/pdf', 'application/pdf', 'raw'],
    ['application/*', 'application/pdf', 'raw'],
    ['text/plain', 'text/plain; charset=utf-8', 'raw'],
    ['application/pdf, application/fhir+json;q=0.5', 'application/pdf', 'raw'],
    ['application/fhir+json, */*;q=0.1', 'application/pdf', 'json'],
    ['application/fhir+xml', 'application/pdf', 'xml'],
    ['application/json', 'application/pdf', 'json'],
    ['application/json', 'application/json', 'raw'],
    ['text/xml', 'text/xml', 'raw'],
    ['*/*', 'application/fhir+json', 'raw'],
    ['application/fhir+json', 'application/fhir+json', 'json'],
    ['application/fhir+xml', 'application/fhir+xml', 'xml'],
  ])('that Accept: %s asks for, of type %s, is answered as %s', (accept, contentType, answer) => {
    const look = binaryLook(asking(accept), contentType);
    expect(look === 'raw' ? look : look.format).toBe(answer);
  });

  it('is answered as a resource for any _format', () => {
    expect(binaryLook(asking('application/pdf', [['_format', 'xml']]), 'application/pdf')).toEqual({
      format: 'xml',
      isPretty: false,
    });
  });

  it('cannot be answered as something it is not', () => {
    const failure = failureOf(() => binaryLook(asking('image/png'), 'application/pdf'));
    expect(failure.kind).toBe('not-acceptable');
  });
});
