// Composition/$document: a Composition with all it refers to, as one Bundle. https://hl7.org/fhir/R4/composition-operation-document.html
import type { Bundle, BundleEntry, Composition, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { missing } from '../fhir/parameters.ts';
import { findReferences, type LocalReference, parseLocal } from '../fhir/reference.ts';
import { type Answer, locationOf, versionHeaders } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';
import { submit } from './submit.ts';

/** Published limit: what a document may refer to. */
export const documentResources = 500;

export const documentOperation: OperationSpec = {
  name: 'document',
  definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document',
  levels: ['type', 'instance'],
  types: ['Composition'],
  affectsState: false,
  documentation: `Takes id and persist (by POST). Holds what the Composition refers to directly, at most ${documentResources} resources; what the caller may not see is not in it.`,
  serve: document,
};

async function document(context: Context, call: OperationCall): Promise<Answer> {
  const { id, persist = false } = await inputOf(context, call, { id: 'uri', persist: 'boolean' } as const);
  if (call.versionId !== undefined)
    throw new FhirFailure('not-found', 'A document is made of the Composition as it is now.');
  if (call.id !== undefined && id !== undefined)
    throw new FhirFailure('bad-parameter', [
      { text: 'The URL says which Composition; leave id out.', parameter: 'id' },
    ]);
  if (persist && call.method === 'GET')
    throw new FhirFailure('bad-parameter', [
      { text: 'persist=true stores the document; ask for it by POST.', parameter: 'persist' },
    ]);
  const composition = await context.dossier.read('Composition', call.id ?? idIn(context, id));
  const bundle = await assembled(context, composition);
  if (!persist) return { status: 200, resource: bundle };
  const [written] = await submit(context, [{ method: 'create', resource: bundle }]);
  const kept = written?.resource ?? bundle;
  const location = written && { Location: locationOf(context, written) };
  return { status: 200, resource: kept, headers: { ...versionHeaders(kept), ...location } };
}

/** A simple id, or the URL of a Composition on this server. */
function idIn(context: Context, id: string | undefined): string {
  if (id === undefined) throw missing('id', 'it names the Composition');
  const own = `${context.base}/`;
  const text = id.startsWith(own) ? id.slice(own.length) : id.includes('/') ? id : `Composition/${id}`;
  const found = parseLocal(text);
  if (found?.type === 'Composition' && found.versionId === undefined) return found.id;
  throw new FhirFailure('bad-parameter', [
    { text: `id must be that of a Composition here, as <id> or ${own}Composition/<id>.`, parameter: 'id' },
  ]);
}

async function assembled(context: Context, composition: Resource): Promise<Bundle> {
  const wanted = referredTo(composition, context.base);
  if (wanted.length > documentResources)
    throw new FhirFailure(
      'too-costly',
      `The Composition refers to ${wanted.length} resources; a document holds at most ${documentResources}.`,
    );
  const found: (Resource | undefined)[] = [];
  for (let index = 0; index < wanted.length; index += 20)
    found.push(...(await Promise.all(wanted.slice(index, index + 20).map((one) => seen(context, one)))));
  const parts = [composition, ...found.filter((resource) => resource !== undefined)];
  return {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${context.newId()}` },
    timestamp: context.now().toISOString(),
    entry: parts.map(
      (resource): BundleEntry => ({
        fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
        resource,
      }),
    ),
  };
}

/** Each resource once, in the order of the Composition; other documents it relates to are documents of their own. */
function referredTo(composition: Resource, base: string): LocalReference[] {
  const { contained, relatesTo, ...outer } = composition as Composition;
  const wanted = new Map<string, LocalReference>();
  for (const { text } of findReferences(outer)) {
    const local = parseLocal(text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text);
    if (!local || (local.type === 'Composition' && local.id === composition.id)) continue;
    const reference = `${local.type}/${local.id}`;
    if (!wanted.has(reference)) wanted.set(reference, local);
  }
  return [...wanted.values()];
}

/** Out of sight, deleted and never there are one to this caller: the reference stays, the resource is not in the document. */
async function seen(
  { dossier }: Context,
  { type, id, versionId }: LocalReference,
): Promise<Resource | undefined> {
  try {
    return await (versionId === undefined ? dossier.read(type, id) : dossier.vread(type, id, versionId));
  } catch (problem) {
    if (problem instanceof FhirFailure && ['not-found', 'gone', 'forbidden'].includes(problem.kind))
      return undefined;
    throw problem;
  }
}
