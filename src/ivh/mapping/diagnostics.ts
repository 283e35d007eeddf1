// Where the fields of examinations, results and meetings live in FHIR.
import { attendees, type ConceptMapping } from './row.ts';

export const diagnosticsMapping = {
  result: {
    title: 'Uitslag (diagnostic result)',
    about:
      'POST /ivh/diagnostics writes DiagnosticReport and Observation per finding; the request’s Task is completed with the report as output.',
    rows: [
      { field: 'child', element: 'DiagnosticReport.subject.reference', becomes: 'Patient/{}' },
      { field: 'request', element: 'DiagnosticReport.basedOn.reference', becomes: 'ServiceRequest/{}' },
      { field: 'title', element: 'DiagnosticReport.code.text' },
      { field: 'code.system', element: 'DiagnosticReport.code.coding.system' },
      { field: 'code.code', element: 'DiagnosticReport.code.coding.code' },
      { field: 'code.display', element: 'DiagnosticReport.code.coding.display' },
      { field: 'performedOn', element: 'DiagnosticReport.effective' },
      { field: 'conclusion', element: 'DiagnosticReport.conclusion' },
      { field: 'performer', element: 'DiagnosticReport.performer.reference', becomes: 'Organization/{}' },
      { field: 'findings[].name', element: 'Observation.code.text' },
      { field: 'findings[].code.system', element: 'Observation.code.coding.system' },
      { field: 'findings[].code.code', element: 'Observation.code.coding.code' },
      { field: 'findings[].code.display', element: 'Observation.code.coding.display' },
      { field: 'findings[].value.number', element: 'Observation.value.value' },
      { field: 'findings[].value.unit', element: 'Observation.value.unit' },
      {
        field: 'findings[].value.ucum',
        element: 'Observation.value.code',
        note: 'system http://unitsofmeasure.org',
      },
      { field: 'findings[].value.text', element: 'Observation.value.ofType(string)' },
      { field: 'findings[].value.boolean', element: 'Observation.value.ofType(boolean)' },
      { field: 'findings[].value.coded.system', element: 'Observation.value.coding.system' },
      { field: 'findings[].value.coded.code', element: 'Observation.value.coding.code' },
      { field: 'findings[].value.coded.display', element: 'Observation.value.coding.display' },
    ],
  },
  examination: {
    title: 'Onderzoek (examination request)',
    about: 'POST /ivh/diagnostics/requests writes ServiceRequest and Task (ivh-taak#onderzoek, requested).',
    rows: [
      { field: 'child', element: 'ServiceRequest.subject.reference', becomes: 'Patient/{}' },
      { field: 'question', element: 'ServiceRequest.reasonCode.text' },
      { field: 'kind', element: 'ServiceRequest.code.text' },
      {
        field: 'performer',
        element: 'Task.owner.reference',
        becomes: 'Organization/{}',
        note: 'also ServiceRequest.performer',
      },
      {
        field: 'dueBy',
        element: 'Task.restriction.period.end',
        note: 'also ServiceRequest.occurrencePeriod.end',
      },
    ],
  },
  meeting: {
    title: 'Multidisciplinair overleg, gepland (meeting planned)',
    about:
      'POST /ivh/meetings writes Encounter (ivh-mdo, planned; its id is the meeting’s) and Appointment (booked).',
    rows: [
      { field: 'child', element: 'Encounter.subject.reference', becomes: 'Patient/{}' },
      {
        field: 'plannedAt',
        element: 'Appointment.start',
        note: 'also Encounter.period.start until it is held',
      },
      {
        field: 'minutes',
        element: 'Appointment.end',
        becomes: '2026-03-20T13:30:00.000Z',
        note: 'start and minutes make the end',
      },
      {
        field: 'place',
        element: 'Encounter.location.location.display',
        note: 'also Appointment.participant.actor.display',
      },
      ...attendees('Encounter.participant', 'individual'),
    ],
  },
  held: {
    title: 'Multidisciplinair overleg, gehouden (meeting held)',
    about:
      'POST /ivh/meetings/{id}/hold makes the Encounter finished and the Appointment fulfilled, and writes the conclusion as DiagnosticReport.',
    rows: [
      { field: 'startedAt', element: 'Encounter.period.start' },
      { field: 'endedAt', element: 'Encounter.period.end' },
      ...attendees('Encounter.participant', 'individual'),
      {
        field: 'conclusions',
        element: 'DiagnosticReport.conclusion',
        note: 'DiagnosticReport.encounter is the meeting',
      },
    ],
  },
} as const satisfies Record<string, ConceptMapping>;
