// The first part of Alex's journey as it is lived: referral, acceptance, one case manager, the team, the intake.
import { teamAnswer } from '../../ivh/care-team/schema.ts';
import { episodeAnswer } from '../../ivh/episode/schema.ts';
import { referralAnswer } from '../../ivh/referral/schema.ts';
import { alexMotherBsn } from '../sandbox-region.ts';
import { bornFor, dayAt } from './age.ts';
import { boardLine, search } from './look.ts';
import { type Story, unlike } from './story.ts';

/** The child whose journey is lived. */
export interface Living {
  readonly child: string;
  readonly referral: string;
  readonly episode: string;
  readonly mother: string;
  readonly father: string;
}

export interface Newborn {
  readonly bsn: string;
  readonly fatherBsn: string;
  readonly now: Date;
}

export const familyName = 'Voorbeeld-Demo';

function referralOf({ bsn, fatherBsn, now }: Newborn) {
  const birthDate = bornFor('2y10m', now);
  return {
    child: {
      bsn,
      name: { given: 'Alexander', family: familyName, usual: 'Alex' },
      birthDate,
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
        bsn: fatherBsn,
        name: { given: 'Jeroen', family: 'Oefenaar' },
        relationship: 'father',
        hasAuthority: true,
        authoritySource: 'BRP',
      },
    ],
    referrer: { kind: 'jgz-arts' },
    reason: {
      domains: ['gedrag', 'sociaal', 'emotioneel'],
      question: 'Hoe krijgen wij weer rust in huis, en wat heeft Alex?',
      text: 'Driftbuien, onhandelbaar sinds de geboorte van zijn zusje; angstig bij harde geluiden en verandering',
    },
    parentsInformed: true,
    signals: [
      { text: 'Huilt veel, angstig bij harde geluiden, geuren en verandering', date: dayAt(birthDate, '8m') },
      { text: 'Grove motoriek wat houterig', code: '276', date: dayAt(birthDate, '2y') },
      { text: 'Driftbuien, onhandelbaar', code: '328', date: dayAt(birthDate, '2y6m') },
    ],
    municipality: 'gemeente-zonnedal',
  };
}

export const stateIs = (story: Story, child: string, state: string): Promise<void> =>
  story.check(`coordinator: the board shows ${state}`, async () =>
    unlike((await boardLine(story.send, child))?.state, state),
  );

export async function liveReferral(story: Story, newborn: Newborn): Promise<Living> {
  const body = referralOf(newborn);
  const referral = await story.step(
    'Signals and referral (vroegsignalering, aanmelding)',
    {
      who: 'jgz',
      tells: 'the youth-health physician refers Alex, with his parents’ question and three signals',
      method: 'POST',
      path: '/ivh/referrals',
      body,
      answer: referralAnswer,
    },
    ({ id, state, signals }) => `referral ${id}, ${state}, ${signals.length} signals in the file`,
  );
  const { child, id, episode = '' } = referral;
  await whoSeesTheReferral(story, child.id, id, body);
  await story.step(
    'Acceptance (aanmelding geaccepteerd)',
    {
      who: 'coordinator',
      tells: 'the region’s IVH takes the referral on',
      method: 'POST',
      path: `/ivh/referrals/${id}/accept`,
      body: {},
      answer: referralAnswer,
    },
    ({ status }) => `the referral is ${status}`,
  );
  await story.check('jgz: sees that its referral was accepted', async () =>
    unlike((await readReferral(story, 'jgz', id)).status, 'accepted'),
  );
  const parent = (relationship: string): string =>
    referral.parents.find((one) => one.relationship === relationship)?.id ?? '';
  const living = {
    child: child.id,
    referral: id,
    episode,
    mother: parent('mother'),
    father: parent('father'),
  };
  await liveStart(story, living);
  return living;
}

const readReferral = (story: Story, who: string, id: string) =>
  story.send({
    who,
    tells: 'looks at the referral',
    method: 'GET',
    path: `/ivh/referrals/${id}`,
    answer: referralAnswer,
  });

async function whoSeesTheReferral(story: Story, child: string, id: string, body: object): Promise<void> {
  const patient = `/fhir/Patient/${child}`;
  await stateIs(story, child, 'aangemeld');
  await story.check('jgz: sees its referral, requested', async () =>
    unlike((await readReferral(story, 'jgz', id)).status, 'requested'),
  );
  await story.answers('parent', patient, 200, 'the mother sees her child’s file');
  await story.answers('parent-puck', patient, 404, 'another parent sees nothing');
  await story.answers('gp', patient, 404, 'the GP who did not refer sees nothing');
  await story.answers('hospital', patient, 404, 'the hospital sees nothing before it is asked');
  await story.answers('municipality', patient, 200, 'Zonnedal knows that its child was referred');
  await story.answers('municipality', `/fhir/ServiceRequest/${id}`, 404, 'but not why');
  await story.check('municipality: sees nothing of a child of another municipality', async () => {
    const children = await search(story.send, 'municipality', '/fhir/Patient');
    const elsewhere = children.filter((one) => JSON.stringify(one).includes('"Waterrijk"'));
    return unlike([children.some((one) => one.id === child), elsewhere.length], [true, 0]);
  });
  await story.check(
    'jgz: a second referral of the same child is refused: one child, one file (409)',
    async () => {
      await story.send({
        who: 'jgz',
        tells: 'refers the same child again',
        method: 'POST',
        path: '/ivh/referrals',
        body,
        status: 409,
      });
      return undefined;
    },
  );
}

async function liveStart(story: Story, { child, episode }: Living): Promise<void> {
  const file = `/ivh/episodes/${episode}`;
  await story.answers('case-manager', file, 404, 'sees nothing before being assigned');
  await story.step(
    'One case manager from now on (trajectbegeleider)',
    {
      who: 'coordinator',
      tells: 'assigns the trajectbegeleider, who stays',
      method: 'POST',
      path: `${file}/case-manager`,
      body: { practitioner: 'casemanager-jansen', organization: 'ivh-heuvelrand' },
      answer: episodeAnswer,
    },
    ({ caseManager }) => `case manager ${caseManager}`,
  );
  await story.answers('case-manager', file, 200, 'now sees the traject');
  await story.step(
    'The team around Alex (kernteam)',
    {
      who: 'coordinator',
      tells: 'composes the kernteam',
      method: 'POST',
      path: '/ivh/care-teams',
      body: {
        child,
        members: [
          { role: 'coordinator', practitioner: 'coordinator-vries', organization: 'ivh-heuvelrand' },
          { role: 'jeugdarts', practitioner: 'jeugdarts-smit', organization: 'jgz-heuvelrand' },
          {
            role: 'gedragswetenschapper',
            practitioner: 'orthopedagoog-visser',
            organization: 'ivh-heuvelrand',
          },
        ],
      },
      answer: teamAnswer,
    },
    ({ members, minimumTeam }) =>
      `${members.length} members, minimum team ${minimumTeam.complete ? 'complete' : `lacks ${minimumTeam.missing}`}`,
  );
  await story.answers('jgz', `/ivh/care-teams?child=${child}`, 200, 'knows who is in the team');
  await story.step(
    'Intake: the parents’ question is mapped',
    {
      who: 'case-manager',
      tells: 'sees Alex and his parents',
      method: 'POST',
      path: `${file}/move`,
      body: { to: 'intake' },
      answer: episodeAnswer,
    },
    ({ status, state }) => `the traject is ${status}, state ${state}`,
  );
  await stateIs(story, child, 'intake');
}
