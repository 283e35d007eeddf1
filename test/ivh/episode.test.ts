import { describe, expect, it } from 'vitest';
import { teamAnswer } from '../../src/ivh/care-team/schema.ts';
import { examinationAnswer, resultAnswer, resultList } from '../../src/ivh/diagnostics/schema.ts';
import { episodeAnswer, episodeList } from '../../src/ivh/episode/schema.ts';
import { boardAnswer, median } from '../../src/ivh/status/status.ts';
import { begun, drafted, met } from './traject.ts';

describe('moving a traject', () => {
  it('goes only where a move leads, and says how else a state is reached', async () => {
    const { region, episode } = await begun();
    const path = `/ivh/episodes/${episode}/move`;
    expect((await region.refusal('coordinator', 'POST', path, { to: 'geaccordeerd' })).message).toContain(
      'POST /ivh/care-plans/{id}/agreement',
    );
    const back = await region.refusal('coordinator', 'POST', path, { to: 'wachtlijst' });
    expect(back).toMatchObject({
      kind: 'conflict',
      message: 'the traject is active and does not go to wachtlijst; from there it goes to onhold, finished',
    });
    expect((await region.refusal('coordinator', 'POST', path, { to: 'lopend' })).kind).toBe('conflict');
  });

  it('does not happen in the future', async () => {
    const { region, episode } = await begun();
    const failure = await region.refusal('coordinator', 'POST', `/ivh/episodes/${episode}/move`, {
      to: 'nazorg',
      date: '2027-01-01',
    });
    expect(failure.issues[0]?.expression).toBe('date');
  });

  it('keeps every status with its period', async () => {
    const { region, child } = await begun();
    const { episodes } = await region.call(episodeList, 'coordinator', 'GET', `/ivh/episodes?child=${child}`);
    expect(episodes[0]?.history).toEqual([
      { status: 'planned', from: '2026-03-02T09:00:00.000Z', until: '2026-03-12T12:00:00.000Z' },
      { status: 'active', from: '2026-03-12T12:00:00.000Z' },
    ]);
  });

  it('closed ends its draft plan too', async () => {
    const { region, episode, plan } = await drafted();
    await region.call(episodeAnswer, 'coordinator', 'POST', `/ivh/episodes/${episode}/close`, {
      reason: 'Verhuisd',
    });
    expect(await region.as('coordinator').dossier.read('CarePlan', plan.id)).toMatchObject({
      status: 'revoked',
    });
  });
});

describe('a kernteam', () => {
  it('keeps who left with an ended period, and tells who is missing then', async () => {
    const { region, team } = await begun();
    const now = await region.call(teamAnswer, 'coordinator', 'GET', `/ivh/care-teams/${team}`);
    const physician = now.members.find((each) => each.role === 'jeugdarts')?.id;
    const after = await region.call(
      teamAnswer,
      'coordinator',
      'DELETE',
      `/ivh/care-teams/${team}/members/${physician}`,
    );
    expect(after.members.find((each) => each.id === physician)?.until).toBe('2026-03-12');
    expect(after.minimumTeam.missing).toEqual(['Kinderarts of Revalidatiearts of Jeugdarts']);
    const again = await region.refusal(
      'coordinator',
      'DELETE',
      `/ivh/care-teams/${team}/members/${physician}`,
    );
    expect(again.kind).toBe('conflict');
  });

  it('loses its case manager in the traject too', async () => {
    const { region, team, episode } = await begun();
    const now = await region.call(teamAnswer, 'coordinator', 'GET', `/ivh/care-teams/${team}`);
    const manager = now.members.find((each) => each.role === 'trajectbegeleider')?.id;
    await region.call(
      teamAnswer,
      'coordinator',
      'POST',
      `/ivh/care-teams/${team}/members/${manager}/end`,
      {},
    );
    const traject = await region.call(episodeAnswer, 'coordinator', 'GET', `/ivh/episodes/${episode}`);
    expect(traject.caseManager).toBeUndefined();
  });
});

describe('an examination', () => {
  it('is taken up by the result when nobody said so before', async () => {
    const { region, child } = await begun();
    const request = await region.call(examinationAnswer, 'coordinator', 'POST', '/ivh/diagnostics/requests', {
      child,
      question: 'Autisme?',
      kind: 'Onderzoek',
      performer: 'psychiatrie',
    });
    const result = await region.call(resultAnswer, 'psychiatry', 'POST', '/ivh/diagnostics', {
      child,
      request: request.id,
      title: 'Onderzoek',
      performedOn: '2026-03-12',
      conclusion: 'Geen aanwijzingen',
    });
    const path = `/ivh/diagnostics/requests/${request.id}`;
    expect(await region.call(examinationAnswer, 'coordinator', 'GET', path)).toMatchObject({
      status: 'completed',
      result: result.id,
    });
  });

  it('is refused with a request about another child', async () => {
    const { region, child } = await begun();
    const request = await region.call(examinationAnswer, 'coordinator', 'POST', '/ivh/diagnostics/requests', {
      child,
      question: 'Autisme?',
      kind: 'Onderzoek',
      performer: 'psychiatrie',
    });
    const failure = await region.refusal('psychiatry', 'POST', '/ivh/diagnostics', {
      child: 'ander-kind',
      request: request.id,
      title: 'Onderzoek',
      performedOn: '2026-03-12',
      conclusion: 'Verwisseld',
    });
    expect(failure.issues[0]?.expression).toBe('request');
  });

  it('shows the conclusion of the meeting among the results', async () => {
    const { region, child, meeting } = await met();
    const { diagnostics } = await region.call(
      resultList,
      'coordinator',
      'GET',
      `/ivh/diagnostics?child=${child}`,
    );
    expect(diagnostics).toMatchObject([{ meeting, conclusion: 'Behandeling op een MKD' }]);
  });
});

describe('the board', () => {
  it('shows a plan that is late', async () => {
    const { region } = await drafted();
    region.at('2026-03-28T15:00:00Z');
    const board = await region.call(boardAnswer, 'coordinator', 'GET', '/ivh/status');
    expect(board.norm).toEqual({ days: 7, exceeded: 1 });
    expect(board.lines).toMatchObject([
      { state: 'advies-opgesteld', caseManager: 'begeleider', clocks: { normExceeded: true } },
    ]);
  });

  it('narrows to a state', async () => {
    const { region } = await begun();
    const board = await region.call(boardAnswer, 'coordinator', 'GET', '/ivh/status?state=aangemeld');
    expect(board.lines).toEqual([]);
  });

  it('is empty for who has nothing to do with the region’s children', async () => {
    const { region } = await begun();
    expect((await region.call(boardAnswer, 'gp', 'GET', '/ivh/status')).lines).toEqual([]);
  });

  it.each([
    [[], undefined],
    [[3], 3],
    [[9, 1, 5], 5],
    [[1, 2, 10, 4], 3],
  ])('takes the median of %j as %s', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
