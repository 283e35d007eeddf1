// Reads examinations and results back from the child's file.
import type { DiagnosticReport, Observation, Resource, ServiceRequest } from '@medplum/fhirtypes';
import type * as z from 'zod';
import { wordOf } from '../assignment.ts';
import { behind, tasksFor } from '../child-file.ts';
import { idIn, referenceOf } from '../references.ts';
import type { examinationAnswer, resultAnswer } from './schema.ts';

type ResultAnswer = z.infer<typeof resultAnswer>;

export const resultFrom = (report: DiagnosticReport, file: readonly Resource[]): ResultAnswer => ({
  id: report.id ?? '',
  child: idIn('Patient', report.subject) ?? '',
  request: idIn('ServiceRequest', report.basedOn?.[0]),
  title: report.code.text ?? report.code.coding?.[0]?.display,
  performedOn: report.effectiveDateTime ?? report.effectivePeriod?.start,
  conclusion: report.conclusion,
  performer: idIn('Organization', report.performer?.[0]),
  meeting: idIn('Encounter', report.encounter),
  findings: behind(file, 'Observation', report.result).map(findingFrom),
});

const findingFrom = (observation: Observation): ResultAnswer['findings'][number] => ({
  name: observation.code.text ?? observation.code.coding?.[0]?.display,
  number: observation.valueQuantity?.value,
  unit: observation.valueQuantity?.unit,
  text: observation.valueString,
  boolean: observation.valueBoolean,
  coded: observation.valueCodeableConcept?.text ?? observation.valueCodeableConcept?.coding?.[0]?.code,
});

export function examinationFrom(
  request: ServiceRequest,
  file: readonly Resource[],
): z.infer<typeof examinationAnswer> {
  const task = tasksFor(file, referenceOf(request))[0];
  return {
    id: request.id ?? '',
    child: idIn('Patient', request.subject) ?? '',
    kind: request.code?.text,
    question: request.reasonCode?.[0]?.text,
    performer: idIn('Organization', request.performer?.[0]),
    status: wordOf(task?.status),
    requestedAt: request.authoredOn,
    dueBy: request.occurrencePeriod?.end,
    result: idIn('DiagnosticReport', task?.output?.[0]?.valueReference),
    task: task?.id,
  };
}
