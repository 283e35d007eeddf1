// npm run audit:export: the trails as FHIR AuditEvents, one a line (NDJSON), to standard output.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { exportTrails } from '../src/access/audit/export-trails.ts';
import { dateRange } from '../src/fhir/search/date.ts';
import { runScript, tableOptions, tableUsage, withTable } from './audit-table.ts';

const usage = `Usage: npm run --silent audit:export -- ${tableUsage} [--child <Patient id>] [--start 2026-01-01] [--end 2026-12-31] [--base <FHIR base>] > trails.ndjson`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...tableOptions,
      child: { type: 'string' },
      start: { type: 'string' },
      end: { type: 'string' },
      base: { type: 'string', default: 'https://vroegdossier.invalid/fhir' },
    },
  });
  const { child, start, end, base } = values;
  const ask = { trail: child, from: spanOf(start)?.from, to: spanOf(end)?.to };
  await withTable(values, usage, async (table) => {
    for await (const line of exportTrails({ table, base }, ask))
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  });
}

function spanOf(text: string | undefined) {
  const span = text === undefined ? undefined : dateRange(text);
  if (text !== undefined && !span) throw new Error(`"${text}" is no date; write 2026-01-31.`);
  return span;
}

await runScript(main);
