// The parents of Alex look at who may see his file, object to one, and take that back; each holds at once.
import * as z from 'zod';
import { type DecisionAnswer, decisionAnswer } from '../../ivh/sharing/schema.ts';
import type { Living } from './live-referral.ts';
import { search } from './look.ts';
import { type Story, unlike } from './story.ts';

const overview = z.object({
  parameter: z.array(z.looseObject({ name: z.string(), valueString: z.string().optional() })),
});

export async function liveSharing(story: Story, { child }: Living): Promise<void> {
  const { send } = story;
  const textOf = ({ parameter }: z.infer<typeof overview>) =>
    parameter.find(({ name }) => name === 'text')?.valueString ?? '';
  const look = {
    who: 'parent',
    method: 'GET',
    path: `/fhir/Patient/${child}/$who-may-see`,
    tells: 'asks who may see what of Alex, and why',
    answer: overview,
  } as const;
  const before = await story.step(
    'The parents see who may see what (wie mag wat zien)',
    look,
    ({ parameter }) => `${parameter.filter(({ name }) => name === 'viewer').length} may see something`,
  );
  await story.check('parent: reads it in plain Dutch, with the municipality in it', async () =>
    unlike(/Gemeente Zonnedal \(gemeente\)/.test(textOf(before)), true),
  );
  const plansSeen = async () =>
    (await search(send, 'municipality', `/fhir/CarePlan?patient=${child}`)).length;
  const seen = await plansSeen();
  const made = await story.step<DecisionAnswer>(
    'A parent objects (bezwaar)',
    {
      who: 'parent',
      method: 'POST',
      path: '/ivh/sharing',
      tells: 'does not want the municipality to see the plan any more',
      body: {
        child,
        decision: 'object',
        recipients: { organizations: ['gemeente-zonnedal'] },
        how: 'portal',
      },
      answer: decisionAnswer,
    },
    ({ id }) => `Consent ${id}`,
  );
  await story.check('municipality: sees no plan from the next request on', async () =>
    unlike(await plansSeen(), 0),
  );
  await story.step<DecisionAnswer>(
    'and takes that back (intrekken)',
    {
      who: 'parent',
      method: 'POST',
      path: `/ivh/sharing/${made.id}/withdraw`,
      tells: 'withdraws the objection',
      answer: decisionAnswer,
    },
    ({ isInForce }) => (isInForce ? 'still in force' : 'no longer in force'),
  );
  await story.check('municipality: sees the plan again', async () => unlike(await plansSeen(), seen));
}
