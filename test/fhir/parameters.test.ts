import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../src/fhir/failure.ts';
import { type OperationInput, readParameters } from '../../src/fhir/parameters.ts';

const table = {
  url: 'uri',
  count: 'integer',
  isActive: 'boolean',
  coding: 'Coding',
  resource: 'Resource',
  property: { many: 'code' },
} as const;

const body = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });
const read = ({ query = [], ...more }: Partial<OperationInput>) => readParameters(table, { query, ...more });

function refusalOf(input: Partial<OperationInput>) {
  try {
    read(input);
  } catch (problem) {
    if (problem instanceof FhirFailure) return { kind: problem.kind, ...problem.issues[0] };
    throw problem;
  }
  return undefined;
}

describe('parameters of an operation', () => {
  it('are read from the URL by their kind', () => {
    const query = [
      ['url', 'urn:x'],
      ['count', '7'],
      ['isActive', 'false'],
      ['property', 'a'],
      ['property', 'b'],
    ] as const;
    expect(read({ query })).toEqual({ url: 'urn:x', count: 7, isActive: false, property: ['a', 'b'] });
  });

  it('are read from a Parameters resource, beside those of the URL', () => {
    const sent = body(
      { name: 'url', valueCanonical: 'urn:x' },
      { name: 'coding', valueCoding: { code: 'a' } },
      { name: 'resource', resource: { resourceType: 'Patient' } },
      { name: 'property', valueCode: 'b' },
    );
    expect(read({ query: [['property', 'a']], body: sent })).toEqual({
      url: 'urn:x',
      coding: { code: 'a' },
      resource: { resourceType: 'Patient' },
      property: ['a', 'b'],
    });
  });

  it('are none where none are given', () => {
    expect(read({})).toEqual({});
    expect(read({ body: { resourceType: 'Parameters' } })).toEqual({});
  });

  it.each([
    ['unknown in the URL', { query: [['colour', 'red']] as const }, 'colour', undefined],
    [
      'unknown in the body',
      { body: body({ name: 'colour', valueString: 'red' }) },
      'colour',
      'Parameters.parameter[0]',
    ],
    ['named as what every object has', { query: [['toString', 'x']] as const }, 'toString', undefined],
    [
      'given twice',
      {
        query: [
          ['url', 'a'],
          ['url', 'b'],
        ] as const,
      },
      'url',
      undefined,
    ],
    [
      'given in URL and body',
      { query: [['url', 'a']] as const, body: body({ name: 'url', valueUri: 'b' }) },
      'url',
      'Parameters.parameter[0]',
    ],
    [
      'of another kind',
      { body: body({ name: 'count', valueString: '7' }) },
      'count',
      'Parameters.parameter[0]',
    ],
    ['without a value', { body: body({ name: 'url' }) }, 'url', 'Parameters.parameter[0]'],
    ['empty', { query: [['url', '']] as const }, 'url', undefined],
    ['no number', { query: [['count', '7.5']] as const }, 'count', undefined],
    ['too complex for a URL', { query: [['coding', 'a|b']] as const }, 'coding', undefined],
  ])('are refused when %s', (_, input, parameter, expression) => {
    expect(refusalOf(input)).toMatchObject({ kind: 'bad-parameter', parameter, expression });
  });

  it('are refused in a body that is no Parameters resource', () => {
    for (const sent of [null, 7, [], { resourceType: 'Patient' }])
      expect(refusalOf({ body: sent })).toMatchObject({ kind: 'syntax', expression: 'resourceType' });
  });
});
