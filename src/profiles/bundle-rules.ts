// Rules of Bundles, and above all of documents, the Bundles that are stored. https://hl7.org/fhir/R4/documents.html
import { isObject, type JsonObject, objectsIn } from './json.ts';
import type { Walk } from './walk.ts';

export function checkBundle(walk: Walk, bundle: JsonObject, path: string): void {
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  checkDistinct(walk, bundle.type, entries, path);
  for (const [index, entry] of entries.entries()) {
    if (isObject(entry)) checkEntry(walk, bundle.type, entry, `${path}.entry[${index}]`);
  }
  if (bundle.type === 'document') checkReferred(walk, entries, path);
}

/** Only documents are kept; what other Bundles are for is done with them, not stored. */
export function checkStoredBundle(walk: Walk, { type }: JsonObject, path: string): void {
  if (typeof type !== 'string' || type === 'document' || !Object.hasOwn(instead, type)) return;
  const right = `right would be a document; ${instead[type]}`;
  walk.report(
    'not-supported',
    `${path}.type`,
    `is ${type}, and Bundles of that type are not stored; ${right}`,
  );
}

const inOne = 'to store its resources, send them to the base as a transaction';
const instead: Readonly<Record<string, string>> = {
  transaction: 'a transaction is sent to the base, POST [base]',
  batch: 'a batch is sent to the base, POST [base]',
  message: 'messages are not processed here',
  'transaction-response': inOne,
  'batch-response': inOne,
  history: inOne,
  searchset: inOne,
  collection: inOne,
};

function checkDistinct(walk: Walk, type: unknown, entries: readonly unknown[], path: string): void {
  const seen = new Set<string>();
  for (const { fullUrl, resource } of objectsIn(entries)) {
    const meta = isObject(resource) && isObject(resource.meta) ? resource.meta : {};
    const name = JSON.stringify([fullUrl, meta.versionId]);
    if (typeof fullUrl === 'string' && seen.has(name) && type !== 'history') {
      const right = 'right would be one of its own per resource';
      walk.report('invariant', path, `breaks rule bdl-7: a fullUrl occurs twice; ${right}`);
      return;
    }
    seen.add(name);
  }
}

function checkEntry(walk: Walk, type: unknown, entry: JsonObject, at: string): void {
  const { fullUrl, resource } = entry;
  if (type === 'document' && fullUrl === undefined) {
    const right = 'in a document every entry has its full URL, such as urn:uuid:… or the resource’s own';
    walk.report('required', `${at}.fullUrl`, `is missing; ${right} is required`);
  }
  if (typeof fullUrl !== 'string' || !isObject(resource)) return;
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\S/i.test(fullUrl);
  if (!isAbsolute) {
    const right = 'right would be an absolute URL, or urn:uuid: and a UUID';
    walk.report('value', `${at}.fullUrl`, `is not absolute; ${right}`);
    return;
  }
  const [, pointedType, id] =
    /^https?:\/\/\S*\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(fullUrl) ?? [];
  if (pointedType === undefined || !walk.isResourceType(pointedType)) return;
  const isSame = pointedType === resource.resourceType && (resource.id === undefined || resource.id === id);
  if (isSame || typeof resource.resourceType !== 'string') return;
  const right = 'right would be the type and id of the resource in this entry';
  walk.report('value', `${at}.fullUrl`, `names ${pointedType}/${id}; ${right}`);
}

/** A document travels whole: what its Composition refers to by a local name should be in it. */
function checkReferred(walk: Walk, entries: readonly unknown[], path: string): void {
  const [composition] = objectsIn(entries).map(({ resource }) => resource);
  if (!isObject(composition) || composition.resourceType !== 'Composition') return;
  const urls = objectsIn(entries).flatMap(({ fullUrl }) => (typeof fullUrl === 'string' ? [fullUrl] : []));
  for (const [reference, place] of referencesIn(composition, `${path}.entry[0].resource`)) {
    if (reference.startsWith('#') || urls.some((url) => url === reference || url.endsWith(`/${reference}`)))
      continue;
    walk.warn(
      'not-found',
      place,
      'points to nothing in this document; right would be an entry with that fullUrl',
    );
  }
}

/** The nesting is bounded before, so recursion is. */
function referencesIn(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => referencesIn(each, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'reference' && typeof child === 'string'
      ? [[child, `${path}.reference`] as const]
      : referencesIn(child, `${path}.${key}`),
  );
}
