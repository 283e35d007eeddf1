// The clocks of a traject at a moment, in whole days, and the norm of seven days from meeting to agreed plan.
import * as z from 'zod';
import type { Line } from './board.ts';
import { daysBetween } from './calendar.ts';

/** Quality indicator: an agreed plan within a week after the meeting of the team. */
export const normDays = 7;

export const clocksSchema = z
  .object({
    inState: z.number().optional().meta({ description: 'Days in the present state' }),
    toIntake: z.number().optional().meta({ description: 'Days from referral to first intake' }),
    toMeeting: z.number().optional().meta({ description: 'Days from referral to the meeting' }),
    toAgreement: z
      .number()
      .optional()
      .meta({ description: 'Days from the meeting to the agreed plan, or until today; the norm is 7' }),
    toCare: z
      .array(z.number())
      .meta({ description: 'Days from handing out to start, per started line of advice' }),
    waiting: z
      .array(z.number())
      .meta({ description: 'Days since handing out, per line of advice not started' }),
    normExceeded: z.boolean(),
  })
  .meta({ id: 'Clocks' });
export type Clocks = z.infer<typeof clocksSchema>;

const ended = new Set(['afgesloten', 'afgewezen', 'ingetrokken']);

export function clocksAt(line: Line, now: string): Clocks {
  const days = (from: string | undefined, until: string | undefined) =>
    from === undefined || until === undefined ? undefined : Math.max(0, daysBetween(from, until));
  const running = ended.has(line.state) ? undefined : now;
  const toAgreement = days(line.meetingAt, line.agreedAt ?? running);
  return {
    inState: days(line.since, now),
    toIntake: days(line.referredAt, line.intakeAt),
    toMeeting: days(line.referredAt, line.meetingAt),
    toAgreement,
    toCare: line.advice.flatMap((each) => days(each.at, each.startedAt) ?? []),
    waiting: line.advice.flatMap((each) => (each.startedAt ? [] : (days(each.at, running) ?? []))),
    normExceeded: toAgreement !== undefined && toAgreement > normDays,
  };
}
