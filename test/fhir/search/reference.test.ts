import type { Appointment, Observation, Provenance, QuestionnaireResponse, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { base, type Case, finds } from './asking.ts';

const task: Task = {
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  for: { reference: 'Patient/p1' },
  owner: { reference: `${base}/Organization/o1` },
  requester: { reference: 'https://elsewhere.example/fhir/Organization/o9' },
  focus: { reference: 'ServiceRequest/s1/_history/3' },
  basedOn: [{ reference: 'urn:uuid:0b2f1f2e-0000-4000-8000-000000000001' }],
  partOf: [{ identifier: { system: 'urn:ids', value: 'T-1' } }],
};

const cases: Case[] = [
  ['subject=Patient/p1', true],
  ['subject=p1', true],
  ['subject=P1', false],
  ['subject=Patient/p', false],
  ['subject=Patient/p1,Patient/p2', true],
  ['subject:Patient=p1', true],
  ['subject:Patient=Patient/p1', true],
  ['subject:Practitioner=p1', false],
  ['patient=p1', true],
  ['patient=Patient/p1', true],
  [`patient=${base}/Patient/p1`, true],
  ['patient=https://elsewhere.example/fhir/Patient/p1', false],
  ['owner=Organization/o1', true],
  ['owner=o1', true],
  [`owner=${base}/Organization/o1`, true],
  ['requester=Organization/o9', false],
  ['requester=o9', false],
  ['requester=https://elsewhere.example/fhir/Organization/o9', true],
  ['focus=ServiceRequest/s1', true],
  ['focus=ServiceRequest/s1/_history/3', true],
  ['focus=ServiceRequest/s1/_history/2', false],
  ['focus=s1', true],
  ['based-on=urn:uuid:0b2f1f2e-0000-4000-8000-000000000001', true],
  ['part-of:identifier=urn:ids|T-1', true],
  ['part-of:identifier=T-1', true],
  ['part-of:identifier=urn:ids|t-1', false],
  ['part-of:identifier=urn:ids|', true],
  ['subject:identifier=urn:ids|T-1', false],
  ['part-of=Task/T-1', false],
  ['part-of:missing=false', true],
  ['encounter:missing=true', true],
];

describe('a reference search on a Task', () => {
  test.each(cases)('%s finds it: %s', (query, found) => {
    expect(finds(task, query)).toBe(found);
  });
});

describe('a reference search', () => {
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: 'https://dossier.example.nl/Questionnaire/tevredenheid|1.2',
  };
  test.each([
    ['questionnaire=https://dossier.example.nl/Questionnaire/tevredenheid', true],
    ['questionnaire=https://dossier.example.nl/Questionnaire/tevredenheid|1.2', true],
    ['questionnaire=https://dossier.example.nl/Questionnaire/tevredenheid|1', false],
    ['questionnaire=https://dossier.example.nl/Questionnaire/tevreden', false],
    ['questionnaire:missing=false', true],
  ] satisfies Case[])('minds the version of a canonical: %s finds it: %s', (query, found) => {
    expect(finds(response, query)).toBe(found);
  });

  test('follows the type an expression asks for', () => {
    const observation: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: {},
      subject: { reference: 'Group/p1' },
    };
    expect(finds(observation, 'patient=p1')).toBe(false);
    expect(finds(observation, 'subject=Group/p1')).toBe(true);
  });

  test('knows the type from the reference itself or a contained resource', () => {
    const appointment: Appointment = {
      resourceType: 'Appointment',
      status: 'booked',
      contained: [{ resourceType: 'Location', id: 'l' }],
      participant: [
        { status: 'accepted', actor: { type: 'Practitioner', identifier: { value: '9' } } },
        { status: 'accepted', actor: { reference: '#l' } },
      ],
    };
    expect(finds(appointment, 'practitioner:identifier=9')).toBe(true);
    expect(finds(appointment, 'location:missing=false')).toBe(true);
    expect(finds(appointment, 'patient:missing=true')).toBe(true);
  });

  test('takes any type where the definition does', () => {
    const provenance: Provenance = {
      resourceType: 'Provenance',
      target: [{ reference: 'Device/d1' }],
      recorded: '2024-01-01T00:00:00Z',
      agent: [{ who: {} }],
    };
    expect(finds(provenance, 'target=Device/d1')).toBe(true);
    expect(finds(provenance, 'target=d1')).toBe(true);
  });
});
