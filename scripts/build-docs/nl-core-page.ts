// docs/nl-core.md: which Dutch core profiles what we write satisfies.
import { refused, satisfied, unused, within } from '../../fhir-profiles/nl-core/verdicts.ts';
import { cell } from './table.ts';

const fitOf = ({ type, code }: { readonly type: string; readonly code?: string }): string =>
  code === undefined ? type : `${type} with ${code.slice(code.indexOf('|') + 1)}`;

export const nlCorePage = (): string => `# nl-core

Written by scripts/build-docs.ts from fhir-profiles/nl-core/verdicts.ts; test/fhir-profiles/nl-core.test.ts holds every line
of it against all examples and everything the three journeys of \`npm start\` leave in the store. Do not change this page by
hand.

Against: Nictiz, [nl-core and zib2020 for FHIR R4](https://github.com/Nictiz/Nictiz-R4-zib2020) 0.12.1-beta.1, which is draft
itself. Our profiles are on base R4 and claim no nl-core profile in \`meta.profile\`; what is written satisfies these all the
same. What Nictiz only advises (severity warning) is held to as well. Of a value set whose codes are licensed it is checked
that a code of one of its systems is given.

## Satisfied

| profile | by every | remark |
|---|---|---|
${satisfied.map((each) => `| ${each.profile} | ${fitOf(each)} | ${cell(each.say)} |`).join('\n')}
${within.map(({ profile, say }) => `| ${profile} | ${say} | in the resources above |`).join('\n')}

## Not satisfied, knowingly

| profile | by | differs at | why |
|---|---|---|---|
${refused.map((each) => `| ${each.profile} | ${fitOf(each)} | \`${each.at}\` | ${cell(each.say)} |`).join('\n')}

## Not written

| profiles | why |
|---|---|
${unused.map(({ profiles, say }) => `| ${profiles.join(', ')} | ${cell(say)} |`).join('\n')}
`;
