// What the concept API takes and answers about the traject (EpisodeOfCare).
import * as z from 'zod';
import { clocksSchema } from '../clocks.ts';
import { code, idOf, moment, prose } from '../fields.ts';

export const caseManagerSchema = z
  .strictObject({
    practitioner: idOf('Practitioner'),
    organization: idOf('Organization').optional().meta({ description: 'For whom the case manager works' }),
  })
  .meta({ id: 'CaseManager' });
export type CaseManager = z.infer<typeof caseManagerSchema>;

export const moveSchema = z
  .strictObject({
    to: code('status'),
    reason: prose.optional(),
    date: moment.optional().meta({ description: 'When it happened; now when left out' }),
  })
  .meta({ id: 'Move' });
export type Move = z.infer<typeof moveSchema>;

export const reasonSchema = z.strictObject({ reason: prose, date: moment.optional() }).meta({ id: 'Reason' });
export type Reason = z.infer<typeof reasonSchema>;

export const episodeAnswer = z
  .object({
    id: z.string(),
    child: z.string(),
    status: z.string().meta({ description: 'Status of the EpisodeOfCare' }),
    state: z.string().meta({ description: 'Code of ivh-status' }),
    since: z.string().optional(),
    form: z.string().optional().meta({ description: 'Code of ivh-trajectvorm' }),
    referral: z.string().optional(),
    caseManager: z.string().optional(),
    careTeam: z.string().optional(),
    municipality: z.string().optional(),
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
    history: z.array(
      z.object({
        status: z.string(),
        from: z.string().optional(),
        until: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
    clocks: clocksSchema,
  })
  .meta({ id: 'EpisodeAnswer' });
export type EpisodeAnswer = z.infer<typeof episodeAnswer>;
export const episodeList = z.object({ episodes: z.array(episodeAnswer) }).meta({ id: 'EpisodeList' });
