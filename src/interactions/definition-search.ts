// Searches the published definitions by their canonical URL, name and the like. https://hl7.org/fhir/R4/search.html
import type { Bundle, BundleEntry, BundleLink, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { foldText } from '../fhir/search/fold.ts';
import { subsetted } from '../fhir/subsetted.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

const definitionOf = (name: string): string =>
  `http://hl7.org/fhir/SearchParameter/${name === '_id' ? 'Resource-id' : `conformance-${name}`}`;

const searchParameters = (
  [
    ['_id', 'token'],
    ['url', 'uri'],
    ['version', 'token'],
    ['name', 'string'],
    ['title', 'string'],
    ['status', 'token'],
  ] as const
).map(([name, type]) => ({ name, type, definition: definitionOf(name) }));

/** A naming system has neither URL nor version nor title. */
export const searchParametersOf = (type: string) =>
  searchParameters.filter(({ name }) => type !== 'NamingSystem' || ['_id', 'name', 'status'].includes(name));

type Test = (held: string, asked: string) => boolean;

const equals: Test = (held, asked) => held === asked;
const startsWith: Test = (held, asked) => foldText(held).startsWith(foldText(asked));
const contains: Test = (held, asked) => foldText(held).includes(foldText(asked));
const isBelow: Test = (held, asked) =>
  held === asked || held.startsWith(asked.endsWith('/') ? asked : `${asked}/`);

/** Each kind's tests by modifier. */
const tests: Readonly<Record<'token' | 'uri' | 'string', Readonly<Record<string, Test>>>> = {
  token: { '': equals },
  uri: { '': equals, below: isBelow },
  string: { '': startsWith, exact: equals, contains },
};

interface Asked {
  readonly criteria: readonly ((resource: Resource) => boolean)[];
  readonly count: number;
  readonly offset: number;
  readonly wants: 'all' | 'count' | 'summary';
  readonly elements?: readonly string[];
  /** Without paging, for links. */
  readonly used: readonly (readonly [string, string])[];
}

const mostOnPage = 1000;
const offsetParameter = '_offset';

export async function searchDefinitions(
  context: Context,
  type: string,
  parameters: Iterable<readonly [string, string]>,
): Promise<Answer> {
  const asked = readAsked(type, [...parameters]);
  const all = (await context.definitions()).filter(({ resourceType }) => resourceType === type);
  const found = all.filter((resource) => asked.criteria.every((holds) => holds(resource)));
  const page = asked.wants === 'count' ? [] : found.slice(asked.offset, asked.offset + asked.count);
  const next = asked.offset + page.length;
  const link: BundleLink[] = [{ relation: 'self', url: urlOf(context, type, asked, asked.offset) }];
  if (page.length > 0 && next < found.length)
    link.push({ relation: 'next', url: urlOf(context, type, asked, next) });
  const entry = page.map(
    (resource): BundleEntry => ({
      fullUrl: `${context.base}/${type}/${resource.id}`,
      resource: shaped(resource, asked),
      search: { mode: 'match' },
    }),
  );
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link,
    entry: entry.length > 0 ? entry : undefined,
  };
  return { status: 200, resource: bundle };
}

function readAsked(type: string, parameters: readonly (readonly [string, string])[]): Asked {
  const given = parameters.filter(([name]) => name !== '_format' && name !== '_pretty');
  const shaping = new Map<string, string>();
  const criteria: Asked['criteria'][number][] = [];
  for (const [name, value] of given) {
    if (value === '') throw refusal(name, 'is empty; leave it out or give it a value');
    if (!shapes.has(name)) criteria.push(criterion(type, name, value));
    else if (shaping.has(name)) throw refusal(name, 'is given twice; give it once');
    else shaping.set(name, value);
  }
  const summary = shaping.get('_summary') ?? 'false';
  if (!['true', 'false', 'count'].includes(summary))
    throw refusal('_summary', 'must be true, false or count');
  const count = wholeNumber('_count', shaping.get('_count') ?? `${mostOnPage}`);
  return {
    criteria,
    count: Math.min(count, mostOnPage),
    offset: wholeNumber(offsetParameter, shaping.get(offsetParameter) ?? '0'),
    wants: summary === 'count' || count === 0 ? 'count' : summary === 'true' ? 'summary' : 'all',
    elements: shaping.get('_elements')?.split(','),
    used: given.filter(([name]) => name !== offsetParameter),
  };
}

/** Total is always told, so `_total` may ask for it in any way. */
const shapes = new Set(['_count', offsetParameter, '_summary', '_elements', '_total']);

function criterion(type: string, parameter: string, value: string): (resource: Resource) => boolean {
  const [name = '', modifier = ''] = parameter.split(':');
  const known = searchParametersOf(type).find((one) => one.name === name);
  if (!known) {
    const names = [...searchParametersOf(type).map((one) => one.name), ...shapes].join(', ');
    throw refusal(parameter, `is not known here; right would be ${names}`);
  }
  const test = Object.hasOwn(tests[known.type], modifier) ? tests[known.type][modifier] : undefined;
  if (!test || parameter.split(':').length > 2) {
    const modifiers = Object.keys(tests[known.type]).filter(Boolean);
    const right = modifiers.length > 0 ? `right would be ${modifiers.join(', ')}` : `${name} takes none`;
    throw refusal(parameter, `has a modifier not known here; ${right}`);
  }
  const element = name === '_id' ? 'id' : name;
  const values = known.type === 'token' ? value.split(',').map(codeOf) : value.split(',');
  return (resource) => {
    const held = Object.entries(resource).find(([key]) => key === element)?.[1];
    return typeof held === 'string' && values.some((one) => test(held, one));
  };
}

/** These are codes without a system, which a token may say by an empty one. */
const codeOf = (token: string): string => token.replace(/^\|/, '');

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw refusal(name, 'must be a whole number of 0 or more');
  return Number(text);
}

/** What makes a definition long; everything else is its summary. */
const lengthy = new Set([
  'text',
  'contained',
  'snapshot',
  'differential',
  'mapping',
  'concept',
  'compose',
  'group',
  'definition',
]);
const always = new Set([
  'resourceType',
  'id',
  'meta',
  'url',
  'name',
  'status',
  'kind',
  'abstract',
  'type',
  'content',
  'packageId',
  'fhirVersion',
  'date',
  'uniqueId',
]);

function shaped(resource: Resource, { wants, elements }: Asked): Resource {
  if (wants === 'all' && !elements) return resource;
  const isKept = (key: string): boolean =>
    elements ? always.has(key) || elements.includes(key) : !lengthy.has(key);
  const kept: unknown = {
    ...Object.fromEntries(Object.entries(resource).filter(([key]) => isKept(key))),
    meta: { ...resource.meta, tag: [subsetted] },
  };
  return kept as Resource;
}

function urlOf(context: Context, type: string, { used }: Asked, offset: number): string {
  const query = new URLSearchParams(used.map(([name, value]) => [name, value]));
  if (offset > 0) query.set(offsetParameter, String(offset));
  return `${context.base}/${type}${query.size > 0 ? `?${query}` : ''}`;
}

const refusal = (parameter: string, text: string): FhirFailure =>
  new FhirFailure('bad-parameter', [
    { text: `The parameter "${parameter.slice(0, 64)}" ${text}.`, parameter: parameter.slice(0, 64) },
  ]);
