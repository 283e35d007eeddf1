// Writes the generated pages of docs: the mapping, the profiles, nl-core. Run: node scripts/build-docs.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { codeSystems, systemUrl } from '../src/ivh/codes.ts';
import { type ConceptMapping, mappings, type Row } from '../src/ivh/mapping.ts';
import { machines } from '../src/ivh/states.ts';
import { nlCorePage } from './build-docs/nl-core-page.ts';
import { profilePages } from './build-docs/profile-pages.ts';
import { cell, shortened } from './build-docs/table.ts';

function rowOf(row: Row): string {
  const becomes = row.becomes === undefined ? '' : `\`${row.becomes}\``;
  return `| \`${row.field}\` | \`${cell(shortened(row.element))}\` | ${cell(becomes)} | ${cell(row.note ?? '')} |`;
}

const conceptOf = ({ title, about, rows }: ConceptMapping): string => `## ${title}

${about}

| field | FHIR element | value there | remark |
|---|---|---|---|
${rows.map(rowOf).join('\n')}
`;

const machineOf = ([name, steps]: [string, Record<string, readonly string[]>]): string => `### ${name}

| from | to |
|---|---|
${Object.entries(steps)
  .map(([from, to]) => `| ${from} | ${to.join(', ') || 'the end'} |`)
  .join('\n')}
`;

const systemOf = (name: keyof typeof codeSystems): string => `### ivh-${name}

\`${systemUrl(name)}\`

| code | display |
|---|---|
${Object.entries(codeSystems[name])
  .map(([code, display]) => `| ${code} | ${display} |`)
  .join('\n')}
`;

const names = Object.keys(codeSystems) as (keyof typeof codeSystems)[];

export const mappingPage = (): string => `# From concept API to FHIR

Written by scripts/build-docs.ts from src/ivh/mapping.ts; a test puts a full example of every body through the mapping
and looks for each field's value at the element named here. Do not change this page by hand.

Every resource the concept API writes carries its building block (bouwsteen) in \`meta.tag\` and claims its profile in
\`meta.profile\` where there is one. In the column "value there" \`{}\` stands for the field's own value; without an entry the
value is the field's own, and a code is the same code in our code system.

${Object.values(mappings).map(conceptOf).join('\n')}
## States

The board's state is derived from the resources of the file (src/ivh/board.ts): \`aangemeld\` until the intake, \`wachtlijst\`
while EpisodeOfCare is waitlist, \`intake\` once it is active, \`mdo-gepland\` with a planned meeting, \`advies-opgesteld\` after the
meeting, \`geaccordeerd\` with the plan in force, \`toegeleid\` when a provider answered, \`lopend\` when a line of advice has
started, \`nazorg\` while EpisodeOfCare is onhold, \`afgesloten\`, \`afgewezen\` and \`ingetrokken\` at the end.

The steps each process can take; the server refuses any other, on the FHIR routes too. \`entered-in-error\` is open from every
state.

${Object.entries(machines).map(machineOf).join('\n')}
## Codes

${names.map(systemOf).join('\n')}`;

if (import.meta.main) {
  const docs = new URL('../docs/', import.meta.url);
  writeFileSync(new URL('mapping.md', docs), mappingPage());
  writeFileSync(new URL('nl-core.md', docs), nlCorePage());
  const folder = new URL('profiles/', docs);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, page] of profilePages()) writeFileSync(new URL(name, folder), page);
}
