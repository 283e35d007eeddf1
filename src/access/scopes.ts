// SMART App Launch v2 scopes: which types, actions and resources a token was granted. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { matches } from '../fhir/search/match.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { isServedType } from '../fhir/types.ts';

/** create, read, update, delete, search. */
export type ScopeAction = 'c' | 'r' | 'u' | 'd' | 's';

const form = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]+)\.(?=[a-z])(c?r?u?d?s?)(?:\?(.+))?$/;
const words: ReadonlyMap<string, string> = new Map([
  ['read', 'rs'],
  ['write', 'cud'],
  ['*', 'cruds'],
]);

/** A v1 scope (`.read`, `.write`, `.*`) as v2; anything else unchanged. */
export function modernScope(scope: string): string {
  const [, start = '', word = '', rest = ''] = /^([^.?]*\.)([a-z*]+)(\?.*)?$/.exec(scope) ?? [];
  const actions = words.get(word);
  return actions ? `${start}${actions}${rest}` : scope;
}

export const isScope = (scope: string): boolean => grantOf(scope) !== undefined;

interface Grant {
  readonly context: string;
  readonly type: string;
  readonly actions: string;
  /** What holds of the resources granted, parameter by parameter; empty for all of the type. */
  readonly terms: readonly string[];
  readonly query?: SearchQuery;
}

/** Undefined for what is no scope, or one whose search is not understood: it grants nothing. */
function grantOf(scope: string): Grant | undefined {
  const [, context, type, actions, search] = form.exec(scope) ?? [];
  if (!context || !type || !actions) return undefined;
  if (search === undefined) return { context, type, actions, terms: [] };
  const query = constraintOf(type, search);
  return query && { context, type, actions, terms: termsOf(search), query };
}

/** What tells of one resource by itself; parameters that shape an answer, and chains, tell nothing of it. */
const common = new Set(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source']);

function constraintOf(type: string, search: string): SearchQuery | undefined {
  const parameters = [...new URLSearchParams(search)];
  const nameOf = (parameter: string): string => parameter.split(':', 1)[0] ?? '';
  if (parameters.some(([name]) => name.startsWith('_') && !common.has(nameOf(name)))) return undefined;
  if (type !== '*' && !isServedType(type)) return undefined;
  try {
    const query = parseSearch(type === '*' ? 'Resource' : type, parameters, { handling: 'strict' });
    return query.criteria.length > 0 ? query : undefined;
  } catch (problem) {
    if (problem instanceof FhirFailure) return undefined;
    throw problem;
  }
}

const termsOf = (search: string): string[] =>
  [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`);

/** A token's scopes are asked about once per resource of an answer and taken apart once. */
const taken = new WeakMap<readonly string[], readonly Grant[]>();

function grantsOf(scopes: readonly string[]): readonly Grant[] {
  const known = taken.get(scopes);
  if (known) return known;
  const grants = scopes.flatMap((scope) => grantOf(scope) ?? []);
  taken.set(scopes, grants);
  return grants;
}

const isFor = (grant: Grant, type: string, action: string): boolean =>
  (grant.type === '*' || grant.type === type) && grant.actions.includes(action);

/** Whether some resource of the type may be met so; `scopeReaches` says whether this one. */
export const scopeAllows = (scopes: readonly string[], type: string, action: ScopeAction): boolean =>
  grantsOf(scopes).some((grant) => isFor(grant, type, action));

/** Whether the scopes name the resources of the type one by one, so that each must be looked at. */
export function isConstrained(scopes: readonly string[], type: string, action: ScopeAction): boolean {
  let isFound = false;
  for (const grant of grantsOf(scopes)) {
    if (!isFor(grant, type, action)) continue;
    if (grant.query === undefined) return false;
    isFound = true;
  }
  return isFound;
}

export const scopeReaches = (scopes: readonly string[], resource: Resource, action: ScopeAction): boolean =>
  grantsOf(scopes).some(
    (grant) =>
      isFor(grant, resource.resourceType, action) &&
      (grant.query === undefined || matches(resource, grant.query)),
  );

/**
 * Of what is asked, what the registration allows: each asked scope whole, or nothing of it. Who is registered for some
 * resources of a type asks for these, or for fewer by asking more of them.
 */
export function grantScopes(asked: readonly string[], registered: readonly string[]): string[] {
  const held = grantsOf(registered);
  return asked.map(modernScope).filter((scope) => {
    const wish = grantOf(scope);
    return (
      wish !== undefined && [...wish.actions].every((action) => held.some((one) => covers(one, wish, action)))
    );
  });
}

const covers = (held: Grant, wish: Grant, action: string): boolean =>
  held.context === wish.context &&
  (held.type === '*' || held.type === wish.type) &&
  held.actions.includes(action) &&
  held.terms.every((term) => wish.terms.includes(term));
