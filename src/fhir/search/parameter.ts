// The search parameters there are: R4's own for each served type. https://hl7.org/fhir/R4/searchparameter-registry.html
import type { Resource } from '@medplum/fhirtypes';
import { isServedType, type ServedType } from '../types.ts';
import data from './parameters.json' with { type: 'json' };
import { compilePaths, type Extract, type Found } from './path.ts';

const kinds = [
  'number',
  'date',
  'string',
  'token',
  'reference',
  'composite',
  'quantity',
  'uri',
  'special',
] as const;
export type ParameterKind = (typeof kinds)[number];

/** What is searched: a served type, or `Resource` for a search over several types. */
export type SearchType = ServedType | 'Resource';

export interface Component {
  readonly code: string;
  readonly kind: ParameterKind;
  /** FHIR data types of the values. */
  readonly leaves: ReadonlySet<string>;
  /** Types a reference may point at; empty means any. */
  readonly targets: readonly string[];
  readonly extract: Extract;
}

export interface Parameter extends Component {
  /** Canonical URL of the definition. */
  readonly url: string;
  readonly expression: string;
  readonly components: readonly Component[];
}

/** A definition as checked in. */
export interface RawParameter {
  readonly type: string;
  readonly url: string;
  readonly expression: string;
  readonly paths: readonly string[];
  readonly target?: readonly string[];
  readonly component?: readonly { type: string; paths: readonly string[]; target?: readonly string[] }[];
}

const definitions: Readonly<Record<string, Readonly<Record<string, RawParameter>>>> = data.parameters;
const compiled = new Map<string, Parameter>();

/** Parameters R4 defines and this server does not serve, with the reason. */
export const unserved: Readonly<Record<string, string>> = {
  _text: 'full-text search is not offered; search on the elements of the type',
  _content: 'full-text search is not offered; search on the elements of the type',
  _query: 'no named queries are defined',
  _filter: 'filter expressions are not offered; combine parameters, commas and modifiers',
  _list: 'the List resource is not served',
  _contained: 'contained resources are not searched on their own; only _contained=false is accepted',
  _containedType: 'contained resources are not searched on their own',
  _score: 'results are not ranked; use _sort',
  near: 'positions are not compared; use address-city or address-postalcode',
  message: 'of Bundles only documents are stored; a document is found by composition',
  phonetic: 'no phonetic comparison is offered; use name or name:contains',
};

/** The parameter of a type by its code, the ones of every type included. */
export function parameterOf(type: SearchType, code: string): Parameter | undefined {
  if (Object.hasOwn(unserved, code)) return undefined;
  const key = `${type}?${code}`;
  const known = compiled.get(key);
  if (known) return known;
  const raw = own(type, code) ?? own('Resource', code);
  if (raw === undefined) return undefined;
  const parameter = compileParameter(code, raw);
  compiled.set(key, parameter);
  return parameter;
}

const own = (type: string, code: string): RawParameter | undefined => {
  const some = definitions[type];
  return some !== undefined && Object.hasOwn(some, code) ? some[code] : undefined;
};

/** Codes of all parameters of a type, its own before the common ones. */
export function parameterCodes(type: SearchType): string[] {
  const mine = type === 'Resource' ? [] : Object.keys(definitions[type] ?? {});
  const all = [...mine, ...Object.keys(definitions.Resource ?? {})];
  return all.filter((code) => !Object.hasOwn(unserved, code));
}

export function compileParameter(code: string, raw: RawParameter): Parameter {
  const { extract, leaves } = compilePaths(raw.paths);
  return {
    code,
    kind: kindOf(raw.type),
    url: raw.url,
    expression: raw.expression,
    leaves,
    targets: targetsOf(raw.target),
    components: (raw.component ?? []).map((part, index) => ({
      code: `${code} part ${index + 1}`,
      kind: kindOf(part.type),
      ...compilePaths(part.paths),
      targets: targetsOf(part.target),
    })),
    extract,
  };
}

const targetsOf = (targets: readonly string[] = []): readonly string[] =>
  targets.includes('Resource') ? [] : targets;

function kindOf(text: string): ParameterKind {
  const kind = kinds.find((one) => one === text);
  if (kind === undefined) throw new TypeError(`no such kind of search parameter: ${text}`);
  return kind;
}

/** All values a resource has for a parameter. */
export const searchValues = (resource: Resource, parameter: Parameter): Found[] =>
  parameter.extract(resource, resource);

/** The served types a reference parameter can point at. */
export const servedTargets = (parameter: Component, all: readonly ServedType[]): readonly ServedType[] =>
  parameter.targets.length === 0 ? all : parameter.targets.filter(isServedType);
