import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonExactly } from '../../src/fhir/exact-json.ts';
import { envelopeTypes, storedTypes } from '../../src/profiles/served.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { brokenResources } from './broken-resources.ts';
import { validResources } from './valid-resources.ts';

const validator = createValidator();

describe('accepts', () => {
  test.each(Object.entries(validResources))('%s', (_title, resource) => {
    expect(validator.validate(resource)).toEqual({ errors: [], warnings: [] });
  });

  test('something of every served type', () => {
    const types = new Set(Object.values(validResources).map(({ resourceType }) => resourceType));
    expect([...storedTypes, ...envelopeTypes].filter((type) => !types.has(type))).toEqual([]);
  });

  test('a property that is undefined as one that is absent', () => {
    expect(validator.validate({ resourceType: 'Patient', birthDate: undefined }).errors).toEqual([]);
  });
});

describe('refuses, with one issue in the right place,', () => {
  test.each(Object.entries(brokenResources))('%s', (_title, { resource, expression, code }) => {
    const { errors } = validator.validate(resource);
    expect(errors.map((issue) => ({ code: issue.code, expression: issue.expression }))).toEqual([
      { code, expression },
    ]);
  });

  test.each(Object.entries(brokenResources))('%s, saying what would be right', (_title, { resource }) => {
    const [issue] = validator.validate(resource).errors;
    expect(issue?.text).toMatch(/right would be|is required|at most|: .+|needs/);
  });
});

test('a whole number written with a point is refused, a decimal is not', () => {
  const read = (birth: string, amount: string): unknown =>
    parseJsonExactly(
      `{"resourceType":"Patient","multipleBirthInteger":${birth},"extension":[{"url":"urn:x","valueDecimal":${amount}}]}`,
    );
  expect(validator.validate(read('2', '2.0')).errors).toEqual([]);
  expect(validator.validate(read('2.0', '2')).errors).toMatchObject([
    { expression: 'Patient.multipleBirth' },
  ]);
  expect(validator.validate(read('2e0', '1e2')).errors).toHaveLength(1);
  expect(validator.validate(read('2', `1.${'0'.repeat(100)}`)).errors).toMatchObject([
    { expression: 'Patient.extension[0].value' },
  ]);
});

describe('a Bundle that is to be stored', () => {
  test('is a document', () => {
    expect(validator.validate(validResources['Bundle of a document'], { stored: true })).toEqual({
      errors: [],
      warnings: [],
    });
  });

  test.each([
    ['batch', 'POST [base]'],
    ['transaction', 'POST [base]'],
    ['searchset', 'as a transaction'],
    ['collection', 'as a transaction'],
    ['history', 'as a transaction'],
    ['message', 'not processed'],
  ])('is refused as %s, with what to do instead', (type, right) => {
    const { errors } = validator.validate({ resourceType: 'Bundle', type }, { stored: true });
    const found = errors.find(({ expression }) => expression === 'Bundle.type');
    expect(found).toMatchObject({ severity: 'error', code: 'not-supported' });
    expect(found?.text).toContain(right);
  });

  test('is told what its Composition refers to and it does not hold', () => {
    const document = validResources['Bundle of a document'];
    const entry = Array.isArray(document?.entry) ? document.entry.slice(0, 2) : [];
    const { errors, warnings } = validator.validate({ ...document, entry }, { stored: true });
    expect(errors).toEqual([]);
    expect(warnings.map(({ expression }) => expression)).toEqual([
      'Bundle.entry[0].resource.author[0].reference',
      'Bundle.entry[0].resource.attester[0].party.reference',
      'Bundle.entry[0].resource.section[1].entry[0].reference',
    ]);
  });
});

describe('an element nobody knows', () => {
  test.each([
    ['birthdate', 'birthDate'],
    ['adress', 'address'],
    ['telcom', 'telecom'],
    ['Gender', 'gender'],
    ['managing_organization', 'managingOrganization'],
    ['_birtDate', 'birthDate'],
  ])('%s is answered with %s', (given, meant) => {
    const { errors } = validator.validate({ resourceType: 'Patient', [given]: 'x' });
    expect(errors[0]?.text).toContain(`right would be ${meant} or another element of Patient`);
  });

  test('that is like nothing is answered without a guess', () => {
    const { errors } = validator.validate({ resourceType: 'Patient', lievelingskleur: 'x' });
    expect(errors[0]?.text).toContain('right would be an element of Patient, or an extension');
  });

  test('as type is answered with the type that was meant', () => {
    expect(validator.validate({ resourceType: 'Pateint' }).errors[0]?.text).toContain(
      'right would be Patient',
    );
    expect(validator.validate({ resourceType: 'Kind' }).errors[0]?.text).toContain('the name of an R4');
  });
});

describe('a report', () => {
  test('names everything wrong at once', () => {
    const { errors } = validator.validate({
      resourceType: 'Patient',
      gender: 'V',
      birthDate: '2024-02-30',
      naam: 'Noor',
      contact: [{ gender: 'female' }],
    });
    expect(errors.map(({ expression }) => expression)).toEqual([
      'Patient.gender',
      'Patient.birthDate',
      'Patient.naam',
      'Patient.contact[0]',
    ]);
  });

  test('lists the codes that would be right', () => {
    const { errors } = validator.validate({ resourceType: 'Patient', gender: 'V' });
    expect(errors[0]?.text).toBe(
      "Patient.gender 'V' is not allowed; right would be one of male, female, other, unknown",
    );
  });

  test('does not repeat what may tell who a person is', () => {
    const system = 'http://fhir.nl/fhir/NamingSystem/bsn';
    const { errors } = validator.validate({
      resourceType: 'Patient',
      identifier: [{ system, value: '111222334' }],
      birthDate: '30-02-2021',
    });
    expect(JSON.stringify(errors)).not.toMatch(/111222334|30-02-2021/);
  });

  test('stays small however much is wrong', () => {
    const name = Array.from({ length: 10_000 }, () => ({ family: '' }));
    const { errors } = validator.validate({ resourceType: 'Patient', name });
    expect(errors.length).toBe(201);
    expect(errors.at(-1)?.text).toMatch(/first 200/);
  });
});

test('whatever a sender puts in place of any part, the answer is a report and never a crash', () => {
  const places = Object.values(validResources).flatMap((resource) =>
    pathsIn(resource).map((path) => ({ resource, path })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), ({ resource, path }, junk) => {
      const { errors } = validator.validate(replaced(resource, path, junk));
      return errors.every(({ text, code }) => text !== '' && code !== 'exception');
    }),
    { numRuns: 3000 },
  );
});

test('an array of hundreds of thousands of values does not exhaust the stack', () => {
  const given = Array.from({ length: 300_000 }, () => null);
  expect(validator.validate({ resourceType: 'Patient', name: [{ given }] }).errors[0]?.code).toBe(
    'structure',
  );
});

test('a bundle of a thousand entries takes well under a second', () => {
  const entry = Array.from({ length: 1000 }, (_, index) => ({
    fullUrl: `https://example.org/fhir/Patient/${index}`,
    resource: { ...validResources['Patient with a Dutch name, address and BSN'], id: String(index) },
    request: { method: 'PUT', url: `Patient/${index}` },
  }));
  const start = performance.now();
  expect(validator.validate({ resourceType: 'Bundle', type: 'transaction', entry }).errors).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});

function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, child]) => pathsIn(child, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], junk: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return junk;
  const entries = Object.entries(value).map(([name, child]) => [
    name,
    name === key ? replaced(child, rest, junk) : child,
  ]);
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}
