// Examinations and their results as FHIR: ServiceRequest and Task, DiagnosticReport and Observations.
import type {
  CodeableConcept,
  DiagnosticReport,
  Observation,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import type { Write } from '../../store/dossier.ts';
import { concept, madeFor } from '../codes.ts';
import { at, to, urn } from '../references.ts';
import { create } from '../writes.ts';
import type { Coded, Examination, Finding, Result } from './schema.ts';

const named = (text: string, code: Coded | undefined): CodeableConcept => ({
  text,
  coding: code ? [code] : [],
});

function valueOfFinding({ value }: Finding): Partial<Observation> {
  if ('text' in value) return { valueString: value.text };
  if ('boolean' in value) return { valueBoolean: value.boolean };
  if ('coded' in value) return { valueCodeableConcept: { coding: [value.coded] } };
  const ucum = value.ucum ? { system: 'http://unitsofmeasure.org', code: value.ucum } : {};
  return { valueQuantity: { value: value.number, unit: value.unit ?? value.ucum, ...ucum } };
}

/** `performer` is the `Organization/<id>` that examined. */
export function resultWrites(result: Result, performer: string, now: string, newId: () => string): Write[] {
  const findings = (result.findings ?? []).map((finding) => ({ finding, url: urn(newId()) }));
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    meta: madeFor('2', 'onderzoeksuitslag'),
    basedOn: result.request ? [to('ServiceRequest', result.request)] : [],
    status: 'final',
    code: named(result.title, result.code),
    subject: to('Patient', result.child),
    effectiveDateTime: result.performedOn,
    issued: now,
    performer: [at(performer)],
    result: findings.map(({ url }) => at(url)),
    conclusion: result.conclusion,
  };
  return [
    create(report, urn(newId())),
    ...findings.map(({ finding, url }) => create(observationOf(finding, result, performer), url)),
  ];
}

const observationOf = (finding: Finding, result: Result, performer: string): Observation => ({
  resourceType: 'Observation',
  meta: madeFor('2', 'bevinding'),
  basedOn: result.request ? [to('ServiceRequest', result.request)] : [],
  status: 'final',
  code: named(finding.name, finding.code),
  subject: to('Patient', result.child),
  effectiveDateTime: result.performedOn,
  performer: [at(performer)],
  ...valueOfFinding(finding),
});

export function examinationWrites(
  examination: Examination,
  region: string,
  now: string,
  newId: () => string,
): Write[] {
  const request = urn(newId());
  const serviceRequest: ServiceRequest = {
    resourceType: 'ServiceRequest',
    meta: madeFor('2', 'onderzoeksverzoek'),
    status: 'active',
    intent: 'order',
    category: [concept('taak', 'onderzoek')],
    code: { text: examination.kind },
    subject: to('Patient', examination.child),
    occurrencePeriod: { end: examination.dueBy },
    authoredOn: now,
    requester: at(region),
    performer: [to('Organization', examination.performer)],
    reasonCode: [{ text: examination.question }],
  };
  const task: Task = {
    resourceType: 'Task',
    meta: madeFor('2', 'opdracht'),
    status: 'requested',
    intent: 'order',
    code: concept('taak', 'onderzoek'),
    focus: at(request),
    for: to('Patient', examination.child),
    authoredOn: now,
    lastModified: now,
    requester: at(region),
    owner: to('Organization', examination.performer),
    restriction: { period: { end: examination.dueBy } },
  };
  return [create(serviceRequest, request), create(task)];
}
