// People around the table: who takes part in a meeting or belongs to a team, and as what.
import type { CodeableConcept, EncounterParticipant, Reference } from '@medplum/fhirtypes';
import * as z from 'zod';
import { codesIn, role } from './codes.ts';
import { code, idOf, line } from './fields.ts';
import { idIn, to } from './references.ts';

/** One of practitioner, parent or name says who it is. */
export const attendeeSchema = z
  .strictObject({
    role: code('rol'),
    practitioner: idOf('Practitioner').optional(),
    parent: idOf('RelatedPerson').optional(),
    name: line.optional().meta({ description: 'For someone who is not in the directory' }),
  })
  .refine(
    (each) => [each.practitioner, each.parent, each.name].filter((who) => who !== undefined).length === 1,
    'give exactly one of practitioner, parent and name',
  )
  .meta({ id: 'Attendee' });
export type Attendee = z.infer<typeof attendeeSchema>;

export const attendeeAnswer = z
  .object({
    role: z.string().optional(),
    practitioner: z.string().optional(),
    parent: z.string().optional(),
    name: z.string().optional(),
  })
  .meta({ id: 'AttendeeAnswer' });

export function who({ practitioner, parent, name }: Attendee): { reference?: string; display?: string } {
  if (practitioner !== undefined) return to('Practitioner', practitioner);
  return parent !== undefined ? to('RelatedPerson', parent) : { display: name };
}

export const participantOf = (attendee: Attendee): EncounterParticipant => ({
  type: [role(attendee.role)],
  individual: who(attendee),
});

interface Seat {
  readonly roles?: readonly CodeableConcept[];
  readonly who?: Reference;
}

export const attendeeFrom = ({ roles, who: person }: Seat): z.infer<typeof attendeeAnswer> => ({
  role: codesIn('rol', roles ?? [])[0],
  practitioner: idIn('Practitioner', person),
  parent: idIn('RelatedPerson', person),
  name: person?.display,
});
