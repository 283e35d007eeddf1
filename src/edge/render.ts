// A resource as the body of an answer, in the format asked for.
import type { Resource } from '@medplum/fhirtypes';
import { writeJsonExactly } from '../fhir/exact-json.ts';
import type { Format, Look } from './format.ts';
import { fhirJsonType, fhirXmlType } from './media-type.ts';

/** XML as the wiring gives it: loaded with the first request that speaks it. */
export interface Xml {
  /** The JSON of the resource in an XML body; throws `syntax`. */
  read(text: string): unknown;
  write(resource: Resource, isPretty: boolean): string;
}

export type LoadXml = () => Promise<Xml>;

export const contentTypes: Readonly<Record<Format, string>> = {
  json: `${fhirJsonType}; charset=utf-8`,
  xml: `${fhirXmlType}; charset=utf-8`,
};

export async function render(
  resource: Resource,
  { format, isPretty }: Look,
  loadXml: LoadXml,
): Promise<string> {
  if (format === 'json') return writeJsonExactly(resource, isPretty ? 2 : undefined);
  return (await loadXml()).write(resource, isPretty);
}
