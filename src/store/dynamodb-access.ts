// What every DynamoDB call of the store is made with, and how calls wait for others, go side by side and go in runs.

import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inParallel } from './in-parallel.ts';

export interface DynamoAccess {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly newToken: () => string;
}

/** How often an attempt is repeated that others stand in the way of. */
export const ATTEMPTS = 10;

/** Waits a random part of a time that doubles, so that those who collided don't collide again. */
export function backOff({ random }: Pick<DynamoAccess, 'random'>, attempt: number): Promise<void> {
  return pause(random() * Math.min(1000, 10 * 2 ** attempt));
}

/** Does the work for all, several at once: enough to hide the distance, few enough not to crowd others out. */
export async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  await inParallel(all, work, 6);
}

/** Runs of at most `count` that together weigh at most `weight`; what is heavier by itself makes a run of its own. */
export function inRuns<T>(
  all: readonly T[],
  count: number,
  weight = Number.POSITIVE_INFINITY,
  weigh: (one: T) => number = () => 0,
): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  let weighed = 0;
  for (const one of all) {
    const more = weigh(one);
    if (run.length === count || (run.length > 0 && weighed + more > weight)) {
      runs.push(run);
      run = [];
      weighed = 0;
    }
    run.push(one);
    weighed += more;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

export function secondsOf(now: number): AttributeValue.NMember {
  return { N: String(Math.floor(now / 1000)) };
}
