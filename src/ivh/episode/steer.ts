// Steers the traject: the case manager, its moves, closing and reopening.
import type { CareTeam, EpisodeOfCare, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Write } from '../../store/dossier.ts';
import { ended, isCaseManager, isPresent, participantOf } from '../care-team/fhir.ts';
import { behind, childOf, ofType, readAs, referralTaskOf } from '../child-file.ts';
import { type Code, concept } from '../codes.ts';
import { kindOf } from '../kinds.ts';
import { episodeAt, referralAt } from '../process.ts';
import { to } from '../references.ts';
import { legalSteps, openEpisode, openReferral } from '../states.ts';
import { create, update } from '../writes.ts';
import { episodeFrom, intakeOf } from './fhir.ts';
import type { CaseManager, EpisodeAnswer, Move, Reason } from './schema.ts';

const parts = [
  'Patient',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
  'EpisodeOfCare',
  'CarePlan',
  'CareTeam',
  'Encounter',
  'Consent',
] as const;

interface Traject {
  readonly episode: EpisodeOfCare;
  readonly file: readonly Resource[];
}

async function readTraject(context: Context, id: string): Promise<Traject> {
  const episode = await readAs(context, 'EpisodeOfCare', id, (each) => kindOf(each) === 'episode');
  return { episode, file: await context.dossier.file(childOf(episode), parts) };
}

const nowOf = (context: Context): string => context.now().toISOString();

export async function episodeOf(context: Context, id: string): Promise<EpisodeAnswer> {
  const { episode, file } = await readTraject(context, id);
  return episodeFrom(episode, file, nowOf(context));
}

export async function episodesOf(context: Context, child: string): Promise<EpisodeAnswer[]> {
  const file = await context.dossier.file(child, parts);
  return ofType(file, 'EpisodeOfCare')
    .filter((each) => kindOf(each) === 'episode')
    .map((episode) => episodeFrom(episode, file, nowOf(context)));
}

/** In the traject and in the kernteam at once; the one before leaves his place there today. */
export async function assignCaseManager(context: Context, id: string, manager: CaseManager) {
  const { episode, file } = await readTraject(context, id);
  if (!openEpisode.has(episode.status)) throw new FhirFailure('conflict', `the traject is ${episode.status}`);
  const team = behind(file, 'CareTeam', episode.team).find((each) => each.status === 'active');
  const careManager = to('Practitioner', manager.practitioner);
  const writes = [
    update({ ...episode, careManager }),
    ...(team ? [update(withCaseManager(team, manager, nowOf(context).slice(0, 10), context.newId()))] : []),
  ];
  await submit(context, writes, 'assign-case-manager');
  return episodeOf(context, id);
}

function withCaseManager(team: CareTeam, manager: CaseManager, today: string, id: string): CareTeam {
  const isHe = `Practitioner/${manager.practitioner}`;
  const others = (team.participant ?? []).map((each) =>
    isCaseManager(each) && isPresent(each) && each.member?.reference !== isHe ? ended(each, today) : each,
  );
  const isThere = others.some((each) => isCaseManager(each) && isPresent(each));
  const joined = isThere ? [] : [participantOf({ role: 'trajectbegeleider', ...manager }, today, id)];
  return { ...team, participant: [...others, ...joined] };
}

/** States that are reached by a move; the others come of what happens elsewhere. */
const moves: Partial<Record<Code<'status'>, EpisodeOfCare['status']>> = {
  wachtlijst: 'waitlist',
  intake: 'active',
  lopend: 'active',
  nazorg: 'onhold',
};

const elsewhere: Partial<Record<Code<'status'>, string>> = {
  'mdo-gepland': 'plan a meeting (POST /ivh/meetings)',
  'advies-opgesteld': 'hold the meeting (POST /ivh/meetings/{id}/hold)',
  geaccordeerd: 'record the parents’ agreement (POST /ivh/care-plans/{id}/agreement)',
  toegeleid: 'the provider answers (POST /ivh/care-plans/{id}/advice/{advice}/status)',
  afgesloten: 'close the traject (POST /ivh/episodes/{id}/close)',
  afgewezen: 'decline the referral (POST /ivh/referrals/{id}/decline)',
  ingetrokken: 'withdraw the referral (POST /ivh/referrals/{id}/withdraw)',
};

export async function move(
  context: Context,
  id: string,
  { to: state, reason, date }: Move,
): Promise<EpisodeAnswer> {
  const status = moves[state];
  if (status === undefined) {
    const how = elsewhere[state] ?? 'see the other routes';
    throw new FhirFailure('business-rule', [
      { text: `${state} is not reached by a move: ${how}`, expression: 'to' },
    ]);
  }
  const { episode, file } = await readTraject(context, id);
  const on = pastOr(nowOf(context), date);
  const isFirst = state === 'intake' && episode.status === 'active';
  if (!isFirst) demandStep(episode, status, state);
  const moved = episodeAt(formed(episode, state), status, on, reason);
  const intake = state === 'intake' ? [create(intakeOf(episode, context.dossier.caller.region, on))] : [];
  await submit(
    context,
    [update(moved), ...intake, ...shown(file, episode, state, nowOf(context))],
    'move-episode',
  );
  return episodeOf(context, id);
}

const formed = (episode: EpisodeOfCare, state: string): EpisodeOfCare =>
  state === 'nazorg' ? { ...episode, type: [concept('trajectvorm', 'langdurig')] } : episode;

/** lopend comes after nazorg, intake comes first: both make the traject active, each from its own side. */
function demandStep(episode: EpisodeOfCare, status: string, state: string): void {
  const from = state === 'lopend' ? ['onhold'] : state === 'intake' ? ['planned', 'waitlist'] : undefined;
  const legal = legalSteps('traject', episode.status) ?? [];
  if (legal.includes(status) && (from === undefined || from.includes(episode.status))) return;
  throw new FhirFailure('conflict', [
    {
      text: `the traject is ${episode.status} and does not go to ${state}; from there it goes to ${legal.join(', ') || 'nothing more'}`,
      expression: 'to',
    },
  ]);
}

function pastOr(now: string, date: string | undefined): string {
  if (date === undefined) return now;
  if (Date.parse(date) <= Date.parse(now)) return date;
  throw new FhirFailure('business-rule', [{ text: 'what happened lies in the past', expression: 'date' }]);
}

function shown(
  file: readonly Resource[],
  episode: EpisodeOfCare,
  state: Code<'status'>,
  now: string,
): Write[] {
  const task = referralTaskOf(file, episode);
  if (task === undefined || !openReferral.has(task.status) || state === 'nazorg') return [];
  return [update(referralAt(task, now, state, state === 'intake' ? 'in-progress' : task.status))];
}

/** The plan ends with the traject; what providers have begun goes on under their own Tasks. */
export async function close(context: Context, id: string, { reason, date }: Reason): Promise<EpisodeAnswer> {
  const { episode, file } = await readTraject(context, id);
  if (episode.status !== 'active' && episode.status !== 'onhold') {
    throw new FhirFailure(
      'conflict',
      `the traject is ${episode.status}; only an active one is closed, an earlier one is withdrawn`,
    );
  }
  const now = nowOf(context);
  const on = pastOr(now, date);
  const plans = ofType(file, 'CarePlan').filter((each) => kindOf(each) === 'care-plan');
  const task = referralTaskOf(file, episode);
  const writes = [
    update(episodeAt(episode, 'finished', on, reason)),
    ...plans.filter((each) => each.status === 'draft').map((each) => update({ ...each, status: 'revoked' })),
    ...plans
      .filter((each) => each.status === 'active' || each.status === 'on-hold')
      .map((each) => update({ ...each, status: 'completed', period: { ...each.period, end: on } })),
    ...(task && openReferral.has(task.status)
      ? [update(referralAt(task, now, 'afgesloten', 'completed'))]
      : []),
  ];
  await submit(context, writes, 'move-episode');
  return episodeOf(context, id);
}

export async function reopen(context: Context, id: string, { reason, date }: Reason): Promise<EpisodeAnswer> {
  const { episode } = await readTraject(context, id);
  if (episode.status !== 'finished') {
    throw new FhirFailure('conflict', `the traject is ${episode.status}; only a finished one is reopened`);
  }
  const moved = episodeAt(episode, 'active', pastOr(nowOf(context), date), reason);
  await submit(context, [update(moved)], 'move-episode');
  return episodeOf(context, id);
}
