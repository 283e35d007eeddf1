// npm run audit:verify: goes through the chains of all trails and names what was removed, changed or moved. Exit code 1 if anything was.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { usualAuditYears } from '../src/access/audit/forget-entries.ts';
import { type Broken, inspectTrails } from '../src/access/audit/inspect-trails.ts';
import { runScript, tableOptions, tableUsage, withTable, yearsIn } from './audit-table.ts';

const usage = `Usage: npm run audit:verify -- ${tableUsage} [--years 5] [--anchor <file>]
--anchor: the ends of all trails as an earlier run wrote them there; they are checked, and written anew if all is well.
Keep that file where nobody who can write the table can write it.`;

const anchorsSchema = z.record(z.string(), z.object({ i: z.int(), h: z.string() }));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { ...tableOptions, years: { type: 'string' }, anchor: { type: 'string' } },
  });
  const { anchor } = values;
  const known =
    anchor !== undefined && existsSync(anchor)
      ? anchorsSchema.parse(JSON.parse(await readFile(anchor, 'utf8')))
      : {};
  const found = await withTable(values, usage, (table) =>
    inspectTrails({
      table,
      now: new Date(),
      years: yearsIn(values.years, usualAuditYears),
      anchors: new Map(Object.entries(known)),
    }),
  );
  for (const one of found.broken) console.error(lineOf(one));
  const counted = `${found.tips.size} trails, ${found.entries} entries`;
  if (found.broken.length > 0) throw new Error(`${counted}: ${found.broken.length} trails are not whole.`);
  if (anchor !== undefined) {
    const ends = [...found.tips].map(([trail, { i, h }]) => [trail, { i, h }]);
    await writeFile(anchor, `${JSON.stringify(Object.fromEntries(ends), undefined, 1)}\n`);
  }
  console.log(`${counted}: all whole.`);
}

const lineOf = ({ trail, entry, what }: Broken): string =>
  entry === 0 ? `${trail}: ${what}` : `${trail}: entry ${entry} ${what}`;

await runScript(main);
