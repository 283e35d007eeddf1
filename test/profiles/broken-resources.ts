// Resources each with one thing wrong, where it is and how FHIR calls it.

export interface Broken {
  readonly resource: unknown;
  readonly expression: string | undefined;
  readonly code: string;
}

const person = { reference: 'Patient/noor' };
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const observation = (more: object) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  ...more,
});
const request = (more: object) => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  subject: person,
  ...more,
});
const questionnaire = (item: object) => ({
  resourceType: 'Questionnaire',
  status: 'active',
  item: [{ linkId: '1', type: 'string', ...item }],
});
const bundle = (more: object) => ({ resourceType: 'Bundle', type: 'collection', ...more });
const document = (more: object, ...entry: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'document',
  identifier: { system: 'urn:s', value: '1' },
  timestamp: '2024-01-01T00:00:00Z',
  entry,
  ...more,
});
const composed = {
  fullUrl: 'urn:uuid:180f219f-97a8-486d-99d9-ed631fe4fc57',
  resource: {
    resourceType: 'Composition',
    status: 'final',
    type: { text: 'x' },
    date: '2024',
    author: [{ display: 'x' }],
    title: 'x',
  },
};
const condition = (more: object) => ({ resourceType: 'Condition', subject: person, ...more });
const withDiv = (div: string) => patient({ text: { status: 'generated', div } });
const div = (inside: string) => withDiv(`<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`);
const extended = (extension: object) => patient({ extension: [extension] });
const nested = (levels: number): object => {
  let extension: object = { url: 'https://example.org/x', valueBoolean: true };
  for (let level = 0; level < levels; level += 1)
    extension = { url: 'https://example.org/x', extension: [extension] };
  return extension;
};
const broken = (resource: unknown, code: string, expression?: string): Broken => ({
  resource,
  code,
  expression,
});

export const brokenResources: Readonly<Record<string, Broken>> = {
  // The body
  'null instead of a resource': broken(null, 'structure'),
  'an array instead of a resource': broken([], 'structure'),
  'a string instead of a resource': broken('Patient', 'structure'),
  'no resourceType': broken({ id: '1' }, 'structure'),
  'a resourceType that is no string': broken({ resourceType: 1 }, 'structure'),
  'a resourceType R4 does not know': broken({ resourceType: 'Kind' }, 'structure'),
  'a resourceType that is a data type': broken({ resourceType: 'HumanName' }, 'structure'),
  'a resourceType named like a property of objects': broken({ resourceType: 'constructor' }, 'structure'),
  'a type that is not served': broken({ resourceType: 'Claim' }, 'not-supported'),
  'a type that is only served inside others': broken({ resourceType: 'Device' }, 'not-supported'),
  'nesting past the limit': broken(extended(nested(100)), 'structure'),
  'nesting that would exhaust the stack': broken(extended(nested(10_000)), 'structure'),
  // Shape
  'an element R4 does not have': broken(patient({ bsn: '111222333' }), 'structure', 'Patient.bsn'),
  'an element nearly as R4 calls it': broken(
    patient({ birthdate: '2020' }),
    'structure',
    'Patient.birthdate',
  ),
  'an element named like a property of objects': broken(
    patient({ constructor: 1 }),
    'structure',
    'Patient.constructor',
  ),
  'an own property called __proto__': broken(
    JSON.parse('{"resourceType":"Patient","__proto__":{"a":1}}'),
    'structure',
    'Patient.__proto__',
  ),
  'an element unknown to a data type': broken(
    patient({ name: [{ firstName: 'Noor' }] }),
    'structure',
    'Patient.name[0].firstName',
  ),
  'resourceType inside a data type': broken(
    patient({ name: [{ resourceType: 'HumanName' }] }),
    'structure',
    'Patient.name[0].resourceType',
  ),
  'one value where several can stand': broken(
    patient({ name: { text: 'Noor' } }),
    'structure',
    'Patient.name',
  ),
  'an array where one value stands': broken(patient({ gender: ['female'] }), 'structure', 'Patient.gender'),
  'an empty array': broken(patient({ name: [] }), 'structure', 'Patient.name'),
  'an array of only null': broken(
    patient({ name: [{ given: [null] }] }),
    'structure',
    'Patient.name[0].given[0]',
  ),
  'an empty object': broken(patient({ contact: [{}] }), 'structure', 'Patient.contact[0]'),
  'a string where an object stands': broken(
    patient({ maritalStatus: 'gehuwd' }),
    'structure',
    'Patient.maritalStatus',
  ),
  'null for a single value': broken(patient({ birthDate: null }), 'structure', 'Patient.birthDate'),
  'null in an array of objects': broken(patient({ name: [null] }), 'structure', 'Patient.name[0]'),
  'an object where a primitive stands': broken(
    patient({ birthDate: { value: '2020' } }),
    'value',
    'Patient.birthDate',
  ),
  'a choice given twice': broken(
    patient({ deceasedBoolean: false, deceasedDateTime: '2024' }),
    'structure',
    'Patient.deceased',
  ),
  'a choice whose extension is of another type': broken(
    patient({
      deceasedBoolean: false,
      _deceasedDateTime: { extension: [{ url: 'https://example.org/x', valueCode: 'x' }] },
    }),
    'structure',
    'Patient.deceased',
  ),
  'a choice of a type it cannot have': broken(
    observation({ valueDecimal: 1 }),
    'structure',
    'Observation.valueDecimal',
  ),
  'a choice without its type': broken(observation({ value: 'x' }), 'structure', 'Observation.value'),
  'an underscore before an element that is no primitive': broken(
    patient({ _name: [{ id: 'x' }] }),
    'structure',
    'Patient._name',
  ),
  'a string beside a primitive': broken(patient({ _birthDate: 'x' }), 'structure', 'Patient.birthDate'),
  'a primitive with only an id': broken(
    patient({ _birthDate: { id: 'x' } }),
    'structure',
    'Patient.birthDate',
  ),
  'an unknown element beside a primitive': broken(
    patient({ birthDate: '2020', _birthDate: { value: 1 } }),
    'structure',
    'Patient.birthDate.value',
  ),
  // Cardinality
  'no status': broken({ resourceType: 'Observation', code: { text: 'x' } }, 'required', 'Observation.status'),
  'no code in a component': broken(
    observation({ component: [{ valueString: 'x' }, { code: { text: 'x' } }] }),
    'required',
    'Observation.component[0].code',
  ),
  'a required array left out': broken(
    { resourceType: 'Appointment', status: 'proposed' },
    'required',
    'Appointment.participant',
  ),
  'a required choice left out': broken(
    { resourceType: 'Communication', status: 'completed', payload: [{ id: 'x' }] },
    'required',
    'Communication.payload[0].content',
  ),
  'a comparator on a simple quantity': broken(
    observation({ referenceRange: [{ low: { value: 1, comparator: '<' } }] }),
    'invariant',
    'Observation.referenceRange[0].low',
  ),
  // Primitives
  'a string for a boolean': broken(patient({ active: 'true' }), 'value', 'Patient.active'),
  'a number for a string': broken(patient({ name: [{ family: 1 }] }), 'value', 'Patient.name[0].family'),
  'a string for a decimal': broken(
    observation({ valueQuantity: { value: '1.5' } }),
    'value',
    'Observation.value.value',
  ),
  'a number too large for JSON': broken(
    JSON.parse('{"resourceType":"Location","position":{"latitude":1e999,"longitude":1}}'),
    'value',
    'Location.position.latitude',
  ),
  'a fraction for an integer': broken(
    patient({ multipleBirthInteger: 1.5 }),
    'value',
    'Patient.multipleBirth',
  ),
  'zero for a positive integer': broken(
    patient({ telecom: [{ system: 'phone', value: '1', rank: 0 }] }),
    'value',
    'Patient.telecom[0].rank',
  ),
  'a negative unsigned integer': broken(bundle({ type: 'searchset', total: -1 }), 'value', 'Bundle.total'),
  'an integer past 32 bits': broken(
    observation({ valueInteger: 2_147_483_648 }),
    'value',
    'Observation.value',
  ),
  'an empty string': broken(patient({ name: [{ family: '' }] }), 'value', 'Patient.name[0].family'),
  'a string of whitespace': broken(patient({ name: [{ family: ' \t' }] }), 'value', 'Patient.name[0].family'),
  'a control character': broken(
    patient({ name: [{ family: 'a\u0000b' }] }),
    'value',
    'Patient.name[0].family',
  ),
  'a date written the Dutch way': broken(patient({ birthDate: '04-03-2021' }), 'value', 'Patient.birthDate'),
  'a day that does not exist': broken(patient({ birthDate: '2024-02-30' }), 'value', 'Patient.birthDate'),
  'a leap day in a common year': broken(patient({ birthDate: '2023-02-29' }), 'value', 'Patient.birthDate'),
  'a time in a date': broken(patient({ birthDate: '2021-03-04T10:00:00Z' }), 'value', 'Patient.birthDate'),
  'a dateTime without time zone': broken(
    observation({ effectiveDateTime: '2024-01-01T10:00:00' }),
    'value',
    'Observation.effective',
  ),
  'a dateTime without seconds': broken(
    observation({ effectiveDateTime: '2024-01-01T10:00Z' }),
    'value',
    'Observation.effective',
  ),
  'a dateTime at hour 24': broken(
    observation({ effectiveDateTime: '2024-01-01T24:00:00Z' }),
    'value',
    'Observation.effective',
  ),
  'an instant that is only a day': broken(
    observation({ issued: '2024-01-01' }),
    'value',
    'Observation.issued',
  ),
  'a time without seconds': broken(observation({ valueTime: '10:00' }), 'value', 'Observation.value'),
  'an id with an underscore': broken(patient({ id: 'a_b' }), 'value', 'Patient.id'),
  'an id of 65 characters': broken(patient({ id: 'a'.repeat(65) }), 'value', 'Patient.id'),
  'a URI with a space': broken(
    patient({ implicitRules: 'https://example.org/a b' }),
    'value',
    'Patient.implicitRules',
  ),
  'a code with two spaces': broken(
    observation({ valueCodeableConcept: { coding: [{ code: 'a  b' }] } }),
    'value',
    'Observation.value.coding[0].code',
  ),
  'an OID that is none': broken(
    extended({ url: 'https://example.org/x', valueOid: 'urn:oid:3.1' }),
    'value',
    'Patient.extension[0].value',
  ),
  'a UUID in capitals': broken(
    extended({ url: 'https://example.org/x', valueUuid: 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520' }),
    'value',
    'Patient.extension[0].value',
  ),
  'an OID without urn': broken(patient({ implicitRules: 'oid:1.2.3' }), 'value', 'Patient.implicitRules'),
  'a URN of an OID that is none': broken(
    patient({ implicitRules: 'urn:oid:1.02' }),
    'value',
    'Patient.implicitRules',
  ),
  'a URN of a UUID that is none': broken(
    patient({ implicitRules: 'urn:uuid:1' }),
    'value',
    'Patient.implicitRules',
  ),
  'a canonical that is not absolute': broken(
    { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'Questionnaire/intake' },
    'value',
    'QuestionnaireResponse.questionnaire',
  ),
  'a canonical with an empty version': broken(
    patient({ meta: { profile: ['https://example.org/StructureDefinition/x|'] } }),
    'value',
    'Patient.meta.profile[0]',
  ),
  'a canonical with two versions': broken(
    patient({ meta: { profile: ['https://example.org/StructureDefinition/x|1|2'] } }),
    'value',
    'Patient.meta.profile[0]',
  ),
  'base64 of a wrong length': broken(
    { resourceType: 'Binary', contentType: 'text/plain', data: 'aGFsbG8' },
    'value',
    'Binary.data',
  ),
  'base64 in another alphabet': broken(
    { resourceType: 'Binary', contentType: 'text/plain', data: 'aGF_bG8=' },
    'value',
    'Binary.data',
  ),
  // Codes
  'a code outside its value set': broken(patient({ gender: 'V' }), 'code-invalid', 'Patient.gender'),
  'a code in capitals': broken(patient({ gender: 'Female' }), 'code-invalid', 'Patient.gender'),
  'a concept outside its value set': broken(
    condition({
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'actief' }],
      },
    }),
    'code-invalid',
    'Condition.clinicalStatus',
  ),
  'a concept whose code lacks its system': broken(
    condition({ clinicalStatus: { coding: [{ code: 'active' }] } }),
    'code-invalid',
    'Condition.clinicalStatus',
  ),
  'a concept in words where a code is required': broken(
    condition({ clinicalStatus: { text: 'actief' } }),
    'code-invalid',
    'Condition.clinicalStatus',
  ),
  'a contentType that is no MIME type': broken(
    { resourceType: 'Binary', contentType: 'pdf' },
    'code-invalid',
    'Binary.contentType',
  ),
  'a currency that is no ISO code': broken(
    extended({ url: 'https://example.org/x', valueMoney: { value: 1, currency: '€' } }),
    'code-invalid',
    'Patient.extension[0].value.currency',
  ),
  'a resource type R4 does not know, as a code': broken(
    { resourceType: 'Questionnaire', status: 'active', subjectType: ['Kind'] },
    'code-invalid',
    'Questionnaire.subjectType[0]',
  ),
  // References
  'a reference to a type not allowed there': broken(
    patient({ managingOrganization: { reference: 'Practitioner/1' } }),
    'value',
    'Patient.managingOrganization.reference',
  ),
  'an absolute reference to a type not allowed there': broken(
    patient({ managingOrganization: { reference: 'https://example.org/fhir/Practitioner/1' } }),
    'value',
    'Patient.managingOrganization.reference',
  ),
  'a reference whose type says it is not allowed': broken(
    patient({ managingOrganization: { type: 'Practitioner', identifier: { value: '1' } } }),
    'value',
    'Patient.managingOrganization.type',
  ),
  'a reference that contradicts its type': broken(
    request({ requester: { reference: 'Patient/1', type: 'Practitioner' } }),
    'value',
    'ServiceRequest.requester.type',
  ),
  'a reference to an unknown type': broken(
    request({ requester: { reference: 'Kind/1' } }),
    'value',
    'ServiceRequest.requester.reference',
  ),
  'a reference without an id': broken(
    request({ requester: { reference: 'Patient/' } }),
    'value',
    'ServiceRequest.requester.reference',
  ),
  'a bare id as reference': broken(
    request({ requester: { reference: 'noor' } }),
    'value',
    'ServiceRequest.requester.reference',
  ),
  'a local reference to nothing': broken(
    request({ requester: { reference: '#weg' } }),
    'not-found',
    'ServiceRequest.requester.reference',
  ),
  'a local reference to a type not allowed there': broken(
    request({ contained: [{ resourceType: 'Location', id: 'a' }], requester: { reference: '#a' } }),
    'value',
    'ServiceRequest.requester.reference',
  ),
  // Contained resources
  'something wrong inside a contained resource': broken(
    request({
      contained: [{ resourceType: 'Practitioner', id: 'a', gender: 'x' }],
      requester: { reference: '#a' },
    }),
    'code-invalid',
    'ServiceRequest.contained[0].gender',
  ),
  'a contained resource nothing refers to': broken(
    request({ contained: [{ resourceType: 'Practitioner', id: 'a' }] }),
    'invariant',
    'ServiceRequest.contained[0]',
  ),
  'a contained resource without id': broken(
    request({ contained: [{ resourceType: 'Practitioner', active: true }] }),
    'required',
    'ServiceRequest.contained[0].id',
  ),
  'two contained resources with one id': broken(
    request({
      contained: [
        { resourceType: 'Practitioner', id: 'a' },
        { resourceType: 'Practitioner', id: 'a' },
      ],
      requester: { reference: '#a' },
    }),
    'structure',
    'ServiceRequest.contained[0].id',
  ),
  'a contained resource with a version': broken(
    request({
      contained: [{ resourceType: 'Practitioner', id: 'a', meta: { versionId: '1' } }],
      requester: { reference: '#a' },
    }),
    'invariant',
    'ServiceRequest.contained[0]',
  ),
  'a contained resource that contains another': broken(
    request({
      contained: [
        { resourceType: 'Practitioner', id: 'a', contained: [{ resourceType: 'Patient', id: 'b' }] },
      ],
      requester: { reference: '#a' },
    }),
    'invariant',
    'ServiceRequest.contained[0]',
  ),
  'a contained resource of a type not shipped': broken(
    request({ contained: [{ resourceType: 'Claim', id: 'a' }], supportingInfo: [{ reference: '#a' }] }),
    'not-supported',
    'ServiceRequest.contained[0]',
  ),
  'a contained resource without type': broken(
    request({ contained: [{ id: 'a' }], supportingInfo: [{ reference: '#a' }] }),
    'structure',
    'ServiceRequest.contained[0]',
  ),
  // Extensions
  'an extension without url': broken(extended({ valueString: 'x' }), 'required', 'Patient.extension[0].url'),
  'an extension with value and extensions': broken(
    extended({ url: 'https://example.org/x', valueString: 'x', extension: [{ url: 'a', valueString: 'y' }] }),
    'invariant',
    'Patient.extension[0]',
  ),
  'an extension with neither value nor extensions': broken(
    extended({ url: 'https://example.org/x' }),
    'invariant',
    'Patient.extension[0]',
  ),
  'an extension with a relative url': broken(
    extended({ url: 'gezag', valueString: 'x' }),
    'value',
    'Patient.extension[0].url',
  ),
  'a modifier extension where none can stand': broken(
    patient({ name: [{ modifierExtension: [{ url: 'https://example.org/x', valueString: 'x' }] }] }),
    'structure',
    'Patient.name[0].modifierExtension',
  ),
  // Rules of data types
  'a BSN that fails the eleven test': broken(
    patient({ identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '111222334' }] }),
    'value',
    'Patient.identifier[0].value',
  ),
  'a BSN by OID, of eight digits': broken(
    patient({ identifier: [{ system: 'urn:oid:2.16.840.1.113883.2.4.6.3', value: '11122233' }] }),
    'value',
    'Patient.identifier[0].value',
  ),
  'a BSN in a reference': broken(
    request({
      requester: { identifier: { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '000000000' } },
    }),
    'value',
    'ServiceRequest.requester.identifier.value',
  ),
  'an identifier whose system is no URL': broken(
    patient({ identifier: [{ system: 'bsn', value: '111222333' }] }),
    'value',
    'Patient.identifier[0].system',
  ),
  'a coding whose system is no URL': broken(
    observation({ valueCodeableConcept: { coding: [{ system: 'loinc', code: '8302-2' }] } }),
    'value',
    'Observation.value.coding[0].system',
  ),
  'a period that ends before it starts': broken(
    patient({ name: [{ text: 'x', period: { start: '2024-02', end: '2024-01-31' } }] }),
    'invariant',
    'Patient.name[0].period',
  ),
  'a period that ends an hour before it starts elsewhere': broken(
    observation({
      effectivePeriod: { start: '2024-01-01T10:00:00+01:00', end: '2024-01-01T10:00:00+02:00' },
    }),
    'invariant',
    'Observation.effective',
  ),
  'a telephone number without system': broken(
    patient({ telecom: [{ value: '06' }] }),
    'invariant',
    'Patient.telecom[0]',
  ),
  'a unit code without system': broken(
    observation({ valueQuantity: { value: 1, code: 'cm' } }),
    'invariant',
    'Observation.value',
  ),
  'a range upside down': broken(
    observation({ valueRange: { low: { value: 2 }, high: { value: 1 } } }),
    'invariant',
    'Observation.value',
  ),
  'a ratio without denominator': broken(
    observation({ valueRatio: { numerator: { value: 1 } } }),
    'invariant',
    'Observation.value',
  ),
  'a negative age': broken(
    condition({ onsetAge: { value: -1, system: 'http://unitsofmeasure.org', code: 'a' } }),
    'invariant',
    'Condition.onset',
  ),
  'a timing with a period without unit': broken(
    request({ occurrenceTiming: { repeat: { period: 1 } } }),
    'invariant',
    'ServiceRequest.occurrence.repeat',
  ),
  'data without contentType': broken(
    patient({ photo: [{ data: 'aGFsbG8=' }] }),
    'invariant',
    'Patient.photo[0]',
  ),
  'a size that is not that of the data': broken(
    patient({ photo: [{ contentType: 'image/png', data: 'aGFsbG8=', size: 6 }] }),
    'value',
    'Patient.photo[0].size',
  ),
  'a hash that is not that of the data': broken(
    patient({
      photo: [{ contentType: 'image/png', data: 'aGFsbG8=', hash: 'AY4PSxtNgI6jmoVp5kwHk3/pZ5I=' }],
    }),
    'value',
    'Patient.photo[0].hash',
  ),
  'a hash of another length': broken(
    patient({ photo: [{ contentType: 'image/png', url: 'Binary/1', hash: 'aGFsbG8=' }] }),
    'value',
    'Patient.photo[0].hash',
  ),
  'an attachment too large to stand inside': broken(
    patient({ photo: [{ contentType: 'image/png', data: 'AAAA'.repeat(1_400_000) }] }),
    'too-long',
    'Patient.photo[0].data',
  ),
  'a script in the narrative': broken(div('<script>alert(1)</script>'), 'invariant', 'Patient.text.div'),
  'an event handler in the narrative': broken(div('<p onclick="x()">a</p>'), 'invariant', 'Patient.text.div'),
  'a javascript link in the narrative': broken(
    div('<a href="java&#115;cript:x()">a</a>'),
    'invariant',
    'Patient.text.div',
  ),
  'a narrative outside the XHTML namespace': broken(withDiv('<div>a</div>'), 'invariant', 'Patient.text.div'),
  'a narrative without status': broken(
    patient({ text: { div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' } }),
    'required',
    'Patient.text.status',
  ),
  // Rules of resources
  'a contact without details': broken(
    patient({ contact: [{ gender: 'female' }] }),
    'invariant',
    'Patient.contact[0]',
  ),
  'an organization without name or identifier': broken(
    { resourceType: 'Organization', active: true },
    'invariant',
    'Organization',
  ),
  'a home number of an organization': broken(
    { resourceType: 'Organization', name: 'x', telecom: [{ system: 'phone', value: '1', use: 'home' }] },
    'invariant',
    'Organization.telecom[0]',
  ),
  'a value and a reason for none': broken(
    observation({ valueString: 'x', dataAbsentReason: { text: 'x' } }),
    'invariant',
    'Observation',
  ),
  'a value beside a component of the same code': broken(
    observation({
      code: { coding: [{ system: 'urn:s', code: 'c' }] },
      valueString: 'x',
      component: [{ code: { coding: [{ system: 'urn:s', code: 'c' }] }, valueString: 'y' }],
    }),
    'invariant',
    'Observation',
  ),
  'an empty reference range': broken(
    observation({ referenceRange: [{ type: { text: 'x' } }] }),
    'invariant',
    'Observation.referenceRange[0]',
  ),
  'order details without code': broken(
    request({ orderDetail: [{ text: 'x' }] }),
    'invariant',
    'ServiceRequest',
  ),
  'a task changed before it was written': broken(
    {
      resourceType: 'Task',
      status: 'draft',
      intent: 'order',
      authoredOn: '2024-01-02T00:00:00Z',
      lastModified: '2024-01-01T00:00:00Z',
    },
    'invariant',
    'Task',
  ),
  'an appointment that starts and never ends': broken(
    {
      resourceType: 'Appointment',
      status: 'proposed',
      start: '2024-01-01T00:00:00Z',
      participant: [{ actor: person, status: 'accepted' }],
    },
    'invariant',
    'Appointment',
  ),
  'a booked appointment without time': broken(
    { resourceType: 'Appointment', status: 'booked', participant: [{ actor: person, status: 'accepted' }] },
    'invariant',
    'Appointment',
  ),
  'a reason of cancelling for what was not cancelled': broken(
    {
      resourceType: 'Appointment',
      status: 'proposed',
      cancelationReason: { text: 'x' },
      participant: [{ actor: person, status: 'accepted' }],
    },
    'invariant',
    'Appointment',
  ),
  'a participant who is nobody': broken(
    { resourceType: 'Appointment', status: 'proposed', participant: [{ status: 'accepted' }] },
    'invariant',
    'Appointment.participant[0]',
  ),
  'a team member who is no practitioner, on behalf of another': broken(
    {
      resourceType: 'CareTeam',
      participant: [{ member: person, onBehalfOf: { reference: 'Organization/1' } }],
    },
    'invariant',
    'CareTeam.participant[0]',
  ),
  'an activity twice over': broken(
    {
      resourceType: 'CarePlan',
      status: 'draft',
      intent: 'plan',
      subject: person,
      activity: [{ reference: { reference: 'Task/1' }, detail: { status: 'scheduled' } }],
    },
    'invariant',
    'CarePlan.activity[0]',
  ),
  'a target detail without measure': broken(
    {
      resourceType: 'Goal',
      lifecycleStatus: 'active',
      description: { text: 'x' },
      subject: person,
      target: [{ detailString: 'x' }],
    },
    'invariant',
    'Goal.target[0]',
  ),
  'an ended condition that is active': broken(
    condition({
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      abatementDateTime: '2024',
    }),
    'invariant',
    'Condition',
  ),
  'a clinical status of a mistake': broken(
    condition({
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      verificationStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'entered-in-error' },
        ],
      },
    }),
    'invariant',
    'Condition',
  ),
  'a consent without policy': broken(
    {
      resourceType: 'Consent',
      status: 'active',
      scope: { text: 'x' },
      category: [{ text: 'x' }],
      patient: person,
    },
    'invariant',
    'Consent',
  ),
  'an audited entity with name and query': broken(
    {
      resourceType: 'AuditEvent',
      type: { code: 'rest' },
      recorded: '2024-01-01T00:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'x' } },
      entity: [{ name: 'x', query: 'R0VU' }],
    },
    'invariant',
    'AuditEvent.entity[0]',
  ),
  'a group without items': broken(questionnaire({ type: 'group' }), 'invariant', 'Questionnaire.item[0]'),
  'items under a display': broken(
    questionnaire({ type: 'display', item: [{ linkId: '2', type: 'string' }] }),
    'invariant',
    'Questionnaire.item[0]',
  ),
  'a linkId twice': broken(
    questionnaire({ item: [{ linkId: '1', type: 'string' }] }),
    'invariant',
    'Questionnaire',
  ),
  'options and a value set': broken(
    questionnaire({
      type: 'choice',
      answerValueSet: 'https://example.org/v',
      answerOption: [{ valueString: 'x' }],
    }),
    'invariant',
    'Questionnaire.item[0]',
  ),
  'three conditions without all or any': broken(
    questionnaire({
      enableWhen: ['a', 'b', 'c'].map((question) => ({ question, operator: '=', answerString: 'x' })),
    }),
    'invariant',
    'Questionnaire.item[0]',
  ),
  'a condition of existence answered in words': broken(
    questionnaire({ enableWhen: [{ question: 'a', operator: 'exists', answerString: 'x' }] }),
    'invariant',
    'Questionnaire.item[0].enableWhen[0]',
  ),
  'something wrong in an item of an item': broken(
    questionnaire({
      type: 'group',
      item: [{ linkId: '2', type: 'group', item: [{ linkId: '3', type: 'tekst' }] }],
    }),
    'code-invalid',
    'Questionnaire.item[0].item[0].item[0].type',
  ),
  'an answer and items beside it': broken(
    {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      item: [{ linkId: '1', answer: [{ valueBoolean: true }], item: [{ linkId: '2' }] }],
    },
    'invariant',
    'QuestionnaireResponse.item[0]',
  ),
  'something wrong in a resource of a bundle': broken(
    bundle({ entry: [{ resource: patient({}) }, { resource: patient({ gender: 'x' }) }] }),
    'code-invalid',
    'Bundle.entry[1].resource.gender',
  ),
  'a transaction entry without request': broken(
    bundle({ type: 'transaction', entry: [{ resource: patient({}) }] }),
    'invariant',
    'Bundle',
  ),
  'a fullUrl twice': broken(
    bundle({
      entry: [1, 2].map(() => ({ fullUrl: 'https://example.org/fhir/Patient/1', resource: patient({}) })),
    }),
    'invariant',
    'Bundle',
  ),
  'a document that starts with no composition': broken(
    document({}, { fullUrl: 'urn:uuid:180f219f-97a8-486d-99d9-ed631fe4fc57', resource: patient({}) }),
    'invariant',
    'Bundle',
  ),
  'a document without an identifier': broken(
    document({ identifier: undefined }, composed),
    'invariant',
    'Bundle',
  ),
  'a document without a timestamp': broken(
    document({ timestamp: undefined }, composed),
    'invariant',
    'Bundle',
  ),
  'a document whose entry has no fullUrl': broken(
    document({}, composed, { resource: patient({}) }),
    'required',
    'Bundle.entry[1].fullUrl',
  ),
  'a fullUrl that is not absolute': broken(
    document({}, composed, { fullUrl: 'Patient/1', resource: patient({}) }),
    'value',
    'Bundle.entry[1].fullUrl',
  ),
  'a fullUrl of another resource': broken(
    document({}, composed, { fullUrl: 'https://example.org/fhir/Patient/1', resource: patient({ id: '2' }) }),
    'value',
    'Bundle.entry[1].fullUrl',
  ),
  'a group of members that is only described': broken(
    { resourceType: 'Group', type: 'person', actual: false, member: [{ entity: person }] },
    'invariant',
    'Group',
  ),
  'a parameter with value and resource': broken(
    { resourceType: 'Parameters', parameter: [{ name: 'x', valueString: 'x', resource: patient({}) }] },
    'invariant',
    'Parameters.parameter[0]',
  ),
};
