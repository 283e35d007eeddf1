// The second part of Alex's journey: the team meets, asks for an examination, gets the result and meets again.
import { examinationAnswer, resultAnswer } from '../../ivh/diagnostics/schema.ts';
import { meetingAnswer } from '../../ivh/meeting/schema.ts';
import { type Living, stateIs } from './live-referral.ts';
import { type Story, unlike } from './story.ts';

export async function liveMeetings(story: Story, living: Living): Promise<string> {
  await meet(story, living, 'Drie hypothesen: hoogbegaafd, ADHD of autisme');
  await examine(story, living);
  return meet(story, living, 'Syndroom van Asperger; behandeling op een MKD, tot die tijd hulp thuis');
}

async function meet(story: Story, { child, mother, father }: Living, conclusions: string): Promise<string> {
  const parents = [
    { role: 'ouder', parent: mother },
    { role: 'ouder', parent: father },
  ];
  const participants = [
    { role: 'jeugdarts', practitioner: 'jeugdarts-smit' },
    { role: 'gedragswetenschapper', practitioner: 'orthopedagoog-visser' },
    { role: 'coordinator', practitioner: 'coordinator-vries' },
    ...parents,
  ];
  const planned = await story.step(
    'A meeting is planned (multidisciplinair overleg, MDO)',
    {
      who: 'coordinator',
      tells: 'invites the kernteam and both parents',
      method: 'POST',
      path: '/ivh/meetings',
      body: { child, plannedAt: new Date().toISOString(), place: 'IVH Heuvelrand', participants },
      answer: meetingAnswer,
    },
    ({ participants: invited }) => `${invited.length} people invited`,
  );
  const path = `/ivh/meetings/${planned.id}`;
  await story.answers('parent', path, 200, 'the mother sees when it is');
  await story.answers('jgz', path, 200, 'a team member sees it too');
  await story.answers('gp', path, 404, 'who is not in the team does not');
  const startedAt = new Date().toISOString();
  await story.check('coordinator: a meeting without the minimum team is no MDO (422)', async () => {
    await story.send({
      who: 'coordinator',
      tells: 'holds it with the parents alone',
      method: 'POST',
      path: `${path}/hold`,
      body: { startedAt, endedAt: startedAt, participants: parents, conclusions },
      status: 422,
    });
    return undefined;
  });
  await story.step(
    'The meeting is held, with the parents',
    {
      who: 'coordinator',
      tells: conclusions,
      method: 'POST',
      path: `${path}/hold`,
      body: { startedAt, endedAt: new Date().toISOString(), participants, conclusions },
      answer: meetingAnswer,
    },
    ({ status, conclusions: written }) => `${status}: ${written}`,
  );
  await stateIs(story, child, 'advies-opgesteld');
  return planned.id;
}

async function examine(story: Story, { child }: Living): Promise<void> {
  const patient = `/fhir/Patient/${child}`;
  await story.answers('hospital', patient, 404, 'child psychiatry still sees nothing');
  const request = await story.step(
    'An examination is asked for (onderzoek)',
    {
      who: 'coordinator',
      tells: 'asks child psychiatry: gifted, ADHD or autism?',
      method: 'POST',
      path: '/ivh/diagnostics/requests',
      body: {
        child,
        question: 'Hoogbegaafd, ADHD of autisme?',
        kind: 'Kinderpsychiatrisch onderzoek',
        performer: 'ziekenhuis-heuvelrand',
      },
      answer: examinationAnswer,
    },
    ({ id, status }) => `request ${id}, ${status}`,
  );
  const path = `/ivh/diagnostics/requests/${request.id}`;
  await story.answers('hospital', patient, 200, 'now it is asked, it sees the child');
  await story.answers('hospital', path, 200, 'and the question');
  await story.answers('municipality', `/fhir/ServiceRequest/${request.id}`, 404, 'does not see the question');
  await story.step(
    'The hospital takes it on',
    {
      who: 'hospital',
      tells: 'accepts the request',
      method: 'POST',
      path: `${path}/status`,
      body: { status: 'accepted' },
      answer: examinationAnswer,
    },
    ({ status }) => `the request is ${status}`,
  );
  const result = await story.step(
    'The result comes straight into the shared file (uitslag)',
    {
      who: 'hospital',
      tells: 'pushes the result of the psychiatric examination',
      method: 'POST',
      path: '/ivh/diagnostics',
      body: {
        child,
        request: request.id,
        title: 'Kinderpsychiatrisch onderzoek',
        performedOn: new Date().toISOString(),
        conclusion: 'Hoogfunctionerend, syndroom van Asperger. Behandeling op een MKD geadviseerd.',
        findings: [{ name: 'Functioneren', value: { text: 'Hoogfunctionerend' } }],
      },
      answer: resultAnswer,
    },
    ({ conclusion }) => conclusion ?? '',
  );
  await story.check('coordinator: the request is completed by this result', async () => {
    const { status, result: by } = await story.send({
      who: 'coordinator',
      tells: 'looks at the request',
      method: 'GET',
      path,
      answer: examinationAnswer,
    });
    return unlike([status, by], ['completed', result.id]);
  });
  const report = `/fhir/DiagnosticReport/${result.id}`;
  await story.answers('jgz', report, 200, 'the team member reads the result, nobody types it over');
  await story.answers('parent', report, 200, 'so does the mother');
  await story.answers('municipality', report, 404, 'does not see the diagnosis');
  await story.answers('gp', report, 404, 'who is not in the team does not');
}
