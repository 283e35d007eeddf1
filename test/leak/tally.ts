// Counts what many trials tried, so that a suite that tries nothing does not pass.
import { describeLeak, type Trial } from './trial.ts';

export interface Tally {
  worlds: number;
  hiddenChildren: number;
  hiddenResources: number;
  shownResources: number;
  requests: number;
  good: number;
  /** Worlds per kind of caller. */
  readonly kinds: Record<string, number>;
  /** Per way how often it was tried and how many of its requests were granted. */
  readonly ways: Record<string, { tried: number; good: number }>;
  /** Per way how many leaks, and the first of them in words. */
  readonly leaks: Record<string, number>;
  readonly told: string[];
}

export const mostTold = 5;

export const emptyTally = (): Tally => ({
  worlds: 0,
  hiddenChildren: 0,
  hiddenResources: 0,
  shownResources: 0,
  requests: 0,
  good: 0,
  kinds: {},
  ways: {},
  leaks: {},
  told: [],
});

export function count(tally: Tally, trial: Trial): void {
  tally.worlds += 1;
  tally.hiddenChildren += trial.hiddenChildren;
  tally.hiddenResources += trial.hiddenResources;
  tally.shownResources += trial.shownResources;
  tally.kinds[trial.kind] = (tally.kinds[trial.kind] ?? 0) + 1;
  for (const { way, requests, good } of trial.tried) {
    tally.requests += requests;
    tally.good += good;
    const known = tally.ways[way] ?? { tried: 0, good: 0 };
    tally.ways[way] = { tried: known.tried + 1, good: known.good + good };
  }
  if (!trial.leak) return;
  tally.leaks[trial.leak.way] = (tally.leaks[trial.leak.way] ?? 0) + 1;
  if (tally.told.length < mostTold) tally.told.push(describeLeak(trial.leak));
}

export function add(tally: Tally, other: Tally): void {
  tally.worlds += other.worlds;
  tally.hiddenChildren += other.hiddenChildren;
  tally.hiddenResources += other.hiddenResources;
  tally.shownResources += other.shownResources;
  tally.requests += other.requests;
  tally.good += other.good;
  for (const [kind, times] of Object.entries(other.kinds))
    tally.kinds[kind] = (tally.kinds[kind] ?? 0) + times;
  for (const [way, { tried, good }] of Object.entries(other.ways)) {
    const known = tally.ways[way] ?? { tried: 0, good: 0 };
    tally.ways[way] = { tried: known.tried + tried, good: known.good + good };
  }
  for (const [way, times] of Object.entries(other.leaks)) tally.leaks[way] = (tally.leaks[way] ?? 0) + times;
  tally.told.push(...other.told.slice(0, mostTold - tally.told.length));
}
