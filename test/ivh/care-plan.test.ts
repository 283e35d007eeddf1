import { describe, expect, it } from 'vitest';
import { planAnswer, planList } from '../../src/ivh/care-plan/schema.ts';
import { codeIn } from '../../src/ivh/codes.ts';
import { alex } from './region.ts';
import { agreed, contentFor, drafted, met } from './traject.ts';

const agreement = (id: string) => `/ivh/care-plans/${id}/agreement`;

describe('drafting an advice plan', () => {
  it('needs a meeting about this child that was held', async () => {
    const { region, child, mother } = await met();
    const failure = await region.refusal('coordinator', 'POST', '/ivh/care-plans', {
      child,
      meeting: 'onbekend',
      ...contentFor(mother),
    });
    expect(failure).toMatchObject({ kind: 'business-rule', issues: [{ expression: 'meeting' }] });
  });

  it('is refused while there is a draft, which it names', async () => {
    const { region, child, meeting, mother, plan } = await drafted();
    const failure = await region.refusal('coordinator', 'POST', '/ivh/care-plans', {
      child,
      meeting,
      ...contentFor(mother),
    });
    expect(failure).toMatchObject({ kind: 'conflict', message: expect.stringContaining(plan.id) });
  });

  it('keeps what is sent with its id, changes it, adds what is new and drops the rest', async () => {
    const { region, mother, plan } = await drafted();
    const [centre] = plan.advice;
    const changed = await region.call(planAnswer, 'coordinator', 'PUT', `/ivh/care-plans/${plan.id}`, {
      goals: [{ id: plan.goals[0]?.id, text: 'Weer rust in huis', by: mother }],
      advice: [
        { id: centre?.id, kind: 'dagbehandeling', text: 'MKD, vier dagen', reason: 'Groep', provider: 'mkd' },
        { kind: 'paramedisch', text: 'Fysiotherapie', reason: 'Houterige motoriek' },
      ],
    });
    expect(changed.goals.map((each) => each.id)).toEqual(plan.goals.map((each) => each.id));
    expect(changed.advice.map((each) => each.text)).toEqual(['MKD, vier dagen', 'Fysiotherapie']);
    expect(changed.advice[0]?.id).toBe(centre?.id);
    const dropped = await region.as('coordinator').dossier.read('ServiceRequest', plan.advice[1]?.id ?? '');
    expect(dropped).toMatchObject({ status: 'revoked' });
  });

  it('refuses to keep a line the plan does not have', async () => {
    const { region, mother, plan } = await drafted();
    const content = contentFor(mother);
    const failure = await region.refusal('coordinator', 'PUT', `/ivh/care-plans/${plan.id}`, {
      ...content,
      advice: content.advice.map((line) => ({ ...line, id: 'vreemd' })),
    });
    expect(failure.issues[0]?.expression).toBe('advice[0].id');
  });
});

describe('agreeing to an advice plan', () => {
  it('ends when the draft is changed afterwards', async () => {
    const { region, mother, plan } = await drafted();
    await region.call(planAnswer, 'mother', 'POST', agreement(plan.id), { parent: mother, how: 'portal' });
    const changed = await region.call(
      planAnswer,
      'coordinator',
      'PUT',
      `/ivh/care-plans/${plan.id}`,
      contentFor(mother),
    );
    expect(changed.agreement).toMatchObject({ complete: false, agreed: [] });
    expect(changed.agreement.missing).toContain(mother);
  });

  it('is not for a parent without authority', async () => {
    const [first, second] = alex.parents;
    const { region, father, plan } = await drafted([first, { ...second, hasAuthority: false }]);
    const failure = await region.refusal('coordinator', 'POST', agreement(plan.id), {
      parent: father,
      how: 'written',
    });
    expect(failure).toMatchObject({ kind: 'business-rule', message: expect.stringContaining('authority') });
  });

  it('of the one parent with authority is enough, given in the portal', async () => {
    const [first, second] = alex.parents;
    const { region, mother, plan } = await drafted([first, { ...second, hasAuthority: false }]);
    const active = await region.call(planAnswer, 'mother', 'POST', agreement(plan.id), {
      parent: mother,
      how: 'portal',
    });
    expect(active).toMatchObject({
      status: 'active',
      agreement: { complete: true, agreed: [{ parent: mother, how: 'portal' }] },
      goals: [{ status: 'active' }],
    });
  });

  it('is for oneself', async () => {
    const { region, father, plan } = await drafted();
    const failure = await region.refusal('mother', 'POST', agreement(plan.id), {
      parent: father,
      how: 'portal',
    });
    expect(failure.kind).toBe('forbidden');
  });

  it('of both parents at the same moment brings the plan into force', async () => {
    const { region, child, mother, father, plan } = await drafted();
    await Promise.all(
      [mother, father].map((parent) =>
        region.call(planAnswer, 'coordinator', 'POST', agreement(plan.id), { parent, how: 'in-person' }),
      ),
    );
    const { carePlans } = await region.call(planList, 'coordinator', 'GET', `/ivh/care-plans?child=${child}`);
    expect(carePlans).toMatchObject([{ status: 'active', agreement: { complete: true } }]);
    expect(carePlans[0]?.advice.map((line) => line.status)).toEqual(['requested', 'requested']);
  });

  it('is kept as a Consent about the plan and a Provenance of the version the parent read', async () => {
    const { region, child, plan, mother } = await drafted();
    await region.call(planAnswer, 'mother', 'POST', agreement(plan.id), { parent: mother, how: 'portal' });
    const file = await region.as('coordinator').dossier.file(child, ['Consent', 'Provenance']);
    const consent = file.find(
      (each) => each.resourceType === 'Consent' && codeIn('akkoord', each.category) === 'adviesplan',
    );
    expect(consent).toMatchObject({
      performer: [{ reference: `RelatedPerson/${mother}` }],
      provision: { data: [{ reference: { reference: `CarePlan/${plan.id}` } }] },
    });
    const targets = file.flatMap((each) =>
      each.resourceType === 'Provenance' ? each.target.map(({ reference }) => reference) : [],
    );
    expect(targets).toEqual(
      expect.arrayContaining([`Consent/${consent?.id}`, `CarePlan/${plan.id}/_history/1`]),
    );
  });
});

describe('revising a plan in force', () => {
  it('makes a draft with the same lines, and the plan stays in force until parents agree', async () => {
    const { region, child, plan } = await agreed();
    const draft = await region.call(
      planAnswer,
      'coordinator',
      'POST',
      `/ivh/care-plans/${plan.id}/revise`,
      {},
    );
    expect(draft).toMatchObject({ status: 'draft', replaces: plan.id });
    expect(draft.advice.map((line) => line.id)).toEqual(plan.advice.map((line) => line.id));
    const { carePlans } = await region.call(planList, 'coordinator', 'GET', `/ivh/care-plans?child=${child}`);
    expect(carePlans.map((each) => each.status).toSorted()).toEqual(['active', 'draft']);
  });

  it('replaces the plan on agreement: kept lines go on, dropped ones are cancelled, new ones handed out', async () => {
    const { region, mother, father, plan } = await agreed();
    const [centre, bridging] = plan.advice;
    const started = `/ivh/care-plans/${plan.id}/advice/${bridging?.id}/status`;
    await region.call(planAnswer.shape.advice.element, 'mkd', 'POST', started, { status: 'started' });
    const draft = await region.call(planAnswer, 'coordinator', 'POST', `/ivh/care-plans/${plan.id}/revise`, {
      advice: [
        {
          id: bridging?.id,
          kind: 'overbruggingszorg',
          text: 'Video-hometraining',
          reason: 'Wachtlijst',
          provider: 'mkd',
        },
        { kind: 'onderwijs', text: 'Speciaal onderwijs', reason: 'Leerplichtig' },
      ],
    });
    const say = (parent: string) =>
      region.call(planAnswer, 'coordinator', 'POST', agreement(draft.id), { parent, how: 'written' });
    await say(mother);
    const next = await say(father);
    expect(next.status).toBe('active');
    expect(next.advice.map((line) => [line.text, line.status])).toEqual([
      ['Video-hometraining', 'started'],
      ['Speciaal onderwijs', 'requested'],
    ]);
    const before = await region.call(planAnswer, 'coordinator', 'GET', `/ivh/care-plans/${plan.id}`);
    expect(before.status).toBe('completed');
    expect(before.advice.find((line) => line.id === centre?.id)?.status).toBe('cancelled');
  });
});

describe('following a line of advice', () => {
  it('names what is possible when a step is not', async () => {
    const { region, plan } = await agreed();
    const path = `/ivh/care-plans/${plan.id}/advice/${plan.advice[0]?.id}/status`;
    const failure = await region.refusal('mkd', 'POST', path, { status: 'completed' });
    expect(failure).toMatchObject({
      kind: 'conflict',
      message:
        'this is requested and cannot become completed; now possible: received, accepted, declined, waiting, started, cancelled',
    });
  });

  it('is absent for another organisation', async () => {
    const { region, plan } = await agreed();
    const path = `/ivh/care-plans/${plan.id}/advice/${plan.advice[0]?.id}/status`;
    expect((await region.refusal('gp', 'POST', path, { status: 'accepted' })).kind).toBe('not-found');
  });

  it('is absent under a plan that did not hand it out', async () => {
    const { region, plan } = await agreed();
    const path = `/ivh/care-plans/ander/advice/${plan.advice[0]?.id}/status`;
    expect((await region.refusal('mkd', 'POST', path, { status: 'accepted' })).kind).toBe('not-found');
  });
});
