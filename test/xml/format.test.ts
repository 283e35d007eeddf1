// JSON to XML and back, with every resource there is at hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createXmlFormat } from '../../src/xml/format.ts';
import {
  definitions,
  invalidExamples,
  terminology,
  validExamples,
} from '../fhir-profiles/generated-files.ts';
import { validResources } from '../profiles/valid-resources.ts';

const xml = createXmlFormat();
const thereAndBack = (resource: unknown, isPretty = false): unknown =>
  xml.read(xml.write(resource, isPretty));

/** These say in JSON what XML says in another way: a shorter list of extensions, a character by its HTML name. */
const rewritten: Readonly<Record<string, (json: string) => string>> = {
  'Patient with fewer extensions than given names': (json) =>
    json.replace('[{"id":"g1"}]', '[{"id":"g1"},null]'),
  'Patient with narrative': (json) => json.replace('&nbsp;', '&#160;').replace('&eacute;', '&#233;'),
};

describe('XML', () => {
  it.each(Object.entries(validResources))('gives back what it was given: %s', (name, resource) => {
    const json = JSON.stringify(resource);
    expect(thereAndBack(resource)).toEqual(JSON.parse(rewritten[name]?.(json) ?? json));
  });

  it.each([...validExamples, ...invalidExamples])('gives back the example %s', (_name, resource) => {
    expect(thereAndBack(resource)).toEqual(resource);
  });

  it.each([...definitions, ...terminology].map((one) => [`${one.resourceType}/${one.id}`, one] as const))(
    'gives back the definition %s',
    (_name, resource) => {
      expect(thereAndBack(resource)).toEqual(resource);
    },
  );

  it('means the same whether indented or not', () => {
    for (const resource of validExamples.values()) expect(thereAndBack(resource, true)).toEqual(resource);
  });

  it('gives back any text, with what XML cannot hold replaced', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (family) => {
        const held = family.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
        const patient = { resourceType: 'Patient', id: 'x', name: [{ family }] };
        expect(thereAndBack(patient)).toEqual({ ...patient, name: [{ family: held }] });
      }),
    );
  });

  it('gives back any number that JSON keeps', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const json = JSON.parse(JSON.stringify({ resourceType: 'Observation', valueQuantity: { value } }));
        expect(thereAndBack(json)).toEqual(json);
      }),
    );
  });
});
