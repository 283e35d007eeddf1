// The entries of a transaction as writes of one commit; everything wrong with their form at once. https://hl7.org/fhir/R4/http.html#trules
import type { Bundle, BundleEntry, BundleEntryRequest, Resource, ResourceType } from '@medplum/fhirtypes';
import { relocated, withinEntry } from '../fhir/expression.ts';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import { parseEtag } from '../fhir/header.ts';
import { isServedType } from '../fhir/types.ts';
import type { Target, Write } from '../store/dossier.ts';
import type { Context } from './context.ts';
import { changeOf, type Patch } from './patch.ts';

/** An entry that reads has no write. */
export interface Entry {
  readonly entry: BundleEntry;
  /** `Bundle.entry[2]`. */
  readonly at: string;
  /** Relative to the base. */
  readonly url: string;
  readonly write?: Write;
}

/** The patch that an entry carries. */
export type ReadPatch = (entry: BundleEntry) => Patch;

export async function readEntries(
  context: Context,
  bundle: Bundle,
  readPatch: ReadPatch,
): Promise<{ readonly entries: readonly Entry[]; readonly issues: Issue[] }> {
  const issues: Issue[] = [];
  const fullUrls = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [index, entry] of (bundle.entry ?? []).entries()) {
    const at = `Bundle.entry[${index}]`;
    const url = relativeUrl(context, entry.request?.url ?? '');
    try {
      refuseSameFullUrl(entry.fullUrl, at, fullUrls);
      const write = await readWrite(context, entry, at, url, readPatch);
      entries.push({ entry, at, url, write });
    } catch (problem) {
      if (!(problem instanceof FhirFailure)) throw problem;
      issues.push(...problem.issues);
    }
  }
  return { entries, issues };
}

export const relativeUrl = ({ base }: Context, url: string): string =>
  url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url;

function refuseSameFullUrl(fullUrl: string | undefined, at: string, known: Map<string, string>): void {
  if (fullUrl === undefined) return;
  const other = known.get(fullUrl);
  if (other) throw wrong(`${at}.fullUrl`, `${other} has this fullUrl too; every entry has its own.`);
  known.set(fullUrl, at);
}

const wrong = (expression: string, text: string): FhirFailure =>
  new FhirFailure('invalid', [{ text, expression }]);

async function readWrite(
  context: Context,
  entry: BundleEntry,
  at: string,
  url: string,
  readPatch: ReadPatch,
): Promise<Write | undefined> {
  const { request, resource, fullUrl } = entry;
  if (!request?.method || !url)
    throw wrong(`${at}.request`, 'A transaction entry needs request.method and request.url.');
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') return undefined;
  refuseForeignGuards(request, at);
  const [path = '', query] = url.split(/\?(.*)/s);
  const [type = '', id, ...rest] = path.split('/');
  if (!isServedType(type) || rest.length > 0 || (id !== undefined && !idForm.test(id)))
    throw wrong(`${at}.request.url`, formText(url));
  const ifMatch = ifMatchOf(request.ifMatch, at);
  if (method === 'POST') {
    if (id !== undefined || query !== undefined)
      throw wrong(`${at}.request.url`, `POST takes the type alone: "${type}".`);
    return {
      at,
      method: 'create',
      resource: ofType(resource, type, at),
      fullUrl,
      ifNoneExist: request.ifNoneExist,
    };
  }
  const target = targetOf(type, id, query, request, at);
  if (method === 'PUT') {
    const body = ofType(resource, type, at);
    if (target.id !== undefined && body.id !== target.id)
      throw wrong(`${at}.resource.id`, `The id must be the one in request.url, ${target.id}.`);
    const { condition } = target;
    return {
      at,
      method: 'update',
      resource: body,
      fullUrl,
      ifMatch,
      ifNoneMatch: starOf(request, at),
      condition,
    };
  }
  if (method === 'PATCH') {
    const change = await changeIn(context, entry, at, readPatch);
    return { at, method: 'patch', type, ...target, fullUrl, ifMatch, change };
  }
  if (method !== 'DELETE')
    throw wrong(
      `${at}.request.method`,
      `${method} is not served in a transaction; use GET, POST, PUT, PATCH or DELETE.`,
    );
  return { at, method: 'delete', type, ...target, ifMatch, all: target.condition !== undefined };
}

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

const formText = (url: string): string =>
  `"${url.slice(0, 64)}" must be, of a served type, <type> for POST and <type>/<id> or <type>?<condition> for PUT, PATCH and DELETE; operations that change something are served in a batch.`;

function targetOf(
  type: ResourceType,
  id: string | undefined,
  query: string | undefined,
  { method, ifMatch }: BundleEntryRequest,
  at: string,
): Target {
  if (id !== undefined && query === undefined) return { id };
  if (id !== undefined || !query)
    throw wrong(
      `${at}.request.url`,
      `${method} takes an id or a condition: "${type}/<id>" or "${type}?<condition>".`,
    );
  if (method === 'DELETE' && ifMatch !== undefined)
    throw wrong(
      `${at}.request.ifMatch`,
      'A conditional DELETE takes no ifMatch; delete by id, or leave it out.',
    );
  return { condition: query };
}

/** ifNoneExist belongs to POST, ifMatch to what changes a resource, ifNoneMatch of `*` to PUT. */
function refuseForeignGuards(request: BundleEntryRequest, at: string): void {
  const { method = '' } = request;
  const takes: Readonly<Record<string, readonly string[]>> = {
    POST: ['ifNoneExist'],
    PUT: ['ifMatch', 'ifNoneMatch'],
    PATCH: ['ifMatch'],
    DELETE: ['ifMatch'],
  };
  for (const name of ['ifNoneExist', 'ifMatch', 'ifNoneMatch', 'ifModifiedSince'] as const) {
    if (request[name] === undefined || takes[method]?.includes(name) !== false) continue;
    throw wrong(`${at}.request.${name}`, `${method} takes ${takes[method].join(' and ')}, not ${name}.`);
  }
}

function starOf({ ifNoneMatch }: BundleEntryRequest, at: string): '*' | undefined {
  if (ifNoneMatch === undefined || ifNoneMatch === '*') return ifNoneMatch;
  throw wrong(`${at}.request.ifNoneMatch`, 'With PUT ifNoneMatch is "*": only if there is no such resource.');
}

function ifMatchOf(header: string | undefined, at: string): string | undefined {
  try {
    return parseEtag(header);
  } catch (problem) {
    throw problem instanceof FhirFailure ? wrong(`${at}.request.ifMatch`, problem.message) : problem;
  }
}

async function changeIn(
  context: Context,
  entry: BundleEntry,
  at: string,
  readPatch: ReadPatch,
): ReturnType<typeof changeOf> {
  try {
    return await changeOf(context, readPatch(entry));
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    throw relocated(problem, (expression) => withinEntry(at, expression));
  }
}

function ofType(resource: Resource | undefined, type: ResourceType, at: string): Resource {
  if (resource?.resourceType === type) return resource;
  throw wrong(`${at}.resource`, `The entry must carry a ${type}, as its request.url says.`);
}
