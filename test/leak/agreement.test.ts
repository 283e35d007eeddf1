import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/access/policy/decide.ts';
import { policy } from '../../src/access/policy/policy.ts';
import { disagreements } from './agreement.ts';
import { askers } from './cast.ts';

const reading = policy.filter(({ actions, tie }) => actions.includes('r') && tie !== 'directory');

/** A seed in whose world one of these kinds asks; the askers take turns. */
function* seedsFor({ kinds, purposes }: Rule, worlds: number): Generator<number> {
  for (let seed = 0; seed < worlds; seed += 1) {
    const asker = askers[seed % askers.length];
    if (asker && kinds.includes(asker.kind) && (purposes?.includes(asker.purpose) ?? true)) yield seed;
  }
}

describe('the policy said again', () => {
  it('shows every resource of 400 worlds just as far as the policy does', { timeout: 300_000 }, async () => {
    const found: string[] = [];
    for (let seed = 7000; seed < 7400; seed += 1) found.push(...(await disagreements(seed)));
    expect(found.slice(0, 5)).toEqual([]);
  });

  it.each(reading)('misses the rule $name where it is not there', { timeout: 300_000 }, async (rule) => {
    const others = policy.filter((one) => one !== rule);
    for (const seed of seedsFor(rule, 6000))
      if ((await disagreements(seed, others, (glance) => glance !== 'hidden')).length > 0) return;
    expect.fail('no world needs it');
  });
});
