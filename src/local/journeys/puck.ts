// Puck (hemiparesis and epilepsy after a stroke): six years without coordination, then her parents ask for it themselves.

import { resultAnswer } from '../../ivh/diagnostics/schema.ts';
import { dayAt } from './age.ts';
import { type Journey, type Line, tellLines } from './journey.ts';
import { openFile } from './opening.ts';
import { answered, asked, diagnosed, given, met, seen, told } from './records.ts';

const parents = 'parent-puck';
const snomed = 'http://snomed.info/sct';

const lines: readonly Line[] = [
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
        value: 'Speciaal basisonderwijs (cluster 3), met pictogrammen',
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
      'Encounter?class=IMP&date={5y3m1w}',
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
        value: 'Mytylschool, halve dagen',
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

export const puck: Journey = {
  name: 'Puck',
  ageNow: '6y5m',
  parentClient: parents,
  child: {
    bsn: '999990044',
    name: { given: 'Puck', family: 'Proefstra' },
    gender: 'female',
    address: { street: 'Sterrenlaan', houseNumber: '12', postalCode: '9999 AB', city: 'Zonnedal' },
    language: 'nl',
  },
  parents: [
    {
      bsn: '999990056',
      name: { given: 'Marijke', family: 'Proefstra' },
      relationship: 'mother',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
    {
      bsn: '999990068',
      name: { given: 'Onno', family: 'Proefstra' },
      relationship: 'father',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
  ],
  lines,
  /** Nobody ever referred Puck: the source ends with parents who pay a coordinator themselves, and so the file begins. */
  run: async (send, born) => {
    const file = await openFile(send, puck, born, {
      referrer: parents,
      tells: 'parents refer Puck themselves, because nobody coordinates her care',
      referral: {
        referrer: { kind: 'ouders-zelf' },
        reason: {
          domains: ['motoriek', 'gedrag', 'opvoedvraag'],
          direction: 'achterstand',
          question: 'Wie houdt het overzicht over alle hulp voor Puck, zodat wij weer ouders kunnen zijn?',
        },
      },
      members: [
        { role: 'coordinator', practitioner: 'coordinator-vries', organization: 'ivh-heuvelrand' },
        { role: 'kinderarts', practitioner: 'kinderarts-bakker', organization: 'ziekenhuis-heuvelrand' },
        {
          role: 'gedragswetenschapper',
          practitioner: 'orthopedagoog-visser',
          organization: 'ivh-heuvelrand',
        },
        { role: 'jeugdarts', practitioner: 'jeugdarts-smit', organization: 'jgz-heuvelrand' },
        { role: 'huisarts', practitioner: 'huisarts-mulder', organization: 'huisartsen-zonnedal' },
        { role: 'revalidatiearts', organization: 'revalidatie-de-brug' },
        { role: 'onderwijsdeskundige', organization: 'school-het-baken' },
        { role: 'anders', organization: 'kinderopvang-de-wilg' },
        { role: 'anders', organization: 'thuiszorg-heuvelrand' },
        { role: 'anders', organization: 'zorgcoordinatie-wegwijs', since: dayAt(born, '5y6m') },
      ],
    });
    await send({
      who: 'hospital',
      tells: '4m: pushes the MRI of Puck into the shared file',
      method: 'POST',
      path: '/ivh/diagnostics',
      body: {
        child: file.child,
        title: 'MRI van de hersenen',
        performedOn: dayAt(born, '4m2w'),
        conclusion:
          'Groot herseninfarct links. Hemiparese rechts, hemianopsie, afwijkende spierspanning, taalcentrum aangedaan.',
        findings: [{ name: 'Herseninfarct', value: { text: 'Groot, linkerkant' } }],
      },
      answer: resultAnswer,
    });
    await tellLines(send, puck, file);
  },
};
