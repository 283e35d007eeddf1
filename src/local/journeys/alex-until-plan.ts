// The lines of Alex's journey until the agreed plan, and what each leaves in his file.
import type { Line } from './journey.ts';
import { answered, asked, seen, told } from './records.ts';

const ivh = 'https://vroegdossier.nl/fhir/CodeSystem';

export const alexUntilPlan: readonly Line[] = [
  {
    age: '8m',
    happened:
      'cries a lot, anxious at loud noise, smells, change; gross motor a little wooden, puzzles and speech early',
    events: [
      answered({
        by: 'parent',
        block: '1',
        age: '8m',
        answers: {
          'Hoe gaat het huilen?': 'Hij huilt veel',
          'Waar wordt hij angstig van?': 'Harde geluiden, geuren en veranderingen',
        },
      }),
      answered({
        by: 'parent',
        block: '1',
        age: '1y10m',
        answers: {
          'Hoe beweegt hij?': 'Zijn grove motoriek is wat houterig',
          'Waar is hij vroeg mee?': 'Puzzelen en praten',
        },
      }),
    ],
    found: ['QuestionnaireResponse?authored={8m}', 'QuestionnaireResponse?authored={1y10m}'],
  },
  {
    age: '2y6m',
    happened: 'sister born; tantrums, unmanageable',
    events: [
      answered({
        by: 'parent',
        block: '1',
        age: '2y6m',
        answers: {
          'Wat is er veranderd thuis?': 'Zijn zusje is geboren',
          'Hoe gaat het sindsdien?': 'Hij heeft driftbuien en is onhandelbaar',
        },
      }),
    ],
    found: ['QuestionnaireResponse?authored={2y6m}'],
  },
  {
    age: '2y6m1w',
    happened:
      'GP takes it seriously, has heard of a medical day-care centre (MKD), does not know the way; nothing happens',
    events: [
      asked({
        by: 'gp',
        block: '1',
        age: '2y6m1w',
        text: 'Verwijzing naar een medisch kinderdagverblijf',
        why: 'Driftbuien, onhandelbaar; de huisarts neemt het serieus',
        status: 'revoked',
        note: 'Niet verstuurd: de weg naar het MKD was niet bekend',
      }),
      told({
        by: 'gp',
        block: '1',
        age: '2y6m1w',
        text: 'Aan een medisch kinderdagverblijf gedacht, maar de weg daarheen was niet bekend; er is niets gebeurd.',
      }),
    ],
    found: [
      'ServiceRequest?code:text=Verwijzing naar een medisch&status=revoked&authored={2y6m1w}',
      'Communication?sent={2y6m1w}',
    ],
  },
  {
    age: '2y8m',
    happened: 'youth-health physician refers to Integrale Vroeghulp',
    events: [],
    found: [
      `ServiceRequest?category=${ivh}/ivh-taak|aanmelding&authored={2y8m}&requester=Organization/jgz-heuvelrand`,
      'Observation?code:text=Driftbuien&date={2y7m}',
    ],
  },
  {
    age: '2y8m3w',
    happened: 'care coordinator assigned, stays for years, maps the parents’ question',
    events: [
      seen({
        by: 'coordinator',
        block: '4',
        age: '2y8m3w',
        text: 'Hulpvraag van de ouders in kaart gebracht',
        value: 'Rust in huis, weten wat Alex heeft, en iemand die de weg wijst',
      }),
    ],
    found: [
      'EpisodeOfCare?care-manager=Practitioner/casemanager-jansen',
      'CareTeam?participant=Practitioner/coordinator-vries',
      `Encounter?type=${ivh}/ivh-gesprek|intake&date={2y8m3w}`,
      'Observation?code:text=Hulpvraag',
    ],
  },
  {
    age: '2y9m',
    happened: 'multidisciplinary meeting with the parents; three hypotheses: gifted, ADHD, autism',
    events: [],
    found: [
      `Encounter?type=${ivh}/ivh-gesprek|mdo&date={2y9m}`,
      `DiagnosticReport?code=${ivh}/ivh-gesprek|mdo&date={2y9m}`,
    ],
  },
  {
    age: '3y1m',
    happened:
      'psychiatric examination requested; result after four months: high-functioning, Asperger, treatment at an MKD advised',
    events: [],
    found: [
      `ServiceRequest?category=${ivh}/ivh-taak|onderzoek&authored={2y9m}`,
      'DiagnosticReport?code:text=Kinderpsychiatrisch onderzoek&date={3y1m}',
      'Observation?code:text=Functioneren&date={3y1m}',
      'Condition?code:text=Syndroom van Asperger',
      'CarePlan?status=active',
      `Consent?category=${ivh}/ivh-akkoord|adviesplan`,
    ],
  },
];
