// Who used a file, as a page for its parents: plain Dutch, to read and to print, without scripts.
import type { Disclosure, Disclosures } from '../store/disclosure.ts';
import type { Page } from './answer.ts';
import { actionName, dataName, groundName, operationName, reasonName } from './disclosures-words.ts';
import { momentOf } from './rights/page/moments.ts';
import { contentPolicy, style } from './rights/page/style.ts';
import { kindName, purposeName } from './who-may-see-words.ts';

interface PageParts {
  readonly told: Disclosures;
  readonly start?: string;
  readonly end?: string;
  /** Address of the next page. */
  readonly next?: string;
  readonly at: Date;
}

export function disclosuresPage({ told, start, end, next, at }: PageParts): Page {
  const period = [start && `vanaf ${start}`, end && `tot en met ${end}`].filter(Boolean).join(' ');
  const html = `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wie gebruikte het dossier?</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Wie gebruikte het dossier?</h1>
<p>${escaped(`Stand op ${momentOf(at.toISOString()) ?? ''}. ${told.total} keer${period ? ` ${period}` : ''}, het nieuwste eerst. U ziet ook wie iets wilde en niet mocht.`)}</p>
</header>
<main>
${told.found.map(article).join('\n')}
</main>
${next ? `<nav><a href="${escaped(next)}" rel="next">Eerder</a></nav>` : ''}
</body>
</html>
`;
  return { html, contentPolicy };
}

function article(one: Disclosure): string {
  const title = `${momentOf(one.recorded) ?? one.recorded}: ${one.name}`;
  const lines: readonly (readonly [string, string])[] = [
    [
      'Wie',
      `${one.name}, ${kindName(one.kind)}${one.isPerson ? '' : ' (een systeem, zonder dat iemand meekeek)'}`,
    ],
    ['Wat', actionName(one)],
    ['Welke gegevens', dataName(one.references)],
    ['Bij', one.operation ? operationName(one.operation) : ''],
    ['Waarvoor', one.purpose ? purposeName(one.purpose) : ''],
    ['Op grond van', one.basis.map(groundName).join(', ')],
    ['Waarom niet', one.isRefused ? one.reasons.map(reasonName).join(', ') : ''],
  ];
  const shown = lines.filter(([, value]) => value !== '');
  const mark = one.isEmergency
    ? '<p class="verklaring"><strong>Noodtoegang</strong>: deze organisatie nam zelf toegang omdat zij een noodsituatie zag. De reden staat bij de berichten in het dossier.</p>'
    : '';
  return `<article><h3>${escaped(one.isRefused ? `${title} (geweigerd)` : title)}</h3>${mark}<dl>${shown
    .map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`)
    .join('')}</dl></article>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
