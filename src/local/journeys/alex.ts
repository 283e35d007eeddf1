// Alex (Asperger syndrome): from a crying baby to a boy of ten whose parents ask for someone who stays near.

import { episodeAnswer } from '../../ivh/episode/schema.ts';
import { alexMotherBsn } from '../sandbox-region.ts';
import { dayAt } from './age.ts';
import { alexAdvice } from './alex-advice.ts';
import { alexAfterPlan } from './alex-after-plan.ts';
import { alexUntilPlan } from './alex-until-plan.ts';
import { type Journey, tellLines } from './journey.ts';
import { openFile } from './opening.ts';

export const alex: Journey = {
  name: 'Alex',
  ageNow: '10y3m',
  parentClient: 'parent',
  child: {
    bsn: '999990020',
    name: { given: 'Alexander', prefix: 'van', family: 'Voorbeeld', usual: 'Alex' },
    gender: 'male',
    address: { street: 'Zonneweg', houseNumber: '7', postalCode: '9999 AA', city: 'Zonnedal' },
    language: 'nl',
  },
  parents: [
    {
      bsn: alexMotherBsn,
      name: { given: 'Karin', family: 'Oefenaar' },
      relationship: 'mother',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
    {
      bsn: '999990032',
      name: { given: 'Jeroen', prefix: 'van', family: 'Voorbeeld' },
      relationship: 'father',
      hasAuthority: true,
      authoritySource: 'BRP',
    },
  ],
  lines: [...alexUntilPlan, ...alexAfterPlan],
  run: async (send, born) => {
    const file = await openFile(send, alex, born, {
      referrer: 'jgz',
      tells: '2y8m: refers Alex to Integrale Vroeghulp',
      referral: {
        referrer: { kind: 'jgz-arts' },
        reason: {
          domains: ['gedrag', 'sociaal', 'emotioneel'],
          question: 'Hoe krijgen wij weer rust in huis, en wat heeft Alex?',
          text: 'Driftbuien en angst; grove motoriek wat houterig, puzzelen en praten juist vroeg',
        },
        signals: [
          { text: 'Grove motoriek wat houterig', code: '276', date: dayAt(born, '2y7m') },
          { text: 'Driftbuien, onhandelbaar', code: '328', date: dayAt(born, '2y7m') },
        ],
        referredAt: dayAt(born, '2y8m'),
      },
      intakeOn: dayAt(born, '2y8m3w'),
      municipality: 'gemeente-zonnedal',
      members: [
        {
          role: 'coordinator',
          practitioner: 'coordinator-vries',
          organization: 'ivh-heuvelrand',
          since: dayAt(born, '2y8m2w'),
        },
        {
          role: 'trajectbegeleider',
          practitioner: 'casemanager-jansen',
          organization: 'ivh-heuvelrand',
          since: dayAt(born, '2y8m2w'),
        },
        {
          role: 'jeugdarts',
          practitioner: 'jeugdarts-smit',
          organization: 'jgz-heuvelrand',
          since: dayAt(born, '2y9m'),
        },
        {
          role: 'gedragswetenschapper',
          practitioner: 'orthopedagoog-visser',
          organization: 'ivh-heuvelrand',
          since: dayAt(born, '2y9m'),
        },
        {
          role: 'huisarts',
          practitioner: 'huisarts-mulder',
          organization: 'huisartsen-zonnedal',
          since: dayAt(born, '2y9m'),
        },
        { role: 'anders', organization: 'mkd-het-kompas', since: dayAt(born, '3y1m') },
        { role: 'onderwijsdeskundige', organization: 'school-de-linde', since: dayAt(born, '5y10m') },
        { role: 'onderwijsdeskundige', organization: 'school-het-baken', since: dayAt(born, '5y10m') },
      ],
    });
    await alexAdvice(send, file);
    await tellLines(send, alex, file);
    await send({
      who: 'case-manager',
      tells: '10y: stays near Alex and his parents, lightly and for long (nazorg)',
      method: 'POST',
      path: `/ivh/episodes/${file.episode}/move`,
      body: {
        to: 'nazorg',
        reason: 'Ouders vragen lichte, langdurige begeleiding',
        date: dayAt(born, '10y2m'),
      },
      answer: episodeAnswer,
    });
  },
};
