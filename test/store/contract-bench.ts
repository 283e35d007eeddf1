// What the commit half of the contract works with: one table on a clock of its own, and a fresh partition for every test.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import {
  type Action,
  CommitConflict,
  type Key,
  type Limits,
  type Row,
  type Table,
} from '../../src/store/table.ts';

/** Opens a table whose clock is `now`, in milliseconds. */
export type Open = (now: () => number) => Promise<Table>;

export interface Bench {
  readonly limits: () => Limits;
  readonly key: (sk: string) => Key;
  readonly commit: (actions: readonly Action[]) => Promise<void>;
  readonly get: (sk: string) => Promise<Row | undefined>;
  readonly batchGet: (...sks: readonly string[]) => Promise<(Row | undefined)[]>;
  /** All rows of this test's partition, as [sk, value, version]. */
  readonly rows: (bounds?: { limit: number }) => Promise<[string, string, number][]>;
  /** The sort keys named by the conflict that this commit must meet. */
  readonly conflictOf: (actions: readonly Action[]) => Promise<string[]>;
  /** The table's clock, in whole seconds. */
  readonly seconds: () => number;
  readonly pass: (seconds: number) => void;
}

export function benchOn(open: Open): Bench {
  let table: Table;
  let pk: string;
  let time = Date.now();

  beforeAll(async () => {
    table = await open(() => time);
  });
  beforeEach(() => {
    pk = randomUUID();
  });
  afterAll(() => table.close());

  return {
    limits: () => table.limits,
    key: (sk) => ({ pk, sk }),
    commit: (actions) => table.commit(actions),
    get: (sk) => table.get({ pk, sk }),
    batchGet: (...sks) => table.batchGet(sks.map((sk) => ({ pk, sk }))),
    rows: async (bounds) =>
      (await table.query({ pk, ...bounds })).map(({ sk, value, version }) => [sk, value, version]),
    conflictOf: async (actions) => {
      const failure = await table.commit(actions).catch((reason: unknown) => reason);
      if (!(failure instanceof CommitConflict)) expect.fail(`no conflict but ${failure}`);
      return failure.keys.map(({ sk }) => sk);
    },
    seconds: () => Math.floor(time / 1000),
    pass: (seconds) => {
      time += seconds * 1000;
    },
  };
}
