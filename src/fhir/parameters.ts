// What an operation is called with, from a URL or a Parameters resource, held against what it takes. https://hl7.org/fhir/R4/parameters.html
import type { CodeableConcept, Coding, Identifier, Meta } from '@medplum/fhirtypes';
import { FhirFailure } from './failure.ts';

/** The kinds of value that operations here take, as what they are in code. */
interface Kinds {
  readonly string: string;
  readonly uri: string;
  readonly code: string;
  readonly boolean: boolean;
  readonly integer: number;
  /** A date, dateTime or instant. */
  readonly date: string;
  readonly Coding: Coding;
  readonly CodeableConcept: CodeableConcept;
  readonly Identifier: Identifier;
  readonly Meta: Meta;
  /** Not looked into yet. */
  readonly Resource: unknown;
}

export type ParameterKind = keyof Kinds;

/** Each parameter's kind; `many` may be given more than once. */
export type ParameterTable = Readonly<
  Record<string, ParameterKind | { readonly many: Exclude<ParameterKind, 'Resource'> }>
>;

export type Given<T extends ParameterTable> = {
  readonly [Name in keyof T]?: T[Name] extends ParameterKind
    ? Kinds[T[Name]]
    : T[Name] extends { readonly many: infer Kind extends ParameterKind }
      ? readonly Kinds[Kind][]
      : never;
};

/** Elements in which a value of a kind may come; the first is the one to name. */
const elements: Readonly<Record<ParameterKind, readonly [string, ...string[]]>> = {
  string: ['valueString', 'valueMarkdown', 'valueCode', 'valueId'],
  uri: ['valueUri', 'valueCanonical', 'valueUrl', 'valueString'],
  code: ['valueCode', 'valueString', 'valueId'],
  boolean: ['valueBoolean'],
  integer: ['valueInteger', 'valueUnsignedInt', 'valuePositiveInt'],
  date: ['valueDate', 'valueDateTime', 'valueInstant', 'valueString'],
  Coding: ['valueCoding'],
  CodeableConcept: ['valueCodeableConcept'],
  Identifier: ['valueIdentifier'],
  Meta: ['valueMeta'],
  Resource: ['resource'],
};

/** Of a URL: kinds that fit one are read from their text. */
const fromText: Readonly<Partial<Record<ParameterKind, (text: string) => unknown>>> = {
  string: (text) => text || undefined,
  uri: (text) => text || undefined,
  code: (text) => text || undefined,
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  date: (text) => text || undefined,
  integer: (text) => (/^-?\d{1,9}$/.test(text) ? Number(text) : undefined),
};

export interface OperationInput {
  readonly query: readonly (readonly [string, string])[];
  /** A Parameters resource, checked to be valid as such; undefined when no body was sent. */
  readonly body?: unknown;
}

/** Throws `bad-parameter` naming what is not taken, given twice, or of the wrong kind, and what would be right. */
export function readParameters<T extends ParameterTable>(
  table: T,
  { query, body }: OperationInput,
): Given<T> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of query) {
    const at = `parameter "${name.slice(0, 64)}"`;
    put(table, given, name, at, undefined, (kind) => {
      const read = fromText[kind];
      if (!read) throw refusal(name, `The ${at} is a ${kind}; send it in a Parameters resource by POST.`);
      const value = read(text);
      if (value === undefined) throw refusal(name, `The ${at} must be ${described[kind]}.`);
      return value;
    });
  }
  for (const [index, parameter] of parametersIn(body).entries()) {
    const expression = `Parameters.parameter[${index}]`;
    const name = String(parameter.name);
    const at = `parameter "${name.slice(0, 64)}"`;
    put(table, given, name, at, expression, (kind) => {
      const found = elements[kind].find((element) => parameter[element] !== undefined);
      if (found) return parameter[found];
      throw refusal(name, `The ${at} must be given as ${elements[kind][0]}.`, expression);
    });
  }
  return given as Given<T>;
}

const described: Readonly<Partial<Record<ParameterKind, string>>> = {
  string: 'a text that is not empty',
  uri: 'a URI that is not empty',
  code: 'a code that is not empty',
  boolean: 'true or false',
  integer: 'a whole number',
  date: 'a date or an instant',
};

function put(
  table: ParameterTable,
  given: Record<string, unknown>,
  name: string,
  at: string,
  expression: string | undefined,
  read: (kind: ParameterKind) => unknown,
): void {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!entry) {
    const known = Object.keys(table).join(', ');
    throw refusal(
      name,
      `The ${at} is not taken here; ${known ? `right would be ${known}` : 'none is'}.`,
      expression,
    );
  }
  if (typeof entry === 'object') {
    const former = given[name];
    given[name] = [...(Array.isArray(former) ? former : []), read(entry.many)];
    return;
  }
  if (name in given) throw refusal(name, `The ${at} is given twice; give it once.`, expression);
  given[name] = read(entry);
}

type JsonParameter = Readonly<Record<string, unknown>>;

function parametersIn(body: unknown): JsonParameter[] {
  if (body === undefined) return [];
  const found =
    typeof body === 'object' && body !== null && 'resourceType' in body ? body.resourceType : undefined;
  if (typeof body !== 'object' || body === null || found !== 'Parameters')
    throw new FhirFailure('syntax', [
      { text: 'The body must be a Parameters resource.', expression: 'resourceType' },
    ]);
  const { parameter } = body as { readonly parameter?: unknown };
  return Array.isArray(parameter) ? parameter : [];
}

/** The parameter an operation cannot do without. */
export const missing = (name: string, why: string): FhirFailure =>
  refusal(name, `The parameter "${name}" is missing: ${why}.`);

const refusal = (parameter: string, text: string, expression?: string): FhirFailure =>
  new FhirFailure('bad-parameter', [{ text, expression, parameter: parameter.slice(0, 64) }]);
