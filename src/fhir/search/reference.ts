// References: `id`, `Type/id`, absolute, canonical, or by the identifier they carry. https://hl7.org/fhir/R4/search.html#reference
import { asElement, textOf } from './element.ts';
import type { Component } from './parameter.ts';
import type { Found } from './path.ts';
import type { ReferenceIdentifierValue, ReferenceValue } from './query.ts';
import { isResource, localName } from './reference-text.ts';
import { bad, quoteList } from './refusal.ts';
import { identifierMatches } from './token.ts';
import { canonicalMatches } from './uri.ts';

/** `type` is the one a modifier asks for. */
export function parseReference(
  name: string,
  text: string,
  parameter: Component,
  { type, base }: { type?: string; base?: string },
): ReferenceValue {
  const local = localName(text, base);
  if (local) {
    const allowed = type === undefined ? parameter.targets : [type];
    if (allowed.length > 0 && !allowed.includes(local.type)) {
      throw bad(name, `'${text}' names a ${local.type}; this refers to ${quoteList(allowed)}`);
    }
    return { kind: 'reference', ...local };
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(text)) return absolute(name, text, type);
  if (/^[A-Za-z0-9\-.]{1,64}$/.test(text)) return { kind: 'reference', type, id: text };
  throw bad(name, `'${text}' is no reference; write id, Type/id or an absolute URL`);
}

function absolute(name: string, text: string, type: string | undefined): ReferenceValue {
  if (type !== undefined) throw bad(name, `:${type} takes an id, not the URL '${text}'`);
  const bar = text.lastIndexOf('|');
  if (bar < 0) return { kind: 'reference', url: text };
  return { kind: 'reference', url: text.slice(0, bar), version: text.slice(bar + 1) };
}

export function referenceMatches(
  search: ReferenceValue,
  { value }: Found,
  base: string | undefined,
): boolean {
  const stored = referenceText(value);
  if (stored === undefined) return false;
  if (search.url !== undefined) return urlMatches(search, search.url, stored);
  const local = localName(stored, base);
  if (local === undefined || local.id !== search.id) return false;
  // A search without a version finds references to any version.
  if (search.version !== undefined && search.version !== local.version) return false;
  return search.type === undefined || search.type === local.type;
}

/** What refers: a canonical, a Reference, or the resource itself where it stands in a Bundle. */
export function referenceText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isResource(value) ? `${value.resourceType}/${value.id}` : textOf(asElement(value), 'reference');
}

function urlMatches({ version, mode }: ReferenceValue, url: string, stored: string): boolean {
  if (mode !== undefined) return versionMatches(mode, url, version, stored);
  return (
    canonicalMatches(version === undefined ? url : `${url}|${version}`, stored) ||
    stored.startsWith(`${url}/_history/`)
  );
}

/** `1.2` is above `1.2.3`, and no version above all. */
function versionMatches(
  mode: 'above' | 'below',
  url: string,
  asked: string | undefined,
  stored: string,
): boolean {
  const [storedUrl, storedVersion] = stored.split('|');
  if (storedUrl !== url) return false;
  const [inner, outer] = mode === 'below' ? [storedVersion, asked] : [asked, storedVersion];
  return outer === undefined || inner === outer || inner?.startsWith(`${outer}.`) === true;
}

export const referenceIdentifierMatches = (search: ReferenceIdentifierValue, { value }: Found): boolean => {
  const identifier = asElement(value).identifier;
  return identifier !== undefined && identifierMatches(search.identifier, asElement(identifier));
};
