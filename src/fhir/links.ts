// What points from one entry of a transaction to another: references, uris and links in the narrative. https://hl7.org/fhir/R4/http.html#trules
import type { Resource } from '@medplum/fhirtypes';
import { keepWriting } from './exact-json.ts';

/** Elements of type uri, url, oid or uuid, by name; what names a namespace or a kind (system, type) points to no entry. */
const links = new Set([
  'authority',
  'definition',
  'instantiatesUri',
  'policy',
  'source',
  'uri',
  'url',
  'valueOid',
  'valueUri',
  'valueUrl',
  'valueUuid',
]);

/** Finds the new address of what a text points to; undefined leaves it as it is. */
export type Resolver = (text: string) => string | undefined;

/** A copy of the resource in which all that points to a resolved address says the new one. */
export function rewriteLinks<R extends Resource>(resource: R, resolve: Resolver): R {
  if (resource.resourceType === 'Bundle') return resource;
  return rewritten(resource, resolve) as R;
}

function rewritten(value: unknown, resolve: Resolver): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, rewrittenElement(key, child, resolve)]),
  );
  return keepWriting(copy, value);
}

function rewrittenElement(key: string, value: unknown, resolve: Resolver): unknown {
  if (key === 'div' && typeof value === 'string') return narrative(value, resolve);
  if (key !== 'reference' && !links.has(key)) return rewritten(value, resolve);
  if (typeof value === 'string') return resolve(value) ?? value;
  if (Array.isArray(value))
    return value.map((item) =>
      typeof item === 'string' ? (resolve(item) ?? item) : rewritten(item, resolve),
    );
  return rewritten(value, resolve);
}

const attribute = /(<(?:a\s[^<>]*?href|img\s[^<>]*?src)\s*=\s*)("[^"]*"|'[^']*')/gi;

const narrative = (xhtml: string, resolve: Resolver): string =>
  xhtml.replaceAll(attribute, (whole, before: string, quoted: string) => {
    const quote = quoted.charAt(0);
    const found = resolve(quoted.slice(1, -1));
    return found === undefined ? whole : `${before}${quote}${found}${quote}`;
  });

const restful = /^(https?:\/\/.+\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;

/**
 * Resolves what an entry with this fullUrl says of other entries: by their fullUrl, or relative to the base of its own.
 * https://hl7.org/fhir/R4/bundle.html#references
 */
export function resolverFor(ids: ReadonlyMap<string, string>, fullUrl: string | undefined): Resolver {
  const [, root] = restful.exec(fullUrl ?? '') ?? [];
  return (text) =>
    ids.get(text) ?? (root && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? ids.get(root + text) : undefined);
}
