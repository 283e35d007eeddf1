// Commits beyond one transaction of DynamoDB, stopped and interrupted at every single step: all or nothing, for everyone.

import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../../src/store/commit-rules.ts';
import { type DynamoTable, openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { LEASE_MS } from '../../src/store/dynamodb-transaction.ts';
import { type Action, CommitConflict, type Row } from '../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { litterIn, type Scene, sceneIn, stateOf } from './staged-scene.ts';
import { commandsOf, failingAt, pausingAt, stoppingAfter } from './stopping-client.ts';

const endpoint = await dynamoDbEndpoint();

describe.skipIf(endpoint === undefined)('a staged commit', () => {
  const client = localClient(endpoint ?? '');
  let time = Date.now();
  let tableName = '';
  let pk = '';
  let scene: Scene;

  /** A table by its own client, on the common clock or one that is late, whose writers wait for others without delay. */
  const tableOn = (its: DynamoDBClient, late = 0, random = () => 0) =>
    openDynamoTable({ client: its, tableName, now: () => time - late, random });
  let table: DynamoTable;
  const key = (sk: string) => ({ pk, sk });

  const begin = async (form?: 'short') => {
    pk = randomUUID();
    scene = sceneIn(table, pk, Math.floor(time / 1000) + 1_000_000, form === 'short');
    await scene.lay();
  };
  /** `before` or `after`, the same by every way to read. */
  const state = async (): Promise<string> => {
    const sks = [...new Set([...scene.before, ...scene.after].map(([sk]) => sk))].sort();
    const queried = stateOf(await table.query({ pk }), scene);
    const got = stateOf(await table.batchGet(sks.map(key)), scene);
    const last = await table.get(key('z/last'));
    expect(got).toBe(queried);
    expect(last?.value).toBe(queried === 'after' ? 'new' : 'old');
    return queried;
  };
  const commitWith = (its: DynamoDBClient): Promise<'done' | Error> =>
    tableOn(its)
      .commit(scene.actions)
      .then(
        () => 'done' as const,
        (failure: Error) => failure,
      );
  const outcomeOf = (commit: Promise<void>) =>
    commit.then(
      () => 'done',
      (failure: unknown) => (failure instanceof CommitConflict ? 'conflict' : String(failure)),
    );
  /** Checks every row as it is, in small commits: whoever does this meets all that is held. */
  const sweep = async (rows: readonly Row[]): Promise<void> => {
    const gone = scene.actions
      .map((action) => keyOf(action).sk)
      .filter((sk) => !rows.some((row) => row.sk === sk));
    const checks = [
      ...rows.map(({ sk, version }): Action => ({ check: key(sk), expect: version })),
      ...gone.map((sk): Action => ({ check: key(sk), expect: 'absent' })),
    ];
    for (let at = 0; at < checks.length; at += 60) await table.commit(checks.slice(at, at + 60));
  };
  const steps = async (form?: 'short') => {
    await begin(form);
    return commandsOf(localClient(endpoint ?? ''), (counted) => tableOn(counted).commit(scene.actions));
  };

  beforeEach(async () => {
    time = Date.now();
    tableName = `staged-${randomUUID()}`;
    table = tableOn(client);
    await createDynamoTable(client, tableName);
  });
  afterAll(() => client.destroy());

  it('leaves what it says, and nothing besides', async () => {
    await begin();
    expect(await state()).toBe('before');
    await table.commit(scene.actions);
    expect(await state()).toBe('after');
    await sweep(await table.query({ pk }));
    expect(await state()).toBe('after');
    expect(await litterIn(client, tableName)).toEqual({ held: [], orphans: [] });
  });

  it('lets rows that were held go on expiring as they would', async () => {
    await begin();
    await table.commit(scene.actions);
    time += 1_000_001_000;
    const rows = await table.query({ pk });
    expect(rows.map(({ sk }) => sk)).toEqual(
      scene.after.map(([sk]) => sk).filter((sk) => !['e/checked', 'f/expiring'].includes(sk)),
    );
  });

  it('that fails an expectation changes nothing, and names the rows at fault', async () => {
    await begin();
    const wrong: Action[] = [...scene.actions, { check: key('zz/unheard of'), expect: 3 }];
    await expect(table.commit(wrong)).rejects.toMatchObject({ keys: [key('zz/unheard of')] });
    expect(await state()).toBe('before');
    expect(await litterIn(client, tableName)).toEqual({ held: [], orphans: [] });
  });

  describe.each([
    { how: 'a call that never arrives', unheard: false },
    { how: 'a call whose answer is lost', unheard: true },
  ])('stopped at $how', ({ unheard }) => {
    it('is all or nothing to readers at once, when overdue, and after rivals came by', async () => {
      const { length: count } = await steps();
      const met = new Set<string>();
      for (let at = 0; at <= count; at += 1) {
        await begin();
        const after = `${at} of ${count} calls`;
        const outcome = await commitWith(stoppingAfter(localClient(endpoint ?? ''), at, unheard));
        const found = await state();
        met.add(found);
        expect(found, after).toMatch(/^(before|after)$/);
        if (outcome === 'done') expect(found, after).toBe('after');
        else expect(outcome.message, after).toBe('cut off');
        if (outcome !== 'done' && !unheard) expect(found, after).toBe('before');

        time += LEASE_MS + 1000;
        const rows = await table.query({ pk });
        expect(stateOf(rows, scene), after).toBe(found);
        await Promise.all([sweep(rows), sweep(rows)]);
        expect(stateOf(await table.query({ pk }), scene), after).toBe(found);
      }
      expect(await litterIn(client, tableName)).toEqual({ held: [], orphans: [] });
      expect(met).toEqual(new Set(['before', 'after']));
    }, 120_000);

    it('and able to go on, tells truly whether it was done', async () => {
      const { length: count } = await steps('short');
      for (let at = 1; at <= count; at += 1) {
        await begin('short');
        const outcome = await commitWith(failingAt(localClient(endpoint ?? ''), at, unheard));
        const rows = await table.query({ pk });
        expect(stateOf(rows, scene), `at ${at} of ${count}`).toBe(outcome === 'done' ? 'after' : 'before');
      }
    });
  });

  it('that stopped gives way to a small rival once it is overdue, and loses nothing else', async () => {
    const { length: count } = await steps();
    for (let at = 0; at <= count; at += 1) {
      await begin();
      await commitWith(stoppingAfter(localClient(endpoint ?? ''), at, at % 2 === 0));
      const found = stateOf(await table.query({ pk }), scene);
      time += LEASE_MS + 1000;
      const [last, longest] = await table.batchGet([key('z/last'), key('g/long')]);
      await table.commit([
        { put: key('z/last'), value: 'rival', expect: last?.version },
        { check: key('g/long'), expect: longest?.version ?? 'absent' },
      ]);
      expect(await table.get(key('z/last'))).toMatchObject({
        value: 'rival',
        version: (last?.version ?? 0) + 1,
      });
      await table.commit([{ put: key('z/last'), value: last?.value ?? '' }]);
      const rows = await table.query({ pk });
      const restored = rows.map((row) =>
        row.sk === 'z/last' && last ? { ...row, version: last.version } : row,
      );
      expect(stateOf(restored, scene), `${at} of ${count} calls`).toBe(found);
    }
  }, 120_000);

  it('and a small rival that wants the same row have exactly one winner, whenever they meet', async () => {
    const commands = await steps('short');
    for (let at = 1; at <= commands.length; at += 1) {
      await begin('short');
      let rival = '';
      const meanwhile = async () => {
        rival = await outcomeOf(
          table.commit([
            { put: key('z/last'), value: 'rival', expect: 1 },
            { put: key('beside'), value: 'rival' },
          ]),
        );
      };
      const outcome = await commitWith(pausingAt(localClient(endpoint ?? ''), at, meanwhile));
      const rows = await table.query({ pk });
      const during = `at ${commands[at - 1]}, ${at} of ${commands.length}`;
      if (outcome === 'done') {
        expect(rival, during).toBe('conflict');
        expect(stateOf(rows, scene), during).toBe('after');
      } else {
        expect(outcome, during).toBeInstanceOf(CommitConflict);
        expect(rival, during).toBe('done');
        const beside = ['beside', 'rival', 1];
        const [first, second, ...others] = scene.before.slice(0, -1);
        const expected = [first, second, beside, ...others, ['z/last', 'rival', 2]];
        expect(
          rows.map(({ sk, value, version }) => [sk, value, version]),
          during,
        ).toEqual(expected);
      }
      // From when it holds the row it is the rival that waits in vain: at the commit point all is held.
      if (at > commands.indexOf('UpdateItemCommand')) expect(outcome, during).toBe('done');
    }
  }, 120_000);

  it('that relies on a row is refused when a rival changes it before the commit point', async () => {
    const commands = await steps('short');
    for (let at = 1; at <= commands.length; at += 1) {
      for (const sk of ['e/checked', 'l/absent']) {
        await begin('short');
        let rival = '';
        let met = '';
        const meanwhile = async () => {
          met = stateOf(await table.query({ pk }), scene);
          rival = await outcomeOf(table.commit([{ put: key(sk), value: 'rival' }]));
        };
        const outcome = await commitWith(pausingAt(localClient(endpoint ?? ''), at, meanwhile));
        const during = `${sk} at ${commands[at - 1]}, ${at} of ${commands.length}`;
        if (outcome === 'done' && rival === 'done') expect(met, during).toBe('after');
        else expect([outcome === 'done', rival === 'done'].filter(Boolean), during).toHaveLength(1);
        expect((await table.get(key(sk)))?.value === 'rival', during).toBe(rival === 'done');
        expect((await table.get(key('z/last')))?.value, during).toBe(outcome === 'done' ? 'new' : 'old');
      }
    }
  }, 120_000);

  describe.each([
    { who: 'younger', late: -1000 },
    { who: 'older', late: 1000 },
  ])('and a $who one that want the same rows', ({ late }) => {
    it('have exactly one winner, whenever they meet', async () => {
      const { length: count } = await steps('short');
      const winners = new Set<string>();
      for (let at = 1; at <= count; at += 1) {
        await begin('short');
        let other = '';
        const rival = scene.actions.map(
          (action): Action => ('put' in action ? { ...action, value: 'rival' } : action),
        );
        const meanwhile = async () => {
          other = await outcomeOf(tableOn(client, late).commit(rival));
        };
        const outcome = await commitWith(pausingAt(localClient(endpoint ?? ''), at, meanwhile));
        const during = `at ${at} of ${count} calls`;
        const rows = await table.query({ pk });
        if (outcome === 'done') {
          expect(other, during).toBe('conflict');
          expect(stateOf(rows, scene), during).toBe('after');
          winners.add('first');
        } else {
          expect(outcome, during).toBeInstanceOf(CommitConflict);
          expect(other, during).toBe('done');
          const put = rows.filter(({ sk }) => sk !== 'e/checked');
          expect(
            put.map(({ value }) => value),
            during,
          ).toEqual(put.map(() => 'rival'));
          expect(
            rows.map(({ sk, version }) => [sk, version]),
            during,
          ).toEqual(scene.after.map(([sk, , version]) => [sk, version]));
          winners.add('second');
        }
      }
      expect(winners).toEqual(new Set(['first', 'second']));
      await sweep(await table.query({ pk }));
      expect(await litterIn(client, tableName)).toEqual({ held: [], orphans: [] });
    }, 120_000);
  });

  it('shows readers who look at every step all of it from its commit point on, and nothing before', async () => {
    await begin();
    const seen: string[] = [];
    const look = async () => {
      const now = await state();
      const sks = (now === 'after' ? scene.after : scene.before).map(([sk]) => sk);
      const some = await table.query({ pk, from: 'b', limit: 4 });
      const last = await table.query({ pk, limit: 4, backwards: true });
      expect(some.map(({ sk }) => sk)).toEqual(sks.slice(1, 5));
      expect(last.map(({ sk }) => sk)).toEqual(sks.slice(-4).reverse());
      seen.push(now);
    };
    expect(await commitWith(pausingAt(localClient(endpoint ?? ''), 'every', look))).toBe('done');
    const turn = seen.indexOf('after');
    expect(turn).toBeGreaterThan(0);
    expect(seen).toEqual(seen.map((_, at) => (at < turn ? 'before' : 'after')));
    expect(seen.length - turn, 'steps after the commit point').toBeGreaterThan(3);
  });
});
