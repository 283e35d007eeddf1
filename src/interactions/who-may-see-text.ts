// The overview of who may see what as parents read it: XHTML, as a narrative may hold.
import type { Consent, RelatedPerson } from '@medplum/fhirtypes';
import type { Overview, Seen, Viewer, Withheld } from '../store/overview.ts';
import { dayName, groupName, kindName, purposeName, relationName, viewName } from './who-may-see-words.ts';

export function overviewText(overview: Overview, now: Date): string {
  const { viewers, decisions } = overview;
  const others = viewers.filter(({ kind }) => kind !== 'parent');
  const parents = viewers.filter(({ kind }) => kind === 'parent');
  return element(
    'div xmlns="http://www.w3.org/1999/xhtml" lang="nl"',
    element('h1', 'Wie mag wat zien van uw kind?'),
    element('p', `Dit is de stand op ${dayName(now.toISOString())}. Verandert u iets, dan geldt dat meteen.`),
    element('h2', 'Ouders en verzorgers'),
    list(parents.map((viewer) => viewerText(viewer, overview))),
    element('h2', 'Organisaties en hulpverleners'),
    list(others.map((viewer) => viewerText(viewer, overview))),
    element('h2', 'Wat u als ouders besloot'),
    decisions.length > 0
      ? list(decisions.map((consent) => escaped(decisionText(consent, overview))))
      : element('p', 'Er staat nog geen toestemming of bezwaar in het dossier.'),
    element(
      'p',
      'In nood mag een arts, de jeugdgezondheidszorg of de trajectbegeleider vier uur lang in het dossier kijken. Zij moeten zeggen waarom. U ziet dat altijd terug in het overzicht van wie keek.',
    ),
  );
}

function viewerText(viewer: Viewer, overview: Overview): string {
  const { kind, bsn, relations, sees, withheld } = viewer;
  const ties = [...new Set(relations.map(tieText))];
  const lines = [
    ...ties.map((tie) => `Waarom: ${tie}.`),
    ...seenTexts(sees, overview),
    ...(sees.length === 0 ? ['Ziet nu niets.'] : []),
    ...withheldTexts(withheld, overview),
    ...(bsn === 'none' && sees.length > 0 ? ['Ziet nooit het burgerservicenummer (BSN).'] : []),
  ];
  const who = `${nameOf(viewer, overview)} (${kindName(kind)})`;
  return element('b', escaped(who)) + list(lines.map(escaped));
}

function tieText({ as, from, until }: Viewer['relations'][number]): string {
  const since = from ? `, vanaf ${dayName(from)}` : '';
  const to = until ? `, tot en met ${dayName(until)}` : '';
  return `${relationName(as)}${since}${to}`;
}

/** What is seen in the same way, for the same purposes and by the same parents' word, in one sentence. */
function seenTexts(sees: readonly Seen[], overview: Overview): string[] {
  const alike = Map.groupBy(sees, (seen) => howSeen(seen, overview));
  return [...alike].map(([how, some]) => `Mag zien: ${groupsOf(some)}. ${how}`);
}

function howSeen({ purposes, shown, of, view, basis }: Seen, overview: Overview): string {
  const part = shown < of ? 'Alleen wat zij zelf schreven of wat voor hen is.' : 'Alles daarvan.';
  const how = view ? `Alleen ${viewName(view).replace(/^alleen /, '')}.` : part;
  const consents = basis.filter((one) => one.startsWith('Consent/'));
  const by = consents.length > 0 ? ` Dat mag door toestemming van ${byText(consents, overview)}.` : '';
  return `${how} Voor: ${purposes.map(purposeName).join(', ')}.${by}`;
}

function withheldTexts(withheld: readonly Withheld[], overview: Overview): string[] {
  const alike = Map.groupBy(withheld, ({ purposes, reason, basis }) => {
    const why =
      reason === 'objection'
        ? `Want ${byText(basis, overview)} maakte bezwaar.`
        : 'Want daarvoor is toestemming van de ouders nodig.';
    return `${why} Dat geldt voor: ${purposes.map(purposeName).join(', ')}.`;
  });
  return [...alike].map(([why, some]) => `Mag niet, of niet alles, zien: ${groupsOf(some)}. ${why}`);
}

const groupsOf = (some: readonly { readonly group: string }[]): string =>
  some.map(({ group }) => groupName(group)).join('; ');

/** The parents behind these Consents. */
function byText(consents: readonly string[], { decisions, parents }: Overview): string {
  const performers = decisions
    .filter(({ id }) => consents.includes(`Consent/${id}`))
    .map(({ performer }) => performer?.[0]?.reference ?? '');
  const names = [...new Set(performers)].map((reference) => parentName(reference, parents));
  return names.length > 0 ? names.join(' en ') : 'een ouder';
}

function nameOf({ who, name }: Viewer, { parents }: Overview): string {
  return who.startsWith('RelatedPerson/') ? parentName(who, parents) : (name ?? who);
}

function parentName(reference: string, parents: readonly RelatedPerson[]): string {
  const {
    text,
    given = [],
    family,
  } = parents.find(({ id }) => `RelatedPerson/${id}` === reference)?.name?.[0] ?? {};
  return (text ?? [...given, family].filter((part) => part).join(' ')) || 'een ouder';
}

function decisionText(consent: Consent, { parents, names }: Overview): string {
  const { provision, performer, dateTime } = consent;
  const parent = parentName(performer?.[0]?.reference ?? '', parents);
  const verb = provision?.type === 'deny' ? 'wil niet dat' : 'vindt goed dat';
  const actors = (provision?.actor ?? []).map(
    ({ reference }) => names.get(reference.reference ?? '') ?? reference.display ?? reference.reference ?? '',
  );
  const kinds = (provision?.extension ?? []).flatMap(
    ({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code ?? [],
  );
  const whom = [
    ...actors,
    ...kinds.map((kind) => `elke organisatie of persoon van het soort ${kindName(kind)}`),
  ];
  const what = (provision?.class ?? []).map(({ code }) => groupName(code ?? ''));
  const forWhat = (provision?.purpose ?? []).map(({ code }) => purposeName(code ?? ''));
  const { start, end } = provision?.period ?? {};
  return [
    `${parent} ${verb} ${whom.length > 0 ? whom.join(', ') : 'iedereen die bij uw kind betrokken is'} `,
    `${what.length > 0 ? `gegevens over ${what.join(', ')}` : 'alle gegevens'} ziet`,
    forWhat.length > 0 ? `, voor ${forWhat.join(', ')}` : '',
    start ? `, vanaf ${dayName(start)}` : '',
    end ? `, tot en met ${dayName(end)}` : '',
    dateTime ? ` (besloten op ${dayName(dateTime)})` : '',
    '.',
  ].join('');
}

const list = (items: readonly string[]): string =>
  items.length > 0 ? element('ul', ...items.map((item) => element('li', item))) : element('p', 'Niemand.');

const element = (tag: string, ...content: readonly string[]): string =>
  `<${tag}>${content.join('')}</${tag.split(' ')[0]}>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
