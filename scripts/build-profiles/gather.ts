// Gathers SUSHI's one-file-per-resource output into the few files that are checked in, in a fixed order and layout.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Built {
  readonly resourceType: string;
  readonly id: string;
  readonly url?: string;
}

const terminologyTypes = new Set(['CodeSystem', 'ValueSet', 'ConceptMap']);

export async function gather(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const built = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Built),
  );
  const profiles = built.filter((one) => one.resourceType === 'StructureDefinition');
  const terminology = built.filter((one) => terminologyTypes.has(one.resourceType));
  const examples = built.filter((one) => !profiles.includes(one) && !terminology.includes(one));
  const files = new Map([
    ['profiles.json', layOut(byUrl(profiles))],
    ['terminology.json', layOut(byUrl(terminology))],
  ]);
  for (const example of examples) files.set(`examples/valid/${example.id}.json`, layOut(example));
  return files;
}

/** By code unit rather than by locale, so that every machine gives the same order. */
function byUrl(resources: readonly Built[]): Built[] {
  return resources.toSorted((left, right) => ((left.url ?? '') < (right.url ?? '') ? -1 : 1));
}

function layOut(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
