// npm start: opens the store, serves the doors, prepares the sandbox, fills an empty region.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { policy } from '../access/policy/policy.ts';
import { localSettings } from '../settings.ts';
import { openDynamoTable } from '../store/dynamodb.ts';
import { createDynamoTable } from '../store/dynamodb-create.ts';
import { openSqliteTable } from '../store/sqlite.ts';
import type { Key, Table } from '../store/table.ts';
import { fillRegion } from './fill-region.ts';
import { logTo } from './log.ts';
import { prepareSandbox } from './sandbox.ts';
import { testerRules } from './sandbox-region.ts';
import { type LocalServer, startServer } from './server.ts';
import { openSignIn } from './sign-in/provider.ts';

const tableName = 'vroegdossier';
const markKey: Key = { pk: 'sandbox', sk: 'region' };
const say = (line: string): void => console.log(line);

interface Options {
  readonly store: 'sqlite' | 'dynamodb';
  readonly endpoint?: string;
}

/** One clear line for whoever started it, and exit code 1. */
class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

function readOptions(): Options {
  const { values } = parseArgs({ options: { store: { type: 'string' }, endpoint: { type: 'string' } } });
  const { store = 'sqlite', endpoint } = values;
  if (store !== 'sqlite' && store !== 'dynamodb') throw new CannotStart('--store is sqlite or dynamodb.');
  if (store === 'dynamodb' && !endpoint)
    throw new CannotStart('--store dynamodb needs --endpoint URL, for example of DynamoDB Local.');
  return { store, endpoint };
}

async function openTable({ store, endpoint }: Options, dataDir: string): Promise<Table> {
  if (store === 'sqlite') return openSqliteTable(join(dataDir, 'dossier.sqlite'));
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = openDynamoTable({ client, tableName });
  await createDynamoTable(client, tableName).catch((cause: unknown) => {
    throw new CannotStart(`No DynamoDB answers at ${endpoint}.`, { cause });
  });
  return table;
}

/** A region whose filling was cut short is of no use: a SQLite file is made anew, DynamoDB asks for a fresh one. */
async function freshIfHalf(table: Table, options: Options, dataDir: string): Promise<Table> {
  const mark = await table.get(markKey);
  if (mark?.value !== 'filling') return table;
  await table.close();
  if (options.store === 'dynamodb')
    throw new CannotStart('The demo region was filled half way before; start with an empty DynamoDB.');
  for (const end of ['', '-wal', '-shm']) await rm(join(dataDir, `dossier.sqlite${end}`), { force: true });
  return openTable(options, dataDir);
}

async function start(): Promise<void> {
  const { HOST, PORT, DATA_DIR, LOG_LEVEL, EXPORT_HOURS, RETENTION_YEARS, IDENTITY_PROVIDERS, ...rates } =
    localSettings();
  const options = readOptions();
  await mkdir(DATA_DIR, { recursive: true });
  const table = await freshIfHalf(await openTable(options, DATA_DIR), options, DATA_DIR);
  const server = await startServer({
    table,
    host: HOST,
    port: PORT,
    rules: [...policy, ...testerRules],
    log: logTo(LOG_LEVEL),
    dataDir: DATA_DIR,
    exportHours: EXPORT_HOURS,
    retentionYears: RETENTION_YEARS,
    openSignIn,
    providers: IDENTITY_PROVIDERS,
    rates: { perClient: rates.RATE_PER_CLIENT, perAddress: rates.RATE_PER_ADDRESS },
  });
  stopOnSignal(server, table);
  await prepareSandbox(table, DATA_DIR);
  if (!(await table.get(markKey))) {
    await table.commit([{ put: markKey, value: 'filling' }]);
    await fillRegion({ url: server.url, dataDir: DATA_DIR, now: new Date(), say });
    await table.commit([{ put: markKey, value: 'filled' }]);
  }
  greet(server.url, options);
}

function greet(url: string, { store }: Options): void {
  say(`
Vroegdossier serves on ${url} (store: ${store})
  FHIR R4 base       ${url}/fhir
  concept API        ${url}/ivh
  API reference      ${url}/docs
  OpenAPI            ${url}/openapi.json
A token:  npm run -s token -- <client>   (jgz, hospital, municipality, coordinator, case-manager, parent, tester, …)
  curl -H "Authorization: Bearer $(npm run -s token -- coordinator)" ${url}/ivh/status
A person's token: npm run -s sign-in          (a page to choose who you are: parents, coordinator, jeugdarts, …)
The whole journey of one child, step by step:  npm run demo
Stop with Ctrl+C; everything stays.`);
}

function stopOnSignal(server: LocalServer, table: Table): void {
  const stop = async (): Promise<void> => {
    await server.stop();
    await table.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** What people can put right, in one line; anything else with its stack. */
function reasonOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  const code = 'code' in problem ? problem.code : undefined;
  if (problem.name === 'SettingsMissing') return problem.message;
  const { HOST, PORT, DATA_DIR } = localSettings();
  if (code === 'EADDRINUSE') return `Port ${PORT} of ${HOST} is in use; choose another with PORT=….`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${HOST} is no address of this machine.`;
  if (code === 'EACCES' && 'syscall' in problem && problem.syscall === 'listen')
    return `Port ${PORT} may not be used by this user; choose another with PORT=….`;
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return `The data folder ${DATA_DIR} cannot be written; choose another with DATA_DIR=….`;
  }
  const known = ['CannotStart', 'StoreUnusable', 'TokenUnavailable', 'StepFailed'];
  return known.includes(problem.name) || 'code' in problem
    ? problem.message
    : (problem.stack ?? problem.message);
}

try {
  await start();
} catch (problem) {
  console.error(`Vroegdossier cannot start: ${reasonOf(problem)}`);
  process.exit(1);
}
