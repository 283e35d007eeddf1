// The lines of Puck's journey from school on, and what went on all along.
import type { Line } from './journey.ts';
import { answered, asked, given, met, seen, specialSchool, told } from './records.ts';

const parents = 'parent-puck';
const snomed = 'http://snomed.info/sct';

export const puckSchoolYears: readonly Line[] = [
  {
    age: '4y',
    happened: 'special primary education (cluster 3), pictograms; speech, physio and occupational therapy',
    events: [
      seen({
        by: 'special-school',
        block: '6',
        age: '4y',
        text: 'Onderwijs',
        code: { system: snomed, code: '105421008' },
        value: { ...specialSchool, text: 'Speciaal basisonderwijs (cluster 3), met pictogrammen' },
      }),
      ...['Logopedie op school', 'Fysiotherapie op school', 'Ergotherapie op school'].map((text) =>
        given({ by: 'special-school', block: '6', from: '4y', text }),
      ),
    ],
    found: [
      `Observation?code=${snomed}|105421008&date={4y}`,
      'Procedure?code:text=Logopedie',
      'Procedure?code:text=Fysiotherapie op school',
      'Procedure?code:text=Ergotherapie',
    ],
  },
  {
    age: '5y',
    happened:
      'gets worse; often ill; behaviour harder; after ear tubes the epilepsy derails, admitted; medication changed, school days halved',
    events: [
      answered({
        by: parents,
        block: '2',
        age: '5y',
        answers: {
          'Hoe gaat het?': 'Zij gaat achteruit en is vaak ziek',
          'Wat is moeilijk?': 'Haar gedrag wordt moeilijker',
        },
      }),
      given({
        by: 'hospital',
        block: '2',
        from: '5y3m',
        until: '5y3m',
        text: 'Trommelvliesbuisjes geplaatst',
      }),
      met({
        by: 'hospital',
        block: '2',
        from: '5y3m1w',
        until: '5y3m3w',
        where: 'IMP',
        text: 'Opname kinderneurologie',
        reason: 'Epilepsie ontregeld na het plaatsen van buisjes',
      }),
      given({ by: 'hospital', block: '2', from: '5y3m2w', until: '5y3m2w', text: 'Medicatie gewijzigd' }),
      seen({
        by: 'special-school',
        block: '6',
        age: '5y4m',
        text: 'Schooltijd',
        value: 'Gehalveerd tot halve schooldagen',
      }),
    ],
    found: [
      'QuestionnaireResponse?authored={5y}',
      'Procedure?code:text=Trommelvliesbuisjes',
      'Encounter?class=IMP&date=ge{5y3m1w}&date=le{5y3m1w}',
      'Procedure?code:text=Medicatie gewijzigd',
      'Observation?code:text=Schooltijd',
    ],
  },
  {
    age: '6y',
    happened: 'half days mytyl school, the other half a nurse at home paid from a personal budget',
    events: [
      seen({
        by: 'special-school',
        block: '6',
        age: '6y',
        text: 'Onderwijs',
        code: { system: snomed, code: '105421008' },
        value: { ...specialSchool, text: 'Mytylschool, halve dagen' },
      }),
      given({
        by: 'home-nursing',
        block: '5',
        from: '6y',
        text: 'Verpleegkundige thuis, de andere helft van de dag',
        note: 'Betaald uit een persoonsgebonden budget',
      }),
    ],
    found: [`Observation?code=${snomed}|105421008&date={6y}`, 'Procedure?code:text=Verpleegkundige thuis'],
  },
  {
    age: '4m-6y',
    happened:
      'splint paid by the insurer, wheelchair by the municipality; parents buy a private coordinator because nobody coordinates',
    events: [
      asked({
        by: 'rehabilitation',
        block: '7',
        age: '1y',
        text: 'Spalk',
        of: 'zorgverzekeraar-heuvelrand',
        why: 'Rechterhand in een vuist',
        funding: 'zvw',
      }),
      given({
        by: 'rehabilitation',
        block: '7',
        from: '1y',
        until: '1y',
        text: 'Spalk geleverd',
        note: 'Betaald door de zorgverzekeraar',
      }),
      asked({
        by: 'coordinator',
        block: '7',
        age: '2y',
        text: 'Rolstoel',
        of: 'gemeente-zonnedal',
        why: 'Kan geen afstanden lopen',
        status: 'active',
        funding: 'wmo',
      }),
      given({
        by: 'municipality',
        block: '7',
        from: '2y2m',
        until: '2y2m',
        text: 'Rolstoel verstrekt door de gemeente',
      }),
      told({
        by: parents,
        block: ['4', '7'],
        age: '5y6m',
        text: 'Wij betalen zelf een particuliere zorgcoördinator, omdat niemand de hulp aan Puck coördineert.',
      }),
    ],
    found: [
      'ServiceRequest?code:text=Spalk',
      'Procedure?code:text=Spalk geleverd',
      'ServiceRequest?code:text=Rolstoel',
      'Procedure?code:text=Rolstoel verstrekt',
      'Communication?sent={5y6m}',
      'CareTeam?participant=Organization/zorgcoordinatie-wegwijs',
    ],
  },
];
