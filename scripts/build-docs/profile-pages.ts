// All pages of docs/profiles, by file name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { createValidator } from '../../src/profiles/validate.ts';
import { profilePage } from './profile-page.ts';
import { cell } from './table.ts';

const folder = join(import.meta.dirname, '../../fhir-profiles');

const read = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;

const examples = (path: string, profile: string): Map<string, Resource> =>
  new Map(
    readdirSync(join(folder, path))
      .filter((name) => name.startsWith(`${profile}--`))
      .toSorted()
      .map((name) => [name.replace('.json', ''), read<Resource>(`${path}/${name}`)]),
  );

export function profilePages(): Map<string, string> {
  const definitions = read<StructureDefinition[]>('generated/profiles.json');
  const profiles = definitions.filter(({ type }) => type !== 'Extension');
  const validator = createValidator();
  const pages = profiles.map(({ id = '', ...rest }): [string, string] => [
    `${id}.md`,
    profilePage({
      profile: { ...rest, id },
      valid: examples('generated/examples/valid', id),
      invalid: examples('examples/invalid', id),
      validator,
    }),
  ]);
  return new Map([['README.md', indexPage(profiles, definitions)], ...pages]);
}

function indexPage(
  profiles: readonly StructureDefinition[],
  definitions: readonly StructureDefinition[],
): string {
  const extensions = definitions.filter(({ type }) => type === 'Extension');
  return `# Profiles

Written by scripts/build-docs.ts; do not change this page by hand. The sources are in fhir-profiles; how they relate to the
Dutch core profiles is in [nl-core](../nl-core.md). A resource is held against every profile it claims in \`meta.profile\`.

| profile | on | what for |
|---|---|---|
${profiles.map(({ id, type, title, description }) => `| [${id}](${id}.md): ${title} | ${type} | ${cell(description ?? '')} |`).join('\n')}

## Extensions

| extension | on | what for |
|---|---|---|
${extensions.map(({ id, context, description }) => `| \`${id}\` | ${context?.map(({ expression }) => expression).join(', ')} | ${cell(description ?? '')} |`).join('\n')}
`;
}
