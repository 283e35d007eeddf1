// A multidisciplinary meeting as FHIR: Appointment and planned Encounter, then the finished Encounter with its conclusion.
import type { Appointment, DiagnosticReport, Encounter, Period } from '@medplum/fhirtypes';
import type { Write } from '../../store/dossier.ts';
import { participantOf, who } from '../attendees.ts';
import { earliest } from '../calendar.ts';
import { concept, madeFor, role } from '../codes.ts';
import { at, referenceOf, to, urn } from '../references.ts';
import { create, update } from '../writes.ts';
import type { Held, Meeting } from './schema.ts';

export interface MeetingSetting {
  readonly now: string;
  readonly region: string;
  /** `EpisodeOfCare/<id>` of the open traject. */
  readonly episode: string;
  readonly newId: () => string;
}

/** The Encounter comes first: its id is the meeting's. */
export function plannedWrites(meeting: Meeting, { now, region, episode, newId }: MeetingSetting): Write[] {
  const url = urn(newId());
  const end = new Date(Date.parse(meeting.plannedAt) + (meeting.minutes ?? 60) * 60_000).toISOString();
  const encounter: Encounter = {
    resourceType: 'Encounter',
    meta: madeFor('2', 'mdo'),
    status: 'planned',
    statusHistory: [{ status: 'planned', period: { start: now } }],
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [concept('gesprek', 'mdo', 'Multidisciplinair overleg')],
    subject: to('Patient', meeting.child),
    episodeOfCare: [at(episode)],
    participant: meeting.participants.map(participantOf),
    appointment: [at(url)],
    period: { start: meeting.plannedAt, end },
    location: meeting.place ? [{ location: { display: meeting.place } }] : [],
    serviceProvider: at(region),
  };
  return [create(encounter), create(appointmentOf(meeting, end, now), url)];
}

const appointmentOf = (meeting: Meeting, end: string, now: string): Appointment => ({
  resourceType: 'Appointment',
  meta: madeFor('2', 'mdo-afspraak'),
  status: 'booked',
  description: 'Multidisciplinair overleg',
  start: meeting.plannedAt,
  end,
  created: now,
  participant: [
    { actor: to('Patient', meeting.child), status: 'accepted' },
    ...meeting.participants.map((attendee) => ({
      type: [role(attendee.role)],
      actor: who(attendee),
      status: 'needs-action' as const,
    })),
    ...(meeting.place
      ? [{ actor: { type: 'Location' as const, display: meeting.place }, status: 'accepted' as const }]
      : []),
  ],
});

export function heldWrites(
  encounter: Encounter,
  appointment: Appointment | undefined,
  held: Held,
  setting: Pick<MeetingSetting, 'now' | 'region'>,
): Write[] {
  const past = encounter.statusHistory ?? [];
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    meta: madeFor('2', 'mdo-conclusie'),
    status: 'final',
    code: concept('gesprek', 'mdo', 'Conclusie multidisciplinair overleg'),
    subject: encounter.subject,
    encounter: at(referenceOf(encounter)),
    effectivePeriod: { start: held.startedAt, end: held.endedAt },
    issued: setting.now,
    performer: [at(setting.region)],
    conclusion: held.conclusions,
  };
  return [
    update({
      ...encounter,
      status: 'finished',
      statusHistory: [
        ...past.map((each) => ({ ...each, period: endedBy(each.period, held.startedAt) })),
        { status: 'finished', period: { start: held.endedAt } },
      ],
      participant: held.participants.map(participantOf),
      period: { start: held.startedAt, end: held.endedAt },
    }),
    create(report),
    ...(appointment ? [update({ ...appointment, status: 'fulfilled' })] : []),
  ];
}

/** A meeting that was entered only after it was held was planned, for the file, no later than it began. */
const endedBy = (period: Period | undefined, end: string): Period => ({
  start: earliest([period?.start ?? end, end]),
  end: period?.end ?? end,
});
