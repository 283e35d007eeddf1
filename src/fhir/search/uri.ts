// URIs: precise, or above and below in the path of a URL; canonicals with or without their version. https://hl7.org/fhir/R4/search.html#uri
import type { Found } from './path.ts';
import type { UriValue } from './query.ts';
import { bad } from './refusal.ts';

export function parseUri(name: string, uri: string, mode: UriValue['mode']): UriValue {
  if (/\s/.test(uri)) throw bad(name, `'${uri}' is no URI: it holds a space`);
  if (mode !== 'equal' && uri.startsWith('urn:'))
    throw bad(name, `:${mode} compares the paths of URLs, a URN has none`);
  return { kind: 'uri', mode, uri };
}

export function uriMatches({ mode, uri }: UriValue, { type, value }: Found): boolean {
  if (typeof value !== 'string') return false;
  if (mode === 'below') return isBelow(value, uri);
  if (mode === 'above') return isBelow(uri, value);
  return type === 'canonical' ? canonicalMatches(uri, value) : value === uri;
}

/** A canonical without a version means every version. */
export function canonicalMatches(searched: string, stored: string): boolean {
  if (searched === stored) return true;
  return !searched.includes('|') && stored.startsWith(`${searched}|`);
}

/** At a boundary of path segments: `…/ValueSet/12` is not above `…/ValueSet/123`. */
function isBelow(inner: string, outer: string): boolean {
  if (!inner.startsWith(outer)) return false;
  return inner.length === outer.length || outer.endsWith('/') || /[/?#|]/.test(inner[outer.length] ?? '');
}
