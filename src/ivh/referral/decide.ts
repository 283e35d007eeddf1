// What the region or the sender decides about a referral: accept, decline, withdraw, tell the referrer.
import type { Communication, EpisodeOfCare, Resource, ServiceRequest, Task } from '@medplum/fhirtypes';
import type * as z from 'zod';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Operation } from '../../store/dossier.ts';
import { childOf, ofType, readAs, tasksFor } from '../child-file.ts';
import { concept, madeFor } from '../codes.ts';
import { kindOf } from '../kinds.ts';
import { episodeAt, referralAt } from '../process.ts';
import { at, referenceOf, to } from '../references.ts';
import { legalSteps } from '../states.ts';
import { create, update, withoutEmpty } from '../writes.ts';
import { referralFrom } from './from-fhir.ts';
import type { acceptance, ReferralAnswer, refusal } from './schema.ts';
import { plannedEpisode } from './to-fhir.ts';

export interface OpenReferral {
  readonly request: ServiceRequest;
  readonly task: Task;
  readonly file: readonly Resource[];
}

const parts = ['Patient', 'RelatedPerson', 'ServiceRequest', 'Task', 'EpisodeOfCare', 'Observation'] as const;

export async function readReferral(context: Context, id: string) {
  const request = await readAs(context, 'ServiceRequest', id, (each) => kindOf(each) === 'referral');
  const file = await context.dossier.file(childOf(request), parts);
  return { request, file };
}

export async function referralOf(context: Context, id: string): Promise<ReferralAnswer> {
  const { request, file } = await readReferral(context, id);
  return referralFrom(request, file);
}

async function openReferral(context: Context, id: string, status: Task['status']): Promise<OpenReferral> {
  const { request, file } = await readReferral(context, id);
  const task = tasksFor(file, referenceOf(request))[0];
  if (task === undefined) throw new FhirFailure('not-found', `referral ${id} has no process to step on`);
  const steps = legalSteps('aanmelding', task.status) ?? [];
  if (steps.includes(status)) return { request, task, file };
  const legal = steps.length > 0 ? `from there it goes to ${steps.join(', ')}` : 'that is where it ended';
  throw new FhirFailure('conflict', `the referral is ${task.status}, not to become ${status}; ${legal}`);
}

const episodeOf = ({ file, request }: OpenReferral) =>
  ofType(file, 'EpisodeOfCare').find((each) =>
    each.referralRequest?.some((one) => one.reference === referenceOf(request)),
  );

/** A referral that came in over FHIR may have no traject yet: it begins with being accepted. */
const episodeFor = ({ request, task }: OpenReferral, { dossier, now }: Context): EpisodeOfCare =>
  withoutEmpty(
    plannedEpisode({
      child: `Patient/${childOf(request)}`,
      request: referenceOf(request),
      when: request.authoredOn ?? task.authoredOn ?? now().toISOString(),
      region: dossier.caller.region,
    }),
  );

export async function accept(context: Context, id: string, body: z.infer<typeof acceptance>) {
  const referral = await openReferral(context, id, 'accepted');
  const now = context.now().toISOString();
  const episode = episodeOf(referral) ?? episodeFor(referral, context);
  const waits = body.waitlist === true && episode.status === 'planned';
  const task = referralAt(referral.task, now, waits ? 'wachtlijst' : 'aangemeld', 'accepted');
  const next = waits ? episodeAt(episode, 'waitlist', now) : episode;
  const writes = [update(task)];
  if (next.id === undefined) writes.push(create(next));
  else if (waits) writes.push(update(next));
  await submit(context, writes, 'accept-referral');
  return referralOf(context, id);
}

export async function decline(context: Context, id: string, { reason, text }: z.infer<typeof refusal>) {
  const referral = await openReferral(context, id, 'rejected');
  const statusReason = concept('afwijzing', reason, text);
  await end(context, referral, { status: 'rejected', statusReason }, 'decline-referral');
  return referralOf(context, id);
}

export async function withdraw(context: Context, id: string, reason: string) {
  const referral = await openReferral(context, id, 'cancelled');
  await end(context, referral, { status: 'cancelled', statusReason: { text: reason } }, 'withdraw-referral');
  return referralOf(context, id);
}

/** Request, Task and traject end together; a traject that had begun is finished, not cancelled. */
async function end(
  context: Context,
  referral: OpenReferral,
  outcome: Pick<Task, 'statusReason'> & { status: 'rejected' | 'cancelled' },
  operation: Operation,
): Promise<void> {
  const now = context.now().toISOString();
  const state = outcome.status === 'rejected' ? 'afgewezen' : 'ingetrokken';
  const episode = episodeOf(referral);
  const begun = episode?.status === 'active' || episode?.status === 'onhold';
  const task = referralAt(referral.task, now, state, outcome.status);
  const writes = [
    update({ ...task, statusReason: outcome.statusReason }),
    update({ ...referral.request, status: 'revoked' }),
    ...(episode
      ? [update(episodeAt(episode, begun ? 'finished' : 'cancelled', now, outcome.statusReason?.text))]
      : []),
  ];
  await submit(context, writes, operation);
}

export async function giveFeedback(context: Context, id: string, text: string): Promise<Communication> {
  const request = await readAs(context, 'ServiceRequest', id, (each) => kindOf(each) === 'referral');
  const { caller } = context.dossier;
  const communication: Communication = {
    resourceType: 'Communication',
    meta: madeFor('4', 'terugkoppeling'),
    basedOn: [to('ServiceRequest', id)],
    about: [to('ServiceRequest', id)],
    status: 'completed',
    category: [concept('melding', 'terugkoppeling')],
    subject: to('Patient', childOf(request)),
    sent: context.now().toISOString(),
    sender: at(caller.organization ?? caller.region),
    recipient: request.requester?.reference ? [at(request.requester.reference)] : [],
    payload: [{ contentString: text }],
  };
  const [written] = await submit(context, [create(communication)], 'feedback');
  return { ...communication, id: written?.id };
}

/** What was told about a referral, newest first. */
export async function feedbackOn(context: Context, id: string): Promise<Communication[]> {
  const request = await readAs(context, 'ServiceRequest', id, (each) => kindOf(each) === 'referral');
  const file = await context.dossier.file(childOf(request), ['Communication']);
  return ofType(file, 'Communication')
    .filter((each) => each.basedOn?.some((one) => one.reference === `ServiceRequest/${id}`))
    .toSorted((a, b) => Date.parse(b.sent ?? '') - Date.parse(a.sent ?? ''));
}
