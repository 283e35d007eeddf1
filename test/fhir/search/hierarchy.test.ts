import type {
  Encounter,
  HealthcareService,
  Location,
  Organization,
  QuestionnaireResponse,
  Resource,
} from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, needsSurroundings, type Surroundings } from '../../../src/fhir/search/match.ts';
import { base, type Case, finds, parse } from './asking.ts';

const place = (id: string, partOf?: string): Location => ({
  resourceType: 'Location',
  id,
  partOf: partOf === undefined ? undefined : { reference: partOf },
});
const places: Resource[] = [
  place('huis'),
  place('vleugel', 'Location/huis'),
  place('kamer', `${base}/Location/vleugel`),
  place('elders'),
  place('a', 'Location/b'),
  place('b', 'Location/a'),
  { resourceType: 'Organization', id: 'top' },
  { resourceType: 'Organization', id: 'team', partOf: { reference: 'Organization/top' } },
];
const surroundings: Surroundings = {
  resolve: (reference) => places.find(({ resourceType, id }) => reference === `${resourceType}/${id}`),
};
const at = (location: string): Encounter => ({
  resourceType: 'Encounter',
  status: 'planned',
  class: {},
  location: [{ location: { reference: location } }],
});

describe('a reference into a hierarchy', () => {
  test.each<[string, string, boolean]>([
    ['Location/kamer', 'location:below=Location/kamer', true],
    ['Location/kamer', 'location:below=vleugel', true],
    ['Location/kamer', 'location:below=Location/huis', true],
    [`${base}/Location/kamer`, `location:below=${base}/Location/huis`, true],
    ['Location/kamer', 'location:below=Location/elders', false],
    ['Location/kamer', 'location:below=Location/elders,Location/huis', true],
    ['Location/huis', 'location:below=Location/kamer', false],
    ['Location/huis', 'location:above=Location/kamer', true],
    ['Location/kamer', 'location:above=Location/kamer', true],
    ['Location/kamer', 'location:above=Location/huis', false],
    ['Location/a', 'location:below=Location/b', true],
    ['Location/a', 'location:below=Location/huis', false],
    ['Location/weg', 'location:below=Location/weg', true],
    ['Location/weg', 'location:below=Location/huis', false],
  ])('to %s is found by %s: %s', (location, query, found) => {
    expect(matches(at(location), parse('Encounter', query), surroundings)).toBe(found);
  });

  test('goes along organisations, also from one itself and down a chain', () => {
    const service: HealthcareService = {
      resourceType: 'HealthcareService',
      id: 's',
      providedBy: { reference: 'Organization/team' },
    };
    const team: Organization = {
      resourceType: 'Organization',
      id: 'team',
      partOf: { reference: 'Organization/top' },
    };
    expect(finds(service, 'organization:below=Organization/top', surroundings)).toBe(true);
    expect(finds(service, 'organization.partof:below=Organization/top', surroundings)).toBe(true);
    expect(finds(team, 'partof:below=top', surroundings)).toBe(true);
    expect(finds(team, 'partof:above=team', surroundings)).toBe(true);
  });

  test('needs the other resources', () => {
    expect(needsSurroundings(parse('Encounter', 'location:below=x'))).toBe(true);
    expect(() => parse('Encounter', 'location:below=x', { canFollow: false })).toThrow('not offered');
  });

  test('agrees with a walk up the tree', () => {
    const size = 8;
    const tree = fc.tuple(...Array.from({ length: size }, (_, n) => fc.option(fc.nat(Math.max(0, n - 1)))));
    fc.assert(
      fc.property(tree, fc.nat(size - 1), fc.nat(size - 1), (parents, one, other) => {
        const parentOf = (n: number): number | undefined => (n === 0 ? undefined : (parents[n] ?? undefined));
        const up = (n: number): number[] => {
          const parent = parentOf(n);
          return parent === undefined ? [n] : [n, ...up(parent)];
        };
        const all = parents.map((_, n) => {
          const parent = parentOf(n);
          return place(`l${n}`, parent === undefined ? undefined : `Location/l${parent}`);
        });
        const around: Surroundings = { resolve: (text) => all.find(({ id }) => text === `Location/${id}`) };
        const found = (query: string): boolean => finds(at(`Location/l${one}`), query, around);
        expect(found(`location:below=l${other}`)).toBe(up(one).includes(other));
        expect(found(`location:above=l${other}`)).toBe(up(other).includes(one));
      }),
    );
  });
});

describe('a canonical with a version', () => {
  const url = 'https://example.org/Questionnaire/q';
  const response = (questionnaire: string): QuestionnaireResponse => ({
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire,
  });
  test.each([
    [`questionnaire:below=${url}|1`, true],
    [`questionnaire:below=${url}|1.2`, true],
    [`questionnaire:below=${url}|1.2.3`, true],
    [`questionnaire:below=${url}`, true],
    [`questionnaire:below=${url}|1.20`, false],
    [`questionnaire:below=${url}|1.2.3.4`, false],
    [`questionnaire:below=${url}x|1`, false],
    [`questionnaire:above=${url}|1.2.3.4`, true],
    [`questionnaire:above=${url}|1.2.3`, true],
    [`questionnaire:above=${url}|1.2`, false],
    [`questionnaire:above=${url}`, false],
  ] satisfies Case[])('of 1.2.3 is found by %s: %s', (query, found) => {
    expect(finds(response(`${url}|1.2.3`), query)).toBe(found);
  });

  test('is below one without, and never the other way', () => {
    expect(finds(response(url), `questionnaire:above=${url}|1`)).toBe(true);
    expect(finds(response(url), `questionnaire:below=${url}|1`)).toBe(false);
  });
});
