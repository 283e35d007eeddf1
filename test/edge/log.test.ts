import { describe, expect, it } from 'vitest';
import { routes } from '../../src/doors.ts';
import { routeOf } from '../../src/edge/log.ts';
import { operations } from '../../src/interactions/operations.ts';
import { conceptRoutes } from '../../src/ivh/routes.ts';

describe('the route in a log line', () => {
  it.each([
    ['/fhir/Patient/alex', '/fhir/Patient/:id'],
    ['/fhir/Patient/alex/_history/2', '/fhir/Patient/:id/_history/:id'],
    ['/fhir/Patient/1/$everything', '/fhir/Patient/:id/$everything'],
    ['/fhir/Jansen', '/fhir/:id'],
    ['/fhir/Patient/$geheim', '/fhir/Patient/:id'],
    ['/ivh/referrals/jansen/accept', '/ivh/referrals/:id/accept'],
    ['/', '/'],
  ])('of %s is %s', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });

  it.each(operations.map(({ name }) => name))('keeps the name of the operation $%s', (name) => {
    expect(routeOf(`/fhir/Patient/1/$${name}`)).toBe(`/fhir/Patient/:id/$${name}`);
  });

  it.each(routes.map(({ path }) => path.replace('/{proxy+}', '')))(
    'keeps every word of the door %s',
    (path) => {
      expect(routeOf(path)).toBe(path);
    },
  );

  it.each(conceptRoutes.map(({ path }) => path))('keeps every word of %s', (path) => {
    expect(routeOf(path)).toBe(path.replaceAll(/\{[^}]+\}/g, ':id'));
  });
});
