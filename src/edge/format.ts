// Content negotiation: FHIR in JSON or XML, by _format before Accept. https://hl7.org/fhir/R4/http.html#mime-type
import { FhirFailure } from '../fhir/failure.ts';
import { choose, type Offer } from './accept.ts';
import type { HttpRequest } from './http.ts';
import { fhirJsonType, fhirVersion, fhirXmlType, jsonTypes, parseMediaType, xmlTypes } from './media-type.ts';

export type Format = 'json' | 'xml';

/** How an answer is to look. */
export interface Look {
  readonly format: Format;
  readonly isPretty: boolean;
}

export const fhirOffers: readonly Offer<Format>[] = [
  { as: 'json', types: jsonTypes },
  { as: 'xml', types: xmlTypes },
];

/** Throws `not-acceptable` when the client takes neither. */
export function lookOf(request: HttpRequest): Look {
  const isPretty = isPrettyWanted(request);
  const format = askedFormat(request) ?? choose(request.headers.accept, fhirOffers);
  if (!format) throw notServed(request.headers.accept ?? '');
  return { format, isPretty };
}

/** The look of a failure: what the client asked for, or JSON when that is not served. */
export function lookOfFailure(request: HttpRequest): Look {
  try {
    return lookOf(request);
  } catch (problem) {
    if (problem instanceof FhirFailure) return { format: 'json', isPretty: false };
    throw problem;
  }
}

/** For what is served in JSON alone; answers whether it is wanted indented. */
export function needJson(request: HttpRequest): boolean {
  const asked = askedFormat(request);
  const json = fhirOffers.filter(({ as }) => as === 'json');
  if (asked === 'xml' || (!asked && !choose(request.headers.accept, json)))
    throw new FhirFailure('not-acceptable', 'Only JSON is served here; ask for application/json.');
  return isPrettyWanted(request);
}

/** `_format`, in which a plus sign arrives as a space. */
function askedFormat({ query }: HttpRequest): Format | undefined {
  const asked = only(query, '_format');
  if (asked === undefined) return undefined;
  const { type, parameters } = parseMediaType(
    asked.replace(/^[^;]*/, (type) => type.trim().replaceAll(' ', '+')),
  );
  const version = parameters.get('fhirversion') ?? fhirVersion;
  const found = fhirOffers.find(({ as, types }) => type === as || types.includes(type));
  if (!found || version !== fhirVersion) throw notServed(asked);
  return found.as;
}

export const isPrettyWanted = ({ query }: HttpRequest): boolean => {
  const pretty = only(query, '_pretty');
  if (pretty === undefined || pretty === 'false') return false;
  if (pretty === 'true') return true;
  throw new FhirFailure('bad-parameter', [{ text: '_pretty must be true or false.', parameter: '_pretty' }]);
};

function only(query: HttpRequest['query'], name: string): string | undefined {
  const values = query.filter(([key]) => key === name);
  if (values.length > 1)
    throw new FhirFailure('bad-parameter', [{ text: `Give ${name} once.`, parameter: name }]);
  return values[0]?.[1];
}

export const notServed = (asked: string): FhirFailure =>
  new FhirFailure(
    'not-acceptable',
    `"${asked.slice(0, 64)}" is not served; ask for ${fhirJsonType} or ${fhirXmlType}, of fhirVersion ${fhirVersion}.`,
  );
