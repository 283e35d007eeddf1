// The store on one DynamoDB table: strongly consistent reads, conditional writes, never a Scan.

import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { assertCommit, assertKey, assertRange, commitLimits, keyId } from './commit-rules.ts';
import type { DynamoAccess } from './dynamodb-access.ts';
import { commitActions } from './dynamodb-commit.ts';
import { type Item, itemKey, liveVersion } from './dynamodb-items.ts';
import { holderOf } from './dynamodb-marks.ts';
import { isPlain, plainRow, readItems, rowsOf } from './dynamodb-read.ts';
import { StoreUnusable } from './store-unusable.ts';
import type { Action, Key, Range, Row, Table } from './table.ts';

export interface DynamoOptions {
  readonly tableName: string;
  /** Yours to close; without it the table makes its own, by the AWS settings of where it runs. */
  readonly client?: DynamoDBClient;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly newToken?: () => string;
}

/** The table by name. Makes no call: `ping` tells whether it can be used. */
export function openDynamoTable(options: DynamoOptions): DynamoTable {
  return new DynamoTable(options);
}

export class DynamoTable implements Table {
  readonly limits = commitLimits;
  readonly #access: DynamoAccess;
  readonly #ownsClient: boolean;
  #isOpen = true;

  constructor({
    tableName,
    client,
    now = Date.now,
    random = Math.random,
    newToken = randomUUID,
  }: DynamoOptions) {
    this.#ownsClient = client === undefined;
    this.#access = { client: client ?? clientOfOwn(), table: tableName, now, random, newToken };
  }

  /** Throws StoreUnusable when the table can't be read. */
  async ping(): Promise<void> {
    try {
      await this.get({ pk: 'ping', sk: 'ping' });
    } catch (cause) {
      const reason =
        cause instanceof Error ? cause.name + (cause.message && `: ${cause.message}`) : String(cause);
      const line = `cannot use the DynamoDB table "${this.#access.table}": ${reason}`.replaceAll(/\s+/g, ' ');
      throw new StoreUnusable(line, { cause });
    }
  }

  async get(key: Key): Promise<Row | undefined> {
    const access = this.#open();
    assertKey(key);
    const command = new GetItemCommand({ TableName: access.table, Key: itemKey(key), ConsistentRead: true });
    const { Item } = await access.client.send(command);
    return isPlain(Item) ? plainRow(Item, access.now()) : (await rowsOf(access, [Item]))[0];
  }

  async batchGet(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    const access = this.#open();
    keys.forEach(assertKey);
    const items = await readItems(access, keys);
    const found = await rowsOf(access, [...items.values()]);
    const rows = new Map([...items.keys()].map((id, at) => [id, found[at]]));
    return keys.map((key) => rows.get(keyId(key)));
  }

  async query(range: Range): Promise<Row[]> {
    const access = this.#open();
    assertRange(range);
    const condition = conditionOf(range);
    const most = range.limit ?? Number.POSITIVE_INFINITY;
    if (condition === undefined || most === 0) return [];
    const items: Item[] = [];
    let sure = 0;
    let start: Item | undefined;
    do {
      const page = await access.client.send(
        new QueryCommand({
          TableName: access.table,
          ConsistentRead: true,
          ScanIndexForward: !range.backwards,
          ExclusiveStartKey: start,
          ...condition,
          // One more than is missing: a row at `to` itself, which the condition can't leave out, takes a place.
          ...(range.limit === undefined ? {} : { Limit: most - sure + 1 }),
        }),
      );
      const now = access.now();
      for (const item of page.Items ?? []) {
        if (item.sk?.S === range.to) continue;
        items.push(item);
        // Whether a held item is a row is told by its transaction, and that is asked when all are read.
        if (holderOf(item) === undefined && liveVersion(item, now) !== undefined) sure += 1;
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined && sure < most);
    return (await rowsOf(access, items)).filter((row) => row !== undefined).slice(0, most);
  }

  async commit(actions: readonly Action[]): Promise<void> {
    const access = this.#open();
    assertCommit(actions, this.limits);
    const [only] = actions;
    if (only !== undefined) await commitActions(access, actions);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    if (this.#ownsClient) this.#access.client.destroy();
  }

  #open(): DynamoAccess {
    if (!this.#isOpen) throw new Error('the store is closed');
    return this.#access;
  }
}

/** The range as a key condition, or undefined when nothing can be in it: DynamoDB refuses a range the wrong way round. */
function conditionOf({ pk, from = '', to }: Range) {
  if (to !== undefined && Buffer.compare(Buffer.from(from), Buffer.from(to)) >= 0) return undefined;
  const sort = [...(from === '' ? [] : ['sk >= :from']), ...(to === undefined ? [] : ['sk < :to'])];
  const clause = sort.length === 2 ? 'sk BETWEEN :from AND :to' : sort[0];
  return {
    KeyConditionExpression: clause === undefined ? 'pk = :pk' : `pk = :pk AND ${clause}`,
    ExpressionAttributeValues: {
      ':pk': { S: pk },
      ...(from === '' ? {} : { ':from': { S: from } }),
      ...(to === undefined ? {} : { ':to': { S: to } }),
    },
  };
}

/** Patience for one call ends well before a caller's own: a lost connection is retried, not waited for. */
function clientOfOwn(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  });
}
