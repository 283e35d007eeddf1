// Reads a meeting back: its Encounter, the appointment it was planned by, the conclusion it came to.
import type { Encounter, Resource } from '@medplum/fhirtypes';
import type * as z from 'zod';
import { attendeeFrom } from '../attendees.ts';
import { behind, ofType } from '../child-file.ts';
import { codesIn } from '../codes.ts';
import { missingRoles } from '../minimum-team.ts';
import { idIn, referenceOf } from '../references.ts';
import type { meetingAnswer } from './schema.ts';

export function meetingFrom(encounter: Encounter, file: readonly Resource[]): z.infer<typeof meetingAnswer> {
  const appointment = behind(file, 'Appointment', encounter.appointment)[0];
  const isHeld = encounter.status === 'finished';
  const seats = encounter.participant ?? [];
  const missing = missingRoles(seats.flatMap((seat) => codesIn('rol', seat.type)));
  const conclusion = ofType(file, 'DiagnosticReport').find(
    (report) => report.encounter?.reference === referenceOf(encounter),
  )?.conclusion;
  return {
    id: encounter.id ?? '',
    child: idIn('Patient', encounter.subject) ?? '',
    status: encounter.status,
    plannedAt: appointment?.start ?? (isHeld ? undefined : encounter.period?.start),
    startedAt: isHeld ? encounter.period?.start : undefined,
    endedAt: isHeld ? encounter.period?.end : undefined,
    place: encounter.location?.[0]?.location.display,
    participants: seats.map((seat) => attendeeFrom({ roles: seat.type, who: seat.individual })),
    minimumTeam: { complete: missing.length === 0, missing },
    conclusions: conclusion,
    appointment: appointment?.id,
  };
}
