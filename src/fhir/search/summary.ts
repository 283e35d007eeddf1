// Leaves out of a resource what `_elements` or `_summary` did not ask for. https://hl7.org/fhir/R4/search.html#summary
import type { Resource } from '@medplum/fhirtypes';
import { subsetted } from '../subsetted.ts';
import { asElement, type Element, elementsOf, textOf } from './element.ts';
import data from './parameters.json' with { type: 'json' };
import type { SearchQuery } from './query.ts';

interface Elements {
  /** Base elements, a choice as `value[x]`. */
  readonly all: readonly string[];
  /** JSON properties, a choice under each of its names. */
  readonly mandatory: readonly string[];
  /** JSON properties with their path, parents before children. */
  readonly summary: readonly string[];
}

const definitions: Readonly<Record<string, Elements>> = data.elements;

/** Kept whatever was asked: what the resource is, and what would change the meaning of the rest. */
const always = ['resourceType', 'id', 'meta', 'implicitRules', 'modifierExtension'];

type Shape = Pick<SearchQuery, 'type' | 'elements' | 'summary'>;

/** Names of the base elements of a type. */
export const baseElements = (type: string): readonly string[] =>
  (definitions[type]?.all ?? ['id', 'meta', 'implicitRules', 'language']).map((element) =>
    element.replace('[x]', ''),
  );

/** The resource as asked for, tagged SUBSETTED where less than all is asked for; `_elements` means the searched type only. */
export function summarize(resource: Resource, query: Shape): Resource {
  const definition = definitions[resource.resourceType];
  if (definition === undefined) return resource;
  const kept = keep(asElement(resource), query, definition);
  const answer: unknown = kept === undefined ? resource : tagged(kept);
  return answer as Resource;
}

function keep(resource: Element, query: Shape, definition: Elements): Element | undefined {
  const type = textOf(resource, 'resourceType');
  switch (query.summary) {
    case 'true':
      return pick(resource, new Set([...always, ...definition.mandatory, ...definition.summary]), '');
    case 'text':
      return pick(resource, new Set([...always, ...definition.mandatory, 'text']), '');
    case 'data':
      return pick(resource, new Set(Object.keys(resource).filter((key) => key !== 'text')), '');
    default: {
      if (query.elements === undefined || (query.type !== 'Resource' && query.type !== type))
        return undefined;
      const asked = query.elements.flatMap((element) => propertiesOf(element, resource, definition));
      return pick(resource, new Set([...always, ...definition.mandatory, ...asked]), '');
    }
  }
}

/** The properties whose path is named; inside an element of which parts are named, only those parts. */
function pick(element: Element, names: ReadonlySet<string>, path: string): Element {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(element)) {
    const place = `${path}${key.replace(/^_/, '')}`;
    if (names.has(place)) kept[key] = hasParts(names, place) ? pickEach(value, names, `${place}.`) : value;
  }
  return kept;
}

const pickEach = (value: unknown, names: ReadonlySet<string>, path: string): unknown =>
  Array.isArray(value)
    ? value.map((item) => pick(asElement(item), names, path))
    : pick(asElement(value), names, path);

const hasParts = (names: ReadonlySet<string>, place: string): boolean =>
  [...names].some((name) => name.startsWith(`${place}.`));

/** `value` stands for `valueQuantity` and the other names of a choice. */
function propertiesOf(element: string, resource: Element, { all }: Elements): string[] {
  if (!all.includes(`${element}[x]`)) return [element];
  return Object.keys(resource)
    .map((key) => key.replace(/^_/, ''))
    .filter((key) => key.startsWith(element) && /^[A-Z]/.test(key.slice(element.length)));
}

function tagged(resource: Element): Element {
  const meta = asElement(resource.meta);
  const tags = elementsOf(meta, 'tag');
  const isTagged = tags.some(
    (tag) => textOf(tag, 'code') === subsetted.code && textOf(tag, 'system') === subsetted.system,
  );
  return { ...resource, meta: { ...meta, tag: isTagged ? tags : [...tags, subsetted] } };
}
