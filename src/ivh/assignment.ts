// Work handed to another organisation (advice, examination): how it answers, in plain words, on the Task.
import type { Task } from '@medplum/fhirtypes';
import * as z from 'zod';
import { FhirFailure } from '../fhir/failure.ts';
import { moment, prose } from './fields.ts';
import { legalSteps } from './states.ts';

/** The concept API's words for the states of an assignment. */
const statuses = {
  received: 'received',
  accepted: 'accepted',
  waiting: 'on-hold',
  started: 'in-progress',
  completed: 'completed',
  declined: 'rejected',
  cancelled: 'cancelled',
  failed: 'failed',
} as const satisfies Record<string, Task['status']>;
type Word = keyof typeof statuses;
const words = Object.keys(statuses) as Word[];

export const assignmentStep = z
  .strictObject({
    status: z
      .literal(words)
      .meta({ description: 'waiting: on the waiting list (wachtlijst) of the provider' }),
    note: prose.optional(),
    on: moment.optional().meta({ description: 'When it happened; now when left out' }),
  })
  .meta({ id: 'AssignmentStep' });
export type AssignmentStep = z.infer<typeof assignmentStep>;

export const wordOf = (status: Task['status'] | undefined): string | undefined =>
  words.find((word) => statuses[word] === status) ?? status;

/** The Task one step on; a step that is not legal is refused with the legal ones named. */
export function stepped(task: Task, step: AssignmentStep, now: string, author?: string): Task {
  const status = statuses[step.status];
  const legal = legalSteps('opdracht', task.status) ?? [];
  if (!legal.includes(status)) {
    const open =
      legal.length > 0
        ? `now possible: ${legal.map((each) => wordOf(each as Task['status'])).join(', ')}`
        : 'it has ended';
    throw new FhirFailure('conflict', [
      {
        text: `this is ${wordOf(task.status)} and cannot become ${step.status}; ${open}`,
        expression: 'status',
      },
    ]);
  }
  const at = step.on ?? now;
  const started = status === 'in-progress' && !task.executionPeriod?.start ? { start: at } : {};
  const ended = status === 'completed' || status === 'failed' ? { end: at } : {};
  return {
    ...task,
    status,
    statusReason:
      status === 'on-hold' || status === 'rejected' ? { text: step.note ?? step.status } : undefined,
    lastModified: at,
    executionPeriod: { ...task.executionPeriod, ...started, ...ended },
    note: step.note
      ? [
          ...(task.note ?? []),
          { text: step.note, time: now, authorReference: author ? { reference: author } : undefined },
        ]
      : task.note,
  };
}
