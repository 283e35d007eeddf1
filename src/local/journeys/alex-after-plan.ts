// The lines of Alex's journey after the agreed plan: waiting, bridging, the MKD, the schools.
import type { Line } from './journey.ts';
import { diagnosed, given, met, primarySchool, seen, specialSchool, told } from './records.ts';

const snomed = 'http://snomed.info/sct';
const ivh = 'https://vroegdossier.nl/fhir/CodeSystem';

export const alexAfterPlan: readonly Line[] = [
  {
    age: '3y2m',
    happened: 'MKD waiting list of more than nine months',
    events: [
      told({
        by: 'provider',
        block: '7',
        age: '3y1m3w',
        text: 'Er is een wachtlijst van ruim negen maanden voor het MKD.',
      }),
    ],
    found: ['Communication?sent={3y1m3w}', `Task?code=${ivh}/ivh-taak|advies&authored-on={3y1m2w}`],
  },
  {
    age: '3y2m3w',
    happened:
      'bridging: video home trainer / family counsellor and a social worker of the MKD’s ambulatory team',
    events: [
      given({
        by: 'provider',
        block: '5',
        from: '3y2m3w',
        until: '3y11m',
        text: 'Video-hometraining en gezinsbegeleiding (overbruggingszorg)',
        note: 'Binnen zes weken begonnen, in afwachting van het MKD',
      }),
      given({
        by: 'provider',
        block: '5',
        from: '3y2m3w',
        until: '3y11m',
        text: 'Maatschappelijk werk van het ambulante team van het MKD (overbruggingszorg)',
      }),
    ],
    found: [
      'Procedure?code:text=Video-hometraining en gezinsbegeleiding&date=ge{3y2m3w}&date=le{3y2m3w}',
      'Procedure?code:text=Maatschappelijk werk&date=ge{3y2m3w}&date=le{3y2m3w}',
      `ServiceRequest?code=${ivh}/ivh-advies|overbruggingszorg`,
    ],
  },
  {
    age: '3y11m',
    happened:
      'MKD starts: group, physiotherapy, physician (recurrent ear infections), school in the same building, transport every day',
    events: [
      given({
        by: 'provider',
        block: ['5', '6'],
        from: '3y11m',
        until: '5y10m',
        text: 'Dagbehandeling op de groep van het MKD',
      }),
      given({
        by: 'provider',
        block: '5',
        from: '3y11m',
        until: '5y10m',
        text: 'Fysiotherapie op het MKD',
      }),
      given({
        by: 'provider',
        block: '5',
        from: '3y11m',
        until: '5y10m',
        text: 'Begeleiding door de arts van het MKD',
      }),
      diagnosed({ by: 'provider', block: '5', age: '4y1m', text: 'Terugkerende oorontstekingen' }),
      seen({
        by: 'provider',
        block: '6',
        age: '3y11m',
        text: 'Onderwijs',
        code: { system: snomed, code: '105421008' },
        value: 'School in hetzelfde gebouw als het MKD',
      }),
      given({
        by: 'provider',
        block: '6',
        from: '3y11m',
        until: '5y10m',
        text: 'Vervoer, elke dag',
      }),
    ],
    found: [
      'Procedure?code:text=Dagbehandeling op de groep&date=ge{3y11m}&date=le{3y11m}',
      'Procedure?code:text=Fysiotherapie op het MKD',
      'Procedure?code:text=Begeleiding door de arts',
      'Condition?code:text=Terugkerende oor',
      `Observation?code=${snomed}|105421008&date={3y11m}`,
      'Procedure?code:text=Vervoer',
    ],
  },
  {
    age: '5y10m',
    happened:
      'leaves the MKD; regular primary school with extra funding, in consultation with a cluster-4 school’s internal supervisor; support arrives weeks late',
    events: [
      told({
        by: 'provider',
        block: '6',
        age: '5y10m',
        text: 'Alex verlaat het MKD en gaat naar de basisschool.',
        to: 'school-de-linde',
      }),
      seen({
        by: 'school',
        block: '6',
        age: '5y10m',
        text: 'Onderwijs',
        code: { system: snomed, code: '105421008' },
        value: { ...primarySchool, text: 'Reguliere basisschool, met extra bekostiging' },
      }),
      met({
        by: 'school',
        block: '6',
        from: '5y10m1w',
        until: '5y10m1w',
        where: 'AMB',
        text: 'Overleg met de intern begeleider van de cluster 4-school',
      }),
      told({
        by: 'school',
        block: '6',
        age: '5y11m2w',
        text: 'De extra ondersteuning is weken te laat begonnen.',
      }),
    ],
    found: [
      'Communication?sent={5y10m}',
      `Observation?code=${snomed}|105421008&date={5y10m}`,
      'Encounter?type:text=Overleg met de intern',
      'Communication?sent={5y11m2w}',
    ],
  },
  {
    age: '10y',
    happened:
      'special education again; two more rounds of video home training; parents ask for a light, long-running form of support',
    events: [
      seen({
        by: 'special-school',
        block: '6',
        age: '10y',
        text: 'Onderwijs',
        code: { system: snomed, code: '105421008' },
        value: { ...specialSchool, text: 'Opnieuw speciaal onderwijs' },
      }),
      ...['tweede', 'derde'].map((round, index) =>
        given({
          by: 'provider',
          block: '5',
          from: index === 0 ? '8y' : '9y6m',
          until: index === 0 ? '8y4m' : '9y10m',
          text: `Video-hometraining (${round} ronde)`,
        }),
      ),
      told({
        by: 'parent',
        block: ['4', '7'],
        age: '10y1m',
        text: 'Wij vragen een lichte vorm van ondersteuning, die lang met Alex meeloopt.',
      }),
    ],
    found: [
      `Observation?code=${snomed}|105421008&date={10y}`,
      'Procedure?code:text=Video-hometraining (tweede',
      'Procedure?code:text=Video-hometraining (derde',
      'Communication?sent={10y1m}',
      `EpisodeOfCare?type=${ivh}/ivh-trajectvorm|langdurig`,
    ],
  },
];
