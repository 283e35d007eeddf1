// The region's board: how many children are where, for how long, and whose plan is late. No names.
import * as z from 'zod';
import type { Context } from '../../interactions/context.ts';
import type { Json } from '../../store/head.ts';
import { type Clocks, clocksAt, clocksSchema, normDays } from '../clocks.ts';
import { codesOf } from '../codes.ts';

/** A stored board line, as `boardOf` made it. */
const lineSchema = z.object({
  episode: z.string().optional(),
  referral: z.string().optional(),
  state: z.literal(codesOf('status')),
  since: z.string().optional(),
  referredAt: z.string().optional(),
  intakeAt: z.string().optional(),
  meetingAt: z.string().optional(),
  agreedAt: z.string().optional(),
  advice: z.array(
    z.object({
      task: z.string(),
      at: z.string().optional(),
      takenAt: z.string().optional(),
      startedAt: z.string().optional(),
      waits: z.literal(true).optional(),
    }),
  ),
  caseManager: z.string().optional(),
  municipality: z.string().optional(),
});

const boardLine = z
  .object({
    child: z.string(),
    episode: z.string().optional(),
    referral: z.string().optional(),
    state: z.string(),
    since: z.string().optional(),
    referredAt: z.string().optional(),
    intakeAt: z.string().optional(),
    meetingAt: z.string().optional(),
    agreedAt: z.string().optional(),
    caseManager: z.string().optional(),
    municipality: z.string().optional(),
    advice: z.object({ total: z.number(), started: z.number(), onWaitingList: z.number() }),
    clocks: clocksSchema,
  })
  .meta({ id: 'BoardLine' });
type BoardLine = z.infer<typeof boardLine>;

export const boardAnswer = z
  .object({
    at: z.string(),
    region: z.string(),
    counts: z
      .record(z.string(), z.number())
      .meta({ description: 'Children per state (codes of ivh-status)' }),
    norm: z.object({ days: z.number(), exceeded: z.number() }),
    medians: z
      .object({
        toIntake: z.number().optional(),
        toMeeting: z.number().optional(),
        toAgreement: z.number().optional(),
        toCare: z.number().optional(),
      })
      .meta({ description: 'Days, over the children for whom the clock has stopped' }),
    lines: z.array(boardLine),
  })
  .meta({ id: 'Board' });

export const boardQuery = z.strictObject({
  state: z.literal(codesOf('status')).optional(),
  caseManager: z.string().optional(),
});

const idAfter = (reference: string | undefined) => reference?.split('/')[1];

function shownLine(patient: string, stored: Json, now: string): BoardLine & { agreed: boolean } {
  const line = lineSchema.parse(stored);
  return {
    child: idAfter(patient) ?? patient,
    episode: idAfter(line.episode),
    referral: idAfter(line.referral),
    state: line.state,
    since: line.since,
    referredAt: line.referredAt,
    intakeAt: line.intakeAt,
    meetingAt: line.meetingAt,
    agreedAt: line.agreedAt,
    caseManager: idAfter(line.caseManager),
    municipality: idAfter(line.municipality),
    advice: {
      total: line.advice.length,
      started: line.advice.filter((each) => each.startedAt).length,
      onWaitingList: line.advice.filter((each) => each.waits).length,
    },
    clocks: clocksAt(line, now),
    agreed: line.agreedAt !== undefined,
  };
}

export async function board(
  context: Context,
  query: z.infer<typeof boardQuery>,
): Promise<z.infer<typeof boardAnswer>> {
  const now = context.now().toISOString();
  const stored = await context.dossier.board();
  const all = stored.map(({ patient, line }) => shownLine(patient, line, now));
  const lines = all.filter(
    (line) =>
      (query.state === undefined || line.state === query.state) &&
      (query.caseManager === undefined || line.caseManager === query.caseManager),
  );
  return {
    at: now,
    region: idAfter(context.dossier.caller.region) ?? '',
    counts: Object.fromEntries(
      codesOf('status').map((state) => [state, lines.filter((each) => each.state === state).length]),
    ),
    norm: { days: normDays, exceeded: lines.filter((each) => each.clocks.normExceeded).length },
    medians: mediansOf(lines),
    lines: lines.map(({ agreed, ...line }) => line),
  };
}

function mediansOf(lines: readonly { clocks: Clocks; agreed: boolean }[]) {
  const of = (pick: (clocks: Clocks) => number | undefined) =>
    median(lines.flatMap(({ clocks }) => pick(clocks) ?? []));
  return {
    toIntake: of((clocks) => clocks.toIntake),
    toMeeting: of((clocks) => clocks.toMeeting),
    toAgreement: median(lines.flatMap(({ clocks, agreed }) => (agreed ? (clocks.toAgreement ?? []) : []))),
    toCare: median(lines.flatMap(({ clocks }) => clocks.toCare)),
  };
}

/** Without values there is no median. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
