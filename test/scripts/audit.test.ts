import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditEvent } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { Ledger } from '../../src/access/audit/ledger.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { auditKey, entryName } from '../../src/store/keys.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { storesHere } from '../end-to-end/sandbox.ts';

const run = promisify(execFile);
const quiet = '--disable-warning=ExperimentalWarning';
const env = {
  ...process.env,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** Years ago, so that the last of three entries alone is kept. */
const ages = [9, 8, 1];

describe.each(await storesHere())('the trails on %s', (store) => {
  let place: string[];
  let folder: string;
  let open: () => Table;
  const script = (name: string, ...args: string[]) =>
    run(process.execPath, [quiet, `scripts/audit-${name}.ts`, ...place, ...args], { env }).then(
      ({ stdout }) => ({ code: 0, out: stdout.trim(), error: '' }),
      (problem: { code: number; stderr: string }) => ({ code: problem.code, out: '', error: problem.stderr }),
    );
  const withTable = async (act: (table: Table) => Promise<void>): Promise<void> => {
    const table = open();
    await act(table);
    await table.close();
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trails-'));
    if (store === 'SQLite') {
      const file = join(folder, 'dossier.sqlite');
      place = ['--file', file];
      open = () => openSqliteTable(file);
    } else {
      const endpoint = (await dynamoDbEndpoint()) ?? '';
      const client = localClient(endpoint);
      const tableName = `trails-${randomUUID()}`;
      await createDynamoTable(client, tableName);
      place = ['--table', tableName, '--endpoint', endpoint];
      open = () => openDynamoTable({ client, tableName });
    }
    await withTable(async (table) => {
      const ledger = new Ledger(table, 'a');
      for (const age of ages)
        for (const trail of ['alex', 'puck'])
          await ledger.enter([
            {
              trail,
              entry: {
                t: new Date(Date.now() - age * 31_557_600_000).toISOString(),
                c: 'gp',
                k: 'gp',
                n: 'Huisartsen',
                r: 'Organization/ivh',
                x: `request-${age}`,
                ip: '127.0.0.1',
                e: [['R', 'Condition/1/_history/1']],
                s: '0',
              },
            },
          ]);
    });
  });

  it('are whole, and their ends are written down', async () => {
    const anchor = join(folder, 'anchor.json');
    const years = ['--years', '20'];
    expect(await script('verify', ...years, '--anchor', anchor)).toMatchObject({
      code: 0,
      out: '2 trails, 6 entries: all whole.',
    });
    expect(Object.keys(JSON.parse(await readFile(anchor, 'utf8'))).sort()).toEqual(['alex', 'puck']);
    expect(await script('verify', ...years, '--anchor', anchor)).toMatchObject({ code: 0 });
  });

  it('come out as AuditEvents, all or those of one child and time', async () => {
    const { out } = await script('export');
    const events = out.split('\n').map((line): AuditEvent => JSON.parse(line));
    expect(events).toHaveLength(6);
    const { validate } = createValidator();
    expect(events.flatMap((event) => validate(event).errors)).toEqual([]);
    const start = new Date(Date.now() - 2 * 31_557_600_000).toISOString().slice(0, 10);
    const one = await script('export', '--child', 'alex', '--start', start);
    expect(one.out.split('\n').map((line) => JSON.parse(line).id)).toEqual(['alex.000000000003']);
  });

  it('forget what is older than it is kept, and stay whole', async () => {
    expect((await script('forget', '--years', '5')).out).toBe(
      '4 entries of more than 5 years ago were taken away.',
    );
    expect((await script('verify', '--years', '5')).out).toBe('2 trails, 2 entries: all whole.');
    expect((await script('verify', '--years', '20')).code).toBe(1);
  });

  it('are told to be broken, and where', async () => {
    await withTable((table) => table.commit([{ remove: auditKey('puck', entryName(3)) }]));
    const { code, error } = await script('verify', '--years', '5');
    expect(code).toBe(1);
    expect(error).toContain('puck: entry 1 removed');
    expect(error).toContain('1 trails are not whole');
  });

  it.each([
    [['--years', 'vijf'], 'a number of years'],
    [['--years=-1'], 'a number of years'],
  ])('are not looked at with %j', async (args, reason) => {
    const { code, error } = await script('verify', ...args);
    expect([code, error.includes(reason)]).toEqual([1, true]);
  });
});
