// No code of anyone else's is invented, and our own are used as they are defined.
import { describe, expect, test } from 'vitest';
import {
  codeSystems,
  conceptMaps,
  definitions,
  invalidExamples,
  terminology,
  validExamples,
  valueSets,
} from './generated-files.ts';

const ours = 'https://vroegdossier.nl/fhir/CodeSystem/';

/** Codes read in the issuer's own published files; nothing joins this list on hearsay. */
const verified = new Set([
  'http://snomed.info/sct|135411000146103',
  'http://snomed.info/sct|768821004',
  'http://snomed.info/sct|768832004',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|01.015',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|01.019',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|01.042',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|01.070',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|04.000',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|90.000',
  'http://fhir.nl/fhir/NamingSystem/uzi-rolcode|91.000',
  'http://nictiz.nl/fhir/NamingSystem/organization-type|JGZ',
  'http://nictiz.nl/fhir/NamingSystem/organization-type|V4',
  'http://nictiz.nl/fhir/NamingSystem/organization-type|Z3',
  'urn:oid:2.16.840.1.113883.2.4.4.40.267|823',
]);

/** Lists of languages, whose codes are the language tags themselves. */
const languages = new Set(['urn:ietf:bcp:47', 'urn:oid:1.0.639.1']);

/** Invented senders' own systems. */
const isExample = (system: string): boolean => /^https:\/\/[a-z]+\.example\//.test(system);

interface UsedCode {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { ...value };
  for (const child of Object.values(value)) yield* objectsIn(child);
}

function codesUsedIn(value: unknown): UsedCode[] {
  return [...objectsIn(value)].flatMap(({ system, code, display }) => {
    if (typeof system !== 'string' || typeof code !== 'string') return [];
    return [{ system, code, display: typeof display === 'string' ? display : undefined }];
  });
}

function codesMappedTo(): UsedCode[] {
  return conceptMaps.flatMap(({ group }) =>
    (group ?? []).flatMap(({ target = '', element }) =>
      element.flatMap((one) => (one.target ?? []).map(({ code = '' }) => ({ system: target, code }))),
    ),
  );
}

const inExamples = [...validExamples.values(), ...invalidExamples.values()].flatMap(codesUsedIn);
const used = [...inExamples, ...definitions.flatMap(codesUsedIn), ...codesMappedTo()];

describe('codes of others', () => {
  test('every one that is used was verified', () => {
    const others = used.filter(
      ({ system }) =>
        !system.startsWith(ours) &&
        !system.startsWith('http://terminology.hl7.org/') &&
        !languages.has(system) &&
        !isExample(system),
    );
    expect(
      others.map(({ system, code }) => `${system}|${code}`).filter((code) => !verified.has(code)),
    ).toEqual([]);
  });

  test('every verified one is used', () => {
    expect([...verified].filter((code) => !used.some((one) => `${one.system}|${one.code}` === code))).toEqual(
      [],
    );
  });
});

describe('codes of ours', () => {
  const displays = new Map(
    codeSystems.flatMap(({ url, concept }) =>
      (concept ?? []).map((one) => [`${url}|${one.code}`, one.display]),
    ),
  );

  test('the valid examples use defined ones, with the display of the definition', () => {
    const wrong = [...validExamples.values()]
      .flatMap(codesUsedIn)
      .filter(({ system }) => system.startsWith(ours))
      .filter(({ system, code, display }) => {
        const right = displays.get(`${system}|${code}`);
        return right === undefined || (display !== undefined && display !== right);
      });
    expect(wrong).toEqual([]);
  });

  test('each has a display and a definition', () => {
    const concepts = codeSystems.flatMap(({ concept }) => concept ?? []);
    expect(concepts.length).toBeGreaterThan(0);
    expect(concepts.filter(({ display, definition }) => !display || !definition)).toEqual([]);
  });

  test('each code system has a value set of the same name that holds all of it', () => {
    const includes = new Map(valueSets.map(({ id, compose }) => [id, compose?.include]));
    for (const { id, url } of codeSystems) expect(includes.get(id)).toEqual([{ system: url }]);
  });

  test('the mapped roles exist', () => {
    const mapped = conceptMaps.flatMap(({ group }) =>
      (group ?? []).flatMap(({ source, element }) => element.map(({ code }) => `${source}|${code}`)),
    );
    expect(mapped.filter((code) => !displays.has(code))).toEqual([]);
  });
});

test('every definition is a draft of version 0.1.0 under the canonical base', () => {
  const all = [...definitions, ...terminology].map(({ url, status, version }) => ({
    base: url?.slice(0, 28),
    status,
    version,
  }));
  expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify({ base: 'https://vroegdossier.nl/fhir', status: 'draft', version: '0.1.0' })]),
  );
});

test('every BSN in the examples passes the eleven test', () => {
  const numbers = [...validExamples.values(), ...invalidExamples.values()]
    .flatMap((resource) => [...objectsIn(resource)])
    .filter(({ system }) => system === 'http://fhir.nl/fhir/NamingSystem/bsn')
    .map(({ value }) => String(value));
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers.filter((number) => !passesElevenTest(number))).toEqual([]);
});

function passesElevenTest(bsn: string): boolean {
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(bsn[index]), 0);
  return /^\d{9}$/.test(bsn) && sum % 11 === 0;
}
