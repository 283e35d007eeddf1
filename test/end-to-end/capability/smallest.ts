// The smallest sound resource of every type, in the file of one child where it belongs in one.
import type { Resource } from '@medplum/fhirtypes';
import type { ServedType } from '../../../src/fhir/types.ts';
import {
  carePlan,
  careTeam,
  child,
  condition,
  episode,
  observation,
  parentOf,
  request,
  task,
} from '../scenes.ts';

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/** Undefined for what no client writes. */
export function smallestOf(type: ServedType, patient: string): Resource | undefined {
  const subject = { reference: `Patient/${patient}` };
  const made: Readonly<Record<ServedType, Resource | undefined>> = {
    Patient: child(),
    RelatedPerson: parentOf(patient),
    Practitioner: { resourceType: 'Practitioner', name: [{ family: 'Voorbeeld' }] },
    PractitionerRole: {
      resourceType: 'PractitionerRole',
      organization: { reference: 'Organization/ivh-heuvelrand' },
    },
    Organization: { resourceType: 'Organization', name: 'Voorbeeld' },
    OrganizationAffiliation: {
      resourceType: 'OrganizationAffiliation',
      organization: { reference: 'Organization/ivh-heuvelrand' },
    },
    HealthcareService: { resourceType: 'HealthcareService', name: 'Voorbeeld' },
    Location: { resourceType: 'Location', name: 'Voorbeeld' },
    ServiceRequest: request(patient),
    Task: task(patient),
    EpisodeOfCare: episode(patient),
    Encounter: {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject,
    },
    Appointment: {
      resourceType: 'Appointment',
      status: 'proposed',
      participant: [{ actor: subject, status: 'needs-action' }],
    },
    CareTeam: careTeam(patient),
    CarePlan: carePlan(patient, { status: 'draft' }),
    Goal: {
      resourceType: 'Goal',
      lifecycleStatus: 'proposed',
      description: { text: 'Zelf eten' },
      subject,
    },
    Condition: condition(patient),
    Observation: observation(patient),
    DiagnosticReport: {
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'Onderzoek' },
      subject,
    },
    Procedure: { resourceType: 'Procedure', status: 'completed', code: { text: 'Logopedie' }, subject },
    DocumentReference: {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { contentType: 'text/plain', data: 'aGFsbG8=' } }],
      subject,
    },
    Binary: {
      resourceType: 'Binary',
      contentType: 'text/plain',
      data: 'aGFsbG8=',
      securityContext: subject,
    },
    Communication: { resourceType: 'Communication', status: 'completed', subject },
    Consent: {
      resourceType: 'Consent',
      status: 'active',
      scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'treatment'),
      category: [coded('http://terminology.hl7.org/CodeSystem/consentcategorycodes', 'npp')],
      policyRule: { text: 'Afspraak met ouders' },
      patient: subject,
    },
    Provenance: {
      resourceType: 'Provenance',
      target: [subject],
      recorded: '2024-05-01T10:00:00Z',
      agent: [{ who: { reference: 'Organization/ivh-heuvelrand' } }],
    },
    AuditEvent: undefined,
    Questionnaire: { resourceType: 'Questionnaire', status: 'active' },
    QuestionnaireResponse: { resourceType: 'QuestionnaireResponse', status: 'completed', subject },
    Composition: {
      resourceType: 'Composition',
      status: 'final',
      type: { text: 'Overdracht' },
      date: '2024-05-01',
      title: 'Overdracht',
      author: [{ reference: 'Organization/ivh-heuvelrand' }],
      subject,
    },
    Bundle: {
      resourceType: 'Bundle',
      type: 'document',
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:00000000-0000-4000-8000-0000000000d1' },
      timestamp: '2024-05-01T10:00:00Z',
      entry: [
        {
          fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000c1',
          resource: {
            resourceType: 'Composition',
            status: 'final',
            type: { text: 'Overdracht' },
            date: '2024-05-01',
            title: 'Overdracht',
            author: [{ display: 'Integrale Vroeghulp Heuvelrand' }],
            subject,
          },
        },
      ],
    },
    Group: { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: subject }] },
  };
  return made[type];
}
