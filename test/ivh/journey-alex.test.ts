import { beforeAll, describe, expect, it } from 'vitest';
import { type PlanAnswer, planAnswer } from '../../src/ivh/care-plan/schema.ts';
import { teamAnswer } from '../../src/ivh/care-team/schema.ts';
import { examinationAnswer, resultAnswer } from '../../src/ivh/diagnostics/schema.ts';
import { episodeAnswer } from '../../src/ivh/episode/schema.ts';
import { meetingAnswer } from '../../src/ivh/meeting/schema.ts';
import { type ReferralAnswer, referralAnswer } from '../../src/ivh/referral/schema.ts';
import { boardAnswer } from '../../src/ivh/status/status.ts';
import { alex, openRegion, type Region } from './region.ts';

describe('the journey of Alex', () => {
  let region: Region;
  let referral: ReferralAnswer;
  let child: string;
  let episode: string;
  let meeting: string;
  let plan: PlanAnswer;
  const parent = (relationship: string) =>
    referral.parents.find((each) => each.relationship === relationship)?.id ?? '';
  const state = async () =>
    (await region.call(episodeAnswer, 'coordinator', 'GET', `/ivh/episodes/${episode}`)).state;

  beforeAll(async () => {
    region = await openRegion('2026-03-02T09:00:00Z');
  });

  it('begins with a referral by the youth-health physician', async () => {
    referral = await region.call(referralAnswer, 'jgz', 'POST', '/ivh/referrals', alex);
    child = referral.child.id;
    episode = referral.episode ?? '';
    expect(referral).toMatchObject({
      status: 'requested',
      state: 'aangemeld',
      referredAt: '2026-03-02T09:00:00.000Z',
    });
    expect(referral.reason.domains).toEqual(['gedrag', 'sociaal']);
    expect(await state()).toBe('aangemeld');
  });

  it('goes on when the region accepts and assigns a case manager who stays', async () => {
    region.at('2026-03-04T09:00:00Z');
    const accepted = await region.call(
      referralAnswer,
      'coordinator',
      'POST',
      `/ivh/referrals/${referral.id}/accept`,
      {},
    );
    expect(accepted.status).toBe('accepted');
    const assigned = await region.call(
      episodeAnswer,
      'coordinator',
      'POST',
      `/ivh/episodes/${episode}/case-manager`,
      {
        practitioner: 'begeleider',
      },
    );
    expect(assigned.caseManager).toBe('begeleider');
  });

  it('gets a kernteam that knows who is missing, and who is case manager', async () => {
    let team = await region.call(teamAnswer, 'coordinator', 'POST', '/ivh/care-teams', {
      child,
      members: [
        { role: 'coordinator', practitioner: 'coordinator', organization: 'ivh-regio' },
        { role: 'jeugdarts', practitioner: 'jeugdarts', organization: 'jgz' },
      ],
    });
    expect(team.members.map((each) => each.role)).toEqual(['coordinator', 'jeugdarts', 'trajectbegeleider']);
    expect(team.minimumTeam).toEqual({ complete: false, missing: ['Gedragswetenschapper'] });
    team = await region.call(teamAnswer, 'coordinator', 'POST', `/ivh/care-teams/${team.id}/members`, {
      role: 'gedragswetenschapper',
      practitioner: 'orthopedagoog',
      organization: 'ivh-regio',
    });
    expect(team.minimumTeam.complete).toBe(true);
  });

  it('has its intake recorded by the case manager', async () => {
    region.at('2026-03-12T12:00:00Z');
    const moved = await region.call(episodeAnswer, 'case-manager', 'POST', `/ivh/episodes/${episode}/move`, {
      to: 'intake',
      date: '2026-03-12T09:00:00Z',
    });
    expect(moved).toMatchObject({ status: 'active', state: 'intake' });
    expect(moved.clocks.toIntake).toBe(10);
  });

  it('asks for a psychiatric examination that the hospital answers with its result', async () => {
    const request = await region.call(examinationAnswer, 'coordinator', 'POST', '/ivh/diagnostics/requests', {
      child,
      question: 'Hoogbegaafd, ADHD of autisme?',
      kind: 'Kinderpsychiatrisch onderzoek',
      performer: 'psychiatrie',
    });
    expect(request.status).toBe('requested');
    await region.call(
      examinationAnswer,
      'psychiatry',
      'POST',
      `/ivh/diagnostics/requests/${request.id}/status`,
      {
        status: 'accepted',
      },
    );
    const result = await region.call(resultAnswer, 'psychiatry', 'POST', '/ivh/diagnostics', {
      child,
      request: request.id,
      title: 'Kinderpsychiatrisch onderzoek',
      performedOn: '2026-03-11',
      conclusion: 'Beeld passend bij het syndroom van Asperger',
      findings: [{ name: 'Totaalscore', value: { number: 104 } }],
    });
    expect(result.findings).toEqual([{ name: 'Totaalscore', number: 104 }]);
    const answered = await region.call(
      examinationAnswer,
      'coordinator',
      'GET',
      `/ivh/diagnostics/requests/${request.id}`,
    );
    expect(answered).toMatchObject({ status: 'completed', result: result.id });
  });

  it('comes to a multidisciplinary meeting', async () => {
    const participants = [
      { role: 'jeugdarts', practitioner: 'jeugdarts' },
      { role: 'gedragswetenschapper', practitioner: 'orthopedagoog' },
      { role: 'coordinator', practitioner: 'coordinator' },
    ];
    const planned = await region.call(meetingAnswer, 'coordinator', 'POST', '/ivh/meetings', {
      child,
      plannedAt: '2026-03-20T13:00:00+01:00',
      place: 'Kantoor Integrale Vroeghulp',
      participants,
    });
    meeting = planned.id;
    expect(await state()).toBe('mdo-gepland');
    region.at('2026-03-20T14:00:00Z');
    const refused = await region.refusal('coordinator', 'POST', `/ivh/meetings/${meeting}/hold`, {
      startedAt: '2026-03-20T13:00:00+01:00',
      endedAt: '2026-03-20T14:00:00+01:00',
      participants: participants.slice(0, 1),
      conclusions: 'Drie hypothesen',
    });
    expect(refused.message).toBe(
      'the minimum team was not there; missing: Gedragswetenschapper; Coördinator of Trajectbegeleider',
    );
    const held = await region.call(meetingAnswer, 'coordinator', 'POST', `/ivh/meetings/${meeting}/hold`, {
      startedAt: '2026-03-20T13:00:00+01:00',
      endedAt: '2026-03-20T14:00:00+01:00',
      participants,
      conclusions: 'Asperger; behandeling op een MKD, tot die tijd hulp thuis',
    });
    expect(held).toMatchObject({ status: 'finished', conclusions: expect.stringContaining('MKD') });
    expect(await state()).toBe('advies-opgesteld');
  });

  it('leads to a draft plan in the parents’ words', async () => {
    const mother = parent('mother');
    plan = await region.call(planAnswer, 'coordinator', 'POST', '/ivh/care-plans', {
      child,
      meeting,
      goals: [{ text: 'Weer rust in huis', by: mother }],
      advice: [
        {
          kind: 'dagbehandeling',
          text: 'MKD',
          reason: 'Groep en behandeling op één plek',
          provider: 'mkd',
          funding: 'jeugdwet',
          dueBy: '2026-12-31',
        },
        {
          kind: 'overbruggingszorg',
          text: 'Video-hometraining',
          reason: 'Wachtlijst van het MKD',
          provider: 'mkd',
          funding: 'jeugdwet',
        },
      ],
      addresses: [{ text: 'Syndroom van Asperger', certainty: 'confirmed' }],
    });
    expect(plan).toMatchObject({ status: 'draft', agreement: { complete: false } });
    expect(plan.agreement.missing).toHaveLength(2);
    expect(plan.advice[0]?.status).toBeUndefined();
  });

  it('is in force only when both parents have agreed, with its advice handed out at once', async () => {
    const [mother, father] = [parent('mother'), parent('father')];
    region.at('2026-03-25T10:00:00Z');
    const half = await region.call(planAnswer, 'mother', 'POST', `/ivh/care-plans/${plan.id}/agreement`, {
      parent: mother,
      how: 'portal',
    });
    expect(half).toMatchObject({ status: 'draft', agreement: { complete: false, missing: [father] } });
    region.at('2026-03-26T10:00:00Z');
    plan = await region.call(planAnswer, 'coordinator', 'POST', `/ivh/care-plans/${plan.id}/agreement`, {
      parent: father,
      how: 'in-person',
    });
    expect(plan).toMatchObject({
      status: 'active',
      agreement: { complete: true, on: '2026-03-26T10:00:00.000Z' },
    });
    expect(plan.advice.map((each) => each.status)).toEqual(['requested', 'requested']);
    expect(await state()).toBe('geaccordeerd');
    const told = await region.call(referralAnswer, 'jgz', 'GET', `/ivh/referrals/${referral.id}`);
    expect(told).toMatchObject({ status: 'completed', state: 'geaccordeerd' });
  });

  it('waits for the day-care centre while bridging help starts', async () => {
    const [centre, bridging] = plan.advice;
    region.at('2026-04-10T10:00:00Z');
    await region.call(
      planAnswer.shape.advice.element,
      'mkd',
      'POST',
      `/ivh/care-plans/${plan.id}/advice/${centre?.id}/status`,
      {
        status: 'waiting',
        note: 'Wachtlijst ruim negen maanden',
      },
    );
    expect(await state()).toBe('toegeleid');
    region.at('2026-05-01T10:00:00Z');
    const started = await region.call(
      planAnswer.shape.advice.element,
      'mkd',
      'POST',
      `/ivh/care-plans/${plan.id}/advice/${bridging?.id}/status`,
      {
        status: 'started',
      },
    );
    expect(started).toMatchObject({ status: 'started', startedAt: '2026-05-01T10:00:00.000Z' });
    expect(await state()).toBe('lopend');
    const board = await region.call(boardAnswer, 'coordinator', 'GET', '/ivh/status');
    expect(board.counts.lopend).toBe(1);
    expect(board.lines[0]).toMatchObject({
      child,
      advice: { total: 2, started: 1, onWaitingList: 1 },
      municipality: 'gemeente',
      clocks: { toIntake: 10, toMeeting: 18, toAgreement: 5, toCare: [36], normExceeded: false },
    });
    expect(JSON.stringify(board)).not.toMatch(/Linden|999911120/);
  });

  it('goes into after-care, is closed, and can be opened again', async () => {
    const nazorg = await region.call(episodeAnswer, 'case-manager', 'POST', `/ivh/episodes/${episode}/move`, {
      to: 'nazorg',
    });
    expect(nazorg).toMatchObject({ status: 'onhold', state: 'nazorg', form: 'langdurig' });
    region.at('2026-09-01T10:00:00Z');
    const closed = await region.call(episodeAnswer, 'coordinator', 'POST', `/ivh/episodes/${episode}/close`, {
      reason: 'Naar de basisschool',
    });
    expect(closed).toMatchObject({ state: 'afgesloten', endedAt: '2026-09-01T10:00:00.000Z' });
    expect(closed.history.at(-1)?.reason).toBe('Naar de basisschool');
    region.at('2026-10-01T10:00:00Z');
    const open = await region.call(episodeAnswer, 'coordinator', 'POST', `/ivh/episodes/${episode}/reopen`, {
      reason: 'Opnieuw vastgelopen',
    });
    expect(open).toMatchObject({ status: 'active', state: 'intake', since: '2026-10-01T10:00:00.000Z' });
    expect(open.endedAt).toBeUndefined();
  });
});
