// Literal references as text: which resource they name, seen from this server. https://hl7.org/fhir/R4/references.html#literal
import type { Resource } from '@medplum/fhirtypes';
import { asElement, elementsOf, textOf } from './element.ts';

/** A reference to a resource of this server. */
export interface LocalName {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

const local = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;
const anywhere = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** `Type/id`, also behind the server's own base; undefined for contained, foreign and urn references. */
export function localName(text: string, base: string | undefined): LocalName | undefined {
  const [, type, id, version] = local.exec(withoutBase(text, base)) ?? [];
  return type !== undefined && id !== undefined ? { type, id, version } : undefined;
}

const withoutBase = (text: string, base: string | undefined): string =>
  base !== undefined && text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;

/** The type a Reference points at, as far as its text, its `type` or the contained resources tell. */
export function referredType(reference: object, resource: Resource): string | undefined {
  const element = asElement(reference);
  const text = textOf(element, 'reference');
  if (text?.startsWith('#')) return containedIn(resource, text)?.resourceType;
  return (text === undefined ? undefined : anywhere.exec(text)?.[1]) ?? textOf(element, 'type');
}

/** The contained resource a `#id` names; `#` alone is the container. */
export function containedIn(resource: Resource, text: string): Resource | undefined {
  if (text === '#') return resource;
  const contained = elementsOf(asElement(resource), 'contained');
  return contained.find(
    (item): item is Resource & typeof item => textOf(item, 'id') === text.slice(1) && isResource(item),
  );
}

export const isResource = (value: unknown): value is Resource =>
  textOf(asElement(value), 'resourceType') !== undefined;
