// The parameters of an export's kick-off, from the URL or a Parameters resource, each refused or left out by name. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import type { OperationCall } from './operation.ts';

export interface Given {
  readonly name: string;
  readonly value: string;
  readonly expression?: string;
}

/** Where each parameter's value may stand in a Parameters resource; the first is the one to name. */
const elements: Readonly<Record<string, readonly [string, ...string[]]>> = {
  _outputFormat: ['valueString', 'valueCode'],
  _since: ['valueInstant', 'valueDateTime'],
  _type: ['valueString', 'valueCode'],
  _elements: ['valueString'],
  _typeFilter: ['valueString'],
  patient: ['valueReference'],
};

/** Known to the specification, and not served. */
const notServed: Readonly<Record<string, string>> = {
  includeAssociatedData: 'associated data are not chosen by sets; choose types with _type',
  _until: 'an export shows what there is at its transactionTime; narrow it with _since',
  allowPartialManifests: 'the manifest comes whole',
  organizeOutputBy: 'files hold one type each',
};

/** Collects what is wrong: thrown when strict, told in the manifest when lenient. */
export class Complaints {
  readonly #lenient: boolean;
  readonly ignored: string[] = [];
  constructor(lenient: boolean) {
    this.#lenient = lenient;
  }

  /** For what can be left out. */
  add(kind: 'bad-parameter' | 'not-supported', text: string, expression?: string): void {
    if (!this.#lenient) throw refusal(kind, { text, expression });
    this.ignored.push(text);
  }
}

export const refusal = (kind: 'bad-parameter' | 'not-supported', issue: Issue): FhirFailure =>
  new FhirFailure(kind, [issue]);

export function readGiven(call: OperationCall, complaints: Complaints): Given[] {
  const fromUrl = call.query.map(([name, value]) => ({ name, value, expression: undefined }));
  const inUrl = fromUrl.find(({ name }) => name === 'patient');
  if (inUrl)
    complaints.add(
      'not-supported',
      'The parameter "patient" is taken by POST alone, in a Parameters resource.',
      'patient',
    );
  const body = call.method === 'POST' ? call.body() : undefined;
  const all = [
    ...fromUrl.filter((one) => one !== inUrl && one.name !== 'patient'),
    ...givenIn(body, complaints),
  ];
  const known = all.filter((one) => {
    const { name, value, expression = name } = one;
    if (Object.hasOwn(elements, name)) {
      if (value !== '') return true;
      throw refusal('bad-parameter', {
        text: `The parameter "${name}" is empty; leave it out or give it a value.`,
        expression,
      });
    }
    const why = Object.hasOwn(notServed, name)
      ? `is not served: ${notServed[name]}`
      : `is not known here; right would be ${Object.keys(elements).join(', ')}`;
    complaints.add('not-supported', `The parameter "${name.slice(0, 64)}" ${why}.`, expression);
    return false;
  });
  for (const name of ['_since', '_outputFormat'])
    if (known.filter((one) => one.name === name).length > 1)
      throw refusal('bad-parameter', {
        text: `The parameter "${name}" may be given once only.`,
        expression: name,
      });
  return known;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function givenIn(body: unknown, complaints: Complaints): Given[] {
  if (body === undefined) return [];
  if (!isObject(body) || body.resourceType !== 'Parameters')
    throw new FhirFailure('syntax', [
      { text: 'The body must be a Parameters resource.', expression: 'resourceType' },
    ]);
  const parameters = body.parameter ?? [];
  if (!Array.isArray(parameters))
    throw new FhirFailure('syntax', [
      { text: 'Parameters.parameter must be a list.', expression: 'Parameters.parameter' },
    ]);
  return parameters.flatMap((parameter: unknown, index): Given[] => {
    const expression = `Parameters.parameter[${index}]`;
    if (!isObject(parameter) || typeof parameter.name !== 'string')
      throw refusal('bad-parameter', { text: 'A parameter needs a name.', expression });
    const { name } = parameter;
    const allowed = Object.hasOwn(elements, name) ? elements[name] : undefined;
    if (!allowed) return [{ name, value: '-', expression }];
    const value = allowed.map((element) => parameter[element]).find((one) => one !== undefined);
    const text = isObject(value) ? value.reference : value;
    if (typeof text === 'string') return [{ name, value: text, expression }];
    complaints.add('bad-parameter', `The parameter "${name}" must be given as ${allowed[0]}.`, expression);
    return [];
  });
}
