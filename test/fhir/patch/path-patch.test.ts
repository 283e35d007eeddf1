import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { parsePathPatch } from '../../../src/fhir/patch/path-operations.ts';
import { applyPathPatch } from '../../../src/fhir/patch/path-patch.ts';
import { pruned } from '../../../src/fhir/patch/pruned.ts';
import { elementShapes } from '../../../src/profiles/elements.ts';

type Part = Record<string, unknown>;
const text = (name: string, valueString: string): Part => ({ name, valueString });
const operation = (type: string, path: string, ...part: Part[]): Part => ({
  name: 'operation',
  part: [{ name: 'type', valueCode: type }, text('path', path), ...part],
});
const value = (more: Part): Part => ({ name: 'value', ...more });
const place = (name: string, valueInteger: number): Part => ({ name, valueInteger });

const patched = <R extends Resource>(resource: R, ...parameter: Part[]): R => {
  const copy = structuredClone(resource);
  applyPathPatch(copy, parsePathPatch({ resourceType: 'Parameters', parameter }), elementShapes);
  return pruned(copy);
};

const refusal = (resource: Resource, ...parameter: Part[]): FhirFailure => {
  try {
    patched(resource, ...parameter);
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem;
    throw problem;
  }
  return expect.fail('the patch went through');
};

const bare: Patient = { resourceType: 'Patient' };
const four: Patient = {
  resourceType: 'Patient',
  identifier: ['1', '2', '3', '4'].map((each) => ({ system: 'http://example.org', value: each })),
};
const order = (resource: Patient): string => (resource.identifier ?? []).map((one) => one.value).join('');
const contact: Patient = { resourceType: 'Patient', contact: [{ name: { text: 'a name' }, gender: 'male' }] };
const play: Observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Spel' },
  valueString: 'Speelt alleen',
};
const official = {
  use: 'official',
  family: 'Vries',
  given: ['Puck', 'Jan'],
  _given: [null, { id: 'x' }],
} as const;
const person: Patient = {
  resourceType: 'Patient',
  name: [
    { ...official, given: [...official.given] },
    { use: 'usual', given: ['Puck'] },
  ],
  birthDate: '2022-01-01',
  extension: [{ url: 'http://example.org/e', valueString: 'oud' }],
};

describe('a FHIRPath Patch', () => {
  it.each<[string, Resource, Part[], object]>([
    ['changes nothing without operations', person, [], person],
    [
      'replaces a primitive',
      person,
      [operation('replace', 'Patient.birthDate', value({ valueDate: '2021-01-01' }))],
      { ...person, birthDate: '2021-01-01' },
    ],
    ['deletes a primitive', { ...bare, active: true }, [operation('delete', 'Patient.active')], bare],
    ['deletes nothing where there is nothing', bare, [operation('delete', 'Patient.active')], bare],
    [
      'adds a primitive',
      bare,
      [operation('add', 'Patient', text('name', 'birthDate'), value({ valueDate: '2021-01-01' }))],
      { ...bare, birthDate: '2021-01-01' },
    ],
    [
      'adds to an element inside',
      contact,
      [operation('replace', 'Patient.contact[0].gender', value({ valueCode: 'female' }))],
      { ...contact, contact: [{ name: { text: 'a name' }, gender: 'female' }] },
    ],
    [
      'drops what it leaves empty',
      contact,
      [operation('delete', 'Patient.contact[0].name.text')],
      { ...contact, contact: [{ gender: 'male' }] },
    ],
    [
      'adds a data type',
      bare,
      [
        operation(
          'add',
          'Patient',
          text('name', 'maritalStatus'),
          value({ valueCodeableConcept: { text: 'x' } }),
        ),
      ],
      { ...bare, maritalStatus: { text: 'x' } },
    ],
    [
      'starts a list and appends to it',
      bare,
      ['a', 'b'].map((family) =>
        operation('add', 'Patient', text('name', 'name'), value({ valueHumanName: { family } })),
      ),
      { ...bare, name: [{ family: 'a' }, { family: 'b' }] },
    ],
    [
      'adds an element without a type of its own by its parts',
      bare,
      [
        operation(
          'add',
          'Patient',
          text('name', 'contact'),
          value({
            part: [
              { name: 'name', valueHumanName: { text: 'a name' } },
              { name: 'telecom', valueContactPoint: { value: '06' } },
              { name: 'gender', valueCode: 'female' },
            ],
          }),
        ),
      ],
      { ...bare, contact: [{ name: { text: 'a name' }, telecom: [{ value: '06' }], gender: 'female' }] },
    ],
    [
      'finds an element by what it holds',
      person,
      [operation('replace', "Patient.name.where(use = 'usual').given[0]", value({ valueString: 'P' }))],
      { ...person, name: [person.name?.[0], { use: 'usual', given: ['P'] }] },
    ],
    [
      'keeps the extensions of primitives in a list beside them',
      person,
      [operation('insert', 'Patient.name[0].given', place('index', 1), value({ valueString: 'X' }))],
      {
        ...person,
        name: [
          {
            use: 'official',
            family: 'Vries',
            given: ['Puck', 'X', 'Jan'],
            _given: [null, null, { id: 'x' }],
          },
          person.name?.[1],
        ],
      },
    ],
    [
      'adds the extension of a primitive with it',
      bare,
      [
        operation(
          'add',
          'Patient',
          text('name', 'birthDate'),
          value({ valueDate: '2021', _valueDate: { id: 'x' } }),
        ),
      ],
      { ...bare, birthDate: '2021', _birthDate: { id: 'x' } },
    ],
    [
      'replaces a choice by a value of another type',
      play,
      [operation('replace', 'Observation.value', value({ valueQuantity: { value: 2 } }))],
      { ...play, valueString: undefined, valueQuantity: { value: 2 } },
    ],
    [
      'adds a choice under the name of its type',
      { ...bare },
      [operation('add', 'Patient', text('name', 'multipleBirth'), value({ valueInteger: 2 }))],
      { ...bare, multipleBirthInteger: 2 },
    ],
    [
      'replaces the value of an extension',
      person,
      [
        operation(
          'replace',
          "Patient.extension.where(url = 'http://example.org/e').value",
          value({ valueString: 'nieuw' }),
        ),
      ],
      { ...person, extension: [{ url: 'http://example.org/e', valueString: 'nieuw' }] },
    ],
    [
      'inserts at the start of a list that is not there yet',
      bare,
      [
        operation(
          'insert',
          'Patient.identifier',
          place('index', 0),
          value({ valueIdentifier: { value: '1' } }),
        ),
      ],
      { ...bare, identifier: [{ value: '1' }] },
    ],
    [
      'adds a contained resource and changes it',
      bare,
      [
        operation(
          'add',
          'Patient',
          text('name', 'contained'),
          value({ resource: { resourceType: 'Organization', id: 'o' } }),
        ),
        operation('add', 'Patient.contained[0]', text('name', 'name'), value({ valueString: 'JGZ' })),
      ],
      { ...bare, contained: [{ resourceType: 'Organization', id: 'o', name: 'JGZ' }] },
    ],
  ])('%s', (_, resource, operations, wanted) => {
    expect(patched(resource, ...operations)).toEqual(JSON.parse(JSON.stringify(wanted)));
  });

  it.each<[string, Part[], string]>([
    [
      'inserts in the middle',
      [
        operation(
          'insert',
          'Patient.identifier',
          place('index', 1),
          value({ valueIdentifier: { value: 'x' } }),
        ),
      ],
      '1x234',
    ],
    [
      'inserts at the end',
      [
        operation(
          'insert',
          'Patient.identifier',
          place('index', 4),
          value({ valueIdentifier: { value: 'x' } }),
        ),
      ],
      '1234x',
    ],
    ['deletes one', [operation('delete', 'Patient.identifier[2]')], '124'],
    [
      'moves to the front',
      [operation('move', 'Patient.identifier', place('source', 3), place('destination', 0))],
      '4123',
    ],
    [
      'moves to the back',
      [operation('move', 'Patient.identifier', place('source', 0), place('destination', 3))],
      '2341',
    ],
    [
      'does one after the other',
      [0, 1, 2].map((destination) =>
        operation('move', 'Patient.identifier', place('source', 3), place('destination', destination)),
      ),
      '4321',
    ],
  ])('in a list %s', (_, operations, wanted) => {
    expect(order(patched(four, ...operations))).toBe(wanted);
  });

  const given = value({ valueString: 'x' });
  it.each<[string, Resource, Part, RegExp]>([
    [
      'a path that selects nothing',
      bare,
      operation('replace', 'Patient.birthDate', value({ valueDate: '2021' })),
      /no elements/,
    ],
    [
      'adding below nothing',
      four,
      operation('add', 'Patient.identifier[0].period', text('name', 'end'), value({ valueDateTime: '2021' })),
      /no elements/,
    ],
    [
      'a path that selects several',
      four,
      operation('replace', 'Patient.identifier', value({ valueIdentifier: {} })),
      /4 elements/,
    ],
    ['deleting several', four, operation('delete', 'Patient.identifier'), /4 elements; delete takes one/],
    [
      'adding what is there',
      person,
      operation('add', 'Patient', text('name', 'birthDate'), value({ valueDate: '2021' })),
      /there already/,
    ],
    [
      'adding another type of a choice that is there',
      play,
      operation('add', 'Observation', text('name', 'value'), value({ valueQuantity: { value: 1 } })),
      /there already/,
    ],
    [
      'an element that is not',
      bare,
      operation('add', 'Patient', text('name', 'colour'), given),
      /no element colour/,
    ],
    [
      'a value of the wrong type',
      bare,
      operation('add', 'Patient', text('name', 'maritalStatus'), given),
      /takes CodeableConcept, not String/,
    ],
    [
      'a type that a choice does not have',
      bare,
      operation('add', 'Patient', text('name', 'deceased'), given),
      /takes boolean, dateTime, not String/,
    ],
    [
      'adding to a primitive',
      person,
      operation('add', 'Patient.birthDate', text('name', 'x'), given),
      /holds no elements/,
    ],
    [
      'an index beyond the list',
      four,
      operation('insert', 'Patient.identifier', place('index', 5), value({ valueIdentifier: {} })),
      /0 to 4/,
    ],
    [
      'moving from beyond the list',
      four,
      operation('move', 'Patient.identifier', place('source', 4), place('destination', 0)),
      /below 4/,
    ],
    [
      'moving in what is no list',
      person,
      operation('move', 'Patient.birthDate', place('source', 0), place('destination', 0)),
      /no list/,
    ],
    [
      'a part of a list as a list',
      four,
      operation(
        'insert',
        "Patient.identifier.where(value='1')",
        place('index', 0),
        value({ valueIdentifier: {} }),
      ),
      /name of a list/,
    ],
    ['a path that is none', bare, operation('delete', 'Patient.name['), /no FHIRPath/],
    ['a path to a value that is computed', person, operation('delete', '1 + 1'), /no element in its place/],
    [
      'leaving the resource',
      person,
      operation('delete', 'Patient.managingOrganization.resolve()'),
      /resolve is none of them/,
    ],
    ['a costly path', person, operation('delete', 'Patient.descendants()'), /descendants is none/],
    ['an endless path', person, operation('delete', `Patient${'.name'.repeat(100)}`), /500 characters/],
    ['the resource itself', person, operation('delete', 'Patient'), /DELETE/],
    [
      'replacing the resource itself',
      person,
      operation('replace', 'Patient', value({ resource: bare })),
      /PUT/,
    ],
  ])('is refused for %s', (_, resource, one, wanted) => {
    const failure = refusal(resource, one);
    expect([failure.kind, failure.message]).toEqual(['invalid', expect.stringMatching(wanted)]);
    expect(failure.message).toMatch(/^Operation 1 \(/);
  });

  it.each<[string, unknown, RegExp]>([
    ['anything but Parameters', { resourceType: 'Patient' }, /Parameters resource/],
    ['another parameter', { resourceType: 'Parameters', parameter: [{ name: 'op' }] }, /named "operation"/],
    [
      'a missing type',
      { resourceType: 'Parameters', parameter: [{ name: 'operation', part: [text('path', 'x')] }] },
      /type must be the code/,
    ],
    [
      'an unknown type',
      { resourceType: 'Parameters', parameter: [operation('merge', 'Patient')] },
      /type must be the code/,
    ],
    [
      'a missing part',
      { resourceType: 'Parameters', parameter: [operation('add', 'Patient', given)] },
      /add needs the part "name"/,
    ],
    [
      'a part too many',
      { resourceType: 'Parameters', parameter: [operation('delete', 'Patient', place('index', 1))] },
      /"index" is none of them/,
    ],
    [
      'a part twice',
      { resourceType: 'Parameters', parameter: [operation('delete', 'Patient', text('path', 'x'))] },
      /"path" stands twice/,
    ],
    [
      'an index below 0',
      {
        resourceType: 'Parameters',
        parameter: [operation('insert', 'Patient.name', place('index', -1), given)],
      },
      /0 or more/,
    ],
    [
      'two values',
      {
        resourceType: 'Parameters',
        parameter: [operation('replace', 'x', value({ valueString: 'a', valueCode: 'b' }))],
      },
      /one value\[x\]/,
    ],
  ])('cannot be read with %s', (_, parameters, wanted) => {
    const read = () => parsePathPatch(parameters);
    expect(read).toThrow(FhirFailure);
    expect(read).toThrow(wanted);
  });

  it('does what it says or is refused, whatever it says', () => {
    const piece = fc.constantFrom(
      ...[
        'Patient',
        'name',
        'given',
        '[0]',
        '[9]',
        '.',
        'first()',
        "where(use='usual')",
        'birthDate',
        '(',
        "'",
        '|',
        '$this',
        ' and ',
        '1',
      ],
    );
    const path = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const some = fc.constantFrom<Part>(
      { valueString: 'x' },
      { valueHumanName: { text: 'x' } },
      { valueQuantity: null },
      { resource: 5 },
      { part: [{ name: 'given', valueString: 'x' }] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom('add', 'insert', 'delete', 'replace', 'move'),
        path,
        path,
        some,
        (type, to, name, sent) => {
          const parts: Readonly<Record<string, Part[]>> = {
            add: [text('name', name), value(sent)],
            insert: [place('index', 0), value(sent)],
            replace: [value(sent)],
            move: [place('source', 0), place('destination', 1)],
          };
          try {
            expect(patched(person, operation(type, to, ...(parts[type] ?? [])))).toBeTypeOf('object');
          } catch (problem) {
            expect(problem).toBeInstanceOf(FhirFailure);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
