// How a file is opened: referred, accepted, given a case manager and a team, and seen at intake.

import type { Member } from '../../ivh/care-team/schema.ts';
import { teamAnswer } from '../../ivh/care-team/schema.ts';
import { episodeAnswer } from '../../ivh/episode/schema.ts';
import { type Referral, referralAnswer } from '../../ivh/referral/schema.ts';
import type { Journey, OpenFile } from './journey.ts';
import type { Send } from './send.ts';

export interface Opening {
  readonly referrer: string;
  readonly tells: string;
  readonly referral: Pick<Referral, 'referrer' | 'reason' | 'signals' | 'referredAt' | 'senderReference'>;
  readonly municipality: string;
  readonly members: readonly Member[];
  /** Day of the intake; today when left out. */
  readonly intakeOn?: string;
}

export async function openFile(
  send: Send,
  journey: Journey,
  born: string,
  opening: Opening,
): Promise<OpenFile> {
  const { name } = journey;
  const referral = await send({
    who: opening.referrer,
    tells: opening.tells,
    method: 'POST',
    path: '/ivh/referrals',
    body: {
      child: { ...journey.child, birthDate: born },
      parents: journey.parents,
      parentsInformed: true,
      municipality: opening.municipality,
      ...opening.referral,
    },
    answer: referralAnswer,
  });
  const child = referral.child.id;
  await send({
    who: 'coordinator',
    tells: `accepts the referral of ${name}`,
    method: 'POST',
    path: `/ivh/referrals/${referral.id}/accept`,
    body: {},
    answer: referralAnswer,
  });
  const episode = await send({
    who: 'coordinator',
    tells: `gives ${name} one trajectbegeleider, who stays`,
    method: 'POST',
    path: `/ivh/episodes/${referral.episode}/case-manager`,
    body: { practitioner: 'casemanager-jansen', organization: 'ivh-heuvelrand' },
    answer: episodeAnswer,
  });
  const team = await send({
    who: 'coordinator',
    tells: `composes the kernteam around ${name}`,
    method: 'POST',
    path: '/ivh/care-teams',
    body: { child, members: opening.members },
    answer: teamAnswer,
  });
  await send({
    who: 'case-manager',
    tells: `sees ${name} and the parents at intake`,
    method: 'POST',
    path: `/ivh/episodes/${episode.id}/move`,
    body: { to: 'intake', date: opening.intakeOn },
    answer: episodeAnswer,
  });
  return {
    child,
    referral: referral.id,
    episode: episode.id,
    team: team.id,
    parents: journey.parents.flatMap(
      ({ relationship }) => referral.parents.find((one) => one.relationship === relationship)?.id ?? [],
    ),
    born,
  };
}
