// Content negotiation: JSON is served. https://hl7.org/fhir/R4/http.html#mime-type
import { FhirFailure } from '../fhir/failure.ts';
import type { HttpRequest } from './http.ts';
import { mediaTypeOf } from './json-body.ts';

const formats = new Set(['json', 'application/json', 'application/fhir+json', 'text/json']);
const ranges = new Set(['*/*', 'application/*', 'application/json', 'application/fhir+json', 'text/json']);

/** Throws `not-acceptable` unless the client takes JSON; answers whether it wants it indented (`_pretty`). */
export function needJson({ headers, query }: HttpRequest): boolean {
  const asked = query.find(([name]) => name === '_format')?.[1];
  if (asked !== undefined) {
    if (!formats.has(mediaTypeOf(asked.replace(' ', '+')))) throw notServed(asked);
  } else if (headers.accept && !headers.accept.split(',').some((range) => ranges.has(mediaTypeOf(range)))) {
    throw notServed(headers.accept);
  }
  return query.some(([name, value]) => name === '_pretty' && value === 'true');
}

const notServed = (asked: string): FhirFailure =>
  new FhirFailure('not-acceptable', `"${asked.slice(0, 64)}" is not served; ask for application/fhir+json.`);
