// Désiré (severe multiple disability): two years old, and whether she can go to school is open.

import { resultAnswer } from '../../ivh/diagnostics/schema.ts';
import { meetingAnswer } from '../../ivh/meeting/schema.ts';
import { desireMotherBsn } from '../sandbox-region.ts';
import { dayAt } from './age.ts';
import { desireLines } from './desire-lines.ts';
import { type Journey, tellLines } from './journey.ts';
import { openFile } from './opening.ts';

const parents = 'parent-desire';

export const desire: Journey = {
  name: 'Désiré',
  ageNow: '2y1w',
  parentClient: parents,
  child: {
    bsn: '999990081',
    name: { given: 'Désiré', family: 'Testema' },
    gender: 'female',
    address: { street: 'Maanplein', houseNumber: '3', postalCode: '9999 AC', city: 'Waterrijk' },
    language: 'nl',
  },
  parents: [
    {
      bsn: desireMotherBsn,
      name: { given: 'Wietske', family: 'Testema' },
      relationship: 'mother',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
    {
      bsn: '999990111',
      name: { given: 'Harm', family: 'Testema' },
      relationship: 'father',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
  ],
  lines: desireLines,
  run: async (send, born, now) => {
    const file = await openFile(send, desire, born, {
      referrer: 'university-hospital',
      tells: 'refers Désiré: can she go to school?',
      referral: {
        referrer: { kind: 'medisch-specialist' },
        reason: {
          domains: ['motoriek', 'cognitie', 'opvoedvraag'],
          direction: 'achterstand',
          question: 'Kan Désiré naar school, en hoe houden wij het thuis vol?',
          text: 'Ernstig meervoudig gehandicapt',
        },
        referredAt: dayAt(born, '2y'),
      },
      intakeOn: dayAt(born, '2y5d'),
      municipality: 'gemeente-waterrijk',
      members: [
        { role: 'coordinator', practitioner: 'coordinator-vries', organization: 'ivh-heuvelrand' },
        { role: 'kinderarts', practitioner: 'kinderarts-bakker', organization: 'ziekenhuis-heuvelrand' },
        {
          role: 'gedragswetenschapper',
          practitioner: 'orthopedagoog-visser',
          organization: 'ivh-heuvelrand',
        },
        { role: 'jeugdarts', practitioner: 'jeugdarts-smit', organization: 'jgz-heuvelrand' },
        { role: 'maatschappelijk-werker', organization: 'umc-heuvelrand' },
        { role: 'anders', organization: 'kinderopvang-de-wilg' },
      ],
    });
    const result = (title: string, age: string, conclusion: string) =>
      send({
        who: 'hospital',
        tells: `${age}: pushes the result of the ${title} into the shared file`,
        method: 'POST',
        path: '/ivh/diagnostics',
        body: { child: file.child, title, performedOn: dayAt(born, age), conclusion },
        answer: resultAnswer,
      });
    await result('Echo van de hersenen', '4d', 'Geen afwijkingen');
    await result('24-uurs EEG', '6d', 'Geen bijzonder beeld');
    await result('MRI van de hersenen', '3m4d', 'Ernstige hersenbeschadiging');
    await tellLines(send, desire, file);
    await send({
      who: 'coordinator',
      tells: 'plans the multidisciplinair overleg about Désiré, with her parents',
      method: 'POST',
      path: '/ivh/meetings',
      body: {
        child: file.child,
        plannedAt: new Date(now.getTime() + 9 * 86_400_000).toISOString(),
        place: 'Integrale Vroeghulp Heuvelrand',
        participants: [
          { role: 'kinderarts', practitioner: 'kinderarts-bakker' },
          { role: 'gedragswetenschapper', practitioner: 'orthopedagoog-visser' },
          { role: 'coordinator', practitioner: 'coordinator-vries' },
          { role: 'trajectbegeleider', practitioner: 'casemanager-jansen' },
          { role: 'ouder', parent: file.parents[0] },
        ],
      },
      answer: meetingAnswer,
    });
  },
};
