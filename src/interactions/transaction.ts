// transaction: all entries or none, in one commit. https://hl7.org/fhir/R4/http.html#transaction
import type { Bundle, BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { catalogue, FhirFailure, type Issue } from '../fhir/failure.ts';
import { parseEtag } from '../fhir/header.ts';
import { outcomeOf } from '../fhir/outcome.ts';
import { isServedType } from '../fhir/types.ts';
import type { Write, Written } from '../store/dossier.ts';
import { type Answer, etagOf, locationOf, type Return } from './answer.ts';
import type { Context } from './context.ts';
import { submit } from './submit.ts';

/** Answers one reading entry (GET) the way the single interaction would. */
export type AnswerRead = (url: string) => Promise<Answer>;

interface Entry {
  readonly index: number;
  readonly write?: Write;
  readonly url: string;
}

export async function transaction(
  context: Context,
  bundle: Bundle,
  wanted: Return,
  answerRead: AnswerRead,
): Promise<Answer> {
  const entries = readEntries(bundle);
  const writing = entries.filter((entry) => entry.write !== undefined);
  const writes = writing.map(({ write }) => write).filter((write) => write !== undefined);
  await tryReads(entries, writes, answerRead);
  const written = writes.length > 0 ? await submit(context, writes) : [];
  const answers = new Map<number, BundleEntry>();
  writing.forEach(({ index }, place) => {
    const one = written[place];
    if (one) answers.set(index, writtenEntry(context, one, wanted));
  });
  for (const { index, write, url } of entries)
    if (!write) answers.set(index, await readEntry(url, answerRead));
  return {
    status: 200,
    resource: {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: entries.length > 0 ? entries.map(({ index }) => answers.get(index) ?? {}) : undefined,
    },
  };
}

/** A read that cannot succeed refuses the whole before anything is written; one of a resource written here must wait. */
async function tryReads(
  entries: readonly Entry[],
  writes: readonly Write[],
  answerRead: AnswerRead,
): Promise<void> {
  if (writes.length === 0) return;
  const puts = new Set(
    writes.map((write) =>
      write.method === 'update' ? `${write.resource.resourceType}/${write.resource.id}` : '',
    ),
  );
  const deletes = new Set(
    writes.map((write) => (write.method === 'delete' ? `${write.type}/${write.id}` : '')),
  );
  for (const { index, write, url } of entries) {
    if (write) continue;
    if (deletes.has(url))
      throw at_(`Bundle.entry[${index}].request.url`, `${url} is deleted by another entry; read it before.`);
    if (!puts.has(url)) await answerRead(url);
  }
}

/** The commit stands by now: a read that fails all the same says so in its own entry. */
async function readEntry(url: string, answerRead: AnswerRead): Promise<BundleEntry> {
  try {
    const { resource, headers } = await answerRead(url);
    return { resource, response: { status: '200 OK', etag: headers?.ETag } };
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    return { response: { status: String(catalogue[problem.kind].status), outcome: outcomeOf(problem) } };
  }
}

function writtenEntry(context: Context, one: Written, wanted: Return): BundleEntry {
  const status = {
    created: '201 Created',
    deleted: '204 No Content',
    updated: '200 OK',
    existed: '200 OK',
  };
  return {
    fullUrl: one.outcome === 'deleted' ? undefined : `${context.base}/${one.type}/${one.id}`,
    resource: wanted === 'representation' ? one.resource : undefined,
    response: {
      status: status[one.outcome],
      etag: etagOf(one.versionId),
      lastModified: one.lastUpdated,
      location: one.outcome === 'deleted' ? undefined : locationOf(context, one),
    },
  };
}

/** All entries, or one `invalid` with every entry that is not as it should be. */
function readEntries(bundle: Bundle): Entry[] {
  const issues: Issue[] = [];
  const fullUrls = new Set<string>();
  const entries = (bundle.entry ?? []).map((entry, index): Entry => {
    const at = `Bundle.entry[${index}]`;
    const url = entry.request?.url ?? '';
    try {
      if (entry.fullUrl && fullUrls.has(entry.fullUrl))
        throw at_(`${at}.fullUrl`, 'This fullUrl stands at an earlier entry too.');
      if (entry.fullUrl) fullUrls.add(entry.fullUrl);
      return { index, url, write: readWrite(entry, at) };
    } catch (problem) {
      if (!(problem instanceof FhirFailure)) throw problem;
      issues.push(...problem.issues);
      return { index, url };
    }
  });
  if (issues.length > 0) throw new FhirFailure('invalid', issues);
  return entries;
}

const at_ = (expression: string, text: string): FhirFailure =>
  new FhirFailure('invalid', [{ text, expression }]);

const idForm = /^[A-Za-z0-9\-.]{1,64}$/;

function readWrite(entry: BundleEntry, at: string): Write | undefined {
  const { request, resource, fullUrl } = entry;
  if (!request?.method || !request.url)
    throw at_(`${at}.request`, 'A transaction entry needs request.method and request.url.');
  const [path = '', query] = request.url.split('?');
  const [type = '', id, ...rest] = path.split('/');
  if (request.method === 'GET') return undefined;
  if (!isServedType(type) || rest.length > 0 || query !== undefined) {
    throw at_(
      `${at}.request.url`,
      `"${request.url.slice(0, 64)}" must be <type> for POST and <type>/<id> for PUT and DELETE, of a served type.`,
    );
  }
  const place = `${at}.resource`;
  const needId = (): string => {
    if (id && idForm.test(id)) return id;
    throw at_(`${at}.request.url`, `${request.method} takes type and id: "${type}/<id>".`);
  };
  switch (request.method) {
    case 'POST':
      if (id !== undefined) throw at_(`${at}.request.url`, `POST takes the type alone: "${type}".`);
      return {
        at: place,
        method: 'create',
        resource: ofType(resource, type, at),
        fullUrl,
        ifNoneExist: request.ifNoneExist,
      };
    case 'PUT': {
      const named = needId();
      const body = ofType(resource, type, at);
      if (body.id !== named) throw at_(`${place}.id`, `The id must be the one in request.url, ${named}.`);
      return {
        at: place,
        method: 'update',
        resource: body,
        fullUrl,
        ifMatch: ifMatchOf(request.ifMatch, at),
      };
    }
    case 'DELETE':
      return { method: 'delete', type, id: needId(), ifMatch: ifMatchOf(request.ifMatch, at) };
    default:
      throw at_(
        `${at}.request.method`,
        `${request.method} is not served in a transaction; use GET, POST, PUT or DELETE.`,
      );
  }
}

function ifMatchOf(header: string | undefined, at: string): string | undefined {
  try {
    return parseEtag(header);
  } catch (problem) {
    if (problem instanceof FhirFailure) throw at_(`${at}.request.ifMatch`, problem.message);
    throw problem;
  }
}

function ofType(resource: Resource | undefined, type: ResourceType, at: string): Resource {
  if (resource?.resourceType === type) return resource;
  throw at_(`${at}.resource`, `The entry must carry a ${type}, as its request.url says.`);
}
