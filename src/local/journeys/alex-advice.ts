// Alex's meetings and his examination, loaded over the FHIR API so that each keeps its own date.
import { randomUUID } from 'node:crypto';
import type { Resource, Task } from '@medplum/fhirtypes';
import * as z from 'zod';
import { examinationAnswer, examinationList } from '../../ivh/diagnostics/schema.ts';
import { examinationWrites, resultWrites } from '../../ivh/diagnostics/to-fhir.ts';
import { heldWrites, plannedWrites } from '../../ivh/meeting/to-fhir.ts';
import { at, to } from '../../ivh/references.ts';
import { update } from '../../ivh/writes.ts';
import type { Write } from '../../store/dossier.ts';
import { dayAt } from './age.ts';
import { advised, followAdvice, planWrites } from './alex-plan.ts';
import { idBy, type OpenFile, organizationOf, transactionOf } from './journey.ts';
import type { Send } from './send.ts';

const region = organizationOf('coordinator');

const taskShape = z.custom<Task>(
  (value) => z.looseObject({ resourceType: z.literal('Task') }).safeParse(value).success,
);

export async function alexAdvice(send: Send, file: OpenFile): Promise<void> {
  await send({
    who: 'coordinator',
    tells: '2y9m: the kernteam meets with the parents: gifted, ADHD or autism? (MDO)',
    method: 'POST',
    path: '/fhir',
    body: transactionOf(
      meetingWrites(file, '2y9m', 'Drie hypothesen: hoogbegaafd, ADHD of autisme.', idBy(region)),
    ),
  });
  await examine(send, file);
  const meeting = idBy(region);
  const conclusions = 'Syndroom van Asperger. Advies: behandeling op een medisch kinderdagverblijf (MKD).';
  await send({
    who: 'coordinator',
    tells: '3y1m: the kernteam meets again, advises the MKD, and the parents agree (adviesplan)',
    method: 'POST',
    path: '/fhir',
    body: transactionOf([
      ...meetingWrites(file, advised, conclusions, meeting),
      ...planWrites(file, meeting),
    ]),
  });
  await followAdvice(send, file);
}

const dayOf = (file: OpenFile, age: string): string => dayAt(file.born, age);
const momentOf = (file: OpenFile, age: string, time: string): string => `${dayOf(file, age)}T${time}:00Z`;

/** A resource under an id that is known beforehand. */
const under = <R extends Resource>(id: string, resource: R): R => ({ ...resource, id });

function meetingWrites(file: OpenFile, age: string, conclusions: string, id: string): Write[] {
  const participants = [
    { role: 'jeugdarts' as const, practitioner: 'jeugdarts-smit' },
    { role: 'gedragswetenschapper' as const, practitioner: 'orthopedagoog-visser' },
    { role: 'coordinator' as const, practitioner: 'coordinator-vries' },
    ...file.parents.map((parent) => ({ role: 'ouder' as const, parent })),
  ];
  const appointmentId = idBy(region);
  const [startedAt, endedAt] = [momentOf(file, age, '10:00'), momentOf(file, age, '11:00')];
  const [encounter, appointment] = plannedWrites(
    { child: file.child, plannedAt: startedAt, place: 'Integrale Vroeghulp Heuvelrand', participants },
    {
      now: momentOf(file, age, '08:00'),
      region,
      episode: `EpisodeOfCare/${file.episode}`,
      newId: () => appointmentId,
    },
  ).map((write) => ('resource' in write ? write.resource : undefined));
  if (encounter?.resourceType !== 'Encounter' || appointment?.resourceType !== 'Appointment') return [];
  return heldWrites(
    under(id, { ...encounter, appointment: [to('Appointment', appointmentId)] }),
    under(appointmentId, appointment),
    { startedAt, endedAt, participants, conclusions },
    { now: endedAt, region },
  );
}

async function examine(send: Send, file: OpenFile): Promise<void> {
  const asked = examinationWrites(
    {
      child: file.child,
      question: 'Hoogbegaafd, ADHD of autisme?',
      kind: 'Kinderpsychiatrisch onderzoek',
      performer: 'ziekenhuis-heuvelrand',
    },
    region,
    dayOf(file, '2y9m'),
    randomUUID,
  );
  await send({
    who: 'coordinator',
    tells: '2y9m: asks child psychiatry for an examination (onderzoek)',
    method: 'POST',
    path: '/fhir',
    body: transactionOf(asked),
  });
  const { requests } = await send({
    who: 'hospital',
    tells: 'sees what it was asked',
    method: 'GET',
    path: `/ivh/diagnostics/requests?child=${file.child}`,
    answer: examinationList,
  });
  const request = requests[0]?.id ?? '';
  await send({
    who: 'hospital',
    tells: '2y10m: starts the examination of Alex',
    method: 'POST',
    path: `/ivh/diagnostics/requests/${request}/status`,
    body: { status: 'started', on: dayOf(file, '2y10m') },
    answer: examinationAnswer,
  });
  const task = await send({
    who: 'hospital',
    tells: 'reads its task',
    method: 'GET',
    path: `/fhir/Task/${requests[0]?.task}`,
    answer: taskShape,
  });
  await send({
    who: 'hospital',
    tells: '3y1m: answers with its result: high-functioning, Asperger, treatment at an MKD advised',
    method: 'POST',
    path: '/fhir',
    body: transactionOf(resultOf(file, request, task)),
  });
}

function resultOf(file: OpenFile, request: string, task: Task): Write[] {
  const on = dayOf(file, '3y1m');
  const writes = resultWrites(
    {
      child: file.child,
      request,
      title: 'Kinderpsychiatrisch onderzoek',
      performedOn: on,
      conclusion: 'Hoogfunctionerend, syndroom van Asperger. Behandeling op een MKD geadviseerd.',
      findings: [{ name: 'Functioneren', value: { text: 'Hoogfunctionerend' } }],
    },
    organizationOf('hospital'),
    momentOf(file, '3y1m', '12:00'),
    randomUUID,
  );
  const report = writes[0]?.method === 'create' ? (writes[0].fullUrl ?? '') : '';
  const executionPeriod = { ...task.executionPeriod, end: on };
  const output = [{ type: { text: 'Uitslag' }, valueReference: at(report) }];
  return [...writes, update({ ...task, status: 'completed', lastModified: on, executionPeriod, output })];
}
