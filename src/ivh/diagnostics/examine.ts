// Takes results in, asks for examinations and follows them.
import type { Task } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import { type AssignmentStep, stepped } from '../assignment.ts';
import { childOf, ofType, readAs, tasksFor } from '../child-file.ts';
import { concept } from '../codes.ts';
import { kindOf } from '../kinds.ts';
import { at } from '../references.ts';
import { isLegal } from '../states.ts';
import { update } from '../writes.ts';
import { examinationFrom, resultFrom } from './from-fhir.ts';
import type { Examination, Result } from './schema.ts';
import { examinationWrites, resultWrites } from './to-fhir.ts';

const parts = ['ServiceRequest', 'Task', 'DiagnosticReport', 'Observation'] as const;

const readRequest = (context: Context, id: string) =>
  readAs(context, 'ServiceRequest', id, (each) => kindOf(each) === 'examination-request');

/** With a request, its Task is completed in the same commit and names the report as its output. */
export async function pushResult(context: Context, result: Result) {
  const { caller } = context.dossier;
  const now = context.now().toISOString();
  const performer = result.performer
    ? `Organization/${result.performer}`
    : (caller.organization ?? caller.region);
  const writes = resultWrites(result, performer, now, context.newId);
  const task = result.request === undefined ? undefined : await taskToAnswer(context, result, result.request);
  const report = writes[0];
  const answer = report?.method === 'create' ? report.fullUrl : undefined;
  const completed =
    task && answer
      ? [update({ ...stepped(task, { status: 'completed' }, now), output: [outputOf(answer)] })]
      : [];
  const [written] = await submit(context, [...writes, ...completed], 'push-diagnostics');
  const file = await context.dossier.file(result.child, parts);
  const stored = ofType(file, 'DiagnosticReport').find((each) => each.id === written?.id);
  if (stored === undefined)
    throw new FhirFailure('not-found', 'the result was stored, but is not yours to read');
  return resultFrom(stored, file);
}

const outputOf = (report: string) => ({
  type: concept('taak', 'onderzoek', 'Uitslag'),
  valueReference: at(report),
});

/** A result says that the work was begun: a Task that cannot end yet is first taken up, in a commit before. */
async function taskToAnswer(context: Context, result: Result, id: string): Promise<Task | undefined> {
  const request = await readRequest(context, id);
  if (childOf(request) !== result.child) {
    throw new FhirFailure('business-rule', [
      { text: 'the request is about another child', expression: 'request' },
    ]);
  }
  const open = await taskOf(context, id, result.child);
  if (open === undefined || isLegal('opdracht', open.status, 'completed')) return open;
  const begun = stepped(open, { status: 'started', on: result.performedOn }, context.now().toISOString());
  await submit(context, [update(begun)], 'push-diagnostics');
  return taskOf(context, id, result.child);
}

async function taskOf(context: Context, request: string, child: string): Promise<Task | undefined> {
  const file = await context.dossier.file(child, ['Task']);
  return tasksFor(file, `ServiceRequest/${request}`)[0];
}

export async function resultsOf(context: Context, child: string) {
  const file = await context.dossier.file(child, parts);
  return ofType(file, 'DiagnosticReport')
    .toSorted((a, b) => Date.parse(b.effectiveDateTime ?? '') - Date.parse(a.effectiveDateTime ?? ''))
    .map((report) => resultFrom(report, file));
}

export async function requestExamination(context: Context, examination: Examination) {
  const { caller } = context.dossier;
  const writes = examinationWrites(examination, caller.region, context.now().toISOString(), context.newId);
  const [written] = await submit(context, writes, 'request-diagnostics');
  return examinationOf(context, written?.id ?? '');
}

export async function examinationOf(context: Context, id: string) {
  const request = await readRequest(context, id);
  return examinationFrom(request, await context.dossier.file(childOf(request), parts));
}

export async function examinationsOf(context: Context, child: string) {
  const file = await context.dossier.file(child, parts);
  return ofType(file, 'ServiceRequest')
    .filter((each) => kindOf(each) === 'examination-request')
    .map((request) => examinationFrom(request, file));
}

export async function stepExamination(context: Context, id: string, step: AssignmentStep) {
  const request = await readRequest(context, id);
  const task = await taskOf(context, id, childOf(request));
  if (task === undefined) throw new FhirFailure('not-found', `examination request ${id} has no Task`);
  const { caller } = context.dossier;
  const next = stepped(task, step, context.now().toISOString(), caller.organization ?? caller.region);
  await submit(context, [update(next)], 'push-diagnostics');
  return examinationOf(context, id);
}
