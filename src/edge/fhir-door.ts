// The door of every FHIR request: who asks, which formats, which interaction, durable audit, answer.

import type { App } from './app.ts';
import { dispatch } from './fhir-dispatch.ts';
import { fhirFailures, fhirJson } from './fhir-failures.ts';
import { fhirRequestOf } from './fhir-request.ts';
import { needJson } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { LambdaHandler } from './lambda.ts';
import { lambdaDoor } from './lambda.ts';

export const fhirDoor = (app: App): LambdaHandler =>
  lambdaDoor({ door: 'fhir', log: app.log, exit: fhirFailures, serve: (request) => serveFhir(app, request) });

async function serveFhir(app: App, request: HttpRequest): Promise<HttpResponse> {
  const caller = await app.authenticate(request.headers.authorization);
  const pretty = needJson(request);
  const context = app.contextFor(caller, request);
  try {
    const { status, resource, headers } = await dispatch(context, fhirRequestOf(request));
    await context.dossier.settle();
    if (!resource) return { status, headers };
    return {
      status,
      headers: { 'Content-Type': fhirJson, ...headers },
      body: JSON.stringify(resource, undefined, pretty ? 2 : undefined),
    };
  } catch (problem) {
    await context.dossier.settle();
    throw problem;
  }
}
