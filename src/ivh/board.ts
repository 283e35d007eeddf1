// The board line of a child: where the traject stands, since when, and the moments its clocks are read from.
import type { BoardOf, Head } from '../store/head.ts';
import { agreementOn } from './agreement.ts';
import { earliest, latest, newest } from './calendar.ts';
import type { Code } from './codes.ts';
import { type ContactFact, type EpisodeFact, factsOf } from './file-facts.ts';
import { openEpisode } from './states.ts';

export type BoardState = Code<'status'>;

export type Line = {
  episode?: string;
  referral?: string;
  state: BoardState;
  since?: string;
  /** t0 referral, t1 first intake, t2 meeting held, t3 parents agreed. */
  referredAt?: string;
  intakeAt?: string;
  meetingAt?: string;
  agreedAt?: string;
  /** t4: per line of advice when it was handed out, answered and started; `waits`: on a provider's waiting list. */
  advice: { task: string; at?: string; takenAt?: string; startedAt?: string; waits?: true }[];
  caseManager?: string;
  municipality?: string;
};

type Episode = { reference: string; fact: EpisodeFact };

export const boardOf: BoardOf = (head) => {
  const episode = currentEpisode(head);
  const region = episode?.fact.region ?? regionOfReferral(head);
  return region === undefined ? undefined : { region, line: lineOf(head, episode) };
};

/** The open traject, else the one that changed last. */
export function currentEpisode(head: Head): Episode | undefined {
  const episodes = factsOf(head, 'episode').filter(({ fact }) => fact.status !== 'entered-in-error');
  return (
    episodes.find(({ fact }) => openEpisode.has(fact.status)) ?? newest(episodes, ({ fact }) => fact.since)
  );
}

const regionOfReferral = (head: Head): string | undefined =>
  newest(factsOf(head, 'referral-task'), ({ fact }) => fact.on)?.fact.region;

export function lineOf(head: Head, episode: Episode | undefined): Line {
  const task = taskOf(head, episode);
  const referral = factsOf(head, 'referral').find(({ reference }) => reference === task?.fact.focus);
  const from = episode?.fact.reopened;
  const contacts = factsOf(head, 'contact')
    .map(({ fact }) => fact)
    .filter((each) => isOf(each, from));
  const plan = planOf(head, from);
  const agreement = plan && plan.fact.status !== 'draft' ? agreementOn(plan.reference, head) : undefined;
  const moments = {
    referredAt: referral?.fact.on ?? task?.fact.on,
    intakeAt: earliest(heldAt(contacts, 'intake', 'start')),
    meetingAt: latest(heldAt(contacts, 'mdo', 'end')),
    agreedAt: agreement?.on,
  };
  const advice = adviceOf(head, plan?.fact.advice ?? []);
  return {
    episode: episode?.reference,
    referral: task?.fact.focus,
    ...stateOf({ episode: episode?.fact, task: task?.fact, contacts, plan: plan?.fact, advice, moments }),
    ...moments,
    advice,
    caseManager: episode?.fact.manager,
    municipality: episode?.fact.municipality,
  };
}

const taskOf = (head: Head, episode: Episode | undefined) => {
  const tasks = factsOf(head, 'referral-task').filter(({ fact }) => fact.status !== 'entered-in-error');
  const own = tasks.filter(({ fact }) => fact.focus && episode?.fact.referrals.includes(fact.focus));
  return newest(own.length > 0 ? own : tasks, ({ fact }) => fact.on);
};

/** After a reopening the work starts anew: what was done before it no longer says where the child is. */
const isOf = (contact: ContactFact, from: string | undefined): boolean =>
  from === undefined || Date.parse(contact.start ?? '') >= Date.parse(from);

const heldAt = (contacts: readonly ContactFact[], what: string, moment: 'start' | 'end'): string[] =>
  contacts
    .filter((each) => each.what === what && each.status === 'finished')
    .flatMap((each) => each[moment] ?? each.start ?? []);

const planStanding = ['active', 'on-hold', 'draft', 'completed'];

/** The plan in force, else the draft, else the last completed one of this stretch. */
function planOf(head: Head, from: string | undefined) {
  const plans = factsOf(head, 'plan').filter(
    ({ fact }) =>
      from === undefined || fact.status !== 'completed' || Date.parse(fact.on ?? '') >= Date.parse(from),
  );
  return planStanding
    .map((status) =>
      newest(
        plans.filter(({ fact }) => fact.status === status),
        ({ fact }) => fact.on,
      ),
    )
    .find((plan) => plan !== undefined);
}

const taken = new Set(['received', 'accepted', 'on-hold', 'in-progress', 'completed']);

function adviceOf(head: Head, lines: readonly string[]): Line['advice'] {
  return factsOf(head, 'advice-task')
    .filter(({ fact }) => fact.focus !== undefined && lines.includes(fact.focus))
    .map(({ reference, fact }) => ({
      task: reference,
      at: fact.on,
      takenAt: taken.has(fact.status) ? fact.changed : undefined,
      startedAt: fact.started,
      ...(fact.status === 'on-hold' ? { waits: true as const } : {}),
    }));
}

interface Standing {
  readonly episode?: EpisodeFact;
  readonly task?: { status: string; changed?: string; on?: string };
  readonly contacts: readonly ContactFact[];
  readonly plan?: { status: string; on?: string };
  readonly advice: Line['advice'];
  readonly moments: { referredAt?: string; intakeAt?: string; meetingAt?: string; agreedAt?: string };
}

/** The last thing that happened decides; the order of these questions is the order of the traject, backwards. */
function stateOf({ episode, task, contacts, plan, advice, moments }: Standing): {
  state: BoardState;
  since?: string;
} {
  if (task?.status === 'rejected') return { state: 'afgewezen', since: task.changed };
  if (task?.status === 'cancelled') return { state: 'ingetrokken', since: task.changed };
  if (episode?.status === 'finished') return { state: 'afgesloten', since: episode.since };
  if (episode?.status === 'cancelled') return { state: 'ingetrokken', since: episode.since };
  if (episode?.status === 'onhold') return { state: 'nazorg', since: episode.since };
  if (episode?.status === 'waitlist') return { state: 'wachtlijst', since: episode.since };
  if (plan?.status === 'active' || plan?.status === 'on-hold' || plan?.status === 'completed') {
    return afterAgreement(advice, moments.agreedAt);
  }
  if (moments.meetingAt || plan) return { state: 'advies-opgesteld', since: moments.meetingAt ?? plan?.on };
  const planned = contacts.find((each) => each.what === 'mdo' && each.status === 'planned');
  if (planned) return { state: 'mdo-gepland', since: planned.planned };
  if (episode?.status === 'active') return { state: 'intake', since: moments.intakeAt ?? episode.since };
  return { state: 'aangemeld', since: moments.referredAt };
}

function afterAgreement(advice: Line['advice'], agreedAt: string | undefined) {
  const started = earliest(advice.flatMap((each) => each.startedAt ?? []));
  if (started) return { state: 'lopend' as const, since: started };
  const taken = earliest(advice.flatMap((each) => each.takenAt ?? []));
  if (taken) return { state: 'toegeleid' as const, since: taken };
  return { state: 'geaccordeerd' as const, since: agreedAt };
}
