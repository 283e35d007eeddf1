import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Rule } from '../../src/access/policy/decide.ts';
import { policy } from '../../src/access/policy/policy.ts';
import { Sight } from '../../src/access/sight.ts';
import type { Act } from './acts/act.ts';
import { bsnActs } from './acts/bsn.ts';
import { readActs } from './acts/reads.ts';
import { searchActs } from './acts/searches.ts';
import { writeActs } from './acts/writes.ts';
import { tryWorld } from './trial.ts';

/** The first leak in so many worlds. */
async function leakIn(
  worlds: number,
  acts: readonly Act[],
  rules: readonly Rule[] = policy,
): Promise<string> {
  for (let seed = 0; seed < worlds; seed += 1) {
    const { leak } = await tryWorld(seed, { acts, rules });
    if (leak) return leak.way;
  }
  return 'no leak';
}

const named = (acts: readonly Act[], way: string): Act[] => acts.filter((act) => act.way === way);

describe('a leak put in on purpose is found', { timeout: 300_000 }, () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('when any file may be read', async () => {
    const loose = policy.map((rule) =>
      rule.name === 'author-reads' ? { ...rule, tie: 'any-file' as const } : rule,
    );
    expect(await leakIn(200, readActs, loose)).not.toBe('no leak');
  });

  it('when a view shows the whole', async () => {
    const loose = policy.map(({ view: _, ...rule }) => rule);
    expect(await leakIn(1000, [...readActs, ...searchActs], loose)).not.toBe('no leak');
  });

  it('when what parents object to is shown', async () => {
    const loose = policy.map((rule) => ({ ...rule, consent: 'none' as const }));
    expect(await leakIn(1000, [...readActs, ...searchActs], loose)).not.toBe('no leak');
  });

  it('when a search counts what it does not show', async () => {
    const { visible } = Sight.prototype;
    vi.spyOn(Sight.prototype, 'visible').mockImplementation(async function (
      this: Sight,
      types,
      query,
      children,
    ) {
      const shown = await visible.call(this, types, query, children);
      vi.spyOn(this, 'show').mockImplementation((record) => (record.deleted ? undefined : record.resource()));
      const all = await visible.call(this, types, query, children);
      return all.length > shown.length ? [...shown, ...shown.slice(0, 1)] : shown;
    });
    expect(await leakIn(1000, searchActs)).not.toBe('no leak');
  });

  it('when a page token of a hidden place is taken for a place', async () => {
    const { show } = Sight.prototype;
    vi.spyOn(Sight.prototype, 'show').mockImplementation(function (this: Sight, record, head, action, scope) {
      const isPlace = new Error().stack?.includes('lastSeen') ?? false;
      if (isPlace && !record.deleted) return record.resource();
      return show.call(this, record, head, action, scope);
    });
    expect(await leakIn(1000, named(searchActs, 'forged page token'))).toBe('forged page token');
  });

  it('when a reference to what is hidden is taken', async () => {
    const { show } = Sight.prototype;
    vi.spyOn(Sight.prototype, 'show').mockImplementation(function (
      this: Sight,
      record,
      head,
      action,
      scope = true,
    ) {
      if (!scope && !record.deleted) return record.resource();
      return show.call(this, record, head, action, scope);
    });
    expect(await leakIn(1000, writeActs)).not.toBe('no leak');
  });

  it('when a known BSN is refused', async () => {
    vi.spyOn(Sight.prototype, 'found').mockImplementation((record) =>
      record.deleted ? undefined : record.resource(),
    );
    expect(await leakIn(200, bsnActs)).not.toBe('no leak');
  });
});
