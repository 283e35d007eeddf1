// What the concept API takes and answers about the multidisciplinary meeting (MDO).
import * as z from 'zod';
import { attendeeAnswer, attendeeSchema } from '../attendees.ts';
import { idOf, instant, line, prose } from '../fields.ts';

export const meetingSchema = z
  .strictObject({
    child: idOf('Patient'),
    plannedAt: instant,
    minutes: z.int().min(5).max(600).optional().meta({ description: 'How long it takes; 60 when left out' }),
    place: line.optional(),
    participants: z.array(attendeeSchema).min(1).max(50),
  })
  .meta({ id: 'Meeting' });
export type Meeting = z.infer<typeof meetingSchema>;

export const heldSchema = z
  .strictObject({
    startedAt: instant,
    endedAt: instant,
    participants: z.array(attendeeSchema).min(1).max(50).meta({ description: 'Who were really there' }),
    conclusions: prose,
  })
  .meta({ id: 'MeetingHeld' });
export type Held = z.infer<typeof heldSchema>;

export const meetingAnswer = z
  .object({
    id: z.string().meta({ description: 'Id of the Encounter' }),
    child: z.string(),
    status: z.string().meta({ description: 'planned or finished' }),
    plannedAt: z.string().optional(),
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
    place: z.string().optional(),
    participants: z.array(attendeeAnswer),
    minimumTeam: z.object({ complete: z.boolean(), missing: z.array(z.string()) }),
    conclusions: z.string().optional(),
    appointment: z.string().optional(),
  })
  .meta({ id: 'MeetingAnswer' });
export const meetingList = z.object({ meetings: z.array(meetingAnswer) }).meta({ id: 'MeetingList' });
