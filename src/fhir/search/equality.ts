// Keys by which an index finds resources: what a search asks for, and what a resource is to be found by, in one form.
import type { Resource } from '@medplum/fhirtypes';
import { isServedType, servedTypes } from '../types.ts';
import { storedRange } from './date.ts';
import { asElement, elementsOf, textOf } from './element.ts';
import { foldText } from './fold.ts';
import { localDay } from './local-time.ts';
import { type Component, type Parameter, parameterOf, servedTargets } from './parameter.ts';
import type { Found } from './path.ts';
import type { SearchQuery, SearchValue, ValueCriterion } from './query.ts';
import { localName } from './reference-text.ts';
import { textsIn } from './string.ts';
import { contactKeys } from './token.ts';

/**
 * Keys of which every match of the query has at least one, so that rows under these keys are all the candidates there
 * are; undefined when the query does not ask for exact values of the parameter. Tokens with systems give
 * `system|code`, `|code` for none, and `code` alone where the search leaves the system open: that form is found only
 * where an index also has rows by bare code. Tokens without systems (`status`) give the code, references `Type/id`,
 * dates of a day or less the day in the Netherlands, texts asked for by `:exact` the folded text.
 */
export function equalityValues(query: SearchQuery, code: string): readonly string[] | undefined {
  for (const criterion of plainCriteria(query, code)) {
    const keys = criterion.anyOf.map((value) => keysAsked(value, criterion.parameter));
    if (!keys.includes(undefined)) return [...new Set(keys.flatMap((some) => some ?? []))];
  }
  return undefined;
}

/** Folded starts of texts, for `name=…`: every match has an index key that begins with one of them. */
export function prefixValues(query: SearchQuery, code: string): readonly string[] | undefined {
  for (const { anyOf } of plainCriteria(query, code)) {
    const starts = anyOf.map((value) =>
      value.kind === 'string' && value.mode !== 'contains' ? value.folded : undefined,
    );
    if (!starts.includes(undefined)) return [...new Set(starts.filter((start) => start !== undefined))];
  }
  return undefined;
}

const plainCriteria = (query: SearchQuery, code: string): ValueCriterion[] =>
  query.criteria.filter(
    (criterion): criterion is ValueCriterion =>
      criterion.kind === 'value' && criterion.parameter.code === code && !criterion.negated,
  );

/** Keys of a resource for one parameter; `bareCodes` adds the code alone to tokens that have systems. */
export function indexValues(
  resource: Resource,
  code: string,
  options: { bareCodes?: boolean; base?: string } = {},
): string[] {
  const parameter = isServedType(resource.resourceType)
    ? parameterOf(resource.resourceType, code)
    : undefined;
  if (parameter === undefined) return [];
  const found = parameter.extract(resource, resource);
  return [...new Set(found.flatMap((value) => keysHeld(value, parameter, options)))];
}

function keysHeld(
  found: Found,
  { kind }: Parameter,
  { bareCodes = false, base }: { bareCodes?: boolean; base?: string },
): string[] {
  switch (kind) {
    case 'token':
      return tokenKeys(found, bareCodes);
    case 'reference':
      return referenceKeys(found, base);
    case 'date':
      return dayOf(storedRange(found));
    case 'string':
      return textsIn(found).map(foldText);
    case 'uri':
      return typeof found.value === 'string' ? [withoutVersion(found.value)] : [];
    default:
      return [];
  }
}

function tokenKeys({ type, value }: Found, bareCodes: boolean): string[] {
  const element = asElement(value);
  const key = (system: string | undefined, code: string | undefined): string[] =>
    code === undefined ? [] : [`${system ?? ''}|${code}`, ...(bareCodes ? [code] : [])];
  const codingKey = (coding: typeof element): string[] =>
    key(textOf(coding, 'system'), textOf(coding, 'code')?.toLowerCase());
  switch (type) {
    case 'CodeableConcept':
      return elementsOf(element, 'coding').flatMap(codingKey);
    case 'Coding':
      return codingKey(element);
    case 'Identifier':
      return key(textOf(element, 'system'), textOf(element, 'value'));
    case 'ContactPoint':
      return contactKeys(textOf(element, 'value') ?? '');
    default:
      return [String(value)];
  }
}

function referenceKeys({ value }: Found, base: string | undefined): string[] {
  const text = typeof value === 'string' ? value : textOf(asElement(value), 'reference');
  if (text === undefined) return [];
  const name = localName(text, base);
  return [name ? `${name.type}/${name.id}` : withoutVersion(text)];
}

const withoutVersion = (url: string): string => url.replace(/\|[^|]*$|\/_history\/[^/]*$/, '');

function dayOf(range: { from: number; to: number } | undefined): string[] {
  if (range === undefined || !Number.isFinite(range.from) || !Number.isFinite(range.to)) return [];
  const day = localDay(range.from);
  return day === localDay(range.to - 1) ? [day] : [];
}

function keysAsked(value: SearchValue, parameter: Component): string[] | undefined {
  switch (value.kind) {
    case 'token':
      return value.code === undefined ? undefined : tokenKeysAsked(value.system, value.code, parameter);
    case 'reference':
      if (value.url !== undefined) return [withoutVersion(value.url)];
      return (value.type ? [value.type] : servedTargets(parameter, servedTypes)).map(
        (type) => `${type}/${value.id}`,
      );
    case 'date': {
      const days = value.prefix === 'eq' ? dayOf(value) : [];
      return days.length === 0 ? undefined : days;
    }
    case 'string':
      return value.mode === 'exact' ? [value.folded] : undefined;
    case 'uri':
      return value.mode === 'equal' ? [withoutVersion(value.uri)] : undefined;
    default:
      return undefined;
  }
}

function tokenKeysAsked(
  system: string | undefined,
  code: string,
  { leaves }: Component,
): string[] | undefined {
  if (leaves.has('ContactPoint')) return contactKeys(code);
  const isCoded = leaves.has('Coding') || leaves.has('CodeableConcept');
  if (!isCoded && !leaves.has('Identifier')) return [code];
  const compared = isCoded ? code.toLowerCase() : code;
  if (system !== undefined) return [`${system}|${compared}`];
  // A bar inside a bare code would read as a system.
  return compared.includes('|') ? undefined : [compared];
}
