// One full example of every body the concept API takes: shown in the OpenAPI document and run through the mapping.
import type * as z from 'zod';
import type { AssignmentStep } from './assignment.ts';
import type { AgreementInput, PlanInput } from './care-plan/schema.ts';
import type { Team } from './care-team/schema.ts';
import type { Examination, Result } from './diagnostics/schema.ts';
import type { CaseManager, Move } from './episode/schema.ts';
import type { Held, Meeting } from './meeting/schema.ts';
import type { Referral, refusal } from './referral/schema.ts';
import type { DecisionInput } from './sharing/schema.ts';

export const referral: Referral = {
  child: {
    bsn: '999911120',
    name: { given: 'Alexander', prefix: 'van der', family: 'Voorbeeld', usual: 'Alex' },
    birthDate: '2023-08-20',
    gender: 'male',
    address: {
      street: 'Dorpsstraat',
      houseNumber: '12',
      houseNumberSuffix: 'A',
      postalCode: '1234 AB',
      city: 'Voorbeeldstad',
      municipality: 'Voorbeeldland',
    },
    language: 'tr',
    interpreterNeeded: true,
  },
  parents: [
    {
      bsn: '111222333',
      name: { given: 'Anna', prefix: 'de', family: 'Oudervoorbeeld', usual: 'An' },
      relationship: 'mother',
      hasAuthority: true,
      authoritySource: 'BRP',
      phone: '0600000000',
      email: 'ouder@voorbeeld.nl',
      language: 'ar',
      agreed: { how: 'in-person', on: '2026-03-01' },
    },
  ],
  referrer: {
    kind: 'jgz-arts',
    professional: {
      name: { given: 'C.', prefix: 'ten', family: 'Artsvoorbeeld', usual: 'Cor' },
      big: '19012345601',
      agb: '84012345',
    },
  },
  reason: {
    domains: ['gedrag'],
    direction: 'achterstand',
    question: 'Hoe houden we het thuis vol?',
    text: 'Angstig bij harde geluiden en veranderingen',
  },
  ageException: 'Aangehouden tot na de verhuizing',
  parentsInformed: true,
  signals: [{ text: 'Grove motoriek houterig', code: '276', value: 'opvallend', date: '2025-11-01' }],
  municipality: 'gemeente-1',
  referredAt: '2026-03-02T09:30:00+01:00',
  senderReference: { system: 'https://jgz.voorbeeld.nl/aanmeldingen', value: 'A-2026-1' },
};

export const decline: z.infer<typeof refusal> = {
  reason: 'andere-hulp-passender',
  text: 'Het consultatiebureau biedt deze hulp zelf',
};

export const result: Result = {
  child: 'kind-1',
  request: 'onderzoek-1',
  title: 'Kinderpsychiatrisch onderzoek',
  code: { system: 'https://ziekenhuis.voorbeeld.nl/codes', code: 'KP-1', display: 'Psychiatrisch onderzoek' },
  performedOn: '2026-05-06',
  conclusion: 'Beeld passend bij het syndroom van Asperger',
  findings: [
    {
      name: 'Intelligentie',
      code: { system: 'https://ziekenhuis.voorbeeld.nl/bevindingen', code: 'IQ', display: 'Totaalscore' },
      value: { number: 104, unit: 'punten', ucum: '{score}' },
    },
    { name: 'Indruk', value: { text: 'Levendig en angstig' } },
    { name: 'Gehoor normaal', value: { boolean: true } },
    {
      name: 'Oordeel',
      value: {
        coded: { system: 'https://ziekenhuis.voorbeeld.nl/oordeel', code: 'B', display: 'Bevestigd' },
      },
    },
  ],
  performer: 'ziekenhuis-1',
};

export const examination: Examination = {
  child: 'kind-1',
  question: 'Hoogbegaafd, ADHD of autisme?',
  kind: 'Kinderpsychiatrisch onderzoek',
  performer: 'ziekenhuis-1',
  dueBy: '2026-07-01',
};

export const meeting: Meeting = {
  child: 'kind-1',
  plannedAt: '2026-03-20T13:00:00+01:00',
  minutes: 90,
  place: 'Kantoor Integrale Vroeghulp',
  participants: [
    { role: 'jeugdarts', practitioner: 'arts-1' },
    { role: 'ouder', parent: 'ouder-1' },
    { role: 'anders', name: 'Leidster kinderopvang' },
  ],
};

export const held: Held = {
  startedAt: '2026-03-20T13:05:00+01:00',
  endedAt: '2026-03-20T14:10:00+01:00',
  participants: [
    { role: 'kinderarts', practitioner: 'arts-2' },
    { role: 'gedragswetenschapper', practitioner: 'orthopedagoog-1' },
    { role: 'coordinator', practitioner: 'coordinator-1' },
    { role: 'ouder', parent: 'ouder-1' },
    { role: 'tolk', name: 'Tolk Turks' },
  ],
  conclusions: 'Behandeling op een medisch kinderdagverblijf, tot die tijd hulp thuis',
};

export const team: Team = {
  child: 'kind-1',
  members: [
    { role: 'coordinator', practitioner: 'coordinator-1', organization: 'ivh-1', since: '2026-03-04' },
    { role: 'ouder', parent: 'ouder-1', since: '2026-03-04' },
  ],
};

export const plan: PlanInput = {
  child: 'kind-1',
  meeting: 'mdo-1',
  goals: [{ text: 'Weer rust in huis', by: 'ouder-1' }],
  advice: [
    {
      kind: 'dagbehandeling',
      text: 'Medisch kinderdagverblijf, vier dagen per week',
      reason: 'Groep en behandeling op één plek',
      provider: 'mkd-1',
      funding: 'jeugdwet',
      dueBy: '2026-12-31',
    },
  ],
  addresses: [{ text: 'Syndroom van Asperger', certainty: 'confirmed' }],
};

export const agreement: AgreementInput = {
  parent: 'ouder-1',
  agreedOn: '2026-03-25T10:00:00+01:00',
  how: 'in-person',
};

export const decision: DecisionInput = {
  child: 'kind-1',
  parent: 'ouder-1',
  decision: 'permit',
  recipients: { organizations: ['school-1'], kinds: ['school'], team: 'kernteam-1' },
  data: { blocks: ['3', '6'], domains: ['taal-spraak'] },
  purposes: ['coordination'],
  from: '2026-04-02',
  until: '2027-07-31',
  decidedOn: '2026-04-02T20:10:00+02:00',
  how: 'portal',
};

export const step: AssignmentStep = {
  status: 'waiting',
  note: 'Wachtlijst ruim negen maanden',
  on: '2026-04-10',
};

export const caseManager: CaseManager = { practitioner: 'begeleider-1', organization: 'ivh-1' };

export const move: Move = { to: 'intake', reason: 'Ouders zijn er klaar voor', date: '2026-03-12' };
