// The region's board: how many children are where, for how long, and whose plan is late. No names.
import * as z from 'zod';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
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
    joined: z.array(z.string()).optional().meta({
      description:
        'Other ids under which this same child has a file: brought in by who could not see the other',
    }),
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
    norm: z.object({ days: z.number(), exceeded: z.number().optional() }),
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

/** An analyst gets figures alone, and none over fewer children than this. */
export const smallest = 5;

type Stored = Awaited<ReturnType<Context['dossier']['board']>>[number];

const idAfter = (reference: string | undefined) => reference?.split('/')[1];

function shownLine({ patient, line: stored, joined }: Stored, now: string): BoardLine & { agreed: boolean } {
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
    joined: joined.length > 0 ? [...joined] : undefined,
    agreed: line.agreedAt !== undefined,
  };
}

export async function board(
  context: Context,
  query: z.infer<typeof boardQuery>,
): Promise<z.infer<typeof boardAnswer>> {
  const now = context.now().toISOString();
  const isAnalyst = context.dossier.caller.kind === 'analyst';
  if (isAnalyst) refuseSelection(query);
  const stored = isAnalyst
    ? (await context.dossier.figures()).map((line) => ({ patient: '', line, joined: [] }))
    : await context.dossier.board();
  const all = stored.map((each) => shownLine(each, now));
  const lines = all.filter(
    (line) =>
      (query.state === undefined || line.state === query.state) &&
      (query.caseManager === undefined || line.caseManager === query.caseManager),
  );
  const least = isAnalyst ? smallest : 0;
  const told = (count: number): number | undefined => (count < least ? undefined : count);
  return {
    at: now,
    region: idAfter(context.dossier.caller.region) ?? '',
    counts: Object.fromEntries(
      codesOf('status').flatMap((state) => {
        const count = told(lines.filter((each) => each.state === state).length);
        return count === undefined ? [] : [[state, count]];
      }),
    ),
    norm: { days: normDays, exceeded: told(lines.filter((each) => each.clocks.normExceeded).length) },
    medians: mediansOf(lines, least),
    lines: isAnalyst ? [] : lines.map(({ agreed, ...line }) => line),
  };
}

/** Figures of a selection of one's own choice could be taken apart into children. */
function refuseSelection({ state, caseManager }: z.infer<typeof boardQuery>): void {
  if (state === undefined && caseManager === undefined) return;
  throw new FhirFailure(
    'bad-parameter',
    'An analyst counts over the whole region: leave out state and caseManager.',
  );
}

function mediansOf(lines: readonly { clocks: Clocks; agreed: boolean }[], least: number) {
  const of = (pick: (line: (typeof lines)[number]) => number | readonly number[] | undefined) => {
    const values = lines.flatMap((line) => pick(line) ?? []);
    return values.length < least ? undefined : median(values);
  };
  return {
    toIntake: of(({ clocks }) => clocks.toIntake),
    toMeeting: of(({ clocks }) => clocks.toMeeting),
    toAgreement: of(({ clocks, agreed }) => (agreed ? clocks.toAgreement : undefined)),
    toCare: of(({ clocks }) => clocks.toCare),
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
