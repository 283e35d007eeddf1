// What became of an export: how far it is, its manifest, its files, its end. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-status-request
import type { OperationOutcome } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Context } from '../interactions/context.ts';
import type { ExportDesk, ExportFile, ExportState } from '../interactions/export-desk.ts';
import { allow, type FhirRequest, noSuch, refuseQuery } from './fhir-request.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { contentTypes } from './render.ts';

/** These answer in forms of their own, whatever FHIR format the client accepts. */
export const isExportJob = ({ path }: Pick<HttpRequest, 'path'>): boolean =>
  /^\/fhir\/\$export-(status|file)\//.test(path);

/** Seconds after which asking again makes sense. */
const askAgain = '2';

export async function serveExportJob(context: Context, request: FhirRequest): Promise<HttpResponse> {
  const [kind, job = '', name, ...more] = request.segments;
  if (more.length > 0 || (kind === '$export-file') !== (name !== undefined)) throw noSuch(request.segments);
  allow(request, ...(name === undefined ? ['GET', 'DELETE'] : ['GET']));
  refuseQuery(request);
  const desk = await context.exports();
  if (name !== undefined) {
    const body = await desk.file(job, name);
    return { status: 200, headers: { 'Content-Type': 'application/fhir+ndjson' }, body };
  }
  return request.method === 'DELETE' ? cancel(desk, job) : statusOf(context.base, job, await desk.look(job));
}

async function cancel(desk: ExportDesk, job: string): Promise<HttpResponse> {
  await desk.cancel(job);
  const text = 'The export was cancelled; its files are gone.';
  const outcome: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', details: { text }, diagnostics: text }],
  };
  return { status: 202, headers: { 'Content-Type': contentTypes.json }, body: JSON.stringify(outcome) };
}

function statusOf(base: string, job: string, state: ExportState): HttpResponse {
  if (state.state === 'failed') throw new FhirFailure(state.kind, state.issues);
  if (state.state === 'running')
    return { status: 202, headers: { 'X-Progress': state.progress, 'Retry-After': askAgain } };
  const entry = ({ name, type, count }: ExportFile) => ({
    type,
    url: `${base}/$export-file/${job}/${name}`,
    count,
  });
  const manifest = {
    transactionTime: state.at,
    request: state.request,
    requiresAccessToken: true,
    output: state.output.map(entry),
    deleted: state.deleted.map(entry),
    error: state.ignored ? [entry(state.ignored)] : [],
  };
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', Expires: new Date(state.expires).toUTCString() },
    body: JSON.stringify(manifest),
  };
}
