import { describe, expect, it } from 'vitest';
import { boardOf, currentEpisode, lineOf } from '../../src/ivh/board.ts';
import { clocksAt } from '../../src/ivh/clocks.ts';
import type { EpisodeFact, Fact, TaskFact } from '../../src/ivh/file-facts.ts';
import type { Head } from '../../src/store/head.ts';

const referral: Fact = { is: 'referral', status: 'active', on: '2026-03-02' };
const task = (status: string, changed = '2026-03-03'): TaskFact => ({
  is: 'referral-task',
  status,
  focus: 'ServiceRequest/a',
  region: 'Organization/ivh',
  on: '2026-03-02',
  changed,
});
const episode = (status: string, since: string, reopened?: string): EpisodeFact => ({
  is: 'episode',
  status,
  region: 'Organization/ivh',
  referrals: ['ServiceRequest/a'],
  since,
  reopened,
});
const intake: Fact = {
  is: 'contact',
  what: 'intake',
  status: 'finished',
  start: '2026-03-12',
  end: '2026-03-12',
};
const mdoPlanned: Fact = {
  is: 'contact',
  what: 'mdo',
  status: 'planned',
  start: '2026-03-20',
  planned: '2026-03-13',
};
const mdo: Fact = { is: 'contact', what: 'mdo', status: 'finished', start: '2026-03-20', end: '2026-03-20' };
const plan = (status: string): Fact => ({
  is: 'plan',
  status,
  on: '2026-03-21',
  advice: ['ServiceRequest/b'],
});
const parent: Fact = { is: 'parent' };
const agreement: Fact = {
  is: 'agreement',
  active: true,
  plan: 'CarePlan/p',
  by: ['RelatedPerson/m'],
  on: '2026-03-26',
};
const advice = (status: string, changed?: string, started?: string): Fact => ({
  is: 'advice-task',
  status,
  focus: 'ServiceRequest/b',
  on: '2026-03-26',
  changed,
  started,
});

const headWith = (facts: Record<string, Fact>): Head => ({
  ivh: { 'ServiceRequest/a': referral, 'RelatedPerson/m': parent, ...facts },
});
const lineWith = (facts: Record<string, Fact>) => {
  const head = headWith(facts);
  return lineOf(head, currentEpisode(head));
};
const agreed = { 'Encounter/m': mdo, 'CarePlan/p': plan('active'), 'Consent/c': agreement };

describe('the state on the board', () => {
  const rows: [string, string, Record<string, Fact>][] = [
    [
      'aangemeld',
      '2026-03-02',
      { 'Task/t': task('requested'), 'EpisodeOfCare/e': episode('planned', '2026-03-02') },
    ],
    [
      'aangemeld',
      '2026-03-02',
      { 'Task/t': task('accepted'), 'EpisodeOfCare/e': episode('planned', '2026-03-02') },
    ],
    [
      'wachtlijst',
      '2026-03-04',
      { 'Task/t': task('accepted'), 'EpisodeOfCare/e': episode('waitlist', '2026-03-04') },
    ],
    [
      'intake',
      '2026-03-12',
      {
        'Task/t': task('in-progress'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        'Encounter/i': intake,
      },
    ],
    [
      'mdo-gepland',
      '2026-03-13',
      {
        'Task/t': task('in-progress'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        'Encounter/m': mdoPlanned,
      },
    ],
    [
      'advies-opgesteld',
      '2026-03-20',
      {
        'Task/t': task('in-progress'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        'Encounter/m': mdo,
        'CarePlan/p': plan('draft'),
      },
    ],
    [
      'geaccordeerd',
      '2026-03-26',
      {
        'Task/t': task('completed'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        ...agreed,
        'Task/b': advice('requested'),
      },
    ],
    [
      'toegeleid',
      '2026-04-10',
      {
        'Task/t': task('completed'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        ...agreed,
        'Task/b': advice('on-hold', '2026-04-10'),
      },
    ],
    [
      'lopend',
      '2026-05-01',
      {
        'Task/t': task('completed'),
        'EpisodeOfCare/e': episode('active', '2026-03-12'),
        ...agreed,
        'Task/b': advice('in-progress', '2026-05-01', '2026-05-01'),
      },
    ],
    [
      'nazorg',
      '2026-08-01',
      { 'Task/t': task('completed'), 'EpisodeOfCare/e': episode('onhold', '2026-08-01'), ...agreed },
    ],
    [
      'afgesloten',
      '2026-09-01',
      { 'Task/t': task('completed'), 'EpisodeOfCare/e': episode('finished', '2026-09-01'), ...agreed },
    ],
    [
      'afgewezen',
      '2026-03-05',
      { 'Task/t': task('rejected', '2026-03-05'), 'EpisodeOfCare/e': episode('cancelled', '2026-03-05') },
    ],
    [
      'ingetrokken',
      '2026-03-06',
      { 'Task/t': task('cancelled', '2026-03-06'), 'EpisodeOfCare/e': episode('cancelled', '2026-03-06') },
    ],
  ];

  it.each(rows)('is %s since %s', (state, since, facts) => {
    expect(lineWith(facts)).toMatchObject({ state, since });
  });

  it('starts anew when a closed traject is reopened', () => {
    const line = lineWith({
      'Task/t': task('completed'),
      'EpisodeOfCare/e': episode('active', '2026-10-01', '2026-10-01'),
      'Encounter/m': mdo,
      'CarePlan/p': plan('completed'),
      'Consent/c': agreement,
    });
    expect(line).toMatchObject({ state: 'intake', since: '2026-10-01' });
  });

  it('follows the open traject when an earlier one was declined', () => {
    const line = lineWith({
      'Task/t': { ...task('rejected'), focus: 'ServiceRequest/old' },
      'EpisodeOfCare/old': { ...episode('cancelled', '2026-03-05'), referrals: ['ServiceRequest/old'] },
      'Task/u': task('requested'),
      'EpisodeOfCare/e': episode('planned', '2026-04-01'),
    });
    expect(line).toMatchObject({
      state: 'aangemeld',
      episode: 'EpisodeOfCare/e',
      referral: 'ServiceRequest/a',
    });
  });

  it('is of no region without a traject or a referral', () => {
    expect(boardOf({ ivh: { 'Patient/k': { is: 'child', born: '2024-01-01' } } })).toBeUndefined();
  });
});

describe('the clocks', () => {
  const line = lineWith({
    'Task/t': task('completed'),
    'EpisodeOfCare/e': episode('active', '2026-03-12'),
    'Encounter/i': intake,
    ...agreed,
    'Task/b': advice('in-progress', '2026-05-01', '2026-05-01'),
  });

  it('count whole days between the moments', () => {
    expect(clocksAt(line, '2026-05-02T00:00:00Z')).toMatchObject({
      toIntake: 10,
      toMeeting: 18,
      toAgreement: 6,
      toCare: [36],
      waiting: [],
      inState: 1,
      normExceeded: false,
    });
  });

  it('exceed the norm on the eighth day after the meeting, agreed or not', () => {
    const open = lineWith({
      'Task/t': task('in-progress'),
      'EpisodeOfCare/e': episode('active', '2026-03-12'),
      'Encounter/m': mdo,
    });
    expect(clocksAt(open, '2026-03-27T23:00:00Z').normExceeded).toBe(false);
    expect(clocksAt(open, '2026-03-28T00:00:00Z')).toMatchObject({ toAgreement: 8, normExceeded: true });
  });
});
