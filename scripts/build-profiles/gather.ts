// Gathers SUSHI's one-file-per-resource output into the few files that are checked in, in a fixed order and layout.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { type Artefact, guideOf } from './guide.ts';
import { rulesOf } from './rules.ts';

type Built = Artefact & { readonly url?: string };

const terminologyTypes = new Set(['CodeSystem', 'ValueSet', 'ConceptMap']);

export async function gather(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const built = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Built),
  );
  const profiles = built.filter((one) => one.resourceType === 'StructureDefinition');
  const terminology = built.filter((one) => terminologyTypes.has(one.resourceType));
  const naming = built.filter((one) => one.resourceType === 'NamingSystem');
  const definitions = [profiles, terminology, naming].flatMap(byUrl);
  const examples = built
    .filter((one) => !definitions.includes(one))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const files = new Map([
    ['profiles.json', layOut(byUrl(profiles).filter(isProfile).map(withoutMappings))],
    ['rules.json', `${JSON.stringify(byUrl(profiles).filter(isProfile).map(rulesOf))}\n`],
    ['terminology.json', layOut(byUrl(terminology))],
    ['guide.json', layOut([guideOf(definitions, examples), ...naming])],
  ]);
  for (const example of examples) files.set(`examples/valid/${example.id}.json`, layOut(example));
  return files;
}

/** By code unit rather than by locale, so that every machine gives the same order. */
function byUrl(resources: readonly Built[]): Built[] {
  return resources.toSorted((left, right) => ((left.url ?? '') < (right.url ?? '') ? -1 : 1));
}

/** R4's mappings of its elements to other standards say nothing of ours and are half of a snapshot. */
function withoutMappings({ mapping: _, ...profile }: StructureDefinition): StructureDefinition {
  const element = profile.snapshot?.element.map(({ mapping: _mapping, ...each }) => each);
  return { ...profile, snapshot: element && { element } };
}

const isProfile = (one: Built): one is Built & StructureDefinition =>
  one.resourceType === 'StructureDefinition';

function layOut(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
