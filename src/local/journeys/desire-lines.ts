// The lines of Désiré's journey, and what each leaves in her file.
import type { Line } from './journey.ts';
import { answered, asked, diagnosed, given, met, seen, told } from './records.ts';

const parents = 'parent-desire';
const bds = 'urn:oid:2.16.840.1.113883.2.4.4.40.267';
const loinc = 'http://loinc.org';

export const desireLines: readonly Line[] = [
  {
    age: '-8m',
    happened:
      'sister died shortly after birth 14 months earlier; pregnancy closely watched; Caesarean at 36 weeks, 2,810 g',
    events: [
      seen({
        by: 'hospital',
        block: '1',
        age: '-14m',
        text: 'Gezinsanamnese',
        value: 'Zusje overleden kort na de geboorte, veertien maanden voor de geboorte van Désiré',
      }),
      met({
        by: 'hospital',
        block: '1',
        from: '-8m',
        until: '0d',
        where: 'AMB',
        text: 'Nauwlettend gevolgde zwangerschap',
      }),
      given({ by: 'hospital', block: '1', from: '0d', until: '0d', text: 'Keizersnede bij 36 weken' }),
      seen({
        by: 'hospital',
        block: '1',
        age: '0d',
        text: 'Zwangerschapsduur',
        code: { system: bds, code: '82' },
        value: { number: 252, ucum: 'd' },
      }),
      seen({
        by: 'hospital',
        block: '1',
        age: '0d',
        text: 'Geboortegewicht',
        code: { system: bds, code: '110' },
        value: { number: 2810, ucum: 'g' },
      }),
    ],
    found: [
      'Observation?code:text=Gezinsanamnese&date={-14m}',
      'Encounter?type:text=Nauwlettend gevolgde zwangerschap',
      'Procedure?code:text=Keizersnede&date={0d}',
      `Observation?code=${bds}|82&value-quantity=252`,
      `Observation?code=${bds}|110&value-quantity=2810`,
    ],
  },
  {
    age: '0-2w',
    happened:
      'neonatal ward, drinks badly, brief apnoeas with masking; brain ultrasound and 24-hour EEG without abnormal finding; home after two weeks',
    events: [
      met({ by: 'hospital', block: '2', from: '0d', until: '2w', where: 'IMP', text: 'Couveuseafdeling' }),
      seen({ by: 'hospital', block: '2', age: '3d', text: 'Drinken', value: 'Drinkt slecht' }),
      seen({ by: 'hospital', block: '2', age: '5d', text: 'Apneus', value: 'Kort, met maskeren' }),
    ],
    found: [
      'Encounter?class=IMP&date=ge{2w}&date=le{2w}&type:text=Couveuseafdeling',
      'Observation?code:text=Drinken',
      'Observation?code:text=Apneus',
      'DiagnosticReport?code:text=Echo van de hersenen',
      'DiagnosticReport?code:text=24-uurs EEG',
    ],
  },
  {
    age: '4w',
    happened: 'cries hard and long, does not sleep in own bed; signs that later look like spasticity',
    events: [
      answered({
        by: parents,
        block: '1',
        age: '4w',
        answers: {
          'Hoe gaat het huilen?': 'Zij huilt hard en lang',
          'Hoe gaat het slapen?': 'Zij slaapt niet in haar eigen bed',
          'Wat valt u nog meer op?':
            'Vreemde trekjes: gespitste voeten en armen die dirigeren; achteraf lijkt het spasticiteit',
        },
      }),
    ],
    found: ['QuestionnaireResponse?authored={4w}'],
  },
  {
    age: '3m',
    happened:
      'JGZ physician finds the skull too small and refers at once to the paediatrician of a university hospital',
    events: [
      seen({
        by: 'jgz',
        block: '1',
        age: '3m',
        text: 'Hoofdomtrek',
        code: { system: loinc, code: '9843-4' },
        value: { number: 36.1, ucum: 'cm' },
        isVital: true,
        note: 'Te klein',
      }),
      asked({
        by: 'jgz',
        block: '1',
        age: '3m',
        text: 'Verwijzing naar de kinderarts',
        of: 'umc-heuvelrand',
        why: 'Te kleine schedel',
      }),
    ],
    found: [
      `Observation?code=${loinc}|9843-4&date={3m}`,
      'ServiceRequest?code:text=Verwijzing naar de kinderarts&authored={3m}',
    ],
  },
  {
    age: '3m',
    happened:
      'admission for examination, MRI in another hospital: severe brain damage; quadriplegia, spasticity, epilepsy',
    events: [
      met({
        by: 'university-hospital',
        block: '2',
        from: '3m1d',
        until: '3m1w',
        where: 'IMP',
        text: 'Opname voor onderzoek',
      }),
      ...['Ernstige hersenbeschadiging', 'Quadriplegie', 'Spasticiteit', 'Epilepsie'].map((text) =>
        diagnosed({ by: 'university-hospital', block: '2', age: '3m1w', text }),
      ),
    ],
    found: [
      'Encounter?class=IMP&type:text=Opname voor onderzoek',
      'DiagnosticReport?code:text=MRI&performer=Organization/ziekenhuis-heuvelrand',
      'Condition?code:text=Ernstige hersenbeschadiging',
      'Condition?code:text=Quadriplegie',
      'Condition?code:text=Spasticiteit',
      'Condition?code:text=Epilepsie',
    ],
  },
  {
    age: '3m',
    happened: 'social worker explains what is ahead: day centre, respite home, parents’ associations',
    events: [
      met({
        by: 'university-hospital',
        block: '4',
        from: '3m8d',
        until: '3m8d',
        where: 'IMP',
        text: 'Gesprek met de maatschappelijk werker',
      }),
      told({
        by: 'university-hospital',
        block: '4',
        age: '3m8d',
        text: 'Met de ouders besproken wat komt: dagcentrum, logeerhuis en ouderverenigingen.',
      }),
    ],
    found: ['Encounter?type:text=Gesprek met de maatschappelijk werker', 'Communication?sent={3m8d}'],
  },
  {
    age: '5m',
    happened: 'ordinary child-minder; sleeplessness and stress of the parents',
    events: [
      given({ by: 'childcare', block: '5', from: '5m', text: 'Opvang bij een gewone gastouder' }),
      answered({
        by: parents,
        block: '5',
        age: '8m',
        answers: { 'Hoe gaat het met u?': 'Wij slapen bijna niet en staan onder grote spanning' },
      }),
    ],
    found: ['Procedure?code:text=Opvang bij een gewone gastouder', 'QuestionnaireResponse?authored={8m}'],
  },
  {
    age: '2y',
    happened: 'whether she can go to school is open',
    events: [
      answered({
        by: parents,
        block: '6',
        age: '2y',
        answers: { 'Wat wilt u weten?': 'Kan Désiré straks naar school, of alleen naar een dagcentrum?' },
      }),
    ],
    found: ['QuestionnaireResponse?authored={2y}'],
  },
];
