// The sandbox region: invented organisations, professionals and clients to try the product with. Local only.
import type { CodeableConcept, Organization, Practitioner } from '@medplum/fhirtypes';
import type { Rule } from '../access/policy/decide.ts';
import type { Registration } from '../access/tokens/registration.ts';
import { profileUrl } from '../ivh/codes.ts';
import { namesOf, type PersonName } from '../ivh/names.ts';

const ura = 'http://fhir.nl/fhir/NamingSystem/ura';
const kvk = 'http://fhir.nl/fhir/NamingSystem/kvk';
const big = 'http://fhir.nl/fhir/NamingSystem/big';
const bsn = 'http://fhir.nl/fhir/NamingSystem/bsn';
const municipalityCode = 'https://vroegdossier.nl/fhir/NamingSystem/gemeentecode';
const organisationKind = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-organisatie';

/** The zib's code of the kinds it knows too. */
const zibKinds: Readonly<Record<string, string>> = {
  jgz: 'JGZ',
  huisartsenpraktijk: 'Z3',
  ziekenhuis: 'V4',
  revalidatiecentrum: 'R8',
};

function kindOf(kind: string): CodeableConcept {
  const zib = zibKinds[kind];
  const national = zib ? [{ system: 'http://nictiz.nl/fhir/NamingSystem/organization-type', code: zib }] : [];
  return { coding: [{ system: organisationKind, code: kind }, ...national] };
}

const organisation = (
  id: string,
  kind: string,
  name: string,
  system: string,
  value: string,
): Organization => ({
  resourceType: 'Organization',
  id,
  meta: { profile: [profileUrl('organisatie')] },
  active: true,
  identifier: [{ system, value }],
  type: [kindOf(kind)],
  name,
});

/** Names and numbers are invented. */
export const organisations: readonly Organization[] = [
  organisation('ivh-heuvelrand', 'ivh-team', 'Integrale Vroeghulp Heuvelrand', ura, '90000001'),
  organisation('jgz-heuvelrand', 'jgz', 'Jeugdgezondheidszorg Heuvelrand', ura, '90000002'),
  organisation('huisartsen-zonnedal', 'huisartsenpraktijk', 'Huisartsenpraktijk Zonnedal', ura, '90000003'),
  organisation('ziekenhuis-heuvelrand', 'ziekenhuis', 'Ziekenhuis Heuvelrand', ura, '90000004'),
  organisation('revalidatie-de-brug', 'revalidatiecentrum', 'Revalidatiecentrum De Brug', ura, '90000005'),
  organisation('gemeente-zonnedal', 'gemeente', 'Gemeente Zonnedal', municipalityCode, '9901'),
  organisation('gemeente-waterrijk', 'gemeente', 'Gemeente Waterrijk', municipalityCode, '9902'),
  organisation(
    'mkd-het-kompas',
    'jeugdhulpaanbieder',
    'Medisch kinderdagverblijf Het Kompas',
    kvk,
    '90000007',
  ),
  organisation('school-de-linde', 'school', 'Basisschool De Linde', kvk, '90000008'),
  organisation('umc-heuvelrand', 'ziekenhuis', 'Academisch Ziekenhuis Heuvelrand', ura, '90000009'),
  organisation('school-het-baken', 'school', 'Speciaal onderwijs Het Baken', kvk, '90000010'),
  organisation('kinderopvang-de-wilg', 'kinderopvang', 'Kinderopvang De Wilg', kvk, '90000011'),
  organisation('thuiszorg-heuvelrand', 'overig', 'Kinderthuiszorg Heuvelrand', kvk, '90000012'),
  organisation('zorgverzekeraar-heuvelrand', 'overig', 'Zorgverzekeraar Heuvelrand', kvk, '90000013'),
  organisation('zorgcoordinatie-wegwijs', 'overig', 'Particuliere zorgcoördinatie Wegwijs', kvk, '90000014'),
];

const professional = (id: string, name: PersonName, register: string): Practitioner => ({
  resourceType: 'Practitioner',
  id,
  meta: { profile: [profileUrl('professional')] },
  active: true,
  identifier: [{ system: big, value: register }],
  name: namesOf(name),
});

/** Invented people; registration numbers are placeholders, not real ones. */
export const professionals: readonly Practitioner[] = [
  professional('coordinator-vries', { given: 'C.', prefix: 'de', family: 'Vries-Sandbox' }, '99000000001'),
  professional('casemanager-jansen', { given: 'T.', family: 'Jansen-Sandbox' }, '99000000002'),
  professional('kinderarts-bakker', { given: 'K.A.', family: 'Bakker-Sandbox' }, '99000000003'),
  professional('orthopedagoog-visser', { given: 'O.', family: 'Visser-Sandbox' }, '99000000004'),
  professional('jeugdarts-smit', { given: 'J.A.', family: 'Smit-Sandbox' }, '99000000005'),
  professional('huisarts-mulder', { given: 'H.', family: 'Mulder-Sandbox' }, '99000000006'),
  professional('psychiater-bos', { given: 'P.', family: 'Bos-Sandbox' }, '99000000007'),
];

/** The BSNs by which the sandbox parents are known: test numbers that pass the eleven test. */
export const alexMotherBsn = '999990019';
export const puckMotherBsn = '999990056';
export const desireMotherBsn = '999990093';

type SandboxClient = Omit<Registration, 'jwks'>;

const region = 'Organization/ivh-heuvelrand';
const client = (
  name: string,
  kind: Registration['kind'],
  title: string,
  more: Partial<SandboxClient>,
): SandboxClient => ({ client: name, kind, name: title, region, scopes: ['system/*.cruds'], ...more });

export const sandboxClients: readonly SandboxClient[] = [
  client('tester', 'tester', 'Sandbox tester', { organization: region }),
  client('jgz', 'jgz', 'JGZ Heuvelrand', { organization: 'Organization/jgz-heuvelrand' }),
  client('gp', 'gp', 'Huisartsenpraktijk Zonnedal', { organization: 'Organization/huisartsen-zonnedal' }),
  client('hospital', 'hospital', 'Ziekenhuis Heuvelrand', {
    organization: 'Organization/ziekenhuis-heuvelrand',
  }),
  client('rehabilitation', 'provider', 'Revalidatiecentrum De Brug', {
    organization: 'Organization/revalidatie-de-brug',
  }),
  client('municipality', 'municipality', 'Gemeente Zonnedal', {
    organization: 'Organization/gemeente-zonnedal',
  }),
  client('provider', 'provider', 'MKD Het Kompas', { organization: 'Organization/mkd-het-kompas' }),
  client('school', 'school', 'Basisschool De Linde', { organization: 'Organization/school-de-linde' }),
  client('university-hospital', 'hospital', 'Academisch Ziekenhuis Heuvelrand', {
    organization: 'Organization/umc-heuvelrand',
  }),
  client('special-school', 'school', 'Speciaal onderwijs Het Baken', {
    organization: 'Organization/school-het-baken',
  }),
  client('childcare', 'childcare', 'Kinderopvang De Wilg', {
    organization: 'Organization/kinderopvang-de-wilg',
  }),
  client('home-nursing', 'provider', 'Kinderthuiszorg Heuvelrand', {
    organization: 'Organization/thuiszorg-heuvelrand',
  }),
  client('coordinator', 'coordinator', 'Coördinator IVH Heuvelrand', {
    organization: region,
    practitioner: 'Practitioner/coordinator-vries',
  }),
  client('case-manager', 'case-manager', 'Trajectbegeleider IVH Heuvelrand', {
    organization: region,
    practitioner: 'Practitioner/casemanager-jansen',
  }),
  client('analyst', 'analyst', 'Analist regio Heuvelrand', { organization: region, scopes: ['system/*.rs'] }),
  client('parent', 'parent', 'Ouder van Alex', { person: `${bsn}|${alexMotherBsn}` }),
  client('parent-puck', 'parent', 'Ouder van Puck', { person: `${bsn}|${puckMotherBsn}` }),
  client('parent-desire', 'parent', 'Ouder van Désiré', { person: `${bsn}|${desireMotherBsn}` }),
];

/** Sees and does everything; exists nowhere but in the sandbox. */
export const testerRules: readonly Rule[] = [
  {
    name: 'tester-directory',
    kinds: ['tester'],
    tie: 'fileless',
    types: '*',
    actions: 'cruds',
    consent: 'none',
  },
  {
    name: 'tester-files',
    kinds: ['tester'],
    tie: 'any-file',
    types: '*',
    actions: 'cruds',
    consent: 'none',
    evenIfRestricted: true,
  },
  { name: 'tester-new-files', kinds: ['tester'], tie: 'new-file', types: '*', actions: 'c', consent: 'none' },
];
