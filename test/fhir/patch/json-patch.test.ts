import type { Patient, Resource } from '@medplum/fhirtypes';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { parseJsonPatch } from '../../../src/fhir/patch/json-operations.ts';
import { applyJsonPatch } from '../../../src/fhir/patch/json-patch.ts';

const patient = (): Patient => ({
  resourceType: 'Patient',
  id: 'a',
  active: true,
  name: [{ family: 'Vries', given: ['Puck', 'Jan'] }, { text: 'Puck' }],
  extension: [{ url: 'https://example.org/a/b~c', valueDecimal: 1.5 }],
});

const patched = (operations: unknown, resource: Resource = patient()): Resource => {
  applyJsonPatch(resource, parseJsonPatch(operations));
  return resource;
};

const refusal = (operations: unknown): FhirFailure => {
  try {
    patched(operations);
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem;
    throw problem;
  }
  return expect.fail('the patch went through');
};

describe('a JSON Patch', () => {
  it.each<[string, unknown[], Partial<Patient>]>([
    ['adds an element', [{ op: 'add', path: '/gender', value: 'male' }], { gender: 'male' }],
    [
      'puts another in its place when it adds what is there',
      [{ op: 'add', path: '/active', value: false }],
      { active: false },
    ],
    [
      'inserts in a list before the index',
      [{ op: 'add', path: '/name/0/given/1', value: 'X' }],
      { name: [{ family: 'Vries', given: ['Puck', 'X', 'Jan'] }, { text: 'Puck' }] },
    ],
    [
      'appends to a list by "-" and by its length',
      [
        { op: 'add', path: '/name/0/given/-', value: 'X' },
        { op: 'add', path: '/name/0/given/3', value: 'Y' },
      ],
      { name: [{ family: 'Vries', given: ['Puck', 'Jan', 'X', 'Y'] }, { text: 'Puck' }] },
    ],
    ['removes an element', [{ op: 'remove', path: '/active' }], { active: undefined }],
    ['removes from a list', [{ op: 'remove', path: '/name/0' }], { name: [{ text: 'Puck' }] }],
    [
      'replaces a value',
      [{ op: 'replace', path: '/name/1/text', value: 'P' }],
      { name: [{ family: 'Vries', given: ['Puck', 'Jan'] }, { text: 'P' }] },
    ],
    [
      'moves within a list',
      [{ op: 'move', from: '/name/0/given/1', path: '/name/0/given/0' }],
      { name: [{ family: 'Vries', given: ['Jan', 'Puck'] }, { text: 'Puck' }] },
    ],
    [
      'copies without tying the copy to what it came from',
      [
        { op: 'copy', from: '/name/0', path: '/name/2' },
        { op: 'replace', path: '/name/2/family', value: 'Ander' },
      ],
      {
        name: [
          { family: 'Vries', given: ['Puck', 'Jan'] },
          { text: 'Puck' },
          { family: 'Ander', given: ['Puck', 'Jan'] },
        ],
      },
    ],
    [
      'tests objects whatever the order of their keys, and numbers by their value',
      [
        { op: 'test', path: '/name/0', value: { given: ['Puck', 'Jan'], family: 'Vries' } },
        { op: 'test', path: '/extension/0/valueDecimal', value: 1.5 },
        { op: 'remove', path: '/active' },
      ],
      { active: undefined },
    ],
    ['does nothing when it holds nothing', [], {}],
  ])('%s', (_, operations, change) => {
    expect(patched(operations)).toEqual({ ...patient(), ...change });
  });

  it.each<[string, unknown, RegExp, string]>([
    [
      'a test that fails',
      { op: 'test', path: '/active', value: false },
      /^Operation 2 \(test \/active\): .*another/,
      'Patient.active',
    ],
    [
      'a test of what is not there',
      { op: 'test', path: '/gender', value: 'male' },
      /nothing at "gender"/,
      'Patient.gender',
    ],
    [
      'removing what is not there',
      { op: 'remove', path: '/name/0/text' },
      /nothing at "text"/,
      'Patient.name[0].text',
    ],
    [
      'replacing what is not there',
      { op: 'replace', path: '/name/7', value: {} },
      /nothing at "7"/,
      'Patient.name[7]',
    ],
    [
      'adding below what is not there',
      { op: 'add', path: '/contact/0/gender', value: 'male' },
      /nothing at "contact"/,
      'Patient.contact[0].gender',
    ],
    ['adding to a text', { op: 'add', path: '/id/x', value: 1 }, /neither object nor list/, 'Patient.id.x'],
    [
      'an index beyond the list',
      { op: 'add', path: '/name/3', value: {} },
      /0 to 2 or "-"/,
      'Patient.name[3]',
    ],
    [
      'an index with a leading zero',
      { op: 'add', path: '/name/01', value: {} },
      /no place/,
      'Patient.name[01]',
    ],
    ['"-" where nothing is added', { op: 'remove', path: '/name/-' }, /nothing at "-"/, 'Patient.name'],
    ['moving into itself', { op: 'move', from: '/name', path: '/name/0' }, /into itself/, 'Patient.name[0]'],
    [
      'copying from nowhere',
      { op: 'copy', from: '/photo', path: '/name/0' },
      /nothing at "photo"/,
      'Patient.name[0]',
    ],
    ['the whole resource', { op: 'replace', path: '', value: {} }, /PUT/, 'Patient'],
    [
      'a name that reaches beyond the resource',
      { op: 'add', path: '/__proto__', value: {} },
      /no name of an element/,
      'Patient.__proto__',
    ],
    [
      'following a name beyond the resource',
      { op: 'add', path: '/constructor/prototype/x', value: {} },
      /nothing at "constructor"/,
      'Patient.constructor.prototype.x',
    ],
  ])('is refused for %s', (_, operation, text, expression) => {
    const failure = refusal([{ op: 'test', path: '/id', value: 'a' }, operation]);
    expect(failure.kind).toBe('invalid');
    expect(failure.issues).toMatchObject([{ text: expect.stringMatching(text), expression }]);
    expect({}).not.toHaveProperty('x');
  });

  it('is refused when copies of copies grow beyond a bound', () => {
    const copy = { op: 'copy', from: '/name', path: '/name/0' };
    expect(refusal(Array.from({ length: 40 }, () => copy)).message).toMatch(/copies more than \d+ bytes/);
  });

  it.each<[string, unknown, RegExp]>([
    ['no list', { op: 'remove', path: '/a' }, /list of operations/],
    ['an operation that is no object', ['remove'], /must be an object/],
    ['an unknown op', [{ op: 'merge', path: '/a' }], /op must be one of add, remove/],
    ['a missing path', [{ op: 'remove' }], /path of remove/],
    ['a path without a slash', [{ op: 'remove', path: 'a' }], /path of remove/],
    ['a wrong escape', [{ op: 'remove', path: '/a~2' }], /path of remove/],
    ['a missing value', [{ op: 'add', path: '/a' }], /add needs a value/],
    ['a missing from', [{ op: 'move', path: '/a' }], /from of move/],
  ])('cannot be read with %s', (_, document, text) => {
    const failure = refusal(document);
    expect([failure.kind, failure.message]).toEqual(['syntax', expect.stringMatching(text)]);
  });

  it('tells all that cannot be read at once', () => {
    expect(refusal([{ op: 'add', path: '/a' }, { op: 'remove', path: '/a' }, {}]).issues).toHaveLength(2);
  });

  it('takes a bounded number of operations', () => {
    const many = Array.from({ length: 1001 }, () => ({ op: 'test', path: '/id', value: 'a' }));
    expect(refusal(many).kind).toBe('too-large');
  });

  it('reads ~1 and ~0 as / and ~', () => {
    const resource = { ...patient(), 'a/b~c': 1 };
    expect(() => patched([{ op: 'test', path: '/a~1b~0c', value: 1 }], resource)).not.toThrow();
  });

  it('does what it says or is refused, whatever it says', () => {
    const token = fc.constantFrom('name', '0', '1', '-', 'given', 'active', '__proto__', 'length', '', 'x');
    const pointer = fc
      .array(token, { maxLength: 4 })
      .map((tokens) => tokens.map((one) => `/${one}`).join(''));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: pointer,
      from: pointer,
      value: fc.jsonValue({ maxDepth: 3 }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 8 }), (operations) => {
        try {
          expect(patched(operations)).toBeTypeOf('object');
        } catch (problem) {
          expect(problem).toBeInstanceOf(FhirFailure);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
