import { describe, expect, it } from 'vitest';
import { routeOf } from '../../src/edge/log.ts';
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

  it.each(conceptRoutes.map(({ path }) => path))('keeps every word of %s', (path) => {
    expect(routeOf(path)).toBe(path.replaceAll(/\{[^}]+\}/g, ':id'));
  });
});
