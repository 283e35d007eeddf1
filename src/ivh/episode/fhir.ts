// The traject from FHIR with its state and clocks, and the intake as an Encounter.
import type { Encounter, EpisodeOfCare, Resource } from '@medplum/fhirtypes';
import { lineOf } from '../board.ts';
import { clocksAt } from '../clocks.ts';
import { codeIn, concept, extensionUrl, madeFor, role } from '../codes.ts';
import { factOf, headOf } from '../file-facts.ts';
import { reasonOfEntry } from '../process.ts';
import { at, idIn, referenceOf } from '../references.ts';
import type { EpisodeAnswer } from './schema.ts';

export function episodeFrom(episode: EpisodeOfCare, file: readonly Resource[], now: string): EpisodeAnswer {
  const fact = factOf(episode);
  const own = fact?.is === 'episode' ? { reference: referenceOf(episode), fact } : undefined;
  const line = lineOf(headOf(file), own);
  return {
    id: episode.id ?? '',
    child: idIn('Patient', episode.patient) ?? '',
    status: episode.status,
    state: line.state,
    since: line.since,
    form: codeIn('trajectvorm', episode.type),
    referral: idIn('ServiceRequest', episode.referralRequest?.[0]),
    caseManager: idIn('Practitioner', episode.careManager),
    careTeam: idIn('CareTeam', episode.team?.at(-1)),
    municipality: idIn(
      'Organization',
      episode.extension?.find((each) => each.url === extensionUrl('gemeente'))?.valueReference,
    ),
    startedAt: episode.period?.start,
    endedAt: episode.period?.end,
    history: (episode.statusHistory ?? []).map((each) => ({
      status: each.status,
      from: each.period.start,
      until: each.period.end,
      reason: reasonOfEntry(each),
    })),
    clocks: clocksAt(line, now),
  };
}

export const intakeOf = (episode: EpisodeOfCare, region: string, on: string): Encounter => ({
  resourceType: 'Encounter',
  meta: madeFor('4', 'gesprek'),
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [concept('gesprek', 'intake')],
  subject: episode.patient.reference ? at(episode.patient.reference) : undefined,
  episodeOfCare: [at(referenceOf(episode))],
  participant: episode.careManager?.reference
    ? [{ type: [role('trajectbegeleider')], individual: at(episode.careManager.reference) }]
    : [],
  period: { start: on, end: on },
  serviceProvider: at(region),
});
