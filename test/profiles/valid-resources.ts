// Sound resources of every served type, ordinary and tricky, by what makes each worth having.
import type { JsonObject } from '../../src/profiles/json.ts';

const person = { reference: 'Patient/noor' };
const organization = { reference: 'Organization/ivh' };
const doctor = { reference: 'Practitioner/jeugdarts' };
const parent = { reference: 'RelatedPerson/samira' };
const text = (value: string) => ({ text: value });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const absent = {
  extension: [
    { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'asked-unknown' },
  ],
};

const report = {
  resourceType: 'Composition',
  status: 'final',
  type: text('Terugkoppeling'),
  subject: { reference: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a' },
  date: '2026-02-03',
  author: [doctor],
  title: 'Terugkoppeling aan de jeugdarts',
  confidentiality: 'R',
  attester: [{ mode: 'professional', time: '2026-02-03T10:00:00+01:00', party: doctor }],
  section: [
    {
      title: 'Beeld',
      text: {
        status: 'additional',
        div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Speelt graag.</p></div>',
      },
      section: [
        {
          title: 'Vragen',
          emptyReason: text('geen'),
          text: { status: 'empty', div: '<div xmlns="http://www.w3.org/1999/xhtml">Geen</div>' },
        },
      ],
    },
    { title: 'Onderzoek', mode: 'snapshot', entry: [{ reference: 'Observation/taal' }] },
  ],
};

export const validResources: Readonly<Record<string, JsonObject>> = {
  'Patient with a Dutch name, address and BSN': {
    resourceType: 'Patient',
    identifier: [{ use: 'official', system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '111222333' }],
    name: [
      {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/humanname-assembly-order',
            valueCode: 'NL1',
          },
        ],
        use: 'official',
        family: 'van der Berg-de Wit',
        _family: {
          extension: [
            { url: 'http://hl7.org/fhir/StructureDefinition/humanname-own-prefix', valueString: 'van der' },
            { url: 'http://hl7.org/fhir/StructureDefinition/humanname-own-name', valueString: 'Berg' },
          ],
        },
        given: ['Noor', 'N.'],
        _given: [
          {
            extension: [
              { url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier', valueCode: 'BR' },
            ],
          },
          {
            extension: [
              { url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier', valueCode: 'IN' },
            ],
          },
        ],
      },
      { use: 'usual', given: ['Noor'] },
    ],
    gender: 'female',
    birthDate: '2021-03-04',
    address: [
      {
        use: 'home',
        type: 'both',
        line: ['Voorbeeldstraat 12a'],
        _line: [
          {
            extension: [
              {
                url: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetName',
                valueString: 'Voorbeeldstraat',
              },
            ],
          },
        ],
        city: 'Utrecht',
        postalCode: '3511 AA',
        country: 'NL',
        period: { start: '2021-03', end: '2021-03-31' },
      },
    ],
    communication: [{ language: coded('urn:ietf:bcp:47', 'nl'), preferred: true }],
    contact: [
      {
        relationship: [coded('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'MTH')],
        name: text('Samira'),
      },
    ],
    managingOrganization: organization,
  },
  'Patient whose birth date is known to be unknown': { resourceType: 'Patient', _birthDate: absent },
  'Patient with the time of birth beside the date': {
    resourceType: 'Patient',
    birthDate: '2021-03-04',
    _birthDate: {
      id: 'b1',
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
          valueDateTime: '2021-03-04T23:59:60.5-05:00',
        },
      ],
    },
    deceasedBoolean: false,
    multipleBirthInteger: 2,
  },
  'Patient with a given name that has only an extension': {
    resourceType: 'Patient',
    name: [{ given: [null, 'Noor'], _given: [absent, null] }],
  },
  'Patient with fewer extensions than given names': {
    resourceType: 'Patient',
    name: [{ given: ['Noor', 'Sophie'], _given: [{ id: 'g1' }] }],
  },
  'Patient with narrative': {
    resourceType: 'Patient',
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml" lang="nl"><!-- kort --><h3>Noor</h3><p class="x">Kind &amp; gezin&nbsp;&#233;&eacute;n<br/>plan</p><table border="1"><tr><td colspan="2" style="color: red">1 &lt; 2</td></tr></table><img src="#pic" alt="foto"/><a href="https://vroegdossier.nl/?a=1&amp;b=2">meer</a></div>',
    },
  },
  RelatedPerson: {
    resourceType: 'RelatedPerson',
    active: true,
    patient: person,
    relationship: [coded('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'MTH')],
    telecom: [{ system: 'phone', value: '0612345678', use: 'mobile', rank: 1 }],
    period: { start: '2021' },
  },
  Practitioner: {
    resourceType: 'Practitioner',
    identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/big', value: '12345678901' }],
    name: [{ family: 'Jansen', prefix: ['dr.'] }],
    qualification: [{ code: text('jeugdarts'), period: { start: '2010-01-01' } }],
  },
  PractitionerRole: {
    resourceType: 'PractitionerRole',
    practitioner: doctor,
    organization,
    availableTime: [
      { daysOfWeek: ['mon', 'tue'], availableStartTime: '08:30:00', availableEndTime: '17:00:00' },
    ],
  },
  Organization: {
    resourceType: 'Organization',
    identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/ura', value: '12345678' }],
    name: 'Regionaal IVH-team',
    telecom: [{ system: 'email', value: 'team@example.org', use: 'work' }],
    alias: ['IVH'],
  },
  OrganizationAffiliation: {
    resourceType: 'OrganizationAffiliation',
    active: true,
    organization,
    participatingOrganization: { identifier: { system: 'http://fhir.nl/fhir/NamingSystem/ura', value: '1' } },
  },
  HealthcareService: {
    resourceType: 'HealthcareService',
    providedBy: organization,
    name: 'Logopedie',
    availableTime: [{ daysOfWeek: ['wed'], allDay: true }],
  },
  'Location with a position': {
    resourceType: 'Location',
    status: 'active',
    mode: 'instance',
    name: 'Consultatiebureau',
    position: { longitude: 5.1214, latitude: 52.0907, altitude: 0 },
  },
  'ServiceRequest that contains what it refers to': {
    resourceType: 'ServiceRequest',
    contained: [
      { resourceType: 'Practitioner', id: 'huisarts', name: [{ family: 'Bakker' }] },
      { resourceType: 'Condition', id: 'zorg', subject: person, recorder: { reference: '#huisarts' } },
    ],
    status: 'active',
    intent: 'order',
    priority: 'routine',
    subject: person,
    requester: { reference: '#huisarts', type: 'Practitioner' },
    reasonReference: [{ reference: '#zorg' }],
    authoredOn: '2024-02-29',
    occurrenceTiming: { repeat: { frequency: 1, period: 1.5, periodUnit: 'wk', when: ['MORN'] } },
  },
  'ServiceRequest with a contained resource that refers to it': {
    resourceType: 'ServiceRequest',
    contained: [
      {
        resourceType: 'Provenance',
        id: 'p',
        target: [{ reference: '#' }],
        recorded: '2024-01-01T00:00:00Z',
        agent: [{ who: doctor }],
      },
    ],
    status: 'active',
    intent: 'order',
    subject: person,
  },
  Task: {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    focus: { reference: 'ServiceRequest/1/_history/2' },
    for: person,
    authoredOn: '2024-01-01T12:00:00+01:00',
    lastModified: '2024-01-02T12:00:00Z',
    restriction: { repetitions: 1, period: { end: '2024-06-01' }, recipient: [organization] },
    input: [{ type: text('vraag'), valueString: 'hoe verder?' }],
    output: [
      {
        type: text('antwoord'),
        valueReference: { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' },
      },
    ],
  },
  EpisodeOfCare: {
    resourceType: 'EpisodeOfCare',
    status: 'active',
    statusHistory: [{ status: 'planned', period: { start: '2024-01-01', end: '2024-01-01' } }],
    patient: person,
    managingOrganization: organization,
  },
  Encounter: {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: person,
    period: { start: '2024-01-01T10:00:00+01:00', end: '2024-01-01T10:00:00+01:00' },
    length: { value: 45, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
  },
  Appointment: {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2024-05-01T09:00:00+02:00',
    end: '2024-05-01T10:00:00+02:00',
    minutesDuration: 60,
    participant: [{ actor: person, status: 'accepted', required: 'required' }],
  },
  'Appointment proposed without a time': {
    resourceType: 'Appointment',
    status: 'proposed',
    participant: [{ type: [text('arts')], status: 'needs-action' }],
  },
  CareTeam: {
    resourceType: 'CareTeam',
    status: 'active',
    subject: person,
    participant: [
      { member: doctor, onBehalfOf: organization, period: { start: '2024-01-01' } },
      { member: parent },
    ],
  },
  'CarePlan with activities by reference and in words': {
    resourceType: 'CarePlan',
    status: 'draft',
    intent: 'plan',
    subject: person,
    goal: [{ reference: 'Goal/1' }],
    activity: [
      { reference: { reference: 'ServiceRequest/2' } },
      {
        detail: {
          kind: 'ServiceRequest',
          status: 'not-started',
          doNotPerform: false,
          scheduledString: 'wekelijks',
          dailyAmount: { value: 0.5, unit: 'uur' },
        },
      },
    ],
    note: [{ authorString: 'moeder', time: '2024-01-01', text: 'Fijn **plan**' }],
  },
  Goal: {
    resourceType: 'Goal',
    lifecycleStatus: 'active',
    description: text('Noor zegt zinnen van drie woorden'),
    subject: person,
    expressedBy: parent,
    target: [
      {
        measure: text('woorden'),
        detailRange: { low: { value: 3 }, high: { value: 3 } },
        dueDate: '2024-12',
      },
    ],
  },
  Condition: {
    resourceType: 'Condition',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'resolved'),
    verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    code: text('taalachterstand'),
    subject: person,
    onsetAge: { value: 2, unit: 'jaar', system: 'http://unitsofmeasure.org', code: 'a' },
    abatementDateTime: '2024',
  },
  'Observation with a decimal quantity': {
    resourceType: 'Observation',
    status: 'final',
    code: coded('http://loinc.org', '9843-4'),
    subject: person,
    effectiveDateTime: '2024-01-01T10:00:00.123456789+14:00',
    issued: '2024-01-01T10:00:00Z',
    valueQuantity: { value: 45.2, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
    referenceRange: [{ low: { value: 40 }, high: { value: 50.5 } }],
    component: [{ code: text('links'), valueBoolean: true }],
  },
  'Observation with a reason instead of a value': {
    resourceType: 'Observation',
    status: 'final',
    code: text('gehoor'),
    _effectiveDateTime: absent,
    dataAbsentReason: coded('http://terminology.hl7.org/CodeSystem/data-absent-reason', 'not-performed'),
    hasMember: [{ reference: 'https://lab.example.org/fhir/Observation/9' }],
  },
  'DiagnosticReport with the report in it': {
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: text('audiologisch onderzoek'),
    subject: person,
    effectivePeriod: { start: '2024-01-01', end: '2024-01-01T12:00:00Z' },
    presentedForm: [{ contentType: 'application/pdf', data: 'aGFs\nbG8=', size: 5, title: 'verslag' }],
  },
  Procedure: {
    resourceType: 'Procedure',
    status: 'completed',
    code: text('logopedie'),
    subject: person,
    performedPeriod: { start: '2024-01' },
  },
  DocumentReference: {
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'final',
    subject: person,
    content: [
      {
        attachment: {
          contentType: 'application/fhir+json; fhirVersion=4.0',
          url: 'Binary/1',
          hash: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
        },
      },
    ],
  },
  Binary: {
    resourceType: 'Binary',
    contentType: 'text/plain;charset=utf-8',
    securityContext: person,
    data: 'aGFsbG8=',
  },
  'Communication with a modifier extension': {
    resourceType: 'Communication',
    modifierExtension: [
      { url: 'https://vroegdossier.nl/fhir/StructureDefinition/spoed', valueBoolean: true },
    ],
    status: 'completed',
    subject: person,
    sent: '2024-01-01T10:00:00Z',
    payload: [{ contentString: 'Graag overleg' }],
  },
  Consent: {
    resourceType: 'Consent',
    status: 'active',
    scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy'),
    category: [coded('http://loinc.org', '59284-0')],
    patient: person,
    dateTime: '2024-01-01',
    policyRule: text('WGBO'),
    provision: {
      type: 'permit',
      provision: [{ type: 'deny', data: [{ meaning: 'instance', reference: { reference: 'Condition/1' } }] }],
    },
  },
  'Provenance with a signature': {
    resourceType: 'Provenance',
    target: [{ reference: 'CarePlan/1' }],
    recorded: '2024-01-01T10:00:00+01:00',
    agent: [{ who: doctor, onBehalfOf: organization }],
    entity: [{ role: 'source', what: { reference: 'DocumentReference/1' }, agent: [{ who: parent }] }],
    signature: [
      {
        type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }],
        when: '2024-01-01T10:00:00Z',
        who: doctor,
        data: 'aGFsbG8=',
      },
    ],
  },
  AuditEvent: {
    resourceType: 'AuditEvent',
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    action: 'R',
    recorded: '2024-01-01T10:00:00.000Z',
    outcome: '0',
    agent: [
      {
        who: doctor,
        requestor: true,
        network: { address: '192.0.2.1', type: '2' },
        policy: ['https://vroegdossier.nl/beleid'],
      },
    ],
    source: { observer: { display: 'Vroegdossier' } },
    entity: [{ what: person, query: 'R0VUIC8=', detail: [{ type: 'rij', valueString: '1' }] }],
  },
  'Questionnaire with nested items': {
    resourceType: 'Questionnaire',
    contained: [{ resourceType: 'ValueSet', id: 'jn', status: 'draft' }],
    url: 'https://vroegdossier.nl/fhir/Questionnaire/intake',
    status: 'active',
    subjectType: ['Patient'],
    item: [
      {
        linkId: '1',
        type: 'group',
        text: 'Thuis',
        item: [
          { linkId: '1.1', type: 'boolean', text: 'Meertalig?', initial: [{ valueBoolean: false }] },
          {
            linkId: '1.2',
            type: 'choice',
            answerOption: [{ valueCoding: { code: 'nl' } }, { valueString: 'anders' }],
            enableWhen: [{ question: '1.1', operator: 'exists', answerBoolean: true }],
          },
          { linkId: '1.3', type: 'open-choice', answerValueSet: '#jn', maxLength: 20, repeats: true },
          { linkId: '1.4', type: 'display', text: 'Dank u' },
        ],
      },
    ],
  },
  'QuestionnaireResponse with items in answers': {
    resourceType: 'QuestionnaireResponse',
    questionnaire: 'https://vroegdossier.nl/fhir/Questionnaire/intake|1',
    status: 'completed',
    subject: person,
    source: parent,
    item: [
      {
        linkId: '1',
        item: [
          {
            linkId: '1.1',
            answer: [{ valueBoolean: true, item: [{ linkId: '1.1.1', answer: [{ valueDecimal: 0.1 }] }] }],
          },
        ],
      },
    ],
  },
  'Composition with sections in sections': report,
  'Bundle of a document': {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' },
    timestamp: '2026-02-03T10:00:00Z',
    entry: [
      { fullUrl: 'urn:uuid:180f219f-97a8-486d-99d9-ed631fe4fc57', resource: report },
      {
        fullUrl: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a',
        resource: { resourceType: 'Patient', active: true },
      },
      {
        fullUrl: 'https://vroegdossier.nl/fhir/Practitioner/jeugdarts',
        resource: { resourceType: 'Practitioner', id: 'jeugdarts', active: true },
      },
      {
        fullUrl: 'https://vroegdossier.nl/fhir/Observation/taal',
        resource: { resourceType: 'Observation', id: 'taal', status: 'final', code: text('Taal') },
      },
    ],
  },
  'Group of children who wait': {
    resourceType: 'Group',
    identifier: [{ system: 'urn:oid:1.2.3', value: 'wachtlijst' }],
    active: true,
    type: 'person',
    actual: true,
    name: 'Wachtlijst',
    managingEntity: organization,
    characteristic: [{ code: text('regio'), valueCodeableConcept: text('Heuvelrand'), exclude: false }],
    member: [{ entity: person, period: { start: '2026-01' }, inactive: false }],
  },
  'Patient with attachments that say what they hold': {
    resourceType: 'Patient',
    photo: [
      {
        contentType: 'image/png',
        data: 'aGFsbG8=',
        size: 5,
        hash: '/Uzvek5gfx/MkgrWMppt8t+ZpOg=',
      },
      { contentType: 'image/png', url: 'Binary/1', size: 7000, hash: '/Uzvek5gfx/MkgrWMppt8t+ZpOg=' },
    ],
  },
  'Patient with URIs of all sorts': {
    resourceType: 'Patient',
    meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient|4.0.1'] },
    identifier: [
      { system: 'urn:oid:2.16.840.1.113883.2.4.3.11', value: '1' },
      { system: 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520', value: '1' },
      { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:x' },
    ],
  },
  'Bundle of a transaction with conditional references': {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
        resource: { resourceType: 'Patient', active: true },
        request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=x|1' },
      },
      {
        resource: {
          resourceType: 'EpisodeOfCare',
          status: 'active',
          patient: { reference: 'Patient?identifier=x|1' },
        },
        request: { method: 'PUT', url: 'EpisodeOfCare/1', ifMatch: 'W/"1"' },
      },
      { request: { method: 'DELETE', url: 'Task/1' } },
    ],
  },
  OperationOutcome: {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invariant', diagnostics: 'x', expression: ['Patient.contact[0]'] }],
  },
  'Parameters with a resource and parts': {
    resourceType: 'Parameters',
    parameter: [
      { name: 'resource', resource: { resourceType: 'Patient' } },
      {
        name: 'deel',
        part: [
          { name: 'datum', valueDate: '2024-01' },
          { name: 'bedrag', valueMoney: { value: 9.95, currency: 'EUR' } },
        ],
      },
    ],
  },
  CapabilityStatement: {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2024-01-01',
    kind: 'instance',
    implementation: { description: 'Vroegdossier' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        resource: [
          {
            type: 'Patient',
            interaction: [{ code: 'read' }],
            searchParam: [{ name: 'identifier', type: 'token' }],
          },
        ],
      },
    ],
  },
};
