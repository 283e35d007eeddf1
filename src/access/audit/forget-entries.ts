// Retention of the log: takes away the oldest entries of each trail once their time is over. The operator runs it; no door may.
import { auditKey, auditRange } from '../../store/keys.ts';
import type { Table } from '../../store/table.ts';
import { entryOf, lastNumber, numbersIn, trailsOf } from './audit-reader.ts';

/** NEN 7513 leaves the time to the keeper of the log; five years is usual. */
export const usualAuditYears = 5;

const yearMs = 31_557_600_000;
const together = 100;

/** How many entries were taken away. The last entry of a trail stays: the next one hangs on to it. */
export async function forgetEntries(
  table: Table,
  { now, years }: { now: Date; years: number },
): Promise<number> {
  const until = now.getTime() - years * yearMs;
  let forgotten = 0;
  for await (const trail of trailsOf(table)) {
    const { to } = await numbersIn(table, trail, { from: Number.NEGATIVE_INFINITY, to: until });
    const last = Math.min(to, (await lastNumber(table, trail)) - 1);
    const rows = last < 1 ? [] : await table.query(auditRange(trail, 1, last));
    const old = rows.filter((row) => Date.parse(entryOf(row).t) < until);
    for (let at = 0; at < old.length; at += together)
      await table.commit(old.slice(at, at + together).map(({ sk }) => ({ remove: auditKey(trail, sk) })));
    forgotten += old.length;
  }
  return forgotten;
}
