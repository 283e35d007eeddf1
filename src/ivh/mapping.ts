// Where every field of the concept API lives in FHIR; docs/mapping.md is written from it and a test proves each row.

/** `[]` stands for every element of a list. `becomes` is the value in FHIR, `{}` the field's own. */
export interface Row {
  readonly field: string;
  /** FHIRPath from the resource that holds it. */
  readonly element: string;
  readonly becomes?: string | boolean;
  readonly note?: string;
}

export interface ConceptMapping {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

const extension = (name: string) =>
  `extension.where(url='https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-${name}')`;
const own = (system: string) =>
  `coding.where(system='https://vroegdossier.nl/fhir/CodeSystem/ivh-${system}').code`;
const hl7 = (name: string) => `extension.where(url='http://hl7.org/fhir/StructureDefinition/${name}').value`;
const identifier = (name: string) =>
  `identifier.where(system='http://fhir.nl/fhir/NamingSystem/${name}').value`;

const nameRows = (field: string, type: string): Row[] => [
  {
    field: `${field}.given`,
    element: `${type}.name.where(use='official').given`,
    note: 'each with qualifier BR',
  },
  {
    field: `${field}.prefix`,
    element: `${type}.name.where(use='official').family`,
    becomes: '{prefix} {family}',
    note: 'own prefix and own name also apart, in humanname-own-prefix and humanname-own-name',
  },
  {
    field: `${field}.family`,
    element: `${type}.name.where(use='official').family`,
    becomes: '{prefix} {family}',
  },
];
const usual = (field: string, type: string): Row => ({
  field: `${field}.usual`,
  element: `${type}.name.where(use='usual').given`,
});

const attendees = (element: string, reference: string): Row[] => [
  {
    field: 'participants[].role',
    element: `${element}.type.${own('rol')}`,
    note: 'a verified SNOMED CT or UZI role code beside it where there is one',
  },
  {
    field: 'participants[].practitioner',
    element: `${element}.${reference}.reference`,
    becomes: 'Practitioner/{}',
  },
  {
    field: 'participants[].parent',
    element: `${element}.${reference}.reference`,
    becomes: 'RelatedPerson/{}',
  },
  { field: 'participants[].name', element: `${element}.${reference}.display` },
];

export const mappings = {
  referral: {
    title: 'Aanmelding (referral)',
    about:
      'POST /ivh/referrals writes in one commit: Patient (found again by BSN), RelatedPerson per parent, Observation per signal, ServiceRequest (ivh-verwijzing), Task (ivh-aanmelding-taak, requested), EpisodeOfCare (ivh-traject, planned) and, with a professional, Practitioner and Provenance.',
    rows: [
      { field: 'child.bsn', element: `Patient.${identifier('bsn')}` },
      ...nameRows('child.name', 'Patient'),
      usual('child.name', 'Patient'),
      { field: 'child.birthDate', element: 'Patient.birthDate' },
      { field: 'child.gender', element: 'Patient.gender' },
      {
        field: 'child.address.street',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
        note: 'the parts also apart, in iso21090-ADXP extensions',
      },
      {
        field: 'child.address.houseNumber',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
      },
      {
        field: 'child.address.houseNumberSuffix',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
      },
      { field: 'child.address.postalCode', element: 'Patient.address.postalCode' },
      { field: 'child.address.city', element: 'Patient.address.city' },
      { field: 'child.language', element: 'Patient.communication.language.coding.code' },
      { field: 'child.interpreterNeeded', element: `Patient.${hl7('patient-interpreterRequired')}` },
      { field: 'parents[].bsn', element: `RelatedPerson.${identifier('bsn')}` },
      ...nameRows('parents[].name', 'RelatedPerson'),
      usual('parents[].name', 'RelatedPerson'),
      {
        field: 'parents[].relationship',
        element: 'RelatedPerson.relationship.coding.code',
        becomes: 'MTH',
        note: 'v3-RoleCode: MTH, FTH, MTHFOST, FTHFOST, STPPRN, PRN, GUARD',
      },
      {
        field: 'parents[].hasAuthority',
        element: `RelatedPerson.${extension('gezag')}.extension.where(url='gezag').value`,
      },
      {
        field: 'parents[].authoritySource',
        element: `RelatedPerson.${extension('gezag')}.extension.where(url='bron').value`,
      },
      { field: 'parents[].phone', element: "RelatedPerson.telecom.where(system='phone').value" },
      { field: 'parents[].email', element: "RelatedPerson.telecom.where(system='email').value" },
      { field: 'parents[].language', element: 'RelatedPerson.communication.language.coding.code' },
      {
        field: 'referrer.kind',
        element: `ServiceRequest.${extension('verwijzer')}.value.${own('verwijzer')}`,
        note: 'ServiceRequest.requester and Task.requester are the sending Organization, or the parent with ouders-zelf',
      },
      ...nameRows('referrer.professional.name', 'Practitioner'),
      usual('referrer.professional.name', 'Practitioner'),
      {
        field: 'referrer.professional.big',
        element: `Practitioner.${identifier('big')}`,
        note: 'Provenance.agent ties the professional to the ServiceRequest',
      },
      { field: 'referrer.professional.agb', element: `Practitioner.${identifier('agb-z')}` },
      { field: 'reason.domains[]', element: `ServiceRequest.reasonCode.${own('domein')}` },
      {
        field: 'reason.direction',
        element: `ServiceRequest.reasonCode.${extension('richting')}.value.${own('richting')}`,
      },
      {
        field: 'reason.question',
        element: 'ServiceRequest.note.text',
        note: 'authorReference is the first parent',
      },
      { field: 'reason.text', element: 'ServiceRequest.reasonCode.text' },
      { field: 'ageException', element: `ServiceRequest.${extension('leeftijdsuitzondering')}.value` },
      { field: 'parentsInformed', element: `ServiceRequest.${extension('ouders-geinformeerd')}.value` },
      {
        field: 'signals[].text',
        element: 'Observation.code.text',
        note: 'ServiceRequest.supportingInfo refers to it',
      },
      {
        field: 'signals[].code',
        element: "Observation.code.coding.where(system='urn:oid:2.16.840.1.113883.2.4.4.40.267').code",
      },
      { field: 'signals[].value', element: 'Observation.value', note: 'string, boolean or quantity' },
      { field: 'signals[].date', element: 'Observation.effective' },
      {
        field: 'municipality',
        element: `EpisodeOfCare.${extension('gemeente')}.value.reference`,
        becomes: 'Organization/{}',
      },
      {
        field: 'referredAt',
        element: 'ServiceRequest.authoredOn',
        note: 'also Task.authoredOn and EpisodeOfCare.period.start; the moment of sending when left out',
      },
      {
        field: 'senderReference.system',
        element: 'ServiceRequest.identifier.system',
        note: 'assigner is the sender',
      },
      { field: 'senderReference.value', element: 'ServiceRequest.identifier.value' },
    ],
  },
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
