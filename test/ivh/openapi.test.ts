import { describe, expect, it } from 'vitest';
import { routes as doors } from '../../src/doors.ts';
import { openApi } from '../../src/ivh/openapi.ts';
import { conceptRoutes } from '../../src/ivh/routes.ts';

const document = JSON.parse(JSON.stringify(openApi('https://dossier.voorbeeld.nl')));

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string }[];
  readonly responses: Record<string, unknown>;
  readonly requestBody?: { content: { 'application/json': { example?: unknown } } };
}
const paths: Record<string, Record<string, Operation>> = document.paths;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function everyRef(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(everyRef);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : everyRef(each),
  );
}

const resolves = (ref: string): boolean =>
  ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((at, part) => Object.entries(at ?? {}).find(([key]) => key === part)?.[1], document) !==
  undefined;

describe('the OpenAPI document', () => {
  it('is version 3.1 and says how to get in', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.securitySchemes.smart.flows.clientCredentials.tokenUrl).toBe(
      'https://dossier.voorbeeld.nl/auth/token',
    );
    expect(document.security).toEqual([{ smart: [] }]);
  });

  it('has every route and no other', () => {
    const told = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(told.toSorted()).toEqual(conceptRoutes.map((route) => `${route.method} ${route.path}`).toSorted());
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('resolves every reference', () => {
    const refs = everyRef(document);
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => !resolves(ref))).toEqual([]);
  });

  it('has no component that is only a reference to itself', () => {
    const hollow = Object.entries<Record<string, unknown>>(document.components.schemas).filter(
      ([name, schema]) => schema.$ref === `#/components/schemas/${name}`,
    );
    expect(hollow).toEqual([]);
  });

  it.each(operations)('$method $path declares its parameters and problem details', ({ path, operation }) => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters.filter((each) => each.in === 'path').map((each) => each.name);
    expect(declared).toEqual(named);
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '404', '422']));
  });

  it('refuses unknown fields in every body it takes', () => {
    expect(document.components.schemas.Referral.additionalProperties).toBe(false);
    expect(document.components.schemas.Child.additionalProperties).toBe(false);
  });
});

describe('the routes', () => {
  it('have examples that their own schemas take', () => {
    const examples = conceptRoutes.filter((route) => route.example !== undefined);
    expect(examples.length).toBeGreaterThan(10);
    for (const route of examples)
      expect(route.body?.safeParse(route.example).error, route.id).toBeUndefined();
  });

  it('all lie behind a door', () => {
    const open = doors
      .filter((each) => each.path.startsWith('/ivh/'))
      .map((each) => each.path.replace('/{proxy+}', ''));
    for (const route of conceptRoutes) {
      expect(
        open.some((prefix) => route.path === prefix || route.path.startsWith(`${prefix}/`)),
        route.path,
      ).toBe(true);
    }
  });
});
