// Serves the concept API's routes of one door: match, parse by the route's schemas, handle, answer JSON.
import type * as z from 'zod';
import type { Door } from '../doors.ts';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import type { ConceptRoute } from '../ivh/route.ts';
import { admit } from './admit.ts';
import type { App } from './app.ts';
import { needJson } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { jsonBody } from './json-body.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import { problemDetails } from './problem.ts';

export const conceptDoor = (door: Door, routes: readonly ConceptRoute[], app: App): LambdaHandler =>
  lambdaDoor({
    door,
    log: app.log,
    exit: problemDetails,
    serve: (request) => serveConcept(app, routes, request),
  });

async function serveConcept(
  app: App,
  routes: readonly ConceptRoute[],
  request: HttpRequest,
): Promise<HttpResponse> {
  const caller = await admit(app, request);
  needJson(request);
  const { route, params } = findRoute(routes, request);
  const context = app.contextFor(caller, request);
  try {
    const answer = await route.handle(context, {
      params,
      query: parseQuery(route, request.query),
      body: route.body ? parsed(route.body, jsonBody(request), '') : undefined,
    });
    await context.dossier.settle();
    return {
      status: route.status,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(answer),
    };
  } catch (problem) {
    await context.dossier.refuse(request, problem);
    await context.dossier.settle(problem);
    throw problem;
  }
}

function findRoute(
  routes: readonly ConceptRoute[],
  request: HttpRequest,
): { route: ConceptRoute; params: Record<string, string> } {
  const segments = request.path.split('/').filter((part) => part !== '');
  const fitting = routes.flatMap((route) => {
    const params = paramsOf(route.path, segments);
    return params ? [{ route, params }] : [];
  });
  if (fitting.length === 0)
    throw new FhirFailure('not-found', 'There is no such address; see /openapi.json.');
  const found = fitting.find(({ route }) => route.method === request.method);
  if (found) return found;
  const allow = fitting.map(({ route }) => route.method);
  throw new FhirFailure(
    'method-not-allowed',
    `${request.method} is not served here; use ${allow.join(', ')}.`,
    { allow },
  );
}

function paramsOf(path: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (!/^[A-Za-z0-9\-.]{1,64}$/.test(segment)) return undefined;
      params[part.slice(1, -1)] = segment;
    } else if (part !== segment) return undefined;
  }
  return params;
}

function parseQuery(route: ConceptRoute, query: HttpRequest['query']): unknown {
  const repeated = query.find(([name], index) => query.findIndex(([other]) => other === name) !== index);
  if (repeated)
    throw new FhirFailure('bad-parameter', [{ text: 'Give this parameter once.', expression: repeated[0] }]);
  const [unknown] = query;
  if (!route.query) {
    if (unknown)
      throw new FhirFailure('bad-parameter', [
        { text: 'This address takes no parameters.', expression: unknown[0] },
      ]);
    return {};
  }
  return parsed(route.query, Object.fromEntries(query), 'bad-parameter');
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, kind: 'bad-parameter' | ''): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => {
    const fields = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return fields.map((field): Issue => {
      const path = field === undefined ? issue.path : [...issue.path, field];
      return { text: issue.message, expression: path.map(String).join('.') || undefined };
    });
  });
  throw new FhirFailure(kind || 'invalid', issues);
}
