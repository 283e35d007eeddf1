// Brings an agreed plan into force: its advice handed out, the plan before it ended, the referral completed.
import type { CarePlan, Resource, ServiceRequest, Task } from '@medplum/fhirtypes';
import type { Write } from '../../store/dossier.ts';
import { behind, openEpisodeIn, referralTaskOf, tasksFor } from '../child-file.ts';
import { referralAt } from '../process.ts';
import { at, referenceOf } from '../references.ts';
import { isLegal, openReferral } from '../states.ts';
import { create, update } from '../writes.ts';
import { taskOf } from './to-fhir.ts';

export function activationWrites(
  plan: CarePlan,
  file: readonly Resource[],
  region: string,
  now: string,
): Write[] {
  const advice = adviceIn(plan, file);
  const replaced = behind(file, 'CarePlan', plan.replaces)[0];
  const goals = behind(file, 'Goal', plan.goal).filter((goal) => goal.lifecycleStatus === 'proposed');
  return [
    update({ ...plan, status: 'active', period: { start: now } }),
    ...goals.map((goal) => update({ ...goal, lifecycleStatus: 'active', startDate: now.slice(0, 10) })),
    ...advice.flatMap((line) => handedOut(line, plan, file, region, now)),
    ...(replaced ? replacedWrites(replaced, advice, file, now) : []),
    ...referralWrites(file, now),
  ];
}

const adviceIn = (plan: CarePlan, file: readonly Resource[]): ServiceRequest[] =>
  behind(
    file,
    'ServiceRequest',
    plan.activity?.map((each) => each.reference),
  );

/** A line the plan before already had keeps its Task and how far it came. */
function handedOut(
  line: ServiceRequest,
  plan: CarePlan,
  file: readonly Resource[],
  region: string,
  now: string,
): Write[] {
  const tasks = tasksFor(file, referenceOf(line));
  const carried = tasks.map((task) =>
    update({ ...task, basedOn: [...(task.basedOn ?? []), at(referenceOf(plan))] }),
  );
  const activated = line.status === 'draft' ? [update({ ...line, status: 'active' })] : [];
  return tasks.length > 0
    ? [...activated, ...carried]
    : [...activated, create(taskOf(line, referenceOf(plan), region, now))];
}

function replacedWrites(
  replaced: CarePlan,
  kept: readonly ServiceRequest[],
  file: readonly Resource[],
  now: string,
): Write[] {
  const dropped = adviceIn(replaced, file).filter((line) => !kept.some((each) => each.id === line.id));
  return [
    update({ ...replaced, status: 'completed', period: { ...replaced.period, end: now } }),
    ...dropped
      .filter((line) => line.status === 'active')
      .map((line) => update({ ...line, status: 'revoked' })),
    ...dropped
      .flatMap((line) => tasksFor(file, referenceOf(line)))
      .filter((task) => task.status !== 'cancelled' && isLegal('opdracht', task.status, 'cancelled'))
      .map((task) => update(cancelled(task, now))),
  ];
}

const cancelled = (task: Task, now: string): Task => ({
  ...task,
  status: 'cancelled',
  statusReason: { text: 'Vervallen door een nieuw adviesplan' },
  lastModified: now,
});

function referralWrites(file: readonly Resource[], now: string): Write[] {
  const episode = openEpisodeIn(file);
  const task = episode && referralTaskOf(file, episode);
  if (task === undefined || !openReferral.has(task.status)) return [];
  return [update(referralAt(task, now, 'geaccordeerd', 'completed'))];
}
