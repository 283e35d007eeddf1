// $meta, $meta-add and $meta-delete: profiles, security labels and tags. https://hl7.org/fhir/R4/resource-operation-meta.html
import type { Coding, Meta, Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import { parseEtag } from '../fhir/header.ts';
import { missing } from '../fhir/parameters.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import { subsetted } from '../fhir/subsetted.ts';
import { servedTypes } from '../fhir/types.ts';
import { type Answer, etagOf, httpDate } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';
import { submit } from './submit.ts';

export const metaOperation: OperationSpec = {
  name: 'meta',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  levels: ['type', 'instance'],
  types: 'all',
  affectsState: false,
  documentation: 'Of a type: what a search over all of it finds, within the limits of a search.',
  serve: meta,
};

const writable = servedTypes.filter((type) => type !== 'AuditEvent');

const changing = (
  name: 'meta-add' | 'meta-delete',
  change: (held: Labels, given: Labels) => Labels,
): OperationSpec => ({
  name,
  definition: `http://hl7.org/fhir/OperationDefinition/Resource-${name}`,
  levels: ['instance'],
  types: writable,
  affectsState: true,
  documentation: 'Takes meta with profile, security and tag; makes a new version. If-Match is honoured.',
  serve: (context, call) => changeMeta(context, call, change),
});

export const metaAddOperation = changing('meta-add', (held, given) => union([held, given]));

export const metaDeleteOperation = changing('meta-delete', (held, given) => ({
  profile: held.profile.filter((profile) => !given.profile.includes(profile)),
  security: without(held.security, given.security),
  tag: without(held.tag, given.tag),
}));

/** What the operations are about; all else in meta is the server's. */
interface Labels {
  readonly profile: readonly string[];
  readonly security: readonly Coding[];
  readonly tag: readonly Coding[];
}

const labelsOf = ({ profile = [], security = [], tag = [] }: Meta = {}): Labels => ({
  profile,
  security,
  tag,
});

const union = (all: readonly Labels[]): Labels => ({
  profile: [...new Set(all.flatMap(({ profile }) => profile))],
  security: distinct(all.flatMap(({ security }) => security)),
  tag: distinct(all.flatMap(({ tag }) => tag)),
});

const keyOf = ({ system = '', code = '' }: Coding): string => `${system}|${code}`;

/** The first of each is kept: what a resource holds stays as it is. */
function distinct(codings: readonly Coding[]): Coding[] {
  const first = new Map<string, Coding>();
  for (const coding of codings) if (!first.has(keyOf(coding))) first.set(keyOf(coding), coding);
  return [...first.values()];
}

function without(held: readonly Coding[], given: readonly Coding[]): Coding[] {
  const gone = new Set(given.map(keyOf));
  return held.filter((coding) => !gone.has(keyOf(coding)));
}

/** An empty list is none. */
const metaOf = ({ profile, security, tag }: Labels): Meta => ({
  profile: profile.length > 0 ? [...profile] : undefined,
  security: security.length > 0 ? [...security] : undefined,
  tag: tag.length > 0 ? [...tag] : undefined,
});

async function meta(context: Context, call: OperationCall): Promise<Answer> {
  await inputOf(context, call, {});
  const { type, id, versionId } = call;
  if (type === undefined) throw new FhirFailure('not-found', 'Ask $meta of a type or a resource.');
  if (id === undefined) return answerOf(metaOf(union(await labelsOfType(context, type))));
  const resource = await (versionId === undefined
    ? context.dossier.read(type, id)
    : context.dossier.vread(type, id, versionId));
  return answerOf(shown(resource.meta));
}

async function labelsOfType(context: Context, type: ResourceType): Promise<Labels[]> {
  const query = parseSearch(type, [['_count', '1000']], {
    handling: 'strict',
    base: context.base,
    now: context.now().getTime(),
  });
  const found: Labels[] = [];
  let page: string | undefined;
  do {
    const { matches, next } = await context.dossier.search(query, page);
    found.push(union(matches.map((resource) => labelsOf(resource.meta))));
    page = next;
  } while (page !== undefined);
  return found;
}

/** With the version, which tells a client what its If-Match may name. */
const shown = (meta: Meta = {}): Meta => ({
  versionId: meta.versionId,
  lastUpdated: meta.lastUpdated,
  ...metaOf(labelsOf(meta)),
});

/** FHIR has no empty objects: where there is nothing to tell, nothing is returned. */
function answerOf(meta: Meta, headers?: Record<string, string>): Answer {
  const isEmpty = Object.values(meta).every((value) => value === undefined);
  const parameter = isEmpty ? undefined : [{ name: 'return', valueMeta: meta }];
  return { status: 200, resource: { resourceType: 'Parameters', parameter }, headers };
}

async function changeMeta(
  context: Context,
  call: OperationCall,
  change: (held: Labels, given: Labels) => Labels,
): Promise<Answer> {
  const { type, id, versionId, headers } = call;
  const { meta: given } = await inputOf(context, call, { meta: 'Meta' } as const);
  if (type === undefined || id === undefined || versionId !== undefined)
    throw new FhirFailure('not-found', 'Versions are history and stay as they are; ask it of Type/<id>.');
  if (!given) throw missing('meta', 'it holds the profile, security and tag meant');
  const wrong = notOurs(given);
  if (wrong.length > 0) throw new FhirFailure('bad-parameter', wrong);
  const [written] = await submit(context, [
    {
      method: 'patch',
      type,
      id,
      ifMatch: parseEtag(headers['if-match']),
      change: async (current: Resource) => ({
        ...current,
        meta: { ...current.meta, ...metaOf(change(labelsOf(current.meta), labelsOf(given))) },
      }),
    },
  ]);
  return answerOf(shown(written?.resource?.meta), {
    ETag: etagOf(written?.versionId),
    'Last-Modified': httpDate(written?.lastUpdated),
  });
}

/** What only the server sets; silently leaving it out would look like having done it. */
function notOurs(given: Meta): Issue[] {
  const at = 'Parameters.parameter[0].value';
  const elements = Object.keys(given).filter((key) => !['profile', 'security', 'tag'].includes(key));
  const tag = (given.tag ?? []).findIndex(
    ({ system, code }) => system === subsetted.system && code === subsetted.code,
  );
  const issues = elements.map((element) => ({
    text: `meta.${element} is not changed by this operation; profile, security and tag are.`,
    expression: `${at}.${element}`,
  }));
  if (tag < 0) return issues;
  return [
    ...issues,
    { text: 'The tag SUBSETTED is set by the server alone.', expression: `${at}.tag[${tag}]` },
  ];
}
