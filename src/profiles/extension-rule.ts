// What an extension has to be: a value or parts, a full URL, and in the place its definition is for. https://hl7.org/fhir/R4/extensibility.html#Extension
import { checkProfile } from './conform.ts';
import type { JsonObject } from './json.ts';
import type { Property } from './shape.ts';
import type { Place, Walk } from './walk.ts';

export function checkExtension(
  walk: Walk,
  extension: JsonObject,
  path: string,
  _property: Property,
  place: Place,
): void {
  const hasValue = Object.keys(extension).some((key) => /^_?value/.test(key));
  if (hasValue === (extension.extension !== undefined)) {
    const right = 'an extension has either a value or extensions, not both or neither';
    walk.report('invariant', path, `breaks rule ext-1: ${right}`);
  }
  const { url } = extension;
  if (typeof url !== 'string') return;
  if (!/^[a-z][a-z0-9+.-]*:\S/i.test(url) && !/xtension\[\d+\]\.extension\[\d+\]$/.test(path)) {
    walk.report('value', `${path}.url`, 'is not absolute; right would be the full URL of the extension');
  }
  const definition = walk.profiles?.get(url);
  if (definition?.type !== 'Extension') return;
  checkContext(walk, walk.profiles?.contextsOf(url) ?? [], path, place);
  checkProfile(walk, definition, extension, path, place);
}

/** Only places named by resource type and elements are looked at; a data type or an expression may fit anywhere. */
function checkContext(walk: Walk, contexts: readonly string[], path: string, { resource }: Place): void {
  const named = contexts.map((context) => context.split('.'));
  if (named.length === 0 || !named.every(([type = '']) => isConcrete(walk, type))) return;
  const parent = path.replace(/\.(?:modifierE|e)xtension\[\d+\]$/, '').replaceAll(/\[\d+\]/g, '');
  const fits = named.some(([type, ...elements]) => type === resource.type && isAt(parent, type, elements));
  if (fits) return;
  walk.report('structure', path, `does not belong here; right would be on ${contexts.join(' or ')}`);
}

const isConcrete = (walk: Walk, type: string): boolean =>
  walk.isResourceType(type) && type !== 'Resource' && type !== 'DomainResource';

/** A resource stands at the root, in a Bundle's or Parameters' `resource`, or in `contained`. */
const isAt = (parent: string, type: string, elements: readonly string[]): boolean =>
  [type, 'resource', 'contained']
    .map((root) => [root, ...elements].join('.'))
    .some((place) => parent === place || parent.endsWith(`.${place}`));
