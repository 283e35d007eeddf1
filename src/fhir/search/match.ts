// Decides whether a resource is what a search asks for. https://hl7.org/fhir/R4/search.html
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../failure.ts';
import type { ServedType } from '../types.ts';
import { asElement, textOf } from './element.ts';
import { meetsHierarchy } from './hierarchy.ts';
import type { Parameter } from './parameter.ts';
import type {
  ChainCriterion,
  CompositeValue,
  Criterion,
  HasCriterion,
  HierarchyCriterion,
  SearchQuery,
  ValueCriterion,
} from './query.ts';
import { containedIn, isResource, localName } from './reference-text.ts';
import { isPresent, valueMatches } from './value.ts';

/** How matching reaches other resources, for chains and `_has`; the caller answers from what it holds. */
export interface Surroundings {
  /** The resource a literal reference of `from` names; `Type/id` where it is of this server. */
  readonly resolve?: (reference: string, from: Resource) => Resource | undefined;
  /** Resources of a type by their canonical URL, with `|version` where the reference has one. */
  readonly byUrl?: (type: ServedType, canonical: string) => readonly Resource[];
  /** All resources of `type` that refer to `resource` by the reference parameter `code`. */
  readonly referrers?: (type: ServedType, code: string, resource: Resource) => readonly Resource[];
}

interface Context extends Surroundings {
  readonly base?: string;
}

export function matches(resource: Resource, query: SearchQuery, surroundings: Surroundings = {}): boolean {
  if (query.type !== 'Resource' && query.type !== resource.resourceType) return false;
  if (query.types !== undefined && !query.types.some((type) => type === resource.resourceType)) return false;
  const context: Context = { ...surroundings, base: query.base };
  return query.criteria.every((criterion) => meets(resource, criterion, context));
}

/** Whether the query asks about other resources, so that `matches` needs `resolve` or `referrers`. */
export const needsSurroundings = (query: SearchQuery): boolean =>
  query.criteria.some(({ kind }) => kind === 'chain' || kind === 'has' || kind === 'hierarchy');

function meets(resource: Resource, criterion: Criterion, context: Context): boolean {
  switch (criterion.kind) {
    case 'value':
      return hasAny(resource, criterion, context.base) !== criterion.negated;
    case 'missing':
      return isMissing(resource, criterion.parameter) === criterion.missing;
    case 'chain':
      return meetsChain(resource, criterion, context);
    case 'has':
      return meetsHas(resource, criterion, context);
    case 'hierarchy':
      return isInHierarchy(resource, criterion, context);
  }
}

function hasAny(resource: Resource, { parameter, anyOf }: ValueCriterion, base: string | undefined): boolean {
  const found = parameter.extract(resource, resource);
  for (const value of found) {
    for (const search of anyOf) {
      const isMatch =
        search.kind === 'composite'
          ? meetsComposite(value.value, search, parameter, resource, base)
          : valueMatches(search, value, base);
      if (isMatch) return true;
    }
  }
  return false;
}

/** All parts hold of values inside the same element. */
function meetsComposite(
  element: unknown,
  { parts }: CompositeValue,
  { components }: Parameter,
  resource: Resource,
  base: string | undefined,
): boolean {
  return parts.every((part, index) => {
    const found = components[index]?.extract(element, resource) ?? [];
    return found.some((value) => valueMatches(part, value, base));
  });
}

const isMissing = (resource: Resource, parameter: Parameter): boolean =>
  !parameter.extract(resource, resource).some(isPresent);

function meetsChain(
  resource: Resource,
  { name, parameter, branches }: ChainCriterion,
  context: Context,
): boolean {
  const meetsBranch = (referred: Resource): boolean => {
    const branch = branches.find(({ type }) => type === referred.resourceType);
    return branch !== undefined && meets(referred, branch.criterion, context);
  };
  return parameter.extract(resource, resource).some((found) => {
    if (isResource(found.value)) return meetsBranch(found.value);
    if (typeof found.value === 'string' && !found.value.startsWith('#'))
      return branches.some(({ type }) => byUrl(type, String(found.value), name, context).some(meetsBranch));
    const text = typeof found.value === 'string' ? found.value : textOf(asElement(found.value), 'reference');
    const referred = text === undefined ? undefined : resolve(text, resource, name, context);
    return referred !== undefined && meetsBranch(referred);
  });
}

function resolve(text: string, from: Resource, name: string, context: Context): Resource | undefined {
  if (text.startsWith('#')) return containedIn(from, text);
  if (context.resolve === undefined)
    throw new FhirFailure('not-supported', `${name}: chained search is not offered here`);
  const local = localName(text, context.base);
  return context.resolve(local ? `${local.type}/${local.id}` : text, from);
}

function byUrl(type: ServedType, text: string, name: string, context: Context): readonly Resource[] {
  if (context.byUrl === undefined)
    throw new FhirFailure('not-supported', `${name}: chains through canonical URLs are not offered here`);
  return context.byUrl(type, text);
}

function isInHierarchy(resource: Resource, criterion: HierarchyCriterion, context: Context): boolean {
  const follow = (text: string, from: Resource): Resource | undefined =>
    resolve(text, from, criterion.name, context);
  return meetsHierarchy(resource, criterion, follow, context.base);
}

function meetsHas(
  resource: Resource,
  { name, type, parameter, criterion }: HasCriterion,
  context: Context,
): boolean {
  if (context.referrers === undefined)
    throw new FhirFailure('not-supported', `${name}: _has is not offered here`);
  return context
    .referrers(type, parameter.code, resource)
    .some((referrer) => meets(referrer, criterion, context));
}
