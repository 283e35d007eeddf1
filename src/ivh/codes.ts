// IVH's own code systems, profiles and extensions, and how a code becomes a FHIR CodeableConcept and is read back.
import type { CodeableConcept, Meta } from '@medplum/fhirtypes';
import { bsnSystem } from '../fhir/bsn.ts';

export const canonical = 'https://vroegdossier.nl/fhir';

/** Code to Dutch display, per code system `…/CodeSystem/ivh-<name>`. */
export const codeSystems = {
  bouwsteen: {
    '1': 'Vroegsignalering',
    '2': 'Multidisciplinaire diagnostiek',
    '3': 'Multidisciplinair adviesplan',
    '4': 'Informatie, advies en trajectbegeleiding',
    '5': '(Preventieve) gezinsondersteuning',
    '6': 'Zorg en onderwijs',
    '7': 'Ketennetwerk',
  },
  verwijzer: {
    'jgz-arts': 'Jeugdarts (JGZ)',
    'jgz-verpleegkundige': 'Jeugdverpleegkundige (JGZ)',
    huisarts: 'Huisarts',
    'medisch-specialist': 'Medisch specialist',
    kinderopvang: 'Kinderopvang',
    school: 'School',
    wijkteam: 'Wijkteam of gemeentelijke toegang',
    'ouders-zelf': 'Ouders zelf',
    anders: 'Andere verwijzer',
  },
  domein: {
    motoriek: 'Motoriek',
    cognitie: 'Cognitie',
    'taal-spraak': 'Taal en spraak',
    sociaal: 'Sociale ontwikkeling',
    gedrag: 'Gedrag',
    emotioneel: 'Emotionele ontwikkeling',
    hechting: 'Hechting',
    trauma: 'Trauma',
    autisme: 'Autisme',
    opvoedvraag: 'Opvoedvraag',
  },
  richting: { achterstand: 'Achterstand', voorsprong: 'Voorsprong' },
  advies: {
    'diagnostiek-specialistisch': 'Specialistische diagnostiek',
    paramedisch: 'Paramedische behandeling',
    'jeugdhulp-ambulant': 'Ambulante jeugdhulp',
    dagbehandeling: 'Dagbehandeling',
    'preventieve-gezinsondersteuning': 'Preventieve gezinsondersteuning',
    'praktische-gezinsondersteuning': 'Praktische gezinsondersteuning',
    onderwijs: 'Onderwijs',
    'kinderopvang-vve': 'Kinderopvang of voor- en vroegschoolse educatie',
    voorzieningen: 'Voorzieningen',
    'trajectbegeleiding-langdurig': 'Langdurige trajectbegeleiding',
    overbruggingszorg: 'Overbruggingszorg',
    'geen-vervolg': 'Geen vervolg',
  },
  financiering: {
    wmo: 'Wet maatschappelijke ondersteuning',
    jeugdwet: 'Jeugdwet',
    zvw: 'Zorgverzekeringswet',
    wlz: 'Wet langdurige zorg',
    onderwijs: 'Onderwijs',
  },
  status: {
    aangemeld: 'Aangemeld',
    wachtlijst: 'Wachtlijst',
    intake: 'Intake',
    'mdo-gepland': 'Multidisciplinair overleg gepland',
    'advies-opgesteld': 'Advies opgesteld',
    geaccordeerd: 'Geaccordeerd door ouders',
    toegeleid: 'Toegeleid',
    lopend: 'Lopend',
    nazorg: 'Nazorg',
    afgesloten: 'Afgesloten',
    afgewezen: 'Afgewezen',
    ingetrokken: 'Ingetrokken',
  },
  rol: {
    coordinator: 'Coördinator',
    trajectbegeleider: 'Trajectbegeleider',
    kinderarts: 'Kinderarts',
    revalidatiearts: 'Revalidatiearts',
    jeugdarts: 'Jeugdarts',
    huisarts: 'Huisarts',
    gedragswetenschapper: 'Gedragswetenschapper',
    'maatschappelijk-werker': 'Maatschappelijk werker',
    logopedist: 'Logopedist',
    fysiotherapeut: 'Fysiotherapeut',
    ergotherapeut: 'Ergotherapeut',
    onderwijsdeskundige: 'Onderwijsdeskundige',
    'imh-specialist': 'IMH-specialist',
    ouder: 'Ouder',
    verwijzer: 'Verwijzer',
    tolk: 'Tolk',
    anders: 'Andere rol',
  },
  afwijzing: {
    'te-oud': 'Kind valt buiten de leeftijdsgroep',
    'geen-ontwikkelingsvraag': 'Geen ontwikkelingsvraag',
    'al-in-traject': 'Al in traject',
    'ouders-niet-akkoord': 'Ouders niet akkoord',
    'andere-hulp-passender': 'Andere hulp passender',
    'buiten-regio': 'Buiten de regio',
  },
  taak: {
    aanmelding: 'Aanmelding Integrale Vroeghulp',
    advies: 'Advies',
    onderzoek: 'Onderzoek',
    opvolging: 'Opvolging',
  },
  trajectvorm: { kort: 'Kort traject', langdurig: 'Langdurige trajectbegeleiding' },
  akkoord: {
    adviesplan: 'Akkoord van ouders op het adviesplan',
    delen: 'Toestemming of bezwaar om te delen',
  },
  ontvangersoort: {
    jgz: 'Jeugdgezondheidszorg',
    gp: 'Huisarts',
    hospital: 'Ziekenhuis',
    childcare: 'Kinderopvang',
    school: 'School',
    provider: 'Zorgaanbieder',
    municipality: 'Gemeente',
    coordinator: 'Coördinator Integrale Vroeghulp',
    'case-manager': 'Trajectbegeleider',
    parent: 'Ouder',
    'child-support': 'Cliëntondersteuner',
  },
  melding: {
    terugkoppeling: 'Terugkoppeling',
    statusbericht: 'Statusbericht',
    noodtoegang: 'Noodtoegang',
  },
  recht: {
    rectificatie: 'Rectificatie',
    vernietiging: 'Vernietiging',
    beperking: 'Beperking van de verwerking',
    bewaarplicht: 'Bewaarplicht',
  },
  gesprek: { intake: 'Intake', huisbezoek: 'Huisbezoek', mdo: 'Multidisciplinair overleg' },
} as const;

export type SystemName = keyof typeof codeSystems;
export type Code<S extends SystemName> = Extract<keyof (typeof codeSystems)[S], string>;

export const systemUrl = (system: SystemName): string => `${canonical}/CodeSystem/ivh-${system}`;

export const codesOf = <S extends SystemName>(system: S): Code<S>[] =>
  Object.keys(codeSystems[system]) as Code<S>[];

export function displayOf<S extends SystemName>(system: S, code: Code<S>): string {
  const displays: Record<string, string> = codeSystems[system];
  return displays[code] ?? code;
}

export const coding = <S extends SystemName>(system: S, code: Code<S>) => ({
  system: systemUrl(system),
  code,
  display: displayOf(system, code),
});

export const concept = <S extends SystemName>(system: S, code: Code<S>, text?: string): CodeableConcept => ({
  coding: [coding(system, code)],
  ...(text === undefined ? {} : { text }),
});

const isCode = <S extends SystemName>(system: S, code: string | undefined): code is Code<S> =>
  code !== undefined && Object.hasOwn(codeSystems[system], code);

/** The first code of this system in the concepts; codes the system does not have are not there. */
export const codeIn = <S extends SystemName>(
  system: S,
  concepts: CodeableConcept | readonly CodeableConcept[] | undefined,
): Code<S> | undefined => codesIn(system, concepts)[0];

export function codesIn<S extends SystemName>(
  system: S,
  concepts: CodeableConcept | readonly CodeableConcept[] | undefined,
): Code<S>[] {
  const list = concepts === undefined ? [] : Array.isArray(concepts) ? concepts : [concepts];
  const url = systemUrl(system);
  return list
    .flatMap((each: CodeableConcept) => each.coding ?? [])
    .flatMap((each) => (each.system === url && isCode(system, each.code) ? [each.code] : []));
}

export const profileUrl = (name: string): string => `${canonical}/StructureDefinition/ivh-${name}`;
export const extensionUrl = (name: string): string => `${canonical}/StructureDefinition/ivh-ext-${name}`;

/** What a resource of the concept API says of itself: its building block and, where there is one, its profile. */
export const madeFor = (bouwsteen: Code<'bouwsteen'>, profile?: string): Meta => ({
  ...(profile === undefined ? {} : { profile: [profileUrl(profile)] }),
  tag: [coding('bouwsteen', bouwsteen)],
});

/** Codes of others that were verified at their source, added beside ours. */
const verifiedRoles: Partial<Record<Code<'rol'>, { system: string; code: string }>> = {
  trajectbegeleider: { system: 'http://snomed.info/sct', code: '768832004' },
  coordinator: { system: 'http://snomed.info/sct', code: '768821004' },
  kinderarts: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '01.019' },
  revalidatiearts: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '01.042' },
  jeugdarts: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '01.070' },
  huisarts: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '01.015' },
  logopedist: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '91.000' },
  fysiotherapeut: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '04.000' },
  ergotherapeut: { system: 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode', code: '90.000' },
};

/** A role with our code first and, where verified, the national or SNOMED CT code beside it. */
export function role(code: Code<'rol'>): CodeableConcept {
  const other = verifiedRoles[code];
  return { coding: other === undefined ? [coding('rol', code)] : [coding('rol', code), other] };
}

export const namingSystems = {
  bsn: bsnSystem,
  ura: 'http://fhir.nl/fhir/NamingSystem/ura',
  kvk: 'http://fhir.nl/fhir/NamingSystem/kvk',
  big: 'http://fhir.nl/fhir/NamingSystem/big',
  agb: 'http://fhir.nl/fhir/NamingSystem/agb-z',
  /** JGZ's basic data set, numbers only. */
  bds: 'urn:oid:2.16.840.1.113883.2.4.4.40.267',
} as const;
