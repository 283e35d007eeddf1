// One page per profile: what it is for, what it demands, what fills it, and examples with the validator's own words.
import type { ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { mappings, type Row } from '../../src/ivh/mapping.ts';
import type { Validator } from '../../src/profiles/validate.ts';
import { conceptsOf } from './concepts.ts';
import { cell, shortened } from './table.ts';

export interface ProfileSources {
  readonly profile: StructureDefinition;
  /** By file name without `.json`. */
  readonly valid: ReadonlyMap<string, Resource>;
  readonly invalid: ReadonlyMap<string, Resource>;
  readonly validator: Validator;
}

export function profilePage({ profile, valid, invalid, validator }: ProfileSources): string {
  const [example] = valid;
  return `# ${profile.title} (${profile.id})

Written by scripts/build-docs.ts; do not change this page by hand. [All profiles](README.md)

${profile.description}

${profile.purpose}

- Canonical: \`${profile.url}\`, version ${profile.version}
- On: [${profile.type}](https://hl7.org/fhir/R4/${profile.type.toLowerCase()}.html)

## What it demands

Must-support: a system that writes this profile fills these elements when it knows them, and one that reads it does not lose
them.

| element | how many | must support | demand |
|---|---|---|---|
${demands(profile).join('\n')}

${rules(profile)}${filledBy(profile)}## A valid example

${example ? `${example[0]}${others(valid)}\n\n${json(example[1])}` : ''}

## Invalid examples

What the server answers with 422 for each; every other element is as it should be.

| example | at | the answer |
|---|---|---|
${[...invalid].map(([name, resource]) => faultRow(name, resource, validator)).join('\n')}
`;
}

function demands({ differential, snapshot, type }: StructureDefinition): string[] {
  return (differential?.element ?? [])
    .filter(({ path, sliceName }) => path !== type && (!path.endsWith('.extension') || sliceName))
    .map((element) => {
      const { id = '', mustSupport } = element;
      const { min, max } = snapshot?.element.find((each) => each.id === id) ?? element;
      const count = `${min}..${max}`;
      const demand = cell(demandOf(element).join('; '));
      return `| \`${id}\` | ${count} | ${mustSupport ? 'yes' : ''} | ${demand} |`;
    });
}

function demandOf(element: ElementDefinition): string[] {
  const { binding, type, constraint } = element;
  const targets = (type ?? []).flatMap(({ targetProfile }) => targetProfile ?? []).map(lastPart);
  const codes = (type ?? []).filter(({ code, profile }) => code !== 'Reference' && !profile);
  const profiles = (type ?? []).flatMap(({ profile }) => profile ?? []).map(lastPart);
  const given = Object.entries(element).filter(([name]) => /^(fixed|pattern)[A-Z]/.test(name));
  return [
    ...profiles.map((name) => `the extension \`${name}\``),
    ...(targets.length > 0 ? [`refers to ${targets.join(' or ')}`] : []),
    ...(codes.length > 0 && element.path.endsWith('[x]')
      ? [`a ${codes.map(({ code }) => code).join(' or ')}`]
      : []),
    ...given.map(([, value]) => `is \`${JSON.stringify(value)}\``),
    ...(binding ? [`${binding.strength}: codes of \`${lastPart(binding.valueSet ?? '')}\``] : []),
    ...(constraint ?? []).map(({ key }) => `rule \`${key}\``),
  ];
}

function rules({ differential }: StructureDefinition): string {
  const constraints = (differential?.element ?? []).flatMap(({ constraint, id }) =>
    (constraint ?? []).map(({ key, human }) => `| \`${key}\` | \`${id}\` | ${cell(human ?? '')} |`),
  );
  return constraints.length === 0
    ? ''
    : `| rule | at | what it says |\n|---|---|---|\n${constraints.join('\n')}\n\n`;
}

function filledBy(profile: StructureDefinition): string {
  const concepts = conceptsOf[profile.id ?? ''] ?? [];
  if (concepts.length === 0)
    return '## What fills it\n\nWritten on the FHIR API; no body of the concept API has fields for it.\n\n';
  const tables = concepts.map((name) => {
    const { title, rows }: { title: string; rows: readonly Row[] } = mappings[name];
    const own = rows.filter(({ element }) => element.startsWith(`${profile.type}.`));
    const lines = own.map(
      ({ field, element, note }) =>
        `| \`${field}\` | \`${cell(shortened(element))}\` | ${cell(note ?? '')} |`,
    );
    return lines.length === 0
      ? ''
      : `### ${title}\n\n| field | element | remark |\n|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `## What fills it\n\nFrom the concept API ([the whole mapping](../mapping.md)):\n\n${tables.filter(Boolean).join('\n')}\n`;
}

function others(valid: ReadonlyMap<string, Resource>): string {
  const [, ...rest] = valid.keys();
  return rest.length === 0 ? '' : `; there are also ${rest.join(', ')}`;
}

function faultRow(name: string, resource: Resource, validator: Validator): string {
  const { errors } = validator.validate(resource);
  const at = [...new Set(errors.map(({ expression }) => expression))].join(', ');
  return `| ${name.split('--')[1]?.replaceAll('-', ' ')} | \`${at}\` | ${cell(errors.map(({ text }) => text).join(' '))} |`;
}

const json = (resource: Resource): string => `\`\`\`json\n${JSON.stringify(resource, null, 2)}\n\`\`\``;

const lastPart = (canonical: string): string => canonical.slice(canonical.lastIndexOf('/') + 1);
