// The types a search goes over, and the parameters all of them have. https://hl7.org/fhir/R4/search.html#all
import type { Resource } from '@medplum/fhirtypes';
import { type ServedType, servedTypes } from '../types.ts';
import { type Component, type Parameter, parameterCodes, parameterOf, unserved } from './parameter.ts';
import type { Extract } from './path.ts';
import type { SearchQuery } from './query.ts';
import { bad, quoteList, Refusal, unknown } from './refusal.ts';

/** One type for a search within a type; several for one over types. */
export type Scope = readonly ServedType[];

export const scopeOf = ({ type, types }: Pick<SearchQuery, 'type' | 'types'>): Scope =>
  type === 'Resource' ? (types ?? servedTypes) : [type];

/** Codes of the parameters that every type of the scope has with the same kind. */
export function codesIn(scope: Scope): string[] {
  const [first, ...others] = scope;
  if (first === undefined) return [];
  return parameterCodes(first).filter((code) =>
    others.every((type) => parameterOf(type, code)?.kind === parameterOf(first, code)?.kind),
  );
}

/** The parameter, or a refusal that says what there is; `name` is the whole name it stands in. */
export function lookUp(scope: Scope, code: string, name: string): Parameter {
  const own = scope.map((type) => parameterOf(type, code));
  const known = own.filter((parameter) => parameter !== undefined);
  const [only, ...others] = known;
  if (only === undefined || known.length < own.length) throw unknownIn(scope, code, name);
  return others.length === 0 ? only : shared(scope, only, known, name);
}

/** The scope in a message. */
export const namesOf = (scope: Scope): string =>
  scope.length < servedTypes.length ? quoteList(scope) : 'every type served here';

function unknownIn(scope: Scope, code: string, name: string): Refusal {
  const where = name === code ? '' : `${name}: `;
  const reason = Object.hasOwn(unserved, code) ? unserved[code] : undefined;
  if (reason !== undefined)
    return new Refusal('not-supported', `${where}${code} is not supported: ${reason}`, true);
  const has = scope.length === 1 ? 'it has' : 'what they share is';
  return unknown(
    `${where}'${code}' is not a search parameter of ${namesOf(scope)}; ${has} ${quoteList(codesIn(scope))}`,
  );
}

/** One parameter in place of one for each type: it reads each resource as the parameter of its type does. */
function shared(scope: Scope, first: Parameter, all: readonly Parameter[], name: string): Parameter {
  if (all.every(({ url }) => url === first.url) && parameterOf('Resource', first.code)) return first;
  const other = all.find((one) => formOf(one) !== formOf(first));
  if (other) {
    throw bad(
      name,
      `${first.code} is a ${first.kind} of ${scope[0]} and a ${other.kind} of ${scope[all.indexOf(other)]}; search these types apart`,
    );
  }
  return {
    ...joined(scope, all, first.code),
    url: first.url,
    expression: [...new Set(all.map(({ expression }) => expression))].join(' | '),
    components: first.components.map((part, index) =>
      joined(
        scope,
        all.flatMap(({ components }) => components[index] ?? []),
        part.code,
      ),
    ),
  };
}

const formOf = ({ kind, components }: Parameter): string =>
  [kind, ...components.map((part) => part.kind)].join(' ');

function joined(scope: Scope, parts: readonly Component[], code: string): Component {
  const extracts = new Map(
    scope.map((type, index): [string, Extract | undefined] => [type, parts[index]?.extract]),
  );
  const extract: Extract = (node: unknown, resource: Resource) =>
    extracts.get(resource.resourceType)?.(node, resource) ?? [];
  return {
    code,
    kind: parts[0]?.kind ?? 'special',
    leaves: new Set(parts.flatMap(({ leaves }) => [...leaves])),
    targets: parts.some(({ targets }) => targets.length === 0)
      ? []
      : [...new Set(parts.flatMap(({ targets }) => targets))],
    extract,
  };
}
