// Opens the table whose trails are looked at: a SQLite file (the server must be stopped, or give a copy) or a DynamoDB table.
import { existsSync } from 'node:fs';
import { openSqliteTable } from '../src/store/sqlite.ts';
import type { Table } from '../src/store/table.ts';

export const tableOptions = {
  file: { type: 'string' },
  table: { type: 'string' },
  endpoint: { type: 'string' },
} as const;

export const tableUsage = '--file <dossier.sqlite> | --table <TableName> [--endpoint URL]';

interface TableValues {
  readonly file?: string;
  readonly table?: string;
  readonly endpoint?: string;
}

/** Calls `act` with the table and closes it after. Throws what `usage` says unless there is one table to open. */
export async function withTable<T>(
  { file, table: tableName, endpoint }: TableValues,
  usage: string,
  act: (table: Table) => Promise<T>,
): Promise<T> {
  if ((file === undefined) === (tableName === undefined)) throw new Error(usage);
  if (file !== undefined) {
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
    return acting(openSqliteTable(file), act);
  }
  const [{ DynamoDBClient }, { openDynamoTable }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('../src/store/dynamodb.ts'),
  ]);
  const client = new DynamoDBClient(endpoint ? { endpoint } : {});
  const table = openDynamoTable({ client, tableName: tableName ?? '' });
  try {
    await table.ping();
    return await acting(table, act);
  } finally {
    client.destroy();
  }
}

async function acting<T>(table: Table, act: (table: Table) => Promise<T>): Promise<T> {
  try {
    return await act(table);
  } finally {
    await table.close();
  }
}

/** A number of years above nothing. */
export function yearsIn(text: string | undefined, usual: number): number {
  const years = Number(text ?? usual);
  if (Number.isFinite(years) && years > 0) return years;
  throw new Error(`--years takes a number of years, not "${text}".`);
}

/** Runs what a script does; a failure is one line and exit code 1. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exitCode = 1;
  }
}
