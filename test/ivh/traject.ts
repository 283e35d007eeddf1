// Brings Alex to where a test starts: a held meeting, a draft plan, a plan in force.
import { planAnswer } from '../../src/ivh/care-plan/schema.ts';
import { teamAnswer } from '../../src/ivh/care-team/schema.ts';
import { episodeAnswer } from '../../src/ivh/episode/schema.ts';
import { meetingAnswer } from '../../src/ivh/meeting/schema.ts';
import { referralAnswer } from '../../src/ivh/referral/schema.ts';
import { alex, openRegion, type Region } from './region.ts';

const table = [
  { role: 'jeugdarts', practitioner: 'jeugdarts' },
  { role: 'gedragswetenschapper', practitioner: 'orthopedagoog' },
  { role: 'coordinator', practitioner: 'coordinator' },
];

export interface Traject {
  readonly region: Region;
  readonly child: string;
  readonly referral: string;
  readonly episode: string;
  readonly team: string;
  readonly mother: string;
  readonly father: string;
}

/** Referred, accepted, with a case manager and a team, intake done on 12 March. */
export async function begun(parents: readonly unknown[] = alex.parents): Promise<Traject> {
  const region = await openRegion('2026-03-02T09:00:00Z');
  const sent = await region.call(referralAnswer, 'jgz', 'POST', '/ivh/referrals', { ...alex, parents });
  const [child, episode] = [sent.child.id, sent.episode ?? ''];
  await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${sent.id}/accept`, {});
  const assign = `/ivh/episodes/${episode}/case-manager`;
  await region.call(episodeAnswer, 'coordinator', 'POST', assign, { practitioner: 'begeleider' });
  const members = table.map((each) => ({ ...each, organization: 'ivh-regio' }));
  const team = await region.call(teamAnswer, 'coordinator', 'POST', '/ivh/care-teams', { child, members });
  region.at('2026-03-12T12:00:00Z');
  await region.call(episodeAnswer, 'coordinator', 'POST', `/ivh/episodes/${episode}/move`, { to: 'intake' });
  const idOf = (relationship: string) =>
    sent.parents.find((each) => each.relationship === relationship)?.id ?? '';
  return {
    region,
    child,
    episode,
    referral: sent.id,
    team: team.id,
    mother: idOf('mother'),
    father: idOf('father'),
  };
}

export async function met(parents?: readonly unknown[]): Promise<Traject & { readonly meeting: string }> {
  const traject = await begun(parents);
  const { region, child } = traject;
  const planned = await region.call(meetingAnswer, 'coordinator', 'POST', '/ivh/meetings', {
    child,
    plannedAt: '2026-03-20T13:00:00+01:00',
    participants: table,
  });
  region.at('2026-03-20T15:00:00Z');
  await region.call(meetingAnswer, 'coordinator', 'POST', `/ivh/meetings/${planned.id}/hold`, {
    startedAt: '2026-03-20T13:00:00+01:00',
    endedAt: '2026-03-20T14:00:00+01:00',
    participants: table,
    conclusions: 'Behandeling op een MKD',
  });
  return { ...traject, meeting: planned.id };
}

export const contentFor = (mother: string) => ({
  goals: [{ text: 'Weer rust in huis', by: mother }],
  advice: [
    {
      kind: 'dagbehandeling',
      text: 'MKD',
      reason: 'Groep en behandeling',
      provider: 'mkd',
      funding: 'jeugdwet',
    },
    { kind: 'overbruggingszorg', text: 'Video-hometraining', reason: 'Wachtlijst', provider: 'mkd' },
  ],
});

export async function drafted(parents?: readonly unknown[]) {
  const traject = await met(parents);
  const plan = await traject.region.call(planAnswer, 'coordinator', 'POST', '/ivh/care-plans', {
    child: traject.child,
    meeting: traject.meeting,
    ...contentFor(traject.mother),
  });
  return { ...traject, plan };
}

export async function agreed() {
  const traject = await drafted();
  const path = `/ivh/care-plans/${traject.plan.id}/agreement`;
  const say = (parent: string) =>
    traject.region.call(planAnswer, 'coordinator', 'POST', path, { parent, how: 'in-person' });
  await say(traject.mother);
  return { ...traject, plan: await say(traject.father) };
}
