// Media types with their parameters, as Content-Type and Accept name them. https://www.rfc-editor.org/rfc/rfc9110#name-media-type

export interface MediaType {
  /** Lower case, without parameters; empty when there is none. */
  readonly type: string;
  /** Names in lower case, values without their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

export const fhirJsonType = 'application/fhir+json';
export const fhirXmlType = 'application/fhir+xml';
/** What a client may call FHIR's JSON and XML; the first is the right one. */
export const jsonTypes: readonly string[] = [fhirJsonType, 'application/json', 'text/json'];
export const xmlTypes: readonly string[] = [fhirXmlType, 'application/xml', 'text/xml'];

/** The only version spoken here, as the parameter fhirVersion names it. */
export const fhirVersion = '4.0';

/** Clients say the same few things with every request. */
const known = new Map<string, MediaType>();
const mostKnown = 200;

export function parseMediaType(header: string | undefined): MediaType {
  const text = header ?? '';
  const found = known.get(text);
  if (found) return found;
  const parsed = parse(text);
  if (known.size >= mostKnown) known.clear();
  if (text.length <= 200) known.set(text, parsed);
  return parsed;
}

function parse(header: string): MediaType {
  const [type = '', ...rest] = header.split(';').map((part) => part.trim());
  const parameters = rest.flatMap((part) => {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const value = part.slice(equals + 1).trim();
    return equals < 0 ? [] : [[name, value.replace(/^"(.*)"$/, '$1')] as const];
  });
  return { type: type.toLowerCase(), parameters: new Map(parameters) };
}

export const mediaTypeOf = (header: string | undefined): string => parseMediaType(header).type;

/** Whether it can stand in a header as it is. */
export const isMediaType = (text: string): boolean =>
  /^[A-Za-z0-9!#$&^_.+-]{1,127}\/[A-Za-z0-9!#$&^_.+-]{1,127}(?:\s*;[\x20-\x7e]{1,256})?$/.test(text);
