// Where the fields of team, advice plan, agreement, progress and traject live in FHIR.
import { type ConceptMapping, extension, own } from './row.ts';

export const planMapping = {
  team: {
    title: 'Kernteam (care team)',
    about:
      'POST /ivh/care-teams writes CareTeam (ivh-kernteam) and names it in EpisodeOfCare.team. Who leaves keeps an ended period.',
    rows: [
      { field: 'child', element: 'CareTeam.subject.reference', becomes: 'Patient/{}' },
      { field: 'members[].role', element: `CareTeam.participant.role.${own('rol')}` },
      {
        field: 'members[].practitioner',
        element: 'CareTeam.participant.member.reference',
        becomes: 'Practitioner/{}',
      },
      {
        field: 'members[].organization',
        element: 'CareTeam.participant.onBehalfOf.reference',
        becomes: 'Organization/{}',
        note: 'participant.member when no practitioner is given',
      },
      {
        field: 'members[].parent',
        element: 'CareTeam.participant.member.reference',
        becomes: 'RelatedPerson/{}',
      },
      { field: 'members[].since', element: 'CareTeam.participant.period.start' },
    ],
  },
  plan: {
    title: 'Multidisciplinair adviesplan (care plan)',
    about:
      'POST /ivh/care-plans writes CarePlan (ivh-adviesplan, draft), Goal, ServiceRequest per line of advice (ivh-advies, draft) and Condition per ground. In force: CarePlan, Goals and lines active, a Task (ivh-taak#advies) per line.',
    rows: [
      { field: 'child', element: 'CarePlan.subject.reference', becomes: 'Patient/{}' },
      { field: 'meeting', element: 'CarePlan.encounter.reference', becomes: 'Encounter/{}' },
      { field: 'goals[].id', element: 'Goal.id', note: 'of a goal the draft has already' },
      { field: 'goals[].text', element: 'Goal.description.text' },
      {
        field: 'goals[].by',
        element: 'Goal.expressedBy.reference',
        becomes: 'RelatedPerson/{}',
        note: 'child: the Patient',
      },
      { field: 'advice[].id', element: 'ServiceRequest.id', note: 'of a line the draft has already' },
      { field: 'advice[].kind', element: `ServiceRequest.code.${own('advies')}` },
      { field: 'advice[].text', element: 'ServiceRequest.code.text' },
      { field: 'advice[].reason', element: 'ServiceRequest.reasonCode.text' },
      {
        field: 'advice[].provider',
        element: 'ServiceRequest.performer.reference',
        becomes: 'Organization/{}',
        note: 'Task.owner; the region’s IVH without a provider',
      },
      {
        field: 'advice[].funding',
        element: `ServiceRequest.${extension('financiering')}.value.${own('financiering')}`,
      },
      {
        field: 'advice[].dueBy',
        element: 'ServiceRequest.occurrence.end',
        note: 'Task.restriction.period.end',
      },
      { field: 'addresses[].id', element: 'Condition.id', note: 'of a ground the draft has already' },
      { field: 'addresses[].text', element: 'Condition.code.text' },
      { field: 'addresses[].certainty', element: 'Condition.verificationStatus.coding.code' },
    ],
  },
  agreement: {
    title: 'Akkoord van ouders (agreement)',
    about:
      'POST /ivh/care-plans/{id}/agreement writes Consent (ivh-akkoord, names the plan in provision.data) and Provenance (names the version the parent read), and notes both in CarePlan’s ivh-ext-akkoord.',
    rows: [
      {
        field: 'parent',
        element: 'Consent.performer.reference',
        becomes: 'RelatedPerson/{}',
        note: 'also Provenance.agent.who',
      },
      { field: 'agreedOn', element: 'Consent.dateTime', note: 'also Provenance.occurredDateTime' },
      {
        field: 'how',
        element: 'Consent.policyRule.text',
        becomes: 'Akkoord van de ouder op het adviesplan, gegeven in een gesprek',
      },
    ],
  },
  decision: {
    title: 'Toestemming of bezwaar om te delen (sharing)',
    about:
      'POST /ivh/sharing writes Consent (ivh-toestemming-delen), ends (inactive) the earlier decisions of the same parent that it wholly covers and, when another writes it down, a Provenance. POST /ivh/sharing/{id}/withdraw makes it inactive.',
    rows: [
      { field: 'child', element: 'Consent.patient.reference', becomes: 'Patient/{}' },
      { field: 'parent', element: 'Consent.performer.reference', becomes: 'RelatedPerson/{}' },
      { field: 'decision', element: 'Consent.provision.type', becomes: 'permit', note: 'object: deny' },
      {
        field: 'recipients.organizations[]',
        element: 'Consent.provision.actor.reference.reference',
        becomes: 'Organization/{}',
      },
      {
        field: 'recipients.kinds[]',
        element: `Consent.provision.${extension('ontvangersoort')}.value.${own('ontvangersoort')}`,
      },
      {
        field: 'recipients.team',
        element: 'Consent.provision.actor.reference.reference',
        becomes: 'CareTeam/{}',
      },
      {
        field: 'data.blocks[]',
        element:
          "Consent.provision.class.where(system='https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen').code",
      },
      {
        field: 'data.domains[]',
        element:
          "Consent.provision.class.where(system='https://vroegdossier.nl/fhir/CodeSystem/ivh-domein').code",
      },
      {
        field: 'purposes[]',
        element: 'Consent.provision.purpose.code',
        becomes: 'CAREMGT',
        note: 'v3-ActReason: treatment TREAT, coordination CAREMGT, payment HPAYMT',
      },
      { field: 'from', element: 'Consent.provision.period.start' },
      { field: 'until', element: 'Consent.provision.period.end' },
      { field: 'decidedOn', element: 'Consent.dateTime' },
      {
        field: 'how',
        element: 'Consent.policyRule.text',
        becomes: 'Besluit van de ouder over delen, gegeven in het ouderportaal',
      },
    ],
  },
  step: {
    title: 'Voortgang van advies of onderzoek (progress)',
    about: 'POST …/advice/{advice}/status and POST /ivh/diagnostics/requests/{id}/status step the Task on.',
    rows: [
      {
        field: 'status',
        element: 'Task.status',
        becomes: 'on-hold',
        note: 'received, accepted, waiting: on-hold, started: in-progress, completed, declined: rejected, cancelled, failed',
      },
      {
        field: 'note',
        element: 'Task.note.text',
        note: 'also Task.statusReason.text when waiting or declined',
      },
      {
        field: 'on',
        element: 'Task.lastModified',
        note: 'executionPeriod.start when started, .end when completed',
      },
    ],
  },
  move: {
    title: 'Traject (episode)',
    about:
      'POST /ivh/episodes/{id}/move, close and reopen step EpisodeOfCare on and keep its statusHistory; an intake is also an Encounter (ivh-gesprek#intake). POST /ivh/episodes/{id}/case-manager sets EpisodeOfCare.careManager and the trajectbegeleider in CareTeam.participant.',
    rows: [
      {
        field: 'to',
        element: 'EpisodeOfCare.status',
        becomes: 'active',
        note: 'wachtlijst: waitlist, intake and lopend: active, nazorg: onhold',
      },
      {
        field: 'reason',
        element:
          "EpisodeOfCare.statusHistory.extension.where(url='http://nictiz.nl/fhir/StructureDefinition/ext-Comment').value",
      },
      {
        field: 'date',
        element: 'EpisodeOfCare.statusHistory.period.start',
        note: 'also Encounter.period of an intake',
      },
    ],
  },
} as const satisfies Record<string, ConceptMapping>;
