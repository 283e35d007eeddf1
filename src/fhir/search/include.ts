// Which related resources a search brings along. https://hl7.org/fhir/R4/search.html#include
import type { Resource } from '@medplum/fhirtypes';
import { isServedType, type ServedType, servedTypes } from '../types.ts';
import { checkType } from './modifier.ts';
import { type Parameter, parameterCodes, parameterOf, type SearchType, servedTargets } from './parameter.ts';
import type { Include } from './query.ts';
import { referenceText } from './reference.ts';
import { localName } from './reference-text.ts';
import { bad, quoteList } from './refusal.ts';
import { lookUp, namesOf, type Scope } from './scope.ts';

/** `Task:owner`, `Task:owner:Organization`, `Task:*` or `*`, of `_include` or `_revinclude`. */
export function parseInclude(name: string, text: string, searched: Scope): Include {
  const [control = '', modifier, ...more] = name.split(':');
  if (more.length > 0 || (modifier !== undefined && modifier !== 'iterate')) {
    throw bad(name, `${control} takes no modifier but :iterate`);
  }
  const iterate = modifier === 'iterate';
  if (text === '*') return { text, iterate };
  const [type = '', code, target, ...rest] = text.split(':');
  if (!code || target === '' || rest.length > 0)
    throw bad(name, `'${text}' must be Type:parameter, Type:parameter:Target, Type:* or *`);
  if (!isServedType(type))
    throw bad(name, `${type} is not a type served here; those are ${quoteList(servedTypes)}`);
  const include: Include = {
    text,
    type,
    target,
    iterate,
    parameter: code === '*' ? undefined : referenceOf(name, type, code),
  };
  checkReach(name, control, include, searched);
  return include;
}

function referenceOf(name: string, type: ServedType, code: string): Parameter {
  const parameter = lookUp([type], code, name);
  if (parameter.kind !== 'reference')
    throw bad(name, `${code} of ${type} is a ${parameter.kind}, not a reference`);
  if (parameter.leaves.has('Resource')) throw bad(name, `what ${code} of ${type} names is in the ${type}`);
  return parameter;
}

/** Refuses what could never bring anything along. */
function checkReach(
  name: string,
  control: string,
  { type, target, parameter, iterate }: Include,
  searched: Scope,
): void {
  if (target !== undefined && parameter !== undefined) checkType(name, parameter, target);
  if (iterate) return;
  const isSearched = (one: string | undefined): boolean => searched.some((each) => each === one);
  if (control === '_include' && !isSearched(type)) {
    throw bad(name, `${type} is not what is searched; write ${searched[0]}:… or use _include:iterate`);
  }
  if (control === '_revinclude' && parameter !== undefined) checkType(name, parameter, ...searched);
  if (control === '_revinclude' && target !== undefined && !isSearched(target)) {
    throw bad(name, `the target must be what is searched: ${namesOf(searched)}`);
  }
}

/** `Type/id` of what a resource refers to by an include; for a `_revinclude` of what it may be brought along for. */
export function includedReferences(resource: Resource, include: Include, base?: string): string[] {
  const names = parametersFor(resource, include).flatMap((parameter) =>
    parameter.extract(resource, resource).flatMap(({ value }) => {
      const text = referenceText(value);
      const name = text === undefined ? undefined : localName(text, base);
      return name && (include.target ?? name.type) === name.type ? [`${name.type}/${name.id}`] : [];
    }),
  );
  return [...new Set(names)];
}

/** The parameters an include looks at in this resource: none in one of another type. */
function parametersFor({ resourceType }: Resource, { type, parameter }: Include): readonly Parameter[] {
  if (type !== undefined && type !== resourceType) return [];
  if (parameter) return [parameter];
  return isServedType(resourceType) ? referencesOf(resourceType) : [];
}

/** What a resource refers to by canonical URL, for each type that could be named by it. */
export function includedCanonicals(
  resource: Resource,
  include: Include,
): { readonly type: ServedType; readonly canonical: string }[] {
  return parametersFor(resource, include)
    .filter(({ leaves }) => leaves.has('canonical'))
    .flatMap((parameter) => {
      const types = servedTargets(parameter, servedTypes).filter((type) => (include.target ?? type) === type);
      const canonicals = parameter
        .extract(resource, resource)
        .flatMap(({ type, value }) =>
          type === 'canonical' && typeof value === 'string' && !value.startsWith('#') ? [value] : [],
        );
      return types.flatMap((type) => canonicals.map((canonical) => ({ type, canonical })));
    });
}

/** All reference parameters of a type. */
export const referencesOf = (type: SearchType): Parameter[] =>
  parameterCodes(type).flatMap((code) => {
    const parameter = parameterOf(type, code);
    return parameter?.kind === 'reference' && !parameter.leaves.has('Resource') ? [parameter] : [];
  });
