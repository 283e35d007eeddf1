// npm run audit:forget: takes entries out of the trails whose time is over, oldest first. The chains stay whole from there on.
import { parseArgs } from 'node:util';
import { forgetEntries, usualAuditYears } from '../src/access/audit/forget-entries.ts';
import { runScript, tableOptions, tableUsage, withTable, yearsIn } from './audit-table.ts';

const usage = `Usage: npm run audit:forget -- ${tableUsage} [--years 5]`;

await runScript(async () => {
  const { values } = parseArgs({ options: { ...tableOptions, years: { type: 'string' } } });
  const years = yearsIn(values.years, usualAuditYears);
  const forgotten = await withTable(values, usage, (table) =>
    forgetEntries(table, { now: new Date(), years }),
  );
  console.log(`${forgotten} entries of more than ${years} years ago were taken away.`);
});
