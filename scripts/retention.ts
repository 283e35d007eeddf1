// Destroys the files whose retention has ended, and finishes destructions that were cut short, with the operator's own credentials.
// npm run retention -- (--table <TableName> [--endpoint URL] [--bucket <exports>] | --data <folder>) [--years 20] [--rehearse]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { runRetention } from '../src/access/retention-run.ts';
import type { ExportFiles } from '../src/bulk/files.ts';
import { openFolder } from '../src/bulk/folder-files.ts';
import { openBucket } from '../src/bulk/s3-files.ts';
import { openDynamoTable } from '../src/store/dynamodb.ts';
import { usualYears } from '../src/store/retention.ts';
import { openSqliteTable } from '../src/store/sqlite.ts';
import type { Table } from '../src/store/table.ts';
import { guardOf } from '../src/wiring.ts';

const usage = `Usage: npm run retention -- --data <folder> [--years <n>] [--rehearse]   (while the server is stopped)
       npm run retention -- --table <TableName> --bucket <exports> [--endpoint URL] [--years <n>] [--rehearse]`;

interface Opened {
  readonly table: Table;
  readonly files: Pick<ExportFiles, 'get'>;
}

function open(values: { table?: string; endpoint?: string; bucket?: string; data?: string }): Opened {
  if (values.data && !values.table)
    return {
      table: openSqliteTable(join(values.data, 'dossier.sqlite')),
      files: openFolder(join(values.data, 'exports')),
    };
  if (!values.table || !values.bucket) throw new Error(usage);
  const client = new DynamoDBClient(values.endpoint ? { endpoint: values.endpoint } : {});
  return {
    table: openDynamoTable({ client, tableName: values.table }),
    files: openBucket({ bucket: values.bucket }),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      table: { type: 'string' },
      endpoint: { type: 'string' },
      bucket: { type: 'string' },
      data: { type: 'string' },
      years: { type: 'string' },
      rehearse: { type: 'boolean' },
    },
  });
  const years = values.years === undefined ? usualYears : Number(values.years);
  if (!Number.isInteger(years) || years < 1) throw new Error('--years is a whole number of 1 or more.');
  const { table, files } = open(values);
  try {
    // Whoever runs the exports hears of a cancelled one from the table's stream, or clears it at the next start.
    const exports = { files, keepHours: 1, tell: () => {} };
    const guard = guardOf({ table, publicUrl: 'https://retention.invalid', retentionYears: years, exports });
    const report = await runRetention(guard, { rehearse: values.rehearse });
    console.log(
      `finished ${report.resumed.length}, destroyed ${report.destroyed.length}, due ${report.due.length}, held ${report.held.length}, kept ${report.kept}`,
    );
    for (const { id, region } of [...report.resumed, ...report.destroyed])
      console.log(`certificate ${id} of ${region}`);
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
