// Alex's advice plan with both parents' agreement, as one transaction, and how far each line of its advice came.
import type { Resource } from '@medplum/fhirtypes';
import type { AdviceInput } from '../../ivh/care-plan/schema.ts';
import { planAnswer, planList } from '../../ivh/care-plan/schema.ts';
import {
  adviceOf,
  consentOf,
  goalOf,
  groundOf,
  planOf,
  provenanceOf,
  taskOf,
} from '../../ivh/care-plan/to-fhir.ts';
import { extensionUrl } from '../../ivh/codes.ts';
import { at, referenceOf } from '../../ivh/references.ts';
import { create, update } from '../../ivh/writes.ts';
import type { Write } from '../../store/dossier.ts';
import { dayAt } from './age.ts';
import { idBy, type OpenFile, organizationOf } from './journey.ts';
import type { Send } from './send.ts';

const region = organizationOf('coordinator');
export const advised = '3y1m1w';
const agreed = '3y1m2w';

const advice: readonly AdviceInput[] = [
  {
    kind: 'dagbehandeling',
    text: 'Behandeling op een medisch kinderdagverblijf (MKD)',
    reason: 'Syndroom van Asperger',
    provider: 'mkd-het-kompas',
    funding: 'jeugdwet',
  },
  {
    kind: 'overbruggingszorg',
    text: 'Video-hometraining en gezinsbegeleiding',
    reason: 'Het MKD heeft een wachtlijst',
    provider: 'mkd-het-kompas',
    funding: 'jeugdwet',
  },
  {
    kind: 'overbruggingszorg',
    text: 'Maatschappelijk werk van het ambulante team',
    reason: 'Het MKD heeft een wachtlijst',
    provider: 'mkd-het-kompas',
    funding: 'jeugdwet',
  },
];

const withId = <R extends Resource>(resource: R): R & { id: string } => ({
  ...resource,
  id: idBy(organizationOf('coordinator')),
});

export function planWrites(file: OpenFile, meeting: string): Write[] {
  const child = `Patient/${file.child}`;
  const [on, inForce] = [dayAt(file.born, advised), dayAt(file.born, agreed)];
  const goal = withId({
    ...goalOf(
      { text: 'Rust in huis, en dat Alex met plezier naar school gaat', by: file.parents[0] ?? '' },
      child,
    ),
    lifecycleStatus: 'active' as const,
    startDate: inForce,
  });
  const ground = withId(groundOf({ text: 'Syndroom van Asperger', certainty: 'confirmed' }, child, on));
  const lines = advice.map((one) =>
    withId({ ...adviceOf(one, child, region, on), status: 'active' as const }),
  );
  const draft = withId(
    planOf({
      child,
      region,
      now: on,
      meeting: `Encounter/${meeting}`,
      team: `CareTeam/${file.team}`,
      goals: [referenceOf(goal)],
      advice: lines.map(referenceOf),
      grounds: [referenceOf(ground)],
    }),
  );
  const consents = file.parents.map((parent) => ({
    input: { parent, how: 'in-person' as const },
    consent: withId(consentOf(draft, { parent, how: 'in-person' }, inForce)),
  }));
  const agreement = {
    url: extensionUrl('akkoord'),
    extension: [
      { url: 'datum', valueDateTime: inForce },
      ...consents.map(({ consent }) => ({ url: 'toestemming', valueReference: at(referenceOf(consent)) })),
    ],
  };
  const seen = { ...draft, meta: { ...draft.meta, versionId: '1' } };
  const when = { agreed: inForce, recorded: `${inForce}T12:00:00Z` };
  return [
    update({ ...draft, status: 'active', period: { start: inForce }, extension: [agreement] }),
    update(goal),
    update(ground),
    ...lines.flatMap((line) => [update(line), create(taskOf(line, referenceOf(draft), region, inForce))]),
    ...consents.flatMap(({ consent, input }) => [
      update(consent),
      create(provenanceOf(seen, referenceOf(consent), input, when, 'Practitioner/coordinator-vries')),
    ]),
  ];
}

/** Waiting for the MKD for more than nine months, bridged at home within six weeks. */
export async function followAdvice(send: Send, file: OpenFile): Promise<void> {
  const { carePlans } = await send({
    who: 'provider',
    tells: 'sees what is asked of it',
    method: 'GET',
    path: `/ivh/care-plans?child=${file.child}`,
    answer: planList,
  });
  const plan = carePlans[0];
  const step = (line: number, status: string, age: string, tells: string, note?: string) =>
    send({
      who: 'provider',
      tells: `${age}: ${tells}`,
      method: 'POST',
      path: `/ivh/care-plans/${plan?.id}/advice/${plan?.advice[line]?.id}/status`,
      body: { status, on: dayAt(file.born, age), note },
      answer: planAnswer.shape.advice.element,
    });
  await step(0, 'waiting', '3y1m3w', 'puts Alex on the waiting list', 'Wachtlijst van ruim negen maanden');
  await step(1, 'accepted', '3y1m3w', 'takes on the bridging help');
  await step(1, 'started', '3y2m3w', 'starts video home training at home (overbruggingszorg)');
  await step(2, 'accepted', '3y1m3w', 'takes on the bridging help');
  await step(2, 'started', '3y2m3w', 'starts social work at home (overbruggingszorg)');
  await step(0, 'started', '3y11m', 'has a place for Alex: the MKD starts');
  await step(1, 'completed', '3y11m', 'ends the bridging help');
  await step(2, 'completed', '3y11m', 'ends the bridging help');
  await step(0, 'completed', '5y10m', 'says goodbye to Alex');
}
