import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { loadProfiles } from '../../src/profiles/profiles.ts';
import { createValidator } from '../../src/profiles/validate.ts';

const base = 'https://example.org/fhir/StructureDefinition/';

function profile(
  id: string,
  type: string,
  element: readonly Partial<ElementDefinition>[],
): StructureDefinition {
  const elements = [{ path: type, id: type }, ...element].map(
    (each): ElementDefinition => ({
      path: (each.id ?? type).replaceAll(/:[^.]+/g, ''),
      min: 0,
      max: '*',
      ...each,
    }),
  );
  return {
    resourceType: 'StructureDefinition',
    url: `${base}${id}`,
    name: id,
    status: 'active',
    kind: 'resource',
    abstract: false,
    type,
    derivation: 'constraint',
    snapshot: { element: elements },
  };
}

function faults(
  definition: StructureDefinition,
  resource: object,
  more: readonly StructureDefinition[] = [],
) {
  const validator = createValidator(loadProfiles([definition, ...more]));
  const claim = { resourceType: definition.type, meta: { profile: [definition.url] } };
  return validator
    .validate({ ...claim, ...resource })
    .errors.map(({ code, expression }) => [code, expression]);
}

const observation = { status: 'final', code: { text: 'x' } };

describe('a profile', () => {
  const named = profile('named', 'Patient', [
    { id: 'Patient.name', min: 1, max: '2' },
    { id: 'Patient.name.family', min: 1, max: '1' },
    { id: 'Patient.deceased[x]', max: '0', type: [{ code: 'boolean' }, { code: 'dateTime' }] },
  ]);

  test.each<[string, object, unknown]>([
    ['nothing when it is followed', { name: [{ family: 'x' }] }, []],
    ['an element it requires', {}, [['required', 'Patient.name']]],
    [
      'too many of an element',
      { name: [1, 2, 3].map(() => ({ family: 'x' })) },
      [['structure', 'Patient.name']],
    ],
    [
      'an element it requires in each',
      { name: [{ family: 'x' }, { text: 'x' }] },
      [['required', 'Patient.name[1].family']],
    ],
    [
      'nothing where a required primitive has only an extension',
      { name: [{ _family: { extension: [{ url: 'https://example.org/x', valueCode: 'x' }] } }] },
      [],
    ],
    [
      'an element it forbids',
      { name: [{ family: 'x' }], deceasedBoolean: false },
      [['structure', 'Patient.deceased']],
    ],
  ])('reports %s', (_title, resource, expected) => {
    expect(faults(named, resource)).toEqual(expected);
  });

  test('is held against when claimed with a version', () => {
    expect(faults(named, { meta: { profile: [`${named.url}|1.0`] } })).toEqual([
      ['required', 'Patient.name'],
    ]);
  });

  test('is not held against when profiles are left out', () => {
    const validator = createValidator(loadProfiles([named]));
    const claim = { resourceType: 'Patient', meta: { profile: [named.url] } };
    expect(validator.validate(claim, { profiles: false })).toEqual({ errors: [], warnings: [] });
  });

  test('of another type is refused', () => {
    const validator = createValidator(loadProfiles([named]));
    const { errors } = validator.validate({
      resourceType: 'Organization',
      name: 'x',
      meta: { profile: [named.url] },
    });
    expect(errors.map(({ expression }) => expression)).toEqual(['Organization.meta.profile[0]']);
  });

  test('named beside the resource is held against once, whether it is claimed or not', () => {
    const validator = createValidator(loadProfiles([named]));
    const expressions = (resource: object): (string | undefined)[] =>
      validator.validate(resource, { profiles: [named.url] }).errors.map(({ expression }) => expression);
    expect(expressions({ resourceType: 'Patient', gender: 'female' })).toEqual(['Patient.name']);
    expect(expressions({ resourceType: 'Patient', meta: { profile: [named.url] } })).toEqual([
      'Patient.name',
    ]);
    expect(expressions({ resourceType: 'Patient', name: [{ family: 'x' }] })).toEqual([]);
    expect(expressions({ resourceType: 'Organization', name: 'x' })).toEqual(['Organization']);
  });

  test('named beside the resource and not known is an error', () => {
    const validator = createValidator(loadProfiles([]));
    const { errors } = validator.validate(
      { resourceType: 'Patient', active: true },
      { profiles: [named.url] },
    );
    expect(errors).toMatchObject([{ code: 'not-found', expression: 'Patient' }]);
    expect(errors[0]?.text).toContain(named.url);
  });

  test('that is not known is a warning', () => {
    const validator = createValidator(loadProfiles([]));
    const { errors, warnings } = validator.validate({
      resourceType: 'Patient',
      meta: { profile: [named.url] },
    });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      {
        severity: 'warning',
        code: 'not-found',
        expression: 'Patient.meta.profile[0]',
        text: 'Patient.meta.profile[0] is a profile not known here; the resource was not held against it',
      },
    ]);
  });

  test('in a version that is not known is a warning that names the known one', () => {
    const validator = createValidator(loadProfiles([{ ...named, version: '1.0' }]));
    const held = (version: string) =>
      validator.validate({ resourceType: 'Patient', meta: { profile: [`${named.url}|${version}`] } });
    expect(held('1.0').errors).toHaveLength(1);
    expect(held('2.0')).toMatchObject({
      errors: [],
      warnings: [{ expression: 'Patient.meta.profile[0]', text: expect.stringContaining('version 1.0') }],
    });
  });

  test('of R4 itself is known, and refused on another type', () => {
    const validator = createValidator(loadProfiles([]));
    const held = (name: string) =>
      validator.validate({
        resourceType: 'Patient',
        meta: { profile: [`http://hl7.org/fhir/StructureDefinition/${name}`] },
      });
    expect(held('Patient')).toEqual({ errors: [], warnings: [] });
    expect(held('Resource')).toEqual({ errors: [], warnings: [] });
    expect(held('Task').errors.map(({ expression }) => expression)).toEqual(['Patient.meta.profile[0]']);
  });

  test('is held against in a bundle and where contained', () => {
    const validator = createValidator(
      loadProfiles({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: named }] }),
    );
    const claim = { resourceType: 'Patient', meta: { profile: [named.url] } };
    const observed = {
      resourceType: 'Observation',
      ...observation,
      contained: [{ ...claim, id: 'p' }],
      subject: { reference: '#p' },
    };
    const { errors } = validator.validate({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: claim }, { resource: observed }],
    });
    expect(errors.map(({ expression }) => expression)).toEqual([
      'Bundle.entry[0].resource.name',
      'Bundle.entry[1].resource.contained[0].name',
    ]);
  });
});

describe('a profile that narrows values', () => {
  const narrow = profile('narrow', 'Observation', [
    { id: 'Observation.status', min: 1, max: '1', fixedCode: 'final' },
    {
      id: 'Observation.code',
      min: 1,
      max: '1',
      patternCodeableConcept: { coding: [{ system: 'urn:s', code: 'c' }] },
    },
    { id: 'Observation.subject', max: '1', type: [{ code: 'Reference', targetProfile: [`${base}child`] }] },
    { id: 'Observation.value[x]', max: '1', type: [{ code: 'Quantity' }] },
    {
      id: 'Observation.note',
      constraint: [{ key: 'x-1', severity: 'error', human: 'Short', expression: 'text.length() < 5' }],
      type: [{ code: 'Annotation' }],
    },
  ]);
  const child = profile('child', 'Patient', []);
  const sound = {
    status: 'final',
    code: {
      coding: [
        { system: 'urn:t', code: 'd' },
        { system: 'urn:s', code: 'c', display: 'x' },
      ],
    },
  };

  test.each<[string, object, unknown]>([
    [
      'nothing when it is followed',
      { subject: { reference: 'Patient/1' }, valueQuantity: { value: 1 }, note: [{ text: 'kort' }] },
      [],
    ],
    ['another than the fixed value', { status: 'amended' }, [['value', 'Observation.status']]],
    [
      'what lacks the pattern',
      { code: { coding: [{ system: 'urn:s', code: 'd' }] } },
      [['value', 'Observation.code']],
    ],
    [
      'a reference to another type',
      { subject: { reference: 'Group/1' } },
      [['value', 'Observation.subject.reference']],
    ],
    [
      'a contained resource of another type',
      {
        subject: { reference: '#g' },
        contained: [{ resourceType: 'Group', id: 'g', type: 'person', actual: true }],
      },
      [['value', 'Observation.subject.reference']],
    ],
    ['another type of a choice', { valueString: 'x' }, [['structure', 'Observation.value']]],
    [
      'what breaks its constraint',
      { note: [{ text: 'kort' }, { text: 'te lang' }] },
      [['invariant', 'Observation.note[1]']],
    ],
  ])('reports %s', (_title, resource, expected) => {
    expect(faults(narrow, { ...sound, ...resource }, [child])).toEqual(expected);
  });
});

describe('slices', () => {
  const byValue = profile('by-value', 'Patient', [
    {
      id: 'Patient.identifier',
      slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'system' }] },
    },
    { id: 'Patient.identifier:bsn', sliceName: 'bsn', min: 1, max: '1' },
    { id: 'Patient.identifier:bsn.system', min: 1, max: '1', fixedUri: 'https://example.org/bsn' },
    { id: 'Patient.identifier:bsn.value', min: 1, max: '1' },
  ]);
  const closed = profile('closed', 'Observation', [
    {
      id: 'Observation.category',
      slicing: { rules: 'closed', discriminator: [{ type: 'pattern', path: 'coding.code' }] },
    },
    {
      id: 'Observation.category:a',
      sliceName: 'a',
      max: '1',
      patternCodeableConcept: { coding: [{ code: 'a' }] },
    },
  ]);
  const byType = profile('by-type', 'Observation', [
    {
      id: 'Observation.value[x]',
      max: '1',
      slicing: { rules: 'open', discriminator: [{ type: 'type', path: '$this' }] },
      type: [{ code: 'Quantity' }, { code: 'string' }],
    },
    {
      id: 'Observation.value[x]:valueQuantity',
      sliceName: 'valueQuantity',
      max: '1',
      type: [{ code: 'Quantity' }],
    },
    { id: 'Observation.value[x]:valueQuantity.code', min: 1, max: '1' },
  ]);
  const byPresence = profile('by-presence', 'Patient', [
    { id: 'Patient.name', slicing: { rules: 'open', discriminator: [{ type: 'exists', path: 'period' }] } },
    { id: 'Patient.name:former', sliceName: 'former', max: '1' },
    { id: 'Patient.name:former.period', min: 1, max: '1' },
  ]);
  const bsn = { system: 'https://example.org/bsn', value: '1' };

  test.each<[string, StructureDefinition, object, unknown]>([
    [
      'nothing when each is as it should be',
      byValue,
      { identifier: [{ system: 'urn:x', value: '2' }, bsn] },
      [],
    ],
    [
      'one that is missing',
      byValue,
      { identifier: [{ system: 'urn:x', value: '2' }] },
      [['required', 'Patient.identifier']],
    ],
    ['one that occurs too often', byValue, { identifier: [bsn, bsn] }, [['structure', 'Patient.identifier']]],
    [
      'what is missing inside one',
      byValue,
      { identifier: [{ system: 'urn:x' }, { system: bsn.system, use: 'usual' }] },
      [['required', 'Patient.identifier[1].value']],
    ],
    [
      'what fits none where they are closed',
      closed,
      { ...observation, category: [{ coding: [{ code: 'a' }] }, { coding: [{ code: 'b' }] }] },
      [['structure', 'Observation.category[1]']],
    ],
    ['nothing of a value of another type', byType, { ...observation, valueString: 'x' }, []],
    [
      'what is missing in a value of its type',
      byType,
      { ...observation, valueQuantity: { value: 1 } },
      [['required', 'Observation.value.code']],
    ],
    [
      'too many by the presence of an element',
      byPresence,
      {
        name: [{ text: 'a', period: { end: '2020' } }, { text: 'b', period: { end: '2021' } }, { text: 'c' }],
      },
      [['structure', 'Patient.name']],
    ],
  ])('report %s', (_title, definition, resource, expected) => {
    expect(faults(definition, resource)).toEqual(expected);
  });
});

describe('an extension', () => {
  const size = profile('size', 'Extension', [
    { id: 'Extension.url', min: 1, max: '1', fixedUri: `${base}size` },
    { id: 'Extension.value[x]', min: 1, max: '1', type: [{ code: 'integer' }] },
  ]);
  const sized = profile('sized', 'Patient', [
    { id: 'Patient.extension', slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'url' }] } },
    {
      id: 'Patient.extension:size',
      sliceName: 'size',
      min: 1,
      max: '1',
      type: [{ code: 'Extension', profile: [size.url] }],
    },
  ]);

  test('obeys its definition wherever it is used, claimed or not', () => {
    const validator = createValidator(loadProfiles([size]));
    const name = [{ extension: [{ url: size.url, valueString: 'x' }] }];
    const { errors } = validator.validate({ resourceType: 'Patient', name });
    expect(errors.map(({ expression }) => expression)).toEqual(['Patient.name[0].extension[0].value']);
  });

  test('is found by its url when a profile requires it', () => {
    const extension = [{ url: size.url, valueInteger: 1 }];
    expect(faults(sized, { extension }, [size])).toEqual([]);
    expect(faults(sized, {}, [size])).toEqual([['required', 'Patient.extension']]);
  });
});

describe('an extension with a definition', () => {
  const definition = (...context: string[]): StructureDefinition => ({
    ...profile('plaats', 'Extension', [{ id: 'Extension.value[x]', type: [{ code: 'string' }] }]),
    context: context.map((expression) => ({ type: 'element', expression })),
  });
  const extension = [{ url: `${base}plaats`, valueString: 'x' }];
  const request = { status: 'active', intent: 'order', subject: { reference: 'Patient/1' } };
  const misplaced = (contexts: string[], type: string, resource: object): (string | undefined)[] =>
    createValidator(loadProfiles([definition(...contexts)]))
      .validate({ resourceType: type, ...resource })
      .errors.map(({ expression }) => expression);

  test.each<[string[], string, object, string[]]>([
    [['Patient'], 'Patient', { extension }, []],
    [
      ['Patient'],
      'Patient',
      { contact: [{ name: { text: 'x' }, extension }] },
      ['Patient.contact[0].extension[0]'],
    ],
    [['Patient.contact'], 'Patient', { contact: [{ name: { text: 'x' }, extension }] }, []],
    [
      ['Patient', 'ServiceRequest.reasonCode'],
      'ServiceRequest',
      { ...request, reasonCode: [{ extension }] },
      [],
    ],
    [
      ['ServiceRequest.reasonCode'],
      'ServiceRequest',
      { ...request, extension },
      ['ServiceRequest.extension[0]'],
    ],
    [['Patient'], 'ServiceRequest', { ...request, extension }, ['ServiceRequest.extension[0]']],
    [['HumanName'], 'ServiceRequest', { ...request, extension }, []],
    [['Element'], 'Patient', { birthDate: '2020', _birthDate: { extension } }, []],
    [['Patient.birthDate'], 'Patient', { birthDate: '2020', _birthDate: { extension } }, []],
    [
      ['Patient'],
      'Patient',
      { birthDate: '2020', _birthDate: { extension } },
      ['Patient.birthDate.extension[0]'],
    ],
    [[], 'Patient', { extension }, []],
    [
      ['Patient'],
      'Bundle',
      { type: 'collection', entry: [{ resource: { resourceType: 'Patient', extension } }] },
      [],
    ],
  ])('for %j on a %s with %j is out of place at %j', (contexts, type, resource, expected) => {
    expect(misplaced(contexts, type, resource)).toEqual(expected);
  });
});

describe('a value set a profile requires', () => {
  const valueSet = 'https://example.org/fhir/ValueSet/v';
  const bound = profile('bound', 'Observation', [
    {
      id: 'Observation.code',
      min: 1,
      max: '1',
      type: [{ code: 'CodeableConcept' }],
      binding: { strength: 'required', valueSet },
    },
  ]);

  test('is enforced when its codes are at hand', () => {
    const source = loadProfiles(
      [bound],
      [
        {
          resourceType: 'ValueSet',
          url: valueSet,
          status: 'active',
          compose: { include: [{ system: 'urn:s', concept: [{ code: 'c' }] }] },
        },
      ],
    );
    const claim = { resourceType: 'Observation', status: 'final', meta: { profile: [bound.url] } };
    const { validate } = createValidator(source);
    expect(validate({ ...claim, code: { coding: [{ system: 'urn:s', code: 'c' }] } }).errors).toEqual([]);
    expect(validate({ ...claim, code: { text: 'c' } }).errors).toEqual([
      {
        severity: 'error',
        code: 'code-invalid',
        expression: 'Observation.code',
        text: 'Observation.code has no code the profile allows; right would be a coding of one of c (system urn:s)',
      },
    ]);
  });

  test('is named as not enforced when they are not', () => {
    expect(loadProfiles([bound]).unlisted).toEqual({ [valueSet]: `value set ${valueSet} is not at hand` });
  });
});

describe('loading refuses a profile it could only half enforce:', () => {
  test('one without snapshot', () => {
    expect(() => loadProfiles([{ ...profile('bare', 'Patient', []), snapshot: undefined }])).toThrow(
      /no snapshot/,
    );
  });

  test('one that slices by what only FHIRPath can find', () => {
    const slicing = {
      rules: 'open' as const,
      discriminator: [{ type: 'value' as const, path: "extension('x')" }],
    };
    const sliced = profile('sliced', 'CareTeam', [{ id: 'CareTeam.participant', slicing }]);
    expect(() => loadProfiles([sliced])).toThrow(/CareTeam.participant by value extension\('x'\)/);
  });

  test('one with a constraint that the FHIRPath engine answers with nothing', () => {
    const constraint: ElementDefinition['constraint'] = [
      { key: 'x-1', severity: 'error', human: 'x', expression: 'descendants().empty()' },
    ];
    expect(() => loadProfiles([profile('deep', 'Patient', [{ id: 'Patient.name', constraint }])])).toThrow(
      /x-1 needs descendants/,
    );
  });
});
