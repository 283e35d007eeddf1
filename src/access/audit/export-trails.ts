// The trails as AuditEvents, one a line (NDJSON), for the keeper of the log.
import { auditRange } from '../../store/keys.ts';
import { type AuditSource, eventOf, numbersIn, trailsOf } from './audit-reader.ts';

export interface TrailAsk {
  /** One trail alone: the id of a child. */
  readonly trail?: string;
  /** Milliseconds since 1970, `from` inclusive and `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
}

const stretch = 1000;

export async function* exportTrails(
  source: AuditSource,
  { trail, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: TrailAsk,
): AsyncIterable<string> {
  for await (const one of trail === undefined ? trailsOf(source.table) : [trail]) {
    const numbers = await numbersIn(source.table, one, { from, to });
    for (let at = numbers.from; at <= numbers.to; at += stretch)
      for (const row of await source.table.query(auditRange(one, at, Math.min(numbers.to, at + stretch - 1))))
        yield `${JSON.stringify(eventOf(one, row, source))}\n`;
  }
}
