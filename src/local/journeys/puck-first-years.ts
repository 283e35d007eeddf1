// The lines of Puck's first three years, and what each leaves in her file.
import type { Line } from './journey.ts';
import { answered, asked, diagnosed, given, met, seen } from './records.ts';

const parents = 'parent-puck';
const snomed = 'http://snomed.info/sct';

export const puckFirstYears: readonly Line[] = [
  {
    age: '4m',
    happened: 'right hand stays a fist, grasps only left; JGZ physician not worried; parents go to the GP',
    events: [
      answered({
        by: parents,
        block: '1',
        age: '4m',
        answers: {
          'Wat valt u op?': 'Haar rechterhand blijft een vuistje en zij grijpt alleen met links',
          'Wat hebt u gedaan?': 'Naar de huisarts gegaan, omdat wij ons zorgen blijven maken',
        },
      }),
      seen({
        by: 'jgz',
        block: '1',
        age: '4m',
        text: 'Grijpen, oordeel van de jeugdarts',
        value: 'Niet zorgwekkend',
      }),
      met({
        by: 'gp',
        block: '1',
        from: '4m',
        until: '4m',
        where: 'AMB',
        text: 'Consult huisarts',
        reason: 'Rechterhand in een vuist, grijpt alleen links',
      }),
    ],
    found: [
      'QuestionnaireResponse?authored={4m}',
      'Observation?code:text=Grijpen&date={4m}',
      'Encounter?type:text=Consult huisarts&date={4m}',
    ],
  },
  {
    age: '4m',
    happened:
      'GP refers to a child neurologist; MRI: large infarct on the left; hemiparesis, hemianopsia, abnormal muscle tone, language centre affected',
    events: [
      asked({
        by: 'gp',
        block: '2',
        age: '4m',
        text: 'Verwijzing naar de kinderneuroloog',
        of: 'ziekenhuis-heuvelrand',
        why: 'Gebruikt de rechterhand niet',
      }),
      ...['Hemiparese rechts', 'Hemianopsie rechts', 'Afwijkende spierspanning', 'Aangedaan taalcentrum'].map(
        (text) => diagnosed({ by: 'hospital', block: '2', age: '4m2w', text }),
      ),
    ],
    found: [
      'ServiceRequest?code:text=Verwijzing naar de kinderneuroloog&authored={4m}',
      'DiagnosticReport?code:text=MRI&date={4m2w}',
      'Observation?code:text=Herseninfarct',
      'Condition?code:text=Hemiparese',
      'Condition?code:text=Hemianopsie',
      'Condition?code:text=Afwijkende spierspanning',
      'Condition?code:text=Aangedaan taalcentrum',
    ],
  },
  {
    age: '5m',
    happened: 'several therapies; physiotherapist instructs parents',
    events: [
      given({
        by: 'rehabilitation',
        block: '3',
        from: '5m',
        until: '3y',
        text: 'Verschillende vormen van therapie',
      }),
      given({
        by: 'rehabilitation',
        block: '5',
        from: '5m',
        until: '8m',
        text: 'Instructie van de ouders door de fysiotherapeut',
        note: 'Stimuleren, balans vinden, bewust maken van de rechter lichaamshelft',
      }),
    ],
    found: ['Procedure?code:text=Verschillende vormen van therapie', 'Procedure?code:text=Instructie'],
  },
  {
    age: '8m',
    happened: 'sitting shell',
    events: [
      given({
        by: 'rehabilitation',
        block: '5',
        from: '8m',
        until: '8m',
        text: 'Zitschelp geleverd door de fysiotherapeut',
      }),
    ],
    found: ['Procedure?code:text=Zitschelp&date={8m}'],
  },
  {
    age: '2y6m',
    happened: 'walks unaided',
    events: [
      seen({
        by: 'rehabilitation',
        block: '1',
        age: '2y6m',
        text: 'Loopt los',
        code: { system: snomed, code: '282716004' },
        value: { system: snomed, code: '165245003' },
      }),
    ],
    found: [`Observation?code=${snomed}|282716004&date={2y6m}`],
  },
  {
    age: '3y',
    happened:
      'rare epilepsy syndrome; regular day care no longer possible; therapy toddler group at the rehabilitation centre',
    events: [
      diagnosed({ by: 'hospital', block: '2', age: '3y', text: 'Zeldzaam epilepsiesyndroom' }),
      given({
        by: 'childcare',
        block: '6',
        from: '1y',
        until: '3y',
        text: 'Regulier kinderdagverblijf',
        note: 'Gestopt: door de epilepsie niet langer mogelijk',
      }),
      given({
        by: 'rehabilitation',
        block: '6',
        from: '3y',
        until: '4y',
        text: 'Therapeutische peutergroep van het revalidatiecentrum',
      }),
    ],
    found: [
      'Condition?code:text=Zeldzaam epilepsiesyndroom',
      'Procedure?code:text=Regulier kinderdagverblijf',
      'Procedure?code:text=Therapeutische peutergroep',
    ],
  },
];
