// Shows of a resource the elements that are named, and nothing beside them: what nobody thought of stays out.
import type { Coding, Meta, Resource } from '@medplum/fhirtypes';
import { keepWriting } from '../../fhir/exact-json.ts';
import { subsetted } from '../../fhir/subsetted.ts';

/** Names below an element; one without names below it is shown when it is a value by itself. */
export interface Shown {
  readonly [name: string]: Shown;
}

const extensionBase = 'https://vroegdossier.nl/fhir/StructureDefinition/';
const ofExtension = 'extension:';

/** Paths such as `name.family` or `extension:ivh-ext-gemeente.valueReference.reference`, as a tree. */
export function shownBy(paths: readonly string[]): Shown {
  const root: Record<string, Shown> = {};
  for (const path of paths) {
    let at = root;
    for (const name of path.split('.')) {
      const next: Record<string, Shown> = { ...at[name] };
      at[name] = next;
      at = next;
    }
  }
  return root;
}

/**
 * The resource as far as it is shown, marked SUBSETTED. One whose meaning hangs on what would be left out
 * (a modifier extension, rules that it implies) is not shown at all.
 */
export function projected(resource: Resource, shown: Shown): Resource | undefined {
  if (['modifierExtension', 'implicitRules'].some((name) => name in resource)) return undefined;
  const { resourceType, id, meta } = resource;
  return { ...(part(resource, shown) as Resource), resourceType, id, meta: ownMeta(meta) } as Resource;
}

function ownMeta({ versionId, lastUpdated, profile, security, tag = [] }: Meta = {}): Meta {
  return {
    ...(versionId && { versionId }),
    ...(lastUpdated && { lastUpdated }),
    ...(profile && { profile }),
    ...(security && { security: security.map(bareCoding) }),
    tag: [...tag.map(bareCoding), subsetted],
  };
}

const bareCoding = ({ system, code }: Coding): Coding => ({
  ...(system && { system }),
  ...(code && { code }),
});

/** A value, an object with at least one shown name, or a list of these; undefined when nothing is left. */
function part(value: unknown, shown: Shown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => part(item, shown)).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    // A reference to a contained resource would lead nowhere.
    const dangles = typeof value === 'string' && value.startsWith('#');
    return Object.keys(shown).length === 0 && !dangles ? value : undefined;
  }
  const kept = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    const below = name === 'extension' ? extensionsOf(child, shown) : partBelow(child, shown, name);
    return below === undefined ? [] : [[name, below]];
  });
  return kept.length > 0 ? keepWriting(Object.fromEntries(kept), value) : undefined;
}

function partBelow(child: unknown, shown: Shown, name: string): unknown {
  return Object.hasOwn(shown, name) ? part(child, shown[name] ?? {}) : undefined;
}

function extensionsOf(extensions: unknown, shown: Shown): unknown {
  if (!Array.isArray(extensions)) return undefined;
  const kept = extensions.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('url' in one) || typeof one.url !== 'string') return [];
    const name = `${ofExtension}${one.url.replace(extensionBase, '')}`;
    const rest = partBelow(one, shown, name);
    return typeof rest === 'object' && rest !== null ? [{ url: one.url, ...rest }] : [];
  });
  return kept.length > 0 ? kept : undefined;
}
