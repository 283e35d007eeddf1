import { describe, expect, it } from 'vitest';
import type { CallerKind } from '../../src/access/caller.ts';
import { registrableKinds } from '../../src/access/tokens/registration.ts';
import { allActs } from './acts/all.ts';
import { tryMany } from './many.ts';

const worlds = 5000;
/** The same worlds on every run: what leaks once leaks again. */
const from = 20_261_122;

describe('what somebody may not see', () => {
  it(`is as if it were not there, in ${worlds} worlds, for every caller, by every way out and in`, {
    timeout: 900_000,
  }, async () => {
    const tally = await tryMany({ from, worlds });
    expect(tally.told.join('\n\n')).toBe('');
    expect(tally.worlds).toBe(worlds);
    const kinds: readonly CallerKind[] = registrableKinds;
    expect(kinds.filter((kind) => (tally.kinds[kind] ?? 0) < worlds / 100)).toEqual([]);
    const ways = allActs.map(({ way }) => way);
    expect(ways.filter((way) => (tally.ways[way]?.tried ?? 0) < worlds / 100)).toEqual([]);
    // Refusals alone would prove little: each way is granted now and then, and much is hidden, and much seen.
    expect(ways.filter((way) => (tally.ways[way]?.good ?? 0) === 0)).toEqual([]);
    expect(tally.hiddenChildren).toBeGreaterThan(worlds);
    expect(tally.hiddenResources).toBeGreaterThan(10 * worlds);
    expect(tally.shownResources).toBeGreaterThan(5 * worlds);
    expect(tally.good).toBeGreaterThan(worlds);
  });
});
