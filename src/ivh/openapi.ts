// The OpenAPI 3.1 document of the concept API, made from the routes and their schemas. https://spec.openapis.org/oas/v3.1.0
import * as z from 'zod';
import type { ConceptRoute } from './route.ts';
import { conceptRoutes } from './routes.ts';

type Schema = Record<string, unknown>;

const problem: Schema = {
  type: 'object',
  description: 'Problem details (RFC 9457)',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', examples: ['https://vroegdossier.nl/problems/business-rule'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and what would be right' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'The field at fault' },
          message: { type: 'string' },
          code: { type: 'string', description: 'FHIR issue type' },
        },
      },
    },
  },
};

const problems: Readonly<Record<string, string>> = {
  '400': 'Not JSON, or an unknown parameter',
  '401': 'No valid access token',
  '403': 'The token’s scope or the policy does not allow this',
  '404': 'Not there, or not for this client',
  '409': 'A duplicate, or a step that is not possible from the present state',
  '412': 'Changed by someone else meanwhile: read again and repeat',
  '422': 'A field is wrong, or a rule of Integrale Vroeghulp does not allow it',
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const tagOf = (route: ConceptRoute): string => route.path.split('/')[2] ?? '';

export function openApi(publicUrl: string, routes: readonly ConceptRoute[] = conceptRoutes): Schema {
  const components: Record<string, unknown> = { Problem: problem };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operation = { [route.method.toLowerCase()]: operationOf(route, components) };
    paths[route.path] = { ...paths[route.path], ...operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vroegdossier concept API',
      version: '1',
      description:
        'Integrale Vroeghulp in its own words; every call is mapped to FHIR R4 resources of the same file (see docs/mapping.md).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ smart: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      responses: Object.fromEntries(
        Object.entries(problems).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { 'application/problem+json': { schema: reference('Problem') } } },
        ]),
      ),
      securitySchemes: {
        smart: {
          type: 'oauth2',
          description: 'SMART Backend Services: private_key_jwt at the token address',
          flows: { clientCredentials: { tokenUrl: `${publicUrl}/auth/token`, scopes: {} } },
        },
      },
    },
  };
}

function operationOf(route: ConceptRoute, components: Record<string, unknown>): Schema {
  const body = route.body && {
    required: true,
    content: {
      'application/json': {
        schema: schemaOf(route.body, 'input', components),
        ...(route.example === undefined ? {} : { example: route.example }),
      },
    },
  };
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [tagOf(route)],
    parameters: [...pathParameters(route.path), ...queryParameters(route, components)],
    ...(body ? { requestBody: body } : {}),
    responses: {
      [String(route.status)]: {
        description: route.status === 201 ? 'Recorded' : 'As asked',
        content: { 'application/json': { schema: schemaOf(route.answer, 'output', components) } },
      },
      ...Object.fromEntries(
        Object.keys(problems).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

const pathParameters = (path: string): Schema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' },
  }));

function queryParameters(route: ConceptRoute, components: Record<string, unknown>): Schema[] {
  if (route.query === undefined) return [];
  const schema = schemaOf(route.query, 'input', components);
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(asObject(schema.properties)).map(([name, each]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: each,
  }));
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Named schemas (`.meta({ id })`) go to the components; what is left refers to them. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Record<string, unknown>): Schema {
  const { $schema, $defs, ...json } = asObject(
    z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => exampleList(jsonSchema),
    }),
  );
  for (const [name, named] of Object.entries(asObject(relinked($defs)))) {
    const { id, ...own } = asObject(named);
    components[name] = own;
  }
  const { id, ...own } = asObject(relinked(json));
  if (typeof id !== 'string') return own;
  components[id] = own;
  return reference(id);
}

/** JSON Schema 2020-12 has `examples` where OpenAPI 3.0 had `example`. */
function exampleList(schema: { example?: unknown; examples?: unknown[] }): void {
  if (schema.example === undefined) return;
  schema.examples = [schema.example];
  delete schema.example;
}

function relinked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relinked);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === '$ref' && typeof each === 'string'
      ? each.replace('#/$defs/', '#/components/schemas/')
      : relinked(each),
  ]);
  return Object.fromEntries(entries);
}
