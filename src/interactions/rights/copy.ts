// Patient/$copy: the whole file as the caller sees it, for parents to keep: a Bundle, or a page for people (AVG 15, Wabvpz 15d).
import type { Bundle, Organization, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { subsetted } from '../../fhir/subsetted.ts';
import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { pageOf } from './page/page.ts';
import { onlyFor, parentsAndRegion } from './party.ts';

/** Attachments go along up to this many characters together; beyond it they are listed, each to be read by itself. */
export const attachmentCharacters = 3_000_000;

export const copyOperation: OperationSpec = {
  name: 'copy',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Patient-copy',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  documentation: `For parents and coordinator: all of the file and what it refers to, as one collection; asked for as text/html a page in plain Dutch. Attachments of over ${attachmentCharacters} characters together are left to GET Binary/<id>.`,
  serve: copy,
};

async function copy(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, parentsAndRegion);
  const { id = '' } = call;
  await inputOf(context, call, {});
  const { own, beside } = await wholeFile(context, id);
  const origins = await context.dossier.custody.origins(id);
  const writers = await writersOf(context, [...new Set(origins.values())], beside);
  const at = context.now();
  const all = [...withinBudget(own), ...beside, ...writers];
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${context.newId()}` },
    timestamp: at.toISOString(),
    entry: all.map((resource) => ({
      fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  };
  return {
    status: 200,
    resource: bundle,
    page: () => pageOf({ file: own, beside: [...beside, ...writers], origins, at, base: context.base }),
  };
}

/** Page after page, as many as there are. */
async function wholeFile(
  { dossier }: Context,
  id: string,
): Promise<{ readonly own: Resource[]; readonly beside: Resource[] }> {
  const own: Resource[] = [];
  const beside = new Map<string, Resource>();
  let page: string | undefined;
  do {
    const found = await dossier.everything(id, { page, operation: 'copy' });
    own.push(...found.matches);
    for (const one of found.included) beside.set(`${one.resourceType}/${one.id}`, one);
    page = found.next;
  } while (page !== undefined);
  return { own, beside: [...beside.values()] };
}

/** The organisations that stored something, also those that are gone from the directory: what they wrote stays theirs. */
async function writersOf(
  context: Context,
  origins: readonly string[],
  known: readonly Resource[],
): Promise<Resource[]> {
  const names = new Set(known.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const unknown = origins.filter((one) => one.startsWith('Organization/') && !names.has(one));
  const found = await Promise.all(
    unknown.map((one) => organizationAsLast(context, one.slice('Organization/'.length))),
  );
  return found.filter((one) => one !== undefined);
}

async function organizationAsLast({ dossier }: Context, id: string): Promise<Organization | undefined> {
  try {
    return (await dossier.read('Organization', id)) as Organization;
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    if (problem.kind !== 'gone') return undefined;
    const { entries } = await dossier.history({ type: 'Organization', id }, { written: [] });
    const last = entries.find(({ resource }) => resource !== undefined)?.resource;
    return last?.resourceType === 'Organization' ? last : undefined;
  }
}

/** The file, with attachments emptied where they are too much together; those say so. */
function withinBudget(file: readonly Resource[]): Resource[] {
  const size = file.reduce(
    (sum, one) => sum + (one.resourceType === 'Binary' ? (one.data?.length ?? 0) : 0),
    0,
  );
  if (size <= attachmentCharacters) return [...file];
  return file.map((one) => {
    if (one.resourceType !== 'Binary') return one;
    const { data: _, ...rest } = one;
    return { ...rest, meta: { ...rest.meta, tag: [...(rest.meta?.tag ?? []), subsetted] } };
  });
}
