// Puck (hemiparesis and epilepsy after a stroke): six years without coordination, then her parents ask for it themselves.

import { resultAnswer } from '../../ivh/diagnostics/schema.ts';
import { puckMotherBsn } from '../sandbox-region.ts';
import { dayAt } from './age.ts';
import { type Journey, tellLines } from './journey.ts';
import { openFile } from './opening.ts';
import { puckFirstYears } from './puck-first-years.ts';
import { puckSchoolYears } from './puck-school-years.ts';

const parents = 'parent-puck';

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
      bsn: puckMotherBsn,
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
  lines: [...puckFirstYears, ...puckSchoolYears],
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
      municipality: 'gemeente-zonnedal',
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
