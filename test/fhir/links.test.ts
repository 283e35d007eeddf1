import type { DocumentReference, Observation, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { resolverFor, rewriteLinks } from '../../src/fhir/links.ts';

const urn = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const ids = new Map([
  [urn, 'Binary/b'],
  ['http://elders.nl/fhir/Patient/1', 'Patient/p'],
]);
const linked = <R extends Resource>(resource: R, fullUrl?: string): R =>
  rewriteLinks(resource, resolverFor(ids, fullUrl));

const document: DocumentReference = {
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { url: urn } }],
};

describe('links between the entries of a transaction', () => {
  it('are rewritten in references, urls and uris', () => {
    const resource: DocumentReference = {
      ...document,
      subject: { reference: 'http://elders.nl/fhir/Patient/1' },
      extension: [{ url: 'https://example.org/e', valueUri: urn }],
    };
    expect(linked(resource)).toEqual({
      ...document,
      subject: { reference: 'Patient/p' },
      content: [{ attachment: { url: 'Binary/b' } }],
      extension: [{ url: 'https://example.org/e', valueUri: 'Binary/b' }],
    });
  });

  it('are rewritten in the links and images of the narrative, and nowhere else in it', () => {
    const div = (to: string) =>
      `<div xmlns="http://www.w3.org/1999/xhtml"><a class="x" href="${to}">${urn}</a><img alt='' src='${to}'/><a href="#x">y</a></div>`;
    const text = (to: string): DocumentReference['text'] => ({ status: 'generated', div: div(to) });
    expect(linked({ ...document, text: text(urn) }).text?.div).toBe(div('Binary/b'));
  });

  it('are left alone in texts, identifiers and systems', () => {
    const resource: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: urn, coding: [{ system: urn, code: urn }] },
      identifier: [{ system: 'urn:ietf:rfc:3986', value: urn }],
      valueString: urn,
    };
    expect(linked(resource)).toEqual(resource);
  });

  it('that are relative belong to the base of the entry they stand in', () => {
    const resource: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      subject: { reference: 'Patient/1' },
    };
    expect(linked(resource, 'http://elders.nl/fhir/Observation/2').subject?.reference).toBe('Patient/p');
    expect(linked(resource, 'http://ginds.nl/fhir/Observation/2').subject?.reference).toBe('Patient/1');
    expect(linked(resource, urn).subject?.reference).toBe('Patient/1');
  });

  it('are left alone in a document, which is closed in itself', () => {
    const bundle: Resource = {
      resourceType: 'Bundle',
      type: 'document',
      entry: [{ fullUrl: urn, resource: document }],
    };
    expect(linked(bundle)).toBe(bundle);
  });
});
