// A resource in which every element that R4 knows is filled, by the definitions, so that none can be forgotten.
import type { Resource } from '@medplum/fhirtypes';
import type { ElementShape } from '../../src/fhir/elements.ts';
import { elementShapes as shapes } from '../../src/profiles/elements.ts';

/** Deeper than any path of a view. */
const deepest = 5;

const ours = 'https://vroegdossier.nl/fhir/StructureDefinition/';

/** Every path is filled, each value naming its own path; `extensions` stand in the resource and in all it holds. */
export function filled(type: string, extensions: readonly string[] = []): Resource {
  const shape = shapes(type);
  if (!shape) throw new Error(`${type} is no type`);
  const urls = ['https://elders.example/x', ...extensions.map((name) => `${ours}${name}`)];
  return { resourceType: type, ...(fill(shape, '', 1, urls) as object), id: 'a1' } as Resource;
}

function fill(shape: ElementShape, path: string, depth: number, urls: readonly string[]): unknown {
  const entries = [...shape.properties].flatMap(([name, property]): [string, unknown][] => {
    const at = path === '' ? name : `${path}.${name}`;
    if (['modifierExtension', 'implicitRules', 'resourceType'].includes(name) || name.startsWith('_'))
      return [];
    if (name === 'extension') return [[name, urls.map((url) => extension(url, at))]];
    if (property.isPrimitive) {
      const value = `waarde van ${at}`;
      return [
        [name, property.rule.isArray ? [value] : value],
        [
          `_${name}`,
          property.rule.isArray
            ? [{ extension: [extension(urls[0] ?? '', at)] }]
            : { extension: [extension(urls[0] ?? '', at)] },
        ],
      ];
    }
    if (name === 'contained')
      return [[name, [{ resourceType: 'Basic', id: 'ingesloten', code: { text: `waarde van ${at}` } }]]];
    const below = depth < deepest ? property.shape() : undefined;
    if (!below) return [];
    const value = fill(below, at, depth + 1, urls);
    return [[name, property.rule.isArray ? [value] : value]];
  });
  return Object.fromEntries(entries);
}

const extension = (url: string, at: string) => ({
  url,
  valueString: `waarde van ${at}`,
  valueCode: `waarde van ${at}`,
  valueReference: {
    reference: `waarde van ${at}`,
    type: `waarde van ${at}`,
    display: `waarde van ${at}`,
    identifier: { value: at },
  },
  valueCodeableConcept: {
    text: `waarde van ${at}`,
    coding: [{ system: 'urn:x', code: 'x', display: `waarde van ${at}` }],
  },
  extension: [
    { url: 'datum', valueDateTime: `waarde van ${at}`, valueString: `waarde van ${at}` },
    { url: 'bron', valueString: `waarde van ${at}` },
  ],
});

/** Where values stand, without places in lists: `name.family`. An extension goes by the last of its url. */
export function leafPaths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leafPaths(item, path));
  if (typeof value !== 'object' || value === null) return [path];
  const isExtension = /(^|\.)_?extension$/.test(path) && 'url' in value && typeof value.url === 'string';
  const at = isExtension ? `${path}:${String(value.url).split('/').at(-1)}` : path;
  return Object.entries(value).flatMap(([name, child]) =>
    isExtension && name === 'url' ? [] : leafPaths(child, at === '' ? name : `${at}.${name}`),
  );
}
