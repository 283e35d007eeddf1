// Plans and holds the multidisciplinary meeting within the child's open traject.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Write } from '../../store/dossier.ts';
import { behind, childOf, demandOpenEpisode, ofType, readAs, referralTaskOf } from '../child-file.ts';
import { type Code, codeIn } from '../codes.ts';
import { missingRoles } from '../minimum-team.ts';
import { referralAt } from '../process.ts';
import { referenceOf } from '../references.ts';
import { openReferral } from '../states.ts';
import { update } from '../writes.ts';
import { meetingFrom } from './from-fhir.ts';
import type { Held, Meeting } from './schema.ts';
import { heldWrites, plannedWrites } from './to-fhir.ts';

const parts = ['EpisodeOfCare', 'Task', 'Encounter', 'Appointment', 'DiagnosticReport'] as const;

const isMeeting = (resource: Resource): boolean =>
  resource.resourceType === 'Encounter' && codeIn('gesprek', resource.type) === 'mdo';

const readMeeting = (context: Context, id: string) => readAs(context, 'Encounter', id, isMeeting);

export async function planMeeting(context: Context, meeting: Meeting) {
  const file = await context.dossier.file(meeting.child, parts);
  const episode = demandOpenEpisode(file);
  if (episode.status !== 'active' && episode.status !== 'onhold') {
    throw new FhirFailure('business-rule', [
      {
        text: `the traject is ${episode.status}: record the intake first (move to intake)`,
        expression: 'child',
      },
    ]);
  }
  const now = context.now().toISOString();
  const writes = plannedWrites(meeting, {
    now,
    region: context.dossier.caller.region,
    episode: referenceOf(episode),
    newId: context.newId,
  });
  const [written] = await submit(
    context,
    [...writes, ...stateWrites(file, now, 'mdo-gepland')],
    'plan-meeting',
  );
  return meetingOf(context, written?.id ?? '');
}

/** The referral's Task shows the state for as long as the referral is open. */
export function stateWrites(file: readonly Resource[], now: string, state: Code<'status'>): Write[] {
  const task = referralTaskOf(file, demandOpenEpisode(file));
  if (task === undefined || !openReferral.has(task.status)) return [];
  return [update(referralAt(task, now, state, 'in-progress'))];
}

export async function holdMeeting(context: Context, id: string, held: Held) {
  const encounter = await readMeeting(context, id);
  checkHeld(held, encounter.status, context.now());
  const file = await context.dossier.file(childOf(encounter), parts);
  const now = context.now().toISOString();
  const appointment = behind(file, 'Appointment', encounter.appointment)[0];
  const writes = heldWrites(encounter, appointment, held, { now, region: context.dossier.caller.region });
  await submit(context, [...writes, ...stateWrites(file, now, 'advies-opgesteld')], 'hold-meeting');
  return meetingOf(context, id);
}

function checkHeld(held: Held, status: string, now: Date): void {
  if (status !== 'planned')
    throw new FhirFailure('conflict', `the meeting is ${status}; only a planned one is held`);
  const [from, until] = [Date.parse(held.startedAt), Date.parse(held.endedAt)];
  if (until < from || until > now.getTime()) {
    throw new FhirFailure('business-rule', [
      { text: 'a meeting ends after it started and not in the future', expression: 'endedAt' },
    ]);
  }
  const missing = missingRoles(held.participants.map((each) => each.role));
  if (missing.length === 0) return;
  throw new FhirFailure('business-rule', [
    { text: `the minimum team was not there; missing: ${missing.join('; ')}`, expression: 'participants' },
  ]);
}

export async function meetingOf(context: Context, id: string) {
  const encounter = await readMeeting(context, id);
  return meetingFrom(encounter, await context.dossier.file(childOf(encounter), parts));
}

export async function meetingsOf(context: Context, child: string) {
  const file = await context.dossier.file(child, parts);
  return ofType(file, 'Encounter')
    .filter(isMeeting)
    .toSorted((a, b) => Date.parse(b.period?.start ?? '') - Date.parse(a.period?.start ?? ''))
    .map((encounter) => meetingFrom(encounter, file));
}
