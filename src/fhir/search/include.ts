// Which related resources a search brings along. https://hl7.org/fhir/R4/search.html#include
import type { Resource } from '@medplum/fhirtypes';
import { isServedType, servedTypes } from '../types.ts';
import { lookUp } from './criterion.ts';
import { asElement, textOf } from './element.ts';
import { checkType } from './modifier.ts';
import { type Parameter, parameterCodes, parameterOf, type SearchType } from './parameter.ts';
import type { Include } from './query.ts';
import { localName } from './reference-text.ts';
import { bad, quoteList } from './refusal.ts';

/** `Task:owner`, `Task:owner:Organization`, `Task:*` or `*`, of `_include` or `_revinclude`. */
export function parseInclude(name: string, text: string, searched: SearchType): Include {
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

function referenceOf(name: string, type: SearchType, code: string): Parameter {
  const parameter = lookUp(type, code, name);
  if (parameter.kind !== 'reference')
    throw bad(name, `${code} of ${type} is a ${parameter.kind}, not a reference`);
  return parameter;
}

/** Refuses what could never bring anything along. */
function checkReach(
  name: string,
  control: string,
  { type, target, parameter, iterate }: Include,
  searched: SearchType,
): void {
  if (target !== undefined && parameter !== undefined) checkType(name, parameter, target);
  if (iterate || searched === 'Resource') return;
  if (control === '_include' && type !== searched) {
    throw bad(name, `${type} is not what is searched; write ${searched}:… or use _include:iterate`);
  }
  if (control === '_revinclude' && parameter !== undefined) checkType(name, parameter, searched);
  if (control === '_revinclude' && target !== undefined && target !== searched) {
    throw bad(name, `the target must be ${searched}, which is what is searched`);
  }
}

/** `Type/id` of what a resource refers to by an include; for a `_revinclude` of what it may be brought along for. */
export function includedReferences(resource: Resource, include: Include, base?: string): string[] {
  if (include.type !== undefined && include.type !== resource.resourceType) return [];
  if (!isServedType(resource.resourceType)) return [];
  const parameters = include.parameter ? [include.parameter] : referencesOf(resource.resourceType);
  const names = parameters.flatMap((parameter) =>
    parameter.extract(resource, resource).flatMap(({ value }) => {
      const text = typeof value === 'string' ? value : textOf(asElement(value), 'reference');
      const name = text === undefined ? undefined : localName(text, base);
      return name && (include.target ?? name.type) === name.type ? [`${name.type}/${name.id}`] : [];
    }),
  );
  return [...new Set(names)];
}

/** All reference parameters of a type. */
export const referencesOf = (type: SearchType): Parameter[] =>
  parameterCodes(type).flatMap((code) => {
    const parameter = parameterOf(type, code);
    return parameter?.kind === 'reference' ? [parameter] : [];
  });
