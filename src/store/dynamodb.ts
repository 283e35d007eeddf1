// The store on one DynamoDB table: strongly consistent reads, conditional writes, never a Scan.

import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { assertCommit, assertKey, assertRange, keyId } from './commit-rules.ts';
import { backOff, commitActions, type DynamoAccess } from './dynamodb-commit.ts';
import { type Item, itemKey, liveRow } from './dynamodb-items.ts';
import { StoreUnusable } from './store-unusable.ts';
import type { Action, Key, Range, Row, Table } from './table.ts';

const BATCH = 100;
const ATTEMPTS = 10;

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
  /** A value of `rowBytes` always fits; up to `bytes` does when it compresses to that. */
  readonly limits = { actions: 100, bytes: 4_000_000, rowBytes: 400_000 };
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
    const { client, table, now } = this.#open();
    assertKey(key);
    const command = new GetItemCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true });
    const { Item } = await client.send(command);
    return liveRow(Item, now());
  }

  async batchGet(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    const { now } = this.#open();
    keys.forEach(assertKey);
    const distinct = [...new Map(keys.map((key) => [keyId(key), key])).values()];
    const chunks = Array.from({ length: Math.ceil(distinct.length / BATCH) }, (_, at) =>
      distinct.slice(at * BATCH, (at + 1) * BATCH),
    );
    const found = (await Promise.all(chunks.map((chunk) => this.#getChunk(chunk)))).flat();
    const rows = new Map(
      found.map((item) => liveRow(item, now())).flatMap((row) => (row ? [[keyId(row), row] as const] : [])),
    );
    return keys.map((key) => rows.get(keyId(key)));
  }

  async query(range: Range): Promise<Row[]> {
    const { client, table, now } = this.#open();
    assertRange(range);
    const condition = conditionOf(range);
    const most = range.limit ?? Number.POSITIVE_INFINITY;
    if (condition === undefined || most === 0) return [];
    const rows: Row[] = [];
    let start: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: !range.backwards,
          ExclusiveStartKey: start,
          ...condition,
          // One more than is missing: a row at `to` itself, which the condition can't leave out, takes a place.
          ...(range.limit === undefined ? {} : { Limit: most - rows.length + 1 }),
        }),
      );
      for (const item of page.Items ?? []) {
        const row = item.sk?.S === range.to ? undefined : liveRow(item, now());
        if (row) rows.push(row);
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined && rows.length < most);
    return rows.slice(0, most);
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

  async #getChunk(keys: readonly Key[]): Promise<Item[]> {
    const { client, table } = this.#access;
    const items: Item[] = [];
    let asked: Record<string, AttributeValue>[] = keys.map(itemKey);
    for (let attempt = 1; ; attempt += 1) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } }),
      );
      items.push(...(Responses?.[table] ?? []));
      const left = UnprocessedKeys?.[table]?.Keys ?? [];
      if (left.length === 0) return items;
      // What came back with more room than nothing is progress: only standing still counts against the bound.
      if (left.length < asked.length) attempt = 0;
      if (attempt === ATTEMPTS) throw new Error(`DynamoDB left ${left.length} keys unread ${ATTEMPTS} times`);
      asked = left;
      await backOff(this.#access, attempt);
    }
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
