// The door of every FHIR request: who asks, which formats, which interaction, durable audit, answer.

import type { Answer } from '../interactions/answer.ts';
import { admit } from './admit.ts';
import type { App } from './app.ts';
import { binaryLook, isBinary, isBinaryRead, rawAnswer } from './binary.ts';
import { isExportJob, serveExportJob } from './export-jobs.ts';
import { isXmlBody } from './fhir-body.ts';
import { dispatch } from './fhir-dispatch.ts';
import { fhirFailures } from './fhir-failures.ts';
import { fhirRequestOf } from './fhir-request.ts';
import { type Look, lookOf } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { LambdaHandler } from './lambda.ts';
import { lambdaDoor } from './lambda.ts';
import { isPageWanted, pageAnswer } from './page.ts';
import { contentTypes, type LoadXml, render } from './render.ts';

export const fhirDoor = (app: App): LambdaHandler =>
  lambdaDoor({
    door: 'fhir',
    log: app.log,
    exit: fhirFailures(app.xml),
    serve: (request) => serveFhir(app, request),
  });

async function serveFhir(app: App, request: HttpRequest): Promise<HttpResponse> {
  const caller = await admit(app, request);
  const isExport = isExportJob(request);
  const isPage = isPageWanted(request);
  const look = isExport || isPage || isBinaryRead(request) ? undefined : lookOf(request);
  const xml = isXmlBody(request) ? await app.xml() : undefined;
  const context = app.contextFor(caller, request);
  try {
    if (isExport) return await serveExportJob(context, fhirRequestOf(request, xml));
    const asked = fhirRequestOf(request, xml);
    const isHead = request.method === 'HEAD';
    const answer = await dispatch(context, isHead ? { ...asked, method: 'GET' } : asked);
    await context.dossier.settle();
    const page = isPage ? pageAnswer(answer) : undefined;
    const response = page ?? (await responseOf(answer, request, look, app.xml));
    // What a HEAD would have shown is decided, audited and described like what a GET shows.
    return isHead ? { ...response, body: undefined } : response;
  } catch (problem) {
    await context.dossier.refuse(request, problem);
    await context.dossier.settle(problem);
    throw problem;
  }
}

/** Without a look it is a Binary, whose own type decides. */
async function responseOf(
  { status, resource, headers }: Answer,
  request: HttpRequest,
  given: Look | undefined,
  loadXml: LoadXml,
): Promise<HttpResponse> {
  if (!resource) return { status, headers };
  const look =
    given ?? (isBinary(resource) ? binaryLook(request, resource.contentType ?? '') : lookOf(request));
  if (look === 'raw') return { status, ...rawAnswer(resource, headers) };
  const body = await render(resource, look, loadXml);
  return { status, headers: { 'Content-Type': contentTypes[look.format], ...headers }, body };
}
