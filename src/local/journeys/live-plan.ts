// The third part of Alex's journey: the advice plan, the agreement of both parents, waiting, bridging, feedback.
import type * as z from 'zod';
import { planAnswer } from '../../ivh/care-plan/schema.ts';
import { feedbackAnswer, feedbackList, referralAnswer } from '../../ivh/referral/schema.ts';
import { type Living, stateIs } from './live-referral.ts';
import { boardLine, search } from './look.ts';
import { type Story, unlike } from './story.ts';

type Plan = z.infer<typeof planAnswer>;

export async function livePlan(story: Story, living: Living, meeting: string): Promise<void> {
  const plan = await draft(story, living, meeting);
  await agree(story, living, plan);
  await whoSeesThePlan(story, living, plan);
  await follow(story, living, plan);
  await tellReferrer(story, living);
}

async function draft(story: Story, { child, mother }: Living, meeting: string): Promise<Plan> {
  const plan = await story.step(
    'The advice is written down (multidisciplinair adviesplan)',
    {
      who: 'coordinator',
      tells: 'drafts the plan in the parents’ own words',
      method: 'POST',
      path: '/ivh/care-plans',
      body: {
        child,
        meeting,
        goals: [{ text: 'Rust in huis, en dat Alex met plezier naar school gaat', by: mother }],
        advice: [
          {
            kind: 'dagbehandeling',
            text: 'Behandeling op een medisch kinderdagverblijf (MKD)',
            reason: 'Groep en behandeling op één plek',
            provider: 'mkd-het-kompas',
            funding: 'jeugdwet',
          },
          {
            kind: 'overbruggingszorg',
            text: 'Video-hometraining en maatschappelijk werk thuis',
            reason: 'Het MKD heeft een wachtlijst',
            provider: 'mkd-het-kompas',
            funding: 'jeugdwet',
          },
          {
            kind: 'onderwijs',
            text: 'Voorbereiding op de basisschool',
            reason: 'Alex wordt vier',
            provider: 'school-de-linde',
            funding: 'onderwijs',
          },
        ],
        addresses: [{ text: 'Syndroom van Asperger', certainty: 'confirmed' }],
      },
      answer: planAnswer,
    },
    ({ status, advice, agreement }) =>
      `${status} with ${advice.length} lines of advice; ${agreement.missing.length} parents still have to agree`,
  );
  const path = `/ivh/care-plans/${plan.id}`;
  await story.answers('parent', path, 200, 'the mother reads the draft');
  await story.answers('municipality', `/fhir/CarePlan/${plan.id}`, 404, 'does not see a draft');
  await story.answers('provider', `/fhir/Patient/${child}`, 404, 'the MKD is not asked before parents agree');
  return plan;
}

async function agree(story: Story, { child, mother, father }: Living, { id }: Plan): Promise<void> {
  const path = `/ivh/care-plans/${id}/agreement`;
  const agreement = (who: string, parent: string, how: string, tells: string) => ({
    who,
    tells,
    method: 'POST' as const,
    path,
    body: { parent, how },
    answer: planAnswer,
  });
  const told = ({ status, agreement: { agreed, missing } }: Plan) =>
    `${agreed.length} agreed, ${missing.length} to go: the plan is ${status}`;
  await story.step(
    'The mother agrees (akkoord)',
    agreement('parent', mother, 'portal', 'agrees in her own portal'),
    told,
  );
  await story.check('coordinator: no plan in force yet: both parents have authority', async () =>
    unlike((await readPlan(story, 'coordinator', id)).status, 'draft'),
  );
  await story.step(
    'The father agrees, and with that the plan is in force',
    agreement('coordinator', father, 'in-person', 'records what the father said'),
    told,
  );
  await stateIs(story, child, 'geaccordeerd');
}

const readPlan = (story: Story, who: string, id: string): Promise<Plan> =>
  story.send({
    who,
    tells: 'looks at the plan',
    method: 'GET',
    path: `/ivh/care-plans/${id}`,
    answer: planAnswer,
  });

async function whoSeesThePlan(story: Story, { child, referral }: Living, { id }: Plan): Promise<void> {
  const { send } = story;
  await story.check('coordinator: agreed within the norm of seven days', async () =>
    unlike((await boardLine(send, child))?.clocks.normExceeded, false),
  );
  await story.check('every line of advice became a task of who has to do it', async () => {
    const { advice } = await readPlan(story, 'coordinator', id);
    return unlike(
      advice.map(({ status, provider }) => [provider, status]),
      [
        ['mkd-het-kompas', 'requested'],
        ['mkd-het-kompas', 'requested'],
        ['school-de-linde', 'requested'],
      ],
    );
  });
  await story.check('provider: the MKD sees its two tasks, the school only its own', async () => {
    const tasks = (who: string) => search(send, who, `/fhir/Task?patient=Patient/${child}`);
    return unlike([(await tasks('provider')).length, (await tasks('school')).length], [2, 1]);
  });
  await story.check('municipality: gets the plan without diagnoses, marked SUBSETTED', async () => {
    const [plan] = await search(send, 'municipality', `/fhir/CarePlan?patient=Patient/${child}`);
    const marked = plan?.meta.tag?.some(({ code }) => code === 'SUBSETTED');
    return unlike([plan?.id, marked, plan && 'addresses' in plan], [id, true, false]);
  });
  await story.check('municipality: finds no diagnosis and no result', async () => {
    const found = await Promise.all(
      ['Condition', 'DiagnosticReport', 'Observation'].map((type) =>
        search(send, 'municipality', `/fhir/${type}?patient=Patient/${child}`),
      ),
    );
    return unlike(found.flat().length, 0);
  });
  await story.check('jgz: its referral came to an agreed plan', async () => {
    const { status, state } = await send({
      who: 'jgz',
      tells: 'looks at its referral',
      method: 'GET',
      path: `/ivh/referrals/${referral}`,
      answer: referralAnswer,
    });
    return unlike([status, state], ['completed', 'geaccordeerd']);
  });
}

async function follow(story: Story, { child }: Living, { id, advice }: Plan): Promise<void> {
  const step = (title: string, tells: string, line: number, status: string, note?: string) =>
    story.step(
      title,
      {
        who: 'provider',
        tells,
        method: 'POST',
        path: `/ivh/care-plans/${id}/advice/${advice[line]?.id}/status`,
        body: { status, note },
        answer: planAnswer.shape.advice.element,
      },
      ({ text, status: now }) => `${text}: ${now}`,
    );
  await step(
    'The MKD is full (wachtlijst)',
    'puts Alex on the waiting list',
    0,
    'waiting',
    'Wachtlijst van ruim negen maanden',
  );
  await stateIs(story, child, 'toegeleid');
  await story.check('coordinator: the board counts one line of advice on a waiting list', async () =>
    unlike((await boardLine(story.send, child))?.advice.onWaitingList, 1),
  );
  await step('Help to bridge the wait (overbruggingszorg)', 'takes on help at home', 1, 'accepted');
  await step('Bridging starts', 'the video home trainer comes to the house', 1, 'started');
  await stateIs(story, child, 'lopend');
  await story.check('parent: sees who waits, who started and who has yet to answer', async () => {
    const plan = await readPlan(story, 'parent', id);
    return unlike(
      plan.advice.map(({ status }) => status),
      ['waiting', 'started', 'requested'],
    );
  });
}

async function tellReferrer(story: Story, { referral }: Living): Promise<void> {
  const path = `/ivh/referrals/${referral}/feedback`;
  const text = 'Ouders zijn akkoord. Het MKD heeft een wachtlijst; video-hometraining is begonnen.';
  await story.step(
    'Feedback to who referred (terugkoppeling)',
    {
      who: 'case-manager',
      tells: 'tells the youth-health physician how it goes',
      method: 'POST',
      path,
      body: { text },
      answer: feedbackAnswer,
    },
    ({ id }) => `message ${id}`,
  );
  await story.check('jgz: reads it, without having to ask', async () => {
    const { feedback } = await story.send({
      who: 'jgz',
      tells: 'reads',
      method: 'GET',
      path,
      answer: feedbackList,
    });
    return unlike(feedback[0]?.text, text);
  });
  await story.answers('gp', path, 404, 'nobody else is told');
}
