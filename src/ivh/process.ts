// Takes the processes of a child one step on: the referral's Task and the traject, with when and why.
import type { EpisodeOfCare, EpisodeOfCareStatusHistory, Task } from '@medplum/fhirtypes';
import { type Code, concept } from './codes.ts';
import { isLegal } from './states.ts';

/** The referral's Task in its new state; a status that is no legal step from here is left as it is. */
export function referralAt(
  task: Task,
  now: string,
  state: Code<'status'>,
  status: Task['status'] = task.status,
): Task {
  const next = isLegal('aanmelding', task.status, status) ? status : task.status;
  return { ...task, status: next, businessStatus: concept('status', state), lastModified: now };
}

const ends = new Set<EpisodeOfCare['status']>(['finished', 'cancelled']);

const comment = 'http://nictiz.nl/fhir/StructureDefinition/ext-Comment';

/** The traject in a new status; its history tells every status with its period, the present one open. */
export function episodeAt(
  episode: EpisodeOfCare,
  status: EpisodeOfCare['status'],
  at: string,
  reason?: string,
): EpisodeOfCare {
  if (episode.status === status) return episode;
  const past = episode.statusHistory ?? [
    { status: episode.status, period: { start: episode.period?.start ?? at } },
  ];
  const closed = past.map((each, index) =>
    index === past.length - 1 ? { ...each, period: { ...each.period, end: at } } : each,
  );
  const why = reason === undefined ? {} : { extension: [{ url: comment, valueString: reason }] };
  return {
    ...episode,
    status,
    statusHistory: [...closed, { ...why, status, period: { start: at } }],
    period: { ...episode.period, end: ends.has(status) ? at : undefined },
  };
}

/** Why a status was entered. */
export const reasonOfEntry = (entry: EpisodeOfCareStatusHistory): string | undefined =>
  entry.extension?.find((each) => each.url === comment)?.valueString;
