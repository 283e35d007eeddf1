// What trust costs: guarded reads (token, policy, view, audit) against bare reads of the same store in the same process.
import type { Child } from './child.ts';
import type { Measured, Order } from './client-process.ts';
import type { Usage } from './server-process.ts';

interface TrustParts {
  readonly server: Child;
  readonly client: Child;
  /** The guarded read that is repeated. */
  readonly order: Order;
  readonly rounds: number;
  readonly warmUp: number;
}

export interface Side {
  readonly perSecond: number;
  /** Microseconds per request, all threads of the server. */
  readonly cpu: number;
}

export interface Trust {
  readonly guarded: Side;
  readonly unguarded: Side;
  /** Of the rates, as the median of the rounds: each round of the one stands between two of the other. */
  readonly ratio: number;
}

/** Share of an unguarded read's rate that a guarded and audited one is to keep. */
export const trustAim = 0.6;

export async function measureTrust({ server, client, order, rounds, warmUp }: TrustParts): Promise<Trust> {
  const bare: Order = { ...order, url: await server.ask<string>('unguarded') };
  const side = async (one: Order): Promise<Side> => {
    const before = await server.ask<Usage>('usage');
    const measured = await client.ask<Measured>(one);
    const after = await server.ask<Usage>('usage');
    return { perSecond: measured.perSecond, cpu: (after.cpu - before.cpu) / measured.requests };
  };
  for (const one of [order, bare]) await client.ask({ ...one, seconds: warmUp });
  const unguarded = [await side(bare)];
  const guarded: Side[] = [];
  for (let round = 0; round < rounds; round += 1) {
    guarded.push(await side(order));
    unguarded.push(await side(bare));
  }
  const around = (round: number): number =>
    unguarded.slice(round, round + 2).reduce((sum, { perSecond }) => sum + perSecond / 2, 0);
  return {
    guarded: middle(guarded),
    unguarded: middle(unguarded),
    ratio: median(guarded.map(({ perSecond }, round) => perSecond / around(round))),
  };
}

const middle = (sides: readonly Side[]): Side => ({
  perSecond: median(sides.map(({ perSecond }) => perSecond)),
  cpu: median(sides.map(({ cpu }) => cpu)),
});

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
