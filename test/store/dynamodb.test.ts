// The DynamoDB table on Amazon's own emulator: the contract, and what lost answers, contention and sizes do to it.

import { randomBytes, randomUUID } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DynamoTable, openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { StoreUnusable } from '../../src/store/store-unusable.ts';
import { type Action, CommitConflict } from '../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { describeTable } from './contract.ts';
import { pausingAt } from './stopping-client.ts';

const endpoint = await dynamoDbEndpoint();

describe.skipIf(endpoint === undefined)('with DynamoDB Local', () => {
  const tableName = `table-${randomUUID()}`;
  const client = localClient(endpoint ?? '');
  const table = openDynamoTable({ client, tableName });
  let pk: string;
  const key = (sk: string) => ({ pk, sk });

  beforeAll(() => createDynamoTable(client, tableName));
  beforeEach(() => {
    pk = randomUUID();
  });
  afterAll(() => client.destroy());

  describeTable('DynamoDB', async (now) => openDynamoTable({ client, tableName, now }));

  describe('a commit', () => {
    const commandsOf = async (actions: readonly Action[]): Promise<string[]> => {
      const commands: string[] = [];
      const watched = localClient(endpoint ?? '');
      watched.middlewareStack.add((next, { commandName }) => (args) => {
        commands.push(String(commandName));
        return next(args);
      });
      await openDynamoTable({ client: watched, tableName }).commit(actions);
      watched.destroy();
      return commands;
    };

    it('of one action costs no transaction', async () => {
      expect(await commandsOf([{ put: key('a'), value: '1', expect: 'absent' }])).toEqual(['PutItemCommand']);
      expect(await commandsOf([{ put: key('a'), value: '2' }])).toEqual(['UpdateItemCommand']);
      expect(await commandsOf([{ remove: key('a') }])).toEqual(['DeleteItemCommand']);
    });

    it('of more actions is one transaction', async () => {
      const both: Action[] = [
        { put: key('a'), value: '1' },
        { check: key('b'), expect: 'absent' },
      ];
      expect(await commandsOf(both)).toEqual(['TransactWriteItemsCommand']);
    });
  });

  describe('a long value', () => {
    const stored = async () => {
      const Key = { pk: { S: pk }, sk: { S: 'a' } };
      return (await client.send(new GetItemCommand({ TableName: tableName, Key }))).Item?.v;
    };

    it('lies compressed', async () => {
      const value = JSON.stringify(Array.from({ length: 500 }, (_, at) => ({ at, naam: 'Kind' })));
      await table.commit([{ put: key('a'), value }]);
      expect((await stored())?.B?.length).toBeLessThan(value.length / 3);
    });

    it('goes back to plain text when the next one is short', async () => {
      await table.commit([{ put: key('a'), value: 'x'.repeat(20_000) }]);
      await table.commit([{ put: key('a'), value: 'short' }]);
      expect(await stored()).toEqual({ S: 'short' });
    });
  });

  describe('a value in parts that is replaced while it is read', () => {
    const long = (letter: string) => letter + randomBytes(450_000).toString('base64');
    const [first, second] = [long('1'), long('2')];
    /** Reads by `read`, with `change` coming between the item and the parts it names. */
    const readAcross = async <T>(change: Action, read: (table: DynamoTable) => Promise<T>): Promise<T> => {
      await table.commit([{ put: key('a'), value: first }]);
      const slow = pausingAt(localClient(endpoint ?? ''), 2, () => table.commit([change]));
      const found = await read(openDynamoTable({ client: slow, tableName, random: () => 0 }));
      slow.destroy();
      return found;
    };

    it('is read as the new one', async () => {
      const replace: Action = { put: key('a'), value: second };
      expect((await readAcross(replace, (slow) => slow.get(key('a'))))?.value === second).toBe(true);
      const [row] = await readAcross(replace, (slow) => slow.query({ pk }));
      expect([row?.value === second, row?.version]).toEqual([true, 4]);
    });

    it('is read as a short one, or as none', async () => {
      const shorten: Action = { put: key('a'), value: 'short' };
      expect(await readAcross(shorten, (slow) => slow.batchGet([key('a')]))).toMatchObject([
        { value: 'short' },
      ]);
      expect(await readAcross({ remove: key('a') }, (slow) => slow.get(key('a')))).toBeUndefined();
      expect(await readAcross({ remove: key('a') }, (slow) => slow.query({ pk }))).toEqual([]);
    });
  });

  it('reads on where one batch call stops, which is at 16 MB', async () => {
    const keys = Array.from({ length: 60 }, (_, at) => key(`${at}`));
    for (let at = 0; at < keys.length; at += 10) {
      const noise = () => randomBytes(292_000).toString('base64');
      await table.commit(keys.slice(at, at + 10).map((put) => ({ put, value: `${put.sk} ${noise()}` })));
    }
    const rows = await table.batchGet(keys);
    expect(rows.map((row) => row?.value.split(' ')[0])).toEqual(keys.map(({ sk }) => sk));
  }, 60_000);

  describe('a commit whose answer is lost', () => {
    const losing = (meanwhile: () => Promise<void> = async () => {}) => {
      const lossy = losingFirstAnswer(localClient(endpoint ?? ''), meanwhile);
      return openDynamoTable({ client: lossy, tableName });
    };
    const version = async (sk: string) => (await table.get(key(sk)))?.version;

    it('is no conflict with itself when it made a row', async () => {
      await losing().commit([{ put: key('a'), value: '1', expect: 'absent' }]);
      expect(await table.get(key('a'))).toMatchObject({ value: '1', version: 1 });
    });

    it('is no conflict with itself when it replaced a row', async () => {
      await table.commit([{ put: key('a'), value: '1' }]);
      await losing().commit([{ put: key('a'), value: '2', expect: 1 }]);
      expect(await table.get(key('a'))).toMatchObject({ value: '2', version: 2 });
    });

    it('counts the version once when it was unguarded', async () => {
      await losing().commit([{ put: key('a'), value: '1' }]);
      await losing().commit([{ put: key('a'), value: '2' }]);
      expect(await version('a')).toBe(2);
    });

    it('is no conflict with itself when it removed a row', async () => {
      await table.commit([
        { put: key('a'), value: '1' },
        { put: key('b'), value: '1' },
      ]);
      await losing().commit([{ remove: key('a'), expect: 1 }]);
      await losing().commit([{ remove: key('b') }]);
      expect(await table.query({ pk })).toEqual([]);
    });

    it('is no conflict with itself when it had several actions', async () => {
      await losing().commit([
        { put: key('a'), value: '1', expect: 'absent' },
        { put: key('b'), value: '1' },
      ]);
      expect(await version('a')).toBe(1);
      expect(await version('b')).toBe(1);
    });

    it('is a conflict when another one had been first', async () => {
      await table.commit([{ put: key('a'), value: 'other' }]);
      const late = losing().commit([{ put: key('a'), value: 'late', expect: 'absent' }]);
      await expect(late).rejects.toThrow(CommitConflict);
    });

    it('is called unknown, not a conflict, when another one wrote over it since', async () => {
      await table.commit([{ put: key('a'), value: '1' }]);
      const overtaken = losing(() => table.commit([{ put: key('a'), value: '3', expect: 2 }]));
      const outcome = overtaken.commit([{ put: key('a'), value: '2', expect: 1 }]);
      await expect(outcome).rejects.toThrow('whether the commit was written is unknown');
      await expect(outcome).rejects.not.toThrow(CommitConflict);
    });
  });

  describe('contention', () => {
    const contended = (times: number, code: string) => {
      const busy = refusingFirst(localClient(endpoint ?? ''), times, code);
      return openDynamoTable({ client: busy, tableName, random: () => 0 });
    };
    const both = (): Action[] => [
      { put: key('a'), value: '1' },
      { put: key('b'), value: '1' },
    ];

    it('is waited out', async () => {
      await contended(5, 'TransactionConflict').commit(both());
      await contended(5, 'ThrottlingError').commit(both());
      expect((await table.query({ pk })).map(({ version }) => version)).toEqual([2, 2]);
    });

    it('that does not end is a conflict on the row others hold', async () => {
      const outcome = contended(1000, 'TransactionConflict').commit(both());
      await expect(outcome).rejects.toMatchObject({ name: 'CommitConflict', keys: [key('b')] });
    });

    it('that is throttling without end is thrown as such', async () => {
      const outcome = contended(1000, 'ThrottlingError').commit(both());
      await expect(outcome).rejects.toThrow(TransactionCanceledException);
    });
  });

  it('is made once, and making it again is harmless', async () => {
    await table.commit([{ put: key('a'), value: '1' }]);
    await createDynamoTable(client, tableName);
    expect(await table.get(key('a'))).toMatchObject({ value: '1' });
  });

  describe('ping', () => {
    it('is quiet when the table can be used', async () => {
      await expect(table.ping()).resolves.toBeUndefined();
    });

    it('says in one line that there is no such table', async () => {
      const absent = openDynamoTable({ client, tableName: 'nowhere' }).ping();
      await expect(absent).rejects.toThrow(/^cannot use the DynamoDB table "nowhere": ResourceNotFound.*$/);
      await expect(absent).rejects.toThrow(StoreUnusable);
    });

    it('says in one line that nothing answers', async () => {
      const unreachable = localClient('http://127.0.0.1:1');
      const silent = openDynamoTable({ client: unreachable, tableName }).ping();
      await expect(silent).rejects.toThrow(StoreUnusable);
      await expect(silent).rejects.toThrow(/^cannot use the DynamoDB table ".*ECONNREFUSED[^\n]*$/);
    });
  });
});

/** The first request arrives and is done, but its answer does not come back: the SDK sends it again. */
function losingFirstAnswer(client: DynamoDBClient, meanwhile: () => Promise<void>): DynamoDBClient {
  let lost = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (lost) return answer;
      lost = true;
      await meanwhile();
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'low' },
  );
  return client;
}

/** The emulator can't be made to hold a row busy for a while: its refusal is given in its name. */
function refusingFirst(client: DynamoDBClient, times: number, code: string): DynamoDBClient {
  let refused = 0;
  client.middlewareStack.add((next) => async (args) => {
    if (refused++ >= times) return next(args);
    throw new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: [{ Code: 'None' }, { Code: code }],
    });
  });
  return client;
}
