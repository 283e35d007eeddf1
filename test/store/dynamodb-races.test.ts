// Staged commits among rivals and readers, in real races and in orders that fast-check makes up: no addition is lost, no half is seen.

import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { LEASE_MS } from '../../src/store/dynamodb-transaction.ts';
import { type Action, CommitConflict, type Table } from '../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';

const endpoint = await dynamoDbEndpoint();

describe.skipIf(endpoint === undefined)('staged commits in races', () => {
  const tableName = `races-${randomUUID()}`;
  const client = localClient(endpoint ?? '');
  let time = Date.now();
  let pk = '';
  const key = (sk: string) => ({ pk, sk });
  const tableOn = (its: DynamoDBClient, random = Math.random) =>
    openDynamoTable({ client: its, tableName, now: () => time, random });
  const table = tableOn(client);

  beforeAll(() => createDynamoTable(client, tableName));
  beforeEach(() => {
    time = Date.now();
    pk = randomUUID();
  });
  afterAll(() => client.destroy());

  /** One more on the first and the last row of the partition, which every commit changes together; `more` rows make it large. */
  const addition = async (by: Table, name: string, more: number): Promise<Action[]> => {
    const [first, last] = await by.batchGet([key('a'), key('z')]);
    return [
      { put: key('a'), value: String(Number(first?.value ?? 0) + 1), expect: first?.version ?? 'absent' },
      { put: key('z'), value: String(Number(last?.value ?? 0) + 1), expect: last?.version ?? 'absent' },
      ...Array.from({ length: more }, (_, at): Action => ({ put: key(`m/${at}`), value: name })),
    ];
  };
  /** Adds once; whether it was done. Anything but a conflict is thrown. */
  const tryAdd = async (by: Table, name: string, more: number): Promise<boolean> => {
    try {
      await by.commit(await addition(by, name, more));
      return true;
    } catch (failure) {
      if (failure instanceof CommitConflict) return false;
      throw failure;
    }
  };
  const sums = async (by: Table): Promise<[number, number]> => {
    const rows = await by.query({ pk });
    const numberAt = (sk: string) => Number(rows.find((row) => row.sk === sk)?.value ?? 0);
    return [numberAt('a'), numberAt('z')];
  };

  it('with small ones lose no addition, and readers see each commit whole', async () => {
    const writers = [0, 0, 0, 120, 150].map(async (more, at) => {
      for (let done = 0; done < 3; ) if (await tryAdd(table, `writer-${at}`, more)) done += 1;
    });
    let isOver = false;
    const seen: [number, number][] = [];
    const reader = (async () => {
      while (!isOver) seen.push(await sums(table));
    })();
    await Promise.all(writers);
    isOver = true;
    await reader;
    expect(await sums(table)).toEqual([15, 15]);
    expect(seen.filter(([first, last]) => first !== last)).toEqual([]);
    expect(seen).toEqual(seen.toSorted(([a], [b]) => a - b));
    const fillers = (await table.query({ pk, from: 'm/', to: 'm0' })).slice(0, 120).map(({ value }) => value);
    expect(new Set(fillers).size, 'writers among the rows of the largest').toBeLessThanOrEqual(2);
  }, 60_000);

  it('that make the same rows have exactly one winner', async () => {
    const rows = Array.from({ length: 130 }, (_, at) => key(`row-${at}`));
    const names = ['one', 'two', 'three', 'four'];
    const outcomes = await Promise.allSettled(
      names.map((value) => table.commit(rows.map((put) => ({ put, value, expect: 'absent' as const })))),
    );
    const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of losers) expect(reason).toBeInstanceOf(CommitConflict);
    expect(losers).toHaveLength(3);
    const winner = names[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    const stored = await table.query({ pk });
    expect(stored.map(({ value, version }) => [value, version])).toEqual(rows.map(() => [winner, 1]));
  });

  it('that expect nothing all go through, one after the other', async () => {
    const rows = Array.from({ length: 130 }, (_, at) => key(`row-${at}`));
    await Promise.all(
      ['one', 'two', 'three'].map((value) => table.commit(rows.map((put) => ({ put, value })))),
    );
    const stored = await table.query({ pk });
    expect(new Set(stored.map(({ value }) => value)).size).toBe(1);
    expect(stored.map(({ version }) => version)).toEqual(rows.map(() => 3));
  });

  it('stand in whatever order their calls and those of rivals arrive, also when one writer stops', async () => {
    const plans = fc.record({
      sizes: fc.array(fc.constantFrom(0, 110), { minLength: 2, maxLength: 3 }),
      stopAt: fc.integer({ min: 1, max: 14 }),
      isOverdue: fc.boolean(),
      scheduler: fc.scheduler(),
    });
    await fc.assert(
      fc.asyncProperty(plans, async ({ sizes, stopAt, isOverdue, scheduler }) => {
        pk = randomUUID();
        const doomed = ordered(localClient(endpoint ?? ''), scheduler, stopAt);
        const others = sizes.map(() => ordered(localClient(endpoint ?? ''), scheduler));
        const watching = ordered(localClient(endpoint ?? ''), scheduler);
        const seen: [number, number][] = [];
        const stopped = tryAdd(tableOn(doomed, zero), 'doomed', 110).catch(
          (failure: Error) => failure.message,
        );
        const adding = others.map((its, at) => tryAdd(tableOn(its, zero), `other-${at}`, sizes[at] ?? 0));
        const reading = (async () => {
          for (let look = 0; look < 4; look += 1) seen.push(await sums(tableOn(watching)));
        })();
        const [first, ...rest] = await scheduler.waitFor(
          Promise.all([stopped, ...adding, reading.then(() => true)]),
        );
        for (const its of [doomed, watching, ...others]) its.destroy();
        if (isOverdue) time += LEASE_MS + 1000;

        const [a, z] = await sums(table);
        const sure = rest.slice(0, -1).filter((one) => one === true).length + (first === true ? 1 : 0);
        const unsure = typeof first === 'string' ? 1 : 0;
        expect(a).toBe(z);
        expect(a).toBeGreaterThanOrEqual(sure);
        expect(a).toBeLessThanOrEqual(sure + unsure);
        expect(seen.filter(([one, other]) => one !== other)).toEqual([]);
        expect(seen).toEqual(seen.toSorted(([one], [other]) => one - other));
        // Nobody is shut out for good: the next writer adds on what was seen.
        time += LEASE_MS + 1000;
        expect(await tryAdd(table, 'last', 0)).toBe(true);
        expect(await sums(table)).toEqual([a + 1, a + 1]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});

const zero = (): number => 0;

/** Every call waits for its turn, which the scheduler gives; after `calls` calls none arrives. */
function ordered(
  client: DynamoDBClient,
  scheduler: fc.Scheduler,
  calls = Number.POSITIVE_INFINITY,
): DynamoDBClient {
  let made = 0;
  client.middlewareStack.add((next) => async (args) => {
    made += 1;
    await scheduler.schedule(Promise.resolve());
    if (made > calls) throw new Error('cut off');
    return next(args);
  });
  return client;
}
