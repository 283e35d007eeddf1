// A running server with the sandbox region in it, for tests that speak HTTP like any client would.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { policy } from '../../src/access/policy/policy.ts';
import type { LogLine } from '../../src/edge/log.ts';
import { prepareSandbox, sandboxToken } from '../../src/local/sandbox.ts';
import { organisations, professionals, testerRules } from '../../src/local/sandbox-region.ts';
import { startServer } from '../../src/local/server.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { assertFit } from './log-line.ts';

/** What a test reads of any answer's JSON; the server's own schemas are tested elsewhere. */
export interface Json {
  readonly [key: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as a resource; throws where there is none. */
  readonly resource: <T extends Resource>() => T;
  readonly bundle: () => Bundle;
  readonly outcome: () => OperationOutcome;
}

export interface Sending {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Sends requests with one client's token. Paths are below the server's root. */
export interface Client {
  readonly token: string;
  readonly send: (method: string, path: string, sending?: Sending) => Promise<Reply>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  readonly put: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  readonly remove: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  /** Creates and returns what was stored; throws on anything but 201. */
  readonly made: <T extends Resource>(resource: T) => Promise<T & { id: string }>;
}

export interface Sandbox {
  readonly url: string;
  readonly table: Table;
  readonly dataDir: string;
  readonly log: readonly LogLine[];
  readonly as: (client: string) => Promise<Client>;
  readonly withToken: (token: string | undefined) => Client;
  /** Everything stored but the audit trail, used assertions and keys of tokens. */
  readonly rows: () => Promise<number>;
  /** The partitions of everything stored, one for each row. */
  readonly partitions: () => Promise<string[]>;
  /** Moves the server's clock by so many milliseconds. */
  readonly later: (milliseconds: number) => void;
  readonly close: () => Promise<void>;
}

export type StoreName = 'SQLite' | 'DynamoDB';

/** The stores there are on this machine; without Java there is no DynamoDB, and the setup says so loudly. */
export const storesHere = async (): Promise<StoreName[]> =>
  (await dynamoDbEndpoint()) === undefined ? ['SQLite'] : ['SQLite', 'DynamoDB'];

interface OpenTable {
  readonly table: Table;
  readonly keys: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** The file belongs to the server alone, so its rows are counted in a copy of it and of its log. */
async function copyOf(path: string): Promise<string> {
  const copy = `${path}.copy`;
  await copyFile(path, copy);
  await copyFile(`${path}-wal`, `${copy}-wal`);
  return copy;
}

function openSqlite(dataDir: string): OpenTable {
  const path = join(dataDir, 'dossier.sqlite');
  const table = openSqliteTable(path);
  return {
    table,
    keys: async () => {
      const reader = new DatabaseSync(await copyOf(path));
      const rows = reader.prepare('SELECT pk FROM rows').all();
      reader.close();
      return rows.map(({ pk }) => String(pk));
    },
    close: () => table.close(),
  };
}

async function openDynamo(): Promise<OpenTable> {
  const client = localClient((await dynamoDbEndpoint()) ?? '');
  const tableName = `sandbox-${randomUUID()}`;
  await createDynamoTable(client, tableName);
  return {
    table: openDynamoTable({ client, tableName }),
    keys: async () => {
      const { Items = [] } = await client.send(
        new ScanCommand({ TableName: tableName, ProjectionExpression: 'pk', ConsistentRead: true }),
      );
      return Items.map(({ pk }) => pk?.S ?? '');
    },
    close: async () => client.destroy(),
  };
}

const passing = /^(audit|audit-tip|jti)\/|^token-/;

/** `people` are what they sign in with, which most tests need not. */
export async function openSandbox(
  store: StoreName = 'SQLite',
  people: Pick<Parameters<typeof startServer>[0], 'openSignIn' | 'providers'> = {},
): Promise<Sandbox> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vroegdossier-e2e-'));
  const { table, keys, close } = store === 'SQLite' ? openSqlite(dataDir) : await openDynamo();
  const log: LogLine[] = [];
  let ahead = 0;
  const server = await startServer({
    table,
    host: '127.0.0.1',
    port: 0,
    rules: [...policy, ...testerRules],
    dataDir,
    log: (line) => {
      log.push(line);
      if (line.error !== undefined) console.error(line);
    },
    now: () => new Date(Date.now() + ahead),
    ...people,
  });
  await prepareSandbox(table, dataDir);
  const tokens = new Map<string, Promise<string>>();
  const sandbox: Sandbox = {
    url: server.url,
    table,
    dataDir,
    log,
    as: async (name) => {
      const token = tokens.get(name) ?? sandboxToken(server.url, dataDir, name);
      tokens.set(name, token);
      return clientOf(server.url, await token);
    },
    withToken: (token) => clientOf(server.url, token),
    partitions: keys,
    rows: async () => (await keys()).filter((pk) => !passing.test(pk)).length,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    close: async () => {
      await server.stop();
      await close();
      rmSync(dataDir, { recursive: true });
      assertFit(log);
    },
  };
  const tester = await sandbox.as('tester');
  for (const resource of [...organisations, ...professionals]) {
    const { status, text } = await tester.put(`/fhir/${resource.resourceType}/${resource.id}`, resource);
    if (status !== 201) throw new Error(`the directory was not taken: ${text}`);
  }
  return sandbox;
}

function clientOf(url: string, token: string | undefined): Client {
  const send: Client['send'] = async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      resource: <T extends Resource>() => JSON.parse(text) as T,
      bundle: () => JSON.parse(text) as Bundle,
      outcome: () => JSON.parse(text) as OperationOutcome,
    };
  };
  return {
    token: token ?? '',
    send,
    get: (path, headers) => send('GET', path, { headers }),
    post: (path, body, headers) => send('POST', path, { body, headers }),
    put: (path, body, headers) => send('PUT', path, { body, headers }),
    remove: (path, headers) => send('DELETE', path, { headers }),
    made: async <T extends Resource>(resource: T) => {
      const reply = await send('POST', `/fhir/${resource.resourceType}`, { body: resource });
      if (reply.status !== 201)
        throw new Error(`${resource.resourceType} was not made: ${reply.status} ${reply.text}`);
      return JSON.parse(reply.text) as T & { id: string };
    },
  };
}

/** The resources of a searchset, without included ones and remarks. */
export const matchesOf = (reply: Reply): Resource[] =>
  (reply.bundle().entry ?? []).flatMap(({ resource, search }) =>
    resource && search?.mode === 'match' ? [resource] : [],
  );

export const idsOf = (reply: Reply): string[] => matchesOf(reply).map(({ id }) => id ?? '');

/** The URL of a bundle's link, below the server's root; undefined when it has none. */
export function linkOf(reply: Reply, relation: string): string | undefined {
  const url = reply.bundle().link?.find((link) => link.relation === relation)?.url;
  return url?.replace(/^https?:\/\/[^/]+/, '');
}
