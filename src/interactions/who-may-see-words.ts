// The words in which parents read who may see what: plain Dutch, no terms of the trade.

const kinds: Readonly<Record<string, string>> = {
  jgz: 'jeugdgezondheidszorg',
  gp: 'huisarts',
  hospital: 'ziekenhuis',
  childcare: 'kinderopvang',
  school: 'school',
  provider: 'zorgaanbieder',
  municipality: 'gemeente',
  coordinator: 'coördinator van Integrale Vroeghulp',
  'case-manager': 'trajectbegeleider',
  parent: 'ouder',
  'child-support': 'cliëntondersteuner',
};
export const kindName = (kind: string): string => kinds[kind] ?? kind;

const relations: Readonly<Record<string, string>> = {
  source: 'heeft uw kind in dit dossier gezet',
  referrer: 'heeft uw kind aangemeld of hulp gevraagd',
  asked: 'is gevraagd om mee te helpen, en heeft nog geen antwoord gegeven',
  performer: 'helpt mee: deze organisatie heeft een opdracht aangenomen',
  ivh: 'leidt het traject van Integrale Vroeghulp',
  team: 'zit in het team rond uw kind',
  municipality: 'is de gemeente die bij het traject hoort',
  parent: 'is ouder of verzorger',
  closed: 'heeft geen toegang: die is afgesloten',
  emergency: 'heeft in een noodsituatie zelf toegang genomen, voor een paar uur',
  named: 'is door een ouder genoemd in een toestemming',
};
export const relationName = (relation: string): string => relations[relation] ?? relation;

const groups: Readonly<Record<string, string>> = {
  personen: 'wie uw kind is en wie de ouders zijn',
  '1': 'de eerste zorgen en de aanmelding',
  '2': 'onderzoek en overleg',
  '3': 'het adviesplan',
  '4': 'het verloop van het traject, gesprekken en berichten',
  '5': 'hulp aan het gezin',
  '6': 'zorg en onderwijs',
  '7': 'het netwerk van organisaties',
  motoriek: 'motoriek',
  cognitie: 'denken en spelen',
  'taal-spraak': 'taal en spraak',
  sociaal: 'omgaan met anderen',
  gedrag: 'gedrag',
  emotioneel: 'gevoelens',
  hechting: 'hechting',
  trauma: 'trauma',
  autisme: 'autisme',
  opvoedvraag: 'vragen over opvoeden',
  toestemmingen: 'wie waarvoor toestemming gaf',
  aanvragen: 'aanvragen voor hulp en onderzoek, en hoe het daarmee staat',
  overig: 'andere gegevens',
};
export const groupName = (group: string): string => groups[group] ?? group;

const purposes: Readonly<Record<string, string>> = {
  TREAT: 'behandeling',
  CAREMGT: 'begeleiding en afstemming',
  HPAYMT: 'betalen van de hulp',
  PATRQT: 'inzage door de ouder zelf',
  BTG: 'nood',
  HOPERAT: 'het werk van de organisatie zelf',
};
export const purposeName = (purpose: string): string => purposes[purpose] ?? purpose;

const views: Readonly<Record<string, string>> = {
  asked: 'alleen naam, geboortedatum en geslacht',
  payer: 'alleen wat nodig is om te betalen',
  'plan-for-municipality': 'in hoofdlijnen, zonder diagnoses, redenen en notities',
  'plan-with-consent': 'met de redenen, zonder diagnoses en notities',
  handover: 'alleen wat nodig is voor een goede start daar',
};
export const viewName = (view: string): string => views[view] ?? 'een deel';

const months = [
  'januari',
  'februari',
  'maart',
  'april',
  'mei',
  'juni',
  'juli',
  'augustus',
  'september',
  'oktober',
  'november',
  'december',
];

/** `2026-04-02` or an instant as `2 april 2026`. */
export function dayName(moment: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(moment) ?? [];
  const name = months[Number(month) - 1];
  if (year === undefined || name === undefined) return moment.slice(0, 4);
  return [day === undefined ? undefined : Number(day), name, year]
    .filter((part) => part !== undefined)
    .join(' ');
}
