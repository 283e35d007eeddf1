// Holds the reference against the product: every resource of a world, read by the one who asks, is shown just so far.
import type { Resource } from '@medplum/fhirtypes';
import type { Rule } from '../../src/access/policy/decide.ts';
import { policy } from '../../src/access/policy/policy.ts';
import { type Held, lastLiving } from './held.ts';
import type { Glance } from './model.ts';
import { sceneOf, seenAs } from './scene.ts';
import { type Answer, load, openStage } from './stage.ts';
import { drawWorld } from './world.ts';

/** What is shown otherwise than the reference says; `isAsked` chooses what is read. */
export async function disagreements(
  seed: number,
  rules: readonly Rule[] = policy,
  isAsked: (glance: Glance) => boolean = () => true,
): Promise<string[]> {
  const { world, asker, model } = sceneOf(drawWorld(seed));
  const stage = openStage(await load(world), world, rules);
  const found: string[] = [];
  for (const held of world.held) {
    const glance = model.of(held);
    if (!isAsked(glance)) continue;
    const answer = await stage.send({
      method: 'GET',
      path: `/fhir/${held.name}`,
      headers: { accept: 'application/fhir+json' },
    });
    const expected = seenAs(lastLiving(held), glance, asker);
    const wrong = faultOf(answer, held, expected);
    if (wrong)
      found.push(
        `world ${seed}, ${asker.client} (${asker.kind}), ${held.name}: ${glance} says the reference, ${wrong}`,
      );
  }
  await stage.close();
  return found;
}

function faultOf(answer: Answer, held: Held, expected: Resource | undefined): string | undefined {
  const status = expected === undefined ? 404 : held.isDeleted ? 410 : 200;
  if (answer.status !== status) return `answered ${answer.status}`;
  if (status !== 200 || expected === undefined) return undefined;
  const bare = (resource: Resource): string => JSON.stringify({ ...resource, id: '', meta: {}, link: [] });
  const shown = bare(JSON.parse(answer.body) as Resource);
  return sorted(shown) === sorted(bare(expected)) ? undefined : 'shown otherwise';
}

/** The order of elements is of no matter here. */
const sorted = (text: string): string =>
  JSON.stringify(JSON.parse(text), (_, value: unknown) => inOrder(value));

const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
