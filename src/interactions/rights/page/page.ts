// The copy of a file as a page for people: plain Dutch, to read and to print, without scripts. https://www.w3.org/TR/WCAG22/
import type { Resource } from '@medplum/fhirtypes';
import { readStatement, statementsOf } from '../../../fhir/rights.ts';
import type { Page } from '../../answer.ts';
import { humanName, type Line, linesOf, type NameOf } from './lines.ts';
import { momentOf, timeOf } from './moments.ts';
import { inOrder, type SectionName, sectionNames, sectionOf, sectionTitles } from './sections.ts';
import { contentPolicy, style } from './style.ts';
import { typeWords } from './words.ts';

export interface CopyParts {
  /** The resources of the file, and those of the directory that it refers to. */
  readonly file: readonly Resource[];
  readonly beside: readonly Resource[];
  /** Who first stored each resource of the file, by reference. */
  readonly origins: ReadonlyMap<string, string>;
  readonly at: Date;
  readonly base: string;
}

export function pageOf(parts: CopyParts): Page {
  const all = [...parts.file, ...parts.beside];
  const names = new Map(all.map((one) => [`${one.resourceType}/${one.id}`, nameOfResource(one)]));
  const nameOf: NameOf = (reference) => {
    const local = reference.startsWith(`${parts.base}/`) ? reference.slice(parts.base.length + 1) : reference;
    return names.get(local.replace(/\/_history\/.*$/, ''));
  };
  const sections = Map.groupBy(all, sectionOf);
  const present = sectionNames.filter((name) => sections.has(name));
  const child = escaped(nameOf(`Patient/${parts.file.find(isPatient)?.id}`) ?? 'het kind');
  const html = `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kopie van het dossier van ${child}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Kopie van het dossier van ${child}</h1>
<p>Gemaakt op ${escaped(momentOf(parts.at.toISOString()) ?? '')} uit Vroegdossier, het gedeelde dossier van Integrale Vroeghulp. Dit is alles wat er nu over uw kind in het dossier staat: ${parts.file.length} gegevens. Wie het dossier heeft ingezien, vraagt u apart op.</p>
</header>
<nav aria-label="Inhoud"><ul>${present.map((name) => `<li><a href="#${name}">${escaped(sectionTitles[name])}</a></li>`).join('')}</ul></nav>
<main>
${present.map((name) => sectionHtml(name, [...(sections.get(name) ?? [])].sort(inOrder), parts, nameOf)).join('\n')}
</main>
</body>
</html>
`;
  return { html, contentPolicy };
}

const isPatient = ({ resourceType }: Resource): boolean => resourceType === 'Patient';

function sectionHtml(
  name: SectionName,
  resources: readonly Resource[],
  parts: CopyParts,
  nameOf: NameOf,
): string {
  const articles = resources.map((one) => articleHtml(one, parts, nameOf));
  return `<section id="${name}" aria-labelledby="${name}-kop">
<h2 id="${name}-kop">${escaped(sectionTitles[name])}</h2>
${articles.join('\n')}
</section>`;
}

function articleHtml(resource: Resource, { origins }: CopyParts, nameOf: NameOf): string {
  const reference = `${resource.resourceType}/${resource.id}`;
  const origin = origins.get(reference);
  const by = origin === undefined ? undefined : (nameOf(origin) ?? origin);
  const changed = momentOf(resource.meta?.lastUpdated ?? '');
  const about = momentOf(timeOf(resource));
  const told = [
    about && `Van ${about}`,
    by && `vastgelegd door ${by}`,
    changed && changed !== about ? `laatst gewijzigd op ${changed}` : undefined,
  ].filter((one) => one !== undefined && one !== '');
  const kind = typeWords[resource.resourceType] ?? resource.resourceType;
  const name = nameOf(reference);
  const statements = statementsOf(resource).map(readStatement);
  return `<article>
<h3>${escaped(name && name !== kind ? `${kind}: ${name}` : kind)}</h3>
<p class="herkomst">${escaped(told.join(', '))}</p>
${statements
  .map(
    ({ text, at, by: who }) =>
      `<div class="verklaring"><strong>Verklaring van ${escaped(nameOf(who) ?? 'een ouder')}, ${escaped(momentOf(at) ?? at)}</strong><br>${escaped(text)}</div>`,
  )
  .join('\n')}
${listHtml(linesOf({ ...resource }, nameOf))}
</article>`;
}

function listHtml(lines: readonly Line[]): string {
  if (lines.length === 0) return '';
  return `<dl>${lines.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${valueHtml(value)}</dd>`).join('')}</dl>`;
}

function valueHtml(value: Line['value']): string {
  if (typeof value === 'string') return escaped(value);
  const [first] = value;
  if (typeof first === 'object') return listHtml(value.filter((one) => typeof one === 'object'));
  return `<ul>${value.map((one) => `<li>${escaped(String(one))}</li>`).join('')}</ul>`;
}

/** What a resource is called where another names it. */
function nameOfResource(resource: Resource): string {
  const kind = typeWords[resource.resourceType] ?? resource.resourceType;
  const found = new Map<string, unknown>(Object.entries(resource));
  const name = found.get('name');
  if (typeof name === 'string') return name;
  if (Array.isArray(name) && name.length > 0) return humanName(name[0]) || kind;
  const title = found.get('title');
  if (typeof title === 'string') return title;
  for (const key of ['code', 'type', 'category', 'description']) {
    const text = labelIn(found.get(key));
    if (text) return text;
  }
  return kind;
}

function labelIn(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null) return undefined;
  if ('text' in first && typeof first.text === 'string') return first.text;
  const coding: unknown = 'coding' in first && Array.isArray(first.coding) ? first.coding[0] : undefined;
  return typeof coding === 'object' &&
    coding !== null &&
    'display' in coding &&
    typeof coding.display === 'string'
    ? coding.display
    : undefined;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Everything from the file goes through here: it is text, never markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
