// A search as understood: what must hold of a resource, and how the answer is shaped. https://hl7.org/fhir/R4/search.html
import type { ServedType } from '../types.ts';
import type { Parameter, SearchType } from './parameter.ts';

export const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const;
export type Prefix = (typeof prefixes)[number];

/** `system` undefined: any; empty: none. `code` undefined: any code of the system. */
export interface TokenValue {
  readonly kind: 'token';
  readonly system?: string;
  readonly code?: string;
}
/** Compared with the display texts of codes. */
export interface TextValue {
  readonly kind: 'text';
  readonly folded: string;
}
/** An identifier by the coding of its type and its value. */
export interface OfTypeValue {
  readonly kind: 'of-type';
  readonly system: string;
  readonly code: string;
  readonly value: string;
}
/** Codes by system, found in a value set or in the hierarchy of a code system. */
export interface CodedValue {
  readonly kind: 'coded';
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
}
export interface StringValue {
  readonly kind: 'string';
  readonly mode: 'starts' | 'exact' | 'contains';
  readonly text: string;
  readonly folded: string;
}
/** Milliseconds since 1970, `from` inclusive and `to` exclusive. */
export interface DateValue {
  readonly kind: 'date';
  readonly prefix: Prefix;
  readonly from: number;
  readonly to: number;
}
/** `low` inclusive and `high` exclusive are what the written precision covers. */
export interface NumberValue {
  readonly kind: 'number';
  readonly prefix: Prefix;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
export interface QuantityValue {
  readonly kind: 'quantity';
  readonly number: NumberValue;
  /** With a system, `unit` is its code; without, code or printed unit. */
  readonly system?: string;
  readonly unit?: string;
}
export interface UriValue {
  readonly kind: 'uri';
  readonly mode: 'equal' | 'above' | 'below';
  readonly uri: string;
}
/** Either `url` (foreign, urn or canonical; `version` after a bar) or a resource of this server by id. */
export interface ReferenceValue {
  readonly kind: 'reference';
  readonly type?: string;
  readonly id?: string;
  readonly url?: string;
  readonly version?: string;
  /** Canonicals by their version: `1.2` is above `1.2.3`. */
  readonly mode?: 'above' | 'below';
}
/** The identifier element of a reference. */
export interface ReferenceIdentifierValue {
  readonly kind: 'reference-identifier';
  readonly identifier: TokenValue;
}
export interface CompositeValue {
  readonly kind: 'composite';
  readonly parts: readonly SearchValue[];
}
export type SearchValue =
  | TokenValue
  | TextValue
  | OfTypeValue
  | CodedValue
  | StringValue
  | DateValue
  | NumberValue
  | QuantityValue
  | UriValue
  | ReferenceValue
  | ReferenceIdentifierValue
  | CompositeValue;

/** Every criterion keeps the name and value it was written with, so that links can repeat them. */
interface Written {
  readonly name: string;
  readonly text: string;
}
/** One of the values matches; `negated`: none does. */
export interface ValueCriterion extends Written {
  readonly kind: 'value';
  readonly parameter: Parameter;
  readonly modifier?: string;
  readonly negated: boolean;
  readonly anyOf: readonly SearchValue[];
}
export interface MissingCriterion extends Written {
  readonly kind: 'missing';
  readonly parameter: Parameter;
  readonly missing: boolean;
}
/** A resource the parameter refers to meets the criterion of its type. */
export interface ChainCriterion extends Written {
  readonly kind: 'chain';
  readonly parameter: Parameter;
  readonly branches: readonly { readonly type: ServedType; readonly criterion: Criterion }[];
}
/** A resource of `type` that refers here by `parameter` meets the criterion. */
export interface HasCriterion extends Written {
  readonly kind: 'has';
  readonly type: ServedType;
  readonly parameter: Parameter;
  readonly criterion: Criterion;
}
/** What is referred to lies below (or above) one of these `Type/id`s in what things are part of. */
export interface HierarchyCriterion extends Written {
  readonly kind: 'hierarchy';
  readonly parameter: Parameter;
  readonly direction: 'above' | 'below';
  readonly anyOf: readonly string[];
}
export type Criterion =
  | ValueCriterion
  | MissingCriterion
  | ChainCriterion
  | HasCriterion
  | HierarchyCriterion;

export interface SortKey {
  readonly parameter: Parameter;
  readonly descending: boolean;
}

/** `parameter` absent: every reference parameter of `type`; `type` absent: of any type. */
export interface Include {
  readonly text: string;
  readonly type?: ServedType;
  readonly parameter?: Parameter;
  readonly target?: string;
  readonly iterate: boolean;
}

export const totals = ['none', 'estimate', 'accurate'] as const;
export const summaries = ['true', 'text', 'data', 'count', 'false'] as const;

export interface SearchQuery {
  readonly type: SearchType;
  /** The types asked for by `_type`; only on a search over several types. */
  readonly types?: readonly ServedType[];
  readonly criteria: readonly Criterion[];
  readonly sort: readonly SortKey[];
  /** 0 asks for the total alone, as `_summary=count` does. */
  readonly count?: number;
  readonly total?: (typeof totals)[number];
  readonly summary?: (typeof summaries)[number];
  readonly elements?: readonly string[];
  readonly include: readonly Include[];
  readonly revinclude: readonly Include[];
  /** `_format` and `_pretty`, as written. */
  readonly format: readonly (readonly [name: string, value: string])[];
  /** Parameters the caller said it handles itself, as written. */
  readonly own: readonly (readonly [name: string, value: string])[];
  /** What lenient handling left out, with the reason. */
  readonly ignored: readonly { readonly name: string; readonly value: string; readonly reason: string }[];
  /** The server's own base URL, so that absolute references to it count as local. */
  readonly base?: string;
}
