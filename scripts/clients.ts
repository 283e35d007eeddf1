// Who may ask for tokens, and the key that signs these: for the operator, with his own credentials; no door may do it.
// npm run clients -- <command> (--table <TableName> [--endpoint URL] | --file <dossier.sqlite>)
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  listRegistrations,
  type Registration,
  register,
  registrableKinds,
  registrationSchema,
  setBlocked,
  unregister,
} from '../src/access/tokens/registration.ts';
import { rotateSigningKey } from '../src/access/tokens/signing-keys.ts';
import { openDynamoTable } from '../src/store/dynamodb.ts';
import { openSqliteTable } from '../src/store/sqlite.ts';
import type { Table } from '../src/store/table.ts';

const usage = `Usage: npm run clients -- <command> --table <TableName> [--endpoint URL]
       npm run clients -- <command> --file <dossier.sqlite>   (while the server is stopped)
  list                         who is registered
  show <client>                one registration
  register <registration.json> adds a client, or replaces what was registered of it
  activate <client>            lets a client in again
  deactivate <client>          keeps a client out from its next request on
  remove <client>              forgets a client
  block <person>               keeps out who signs in, by the pseudonym in the audit trail
  unblock <person>             lets him in again
  rotate-token-key [--lost]    a new key signs tokens; with --lost those out there end`;

type Command = (table: Table, argument: string, lost: boolean) => Promise<string>;

const commands: Readonly<Record<string, Command>> = {
  list: async (table) => (await listRegistrations(table)).map(lineOf).join('\n') || 'Nobody is registered.',
  show: async (table, client) => JSON.stringify(await found(table, client), undefined, 2),
  register: async (table, file) => {
    const registration = await readRegistration(file);
    await register(table, registration);
    const { client, organization = 'a person', region } = registration;
    return `${client} is registered for ${organization} in ${region}.`;
  },
  activate: async (table, client) => {
    await register(table, { ...(await found(table, client)), active: true });
    return `${client} may come in.`;
  },
  deactivate: async (table, client) => {
    await register(table, { ...(await found(table, client)), active: false });
    return `${client} is kept out.`;
  },
  remove: async (table, client) => {
    if (!(await unregister(table, client))) throw new Error(`${client} is not registered.`);
    return `${client} is not registered any more.`;
  },
  block: async (table, person) => {
    await setBlocked(table, personName(person), true);
    return `${person} is kept out.`;
  },
  unblock: async (table, person) => {
    await setBlocked(table, personName(person), false);
    return `${person} may come in.`;
  },
  'rotate-token-key': async (table, _argument, lost) =>
    `Tokens are signed with the key ${await rotateSigningKey(table, randomUUID, new Date(), lost)} now.`,
};

function personName(text: string): string {
  if (/^[a-z][a-z0-9]{0,15}-[0-9a-f]{32}$/.test(text)) return text;
  throw new Error('A person is named like regio-0123456789abcdef0123456789abcdef.');
}

const lineOf = ({ client, kind, organization, name, active, contact }: Registration): string =>
  [client, kind, organization ?? '-', active === false ? 'not active' : 'active', name, contact ?? '']
    .join('  ')
    .trim();

async function found(table: Table, client: string): Promise<Registration> {
  const registration = (await listRegistrations(table)).find((one) => one.client === client);
  if (!registration) throw new Error(`${client} is not registered.`);
  return registration;
}

async function readRegistration(file: string): Promise<Registration> {
  const parsed = registrationSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  if (!registrableKinds.some((kind) => kind === parsed.data.kind))
    throw new Error(`kind: one of ${registrableKinds.join(', ')}.`);
  return parsed.data;
}

async function openTable(values: Values): Promise<Table> {
  if (values.file) return openSqliteTable(values.file);
  if (!values.table) throw new Error(usage);
  const client = new DynamoDBClient(values.endpoint ? { endpoint: values.endpoint } : {});
  const table = openDynamoTable({ client, tableName: values.table });
  await table.ping();
  return table;
}

interface Values {
  readonly table?: string;
  readonly endpoint?: string;
  readonly file?: string;
  readonly lost?: boolean;
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    options: { table: text, endpoint: text, file: text, lost: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [name = '', argument, ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const takesNone = name === 'list' || name === 'rotate-token-key';
  if (!command || more.length > 0 || takesNone !== (argument === undefined)) throw new Error(usage);
  const table = await openTable(values);
  try {
    console.log(await command(table, argument ?? '', values.lost === true));
  } finally {
    await table.close();
  }
}

try {
  await main();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exitCode = 1;
}
