// Requests that must be refused, and how: one table, sent to a running server by bad-requests.test.ts.
import { bsnSystem } from './scenes.ts';

export interface BadRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** `tester` unless said otherwise; `none` sends no token. */
  readonly as?: string;
  readonly status: number;
  /** Element the first issue names. */
  readonly expression?: string;
  /** What the answer must say. */
  readonly text?: RegExp;
}

const json = { 'content-type': 'application/fhir+json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const patient = { resourceType: 'Patient' };
/** The child that the test makes beforehand. */
const subject = { reference: 'Patient/known' };
const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject };

const post = (name: string, body: unknown, rest: Partial<BadRequest> & { status: number }): BadRequest => ({
  name,
  method: 'POST',
  path: '/fhir/Patient',
  body,
  headers: json,
  ...rest,
});
const get = (path: string, status: number, text?: RegExp, more: Partial<BadRequest> = {}): BadRequest => ({
  name: `GET ${path.length > 60 ? `${path.slice(0, 60)}…` : path}`,
  method: 'GET',
  path,
  status,
  text,
  ...more,
});
const bundle = (
  name: string,
  entry: unknown,
  rest: Partial<BadRequest> & { status: number },
): BadRequest => ({
  name: `transaction: ${name}`,
  method: 'POST',
  path: '/fhir',
  headers: json,
  body: { resourceType: 'Bundle', type: 'transaction', entry },
  ...rest,
});
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const postPatient = { resource: patient, request: { method: 'POST', url: 'Patient' } };

const bodies: readonly BadRequest[] = [
  post('empty body', '', { status: 400, text: /empty/ }),
  post('white space', '  \n', { status: 400, text: /empty/ }),
  post('broken JSON', '{"resourceType":"Patient"', { status: 400, text: /well-formed JSON/ }),
  post('trailing comma', '{"resourceType":"Patient",}', { status: 400, text: /position 26/ }),
  post('a comment', '{"resourceType":"Patient"/*x*/}', { status: 400, text: /well-formed JSON/ }),
  post('single quotes', "{'resourceType':'Patient'}", { status: 400 }),
  post('NaN', '{"resourceType":"Patient","multipleBirthInteger":NaN}', { status: 400 }),
  post('XML', '<Patient xmlns="http://hl7.org/fhir"/>', { status: 400 }),
  post('XML outside the namespace', '<Patient/>', {
    status: 400,
    headers: { 'content-type': 'application/fhir+xml' },
    expression: 'Patient',
    text: /http:\/\/hl7\.org\/fhir/,
  }),
  post('plain text', '{"resourceType":"Patient"}', {
    status: 415,
    headers: { 'content-type': 'text/plain' },
    text: /application\/fhir\+json/,
  }),
  post('a form', 'resourceType=Patient', { status: 415, headers: form }),
  post('an array', [patient], { status: 400, text: /JSON object/ }),
  post('a number', '1', { status: 400, text: /JSON object/ }),
  post('null', 'null', { status: 400, text: /JSON object/ }),
  post('a string', '"Patient"', { status: 400, text: /JSON object/ }),
  post('no resourceType', {}, { status: 400, expression: 'Patient', text: /resourceType/ }),
  post('resourceType of a wrong kind', { resourceType: 5 }, { status: 400, text: /resourceType/ }),
  post(
    'another resourceType',
    { resourceType: 'Group' },
    { status: 422, expression: 'resourceType', text: /Group.*Patient/ },
  ),
  post('an unknown resourceType', { resourceType: 'Child' }, { status: 422, text: /Child.*Patient/ }),
  post('repeated keys', '{"resourceType":"Patient","gender":"male","gender":"female"}', {
    status: 400,
    text: /same key twice/,
  }),
  post('repeated __proto__', '{"resourceType":"Patient","__proto__":{},"__proto__":{}}', {
    status: 400,
    text: /same key twice/,
  }),
  post('a __proto__ key', '{"resourceType":"Patient","__proto__":{"gender":"male"}}', {
    status: 422,
    text: /__proto__/,
  }),
  post(
    'a constructor key',
    { ...patient, constructor: { prototype: {} } },
    { status: 422, expression: 'Patient.constructor' },
  ),
  post('a nested __proto__', '{"resourceType":"Patient","name":[{"__proto__":{"family":"x"}}]}', {
    status: 422,
  }),
  post('65 levels', `{"resourceType":"Patient","x":${deep(65)}}`, { status: 400, text: /64 levels/ }),
  post('ten thousand levels', deep(10_000), { status: 400, text: /64 levels/ }),
  post('a hundred thousand brackets', '['.repeat(100_000), { status: 400, text: /64 levels/ }),
  post('over the limit', `{"resourceType":"Patient","x":"${'x'.repeat(5_600_000)}"}`, {
    status: 413,
    text: /5500000 bytes/,
  }),
  post('a byte order mark in the middle', '{\ufeff"resourceType":"Patient"}', { status: 400 }),
];

const elements: readonly BadRequest[] = [
  post('an unknown element', { ...patient, colour: 'blue' }, { status: 422, expression: 'Patient.colour' }),
  post(
    'an unknown nested element',
    { ...patient, name: [{ surname: 'x' }] },
    { status: 422, expression: 'Patient.name[0].surname' },
  ),
  post(
    'one where many stand',
    { ...patient, name: { family: 'x' } },
    { status: 422, expression: 'Patient.name' },
  ),
  post(
    'many where one stands',
    { ...patient, gender: ['male'] },
    { status: 422, expression: 'Patient.gender' },
  ),
  post('an empty list', { ...patient, name: [] }, { status: 422, expression: 'Patient.name' }),
  post('an empty object', { ...patient, name: [{}] }, { status: 422, expression: 'Patient.name[0]' }),
  post(
    'an empty text',
    { ...patient, name: [{ family: '' }] },
    { status: 422, expression: 'Patient.name[0].family' },
  ),
  post('null in a list', { ...patient, name: [null] }, { status: 422, expression: 'Patient.name[0]' }),
  post('null as value', { ...patient, gender: null }, { status: 422, expression: 'Patient.gender' }),
  post(
    'a number as text',
    { ...patient, name: [{ family: 5 }] },
    { status: 422, expression: 'Patient.name[0].family' },
  ),
  post('text as boolean', { ...patient, active: 'true' }, { status: 422, expression: 'Patient.active' }),
  post(
    'a code out of the value set',
    { ...patient, gender: 'boy' },
    { status: 422, expression: 'Patient.gender', text: /male/ },
  ),
  post(
    'a month that is none',
    { ...patient, birthDate: '2020-13-01' },
    { status: 422, expression: 'Patient.birthDate' },
  ),
  post(
    'the 30th of February',
    { ...patient, birthDate: '2020-02-30' },
    { status: 422, expression: 'Patient.birthDate' },
  ),
  post(
    'a Dutch date',
    { ...patient, birthDate: '01-05-2020' },
    { status: 422, expression: 'Patient.birthDate' },
  ),
  post(
    'a date with time',
    { ...patient, birthDate: '2020-01-01T00:00:00Z' },
    { status: 422, expression: 'Patient.birthDate' },
  ),
  post(
    'two choices of one',
    { ...patient, deceasedBoolean: false, deceasedDateTime: '2020' },
    { status: 422, text: /deceased/ },
  ),
  post(
    'a choice of a wrong type',
    { ...patient, deceasedString: 'no' },
    { status: 422, expression: 'Patient.deceasedString' },
  ),
  post(
    'a BSN that fails the eleven test',
    { ...patient, identifier: [{ system: bsnSystem, value: '123456789' }] },
    { status: 422, text: /BSN|eleven|bsn/i },
  ),
  post(
    'a BSN of eight digits',
    { ...patient, identifier: [{ system: bsnSystem, value: '11122233' }] },
    { status: 422, text: /BSN|eleven|bsn/i },
  ),
  post(
    'a BSN with letters',
    { ...patient, identifier: [{ system: bsnSystem, value: 'BSN111222' }] },
    { status: 422, text: /BSN|eleven|bsn/i },
  ),
  post('a null byte', '{"resourceType":"Patient","name":[{"family":"a\\u0000b"}]}', {
    status: 422,
    expression: 'Patient.name[0].family',
  }),
  post('half a surrogate pair', '{"resourceType":"Patient","name":[{"family":"\\ud800"}]}', {
    status: 400,
    text: /surrogate/,
  }),
  post(
    'half a surrogate pair in an identifier',
    '{"resourceType":"Patient","identifier":[{"system":"https://a.nl","value":"\\udc00"}]}',
    { status: 400, text: /surrogate/ },
  ),
  post(
    'a reference of a wrong type',
    { ...patient, managingOrganization: { reference: 'Patient/known' } },
    { status: 422, expression: 'Patient.managingOrganization.reference' },
  ),
  post(
    'a reference to nothing',
    { ...patient, managingOrganization: { reference: 'Organization/none' } },
    { status: 422, expression: 'Patient.managingOrganization.reference', text: /create it first/ },
  ),
  post(
    'a urn outside a transaction',
    { ...patient, managingOrganization: { reference: 'urn:uuid:9f1c1f2e-1111-4111-8111-111111111111' } },
    { status: 422, expression: 'Patient.managingOrganization.reference' },
  ),
  post(
    'script in the narrative',
    {
      ...patient,
      text: {
        status: 'generated',
        div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
      },
    },
    { status: 422, expression: 'Patient.text.div' },
  ),
  post(
    'a missing required element',
    { resourceType: 'Observation', code: { text: 'x' }, subject },
    { status: 422, path: '/fhir/Observation', expression: 'Observation.status' },
  ),
  post(
    'an observation of nobody',
    { resourceType: 'Observation', status: 'final', code: { text: 'x' } },
    { status: 403, path: '/fhir/Observation' },
  ),
  post(
    'an observation of a child that is not here',
    { ...observation, subject: { reference: 'Patient/none' } },
    { status: 422, path: '/fhir/Observation', expression: 'Observation.subject.reference' },
  ),
  post(
    'a reference with bad characters',
    { ...observation, subject: { reference: 'Patient/a b' } },
    { status: 422, path: '/fhir/Observation' },
  ),
  post(
    'a resource of a type that is not served',
    { resourceType: 'Medication' },
    { status: 404, path: '/fhir/Medication', text: /not served/ },
  ),
];

const addresses: readonly BadRequest[] = [
  get('/fhir/Patient/none', 404, /Patient\/none is not here/),
  get('/fhir/Patient/a_b', 404, /1 to 64 letters/),
  get(`/fhir/Patient/${'a'.repeat(65)}`, 404, /1 to 64 letters/),
  get('/fhir/Patient/%00', 404),
  get('/fhir/Patient/%2e%2e%2fx', 404),
  get('/fhir/Patient/%zz', 404),
  get('/fhir/Medication', 404, /not served here; the types are/),
  get('/fhir/patient', 404, /not served/),
  get('/fhir/constructor', 404, /not served/),
  get('/fhir/__proto__', 404, /not served/),
  get('/fhir/toString/1', 404, /not served/),
  get('/fhir/hasOwnProperty?x=1', 404, /not served/),
  get('/fhir/Patient/known/$apply', 404, /CapabilityStatement/),
  get('/fhir/Patient/$everything', 404),
  get('/fhir/Patient/known/Task', 400, /Task\?patient=Patient\/known/),
  get('/fhir/Patient/known/Group', 400, /Group\?member=Patient\/known/),
  get('/fhir/Patient/known/Organization', 400, /compartment/),
  get('/fhir/Patient/known/Medication', 404),
  get('/fhir/Patient/known/Observation/x', 404),
  get('/fhir/Patient/known/*/_search', 405, /POST/),
  get('/fhir/Patient/known/*?_type=Task', 400, /Task\?patient=/),
  get('/fhir/Patient/known/*?_type=Patient&code=x', 400, /code/),
  get('/fhir/Patient/known/Observation?colour=blue', 400, /colour/),
  get('/fhir/Encounter/x/Observation', 404, /compartment of Encounter is not served/),
  get('/fhir/Task/x/Observation', 404, /Task has no compartment/),
  get('/fhir?_type=Medication', 400, /Medication/),
  get('/fhir?_type=Patient,Observation&birthdate=2020-01-01', 400, /birthdate/),
  get('/fhir?colour=blue', 400, /colour/),
  get('/fhir/_search', 405, /POST/),
  get('/fhir/Patient/known/_history/1/x', 404),
  get('/fhir/Observation/x/$everything', 404),
  get('/fhir/Patient//known', 404),
  get('/fhir/Patient/known/_history?_count=x', 400, /_count/),
  get('/fhir/Patient/known/_history/1?x=1', 400, /"x"/),
  get('/fhir/Patient/known?gender=male', 400, /read/),
  get('/fhir/AuditEvent/none', 404),
  get('/fhir/AuditEvent/known.', 404),
  get('/fhir/AuditEvent/.x', 404),
  get('/fhir/_history/1', 404),
  get('/fhir/Patient/_history/1', 404),
  get('/fhir/_history?_list=x', 400, /List resource is not served/),
  get('/fhir/_history?colour=blue', 400, /colour.*_since/),
  get('/fhir/Patient/_history?_since=yesterday', 400, /_since/),
  get('/fhir/Patient/_history?_since=2026-02-30', 400, /_since/),
  get('/fhir/Patient/_history?_since=2026-01-01T10:00:00+01:00', 400, /%2B/),
  get('/fhir/Patient/known/_history?_since=2026&_at=2026', 400, /exclude/),
  get('/fhir/Patient/known/_history?_count=1&_count=1', 400, /once/),
  get('/fhir/Patient/known/_history?_page=xyz', 400, /first page/),
  get(`/fhir/Patient/known/_history?_page=${Buffer.from('>x').toString('base64url')}`, 400, /first page/),
  get('/fhir/AuditEvent/_history', 404, /written once/),
  get('/fhir/AuditEvent/x/_history', 404, /written once/),
  get('/fhir/AuditEvent/x/_history/1', 404, /written once/),
  {
    name: 'POST on a history of all',
    method: 'POST',
    path: '/fhir/_history',
    headers: json,
    body: {},
    status: 405,
  },
  {
    name: 'a read with a broken If-None-Match',
    method: 'GET',
    path: '/fhir/Patient/known',
    headers: { 'if-none-match': '3' },
    status: 400,
    text: /If-None-Match/,
  },
  get('/fhir/Patient/known/$everything?colour=blue', 400, /colour/),
  get('/fhir/Patient/known/$everything?_type=Medication', 400, /Medication/),
  get('/fhir/Patient/known/$everything?_since=yesterday', 400, /_since/),
  get('/fhir/Patient/known/$everything?start=2026-02-30', 400, /start/),
  get('/fhir/Patient/known/$everything?_count=0', 400, /_count/),
  get('/fhir/Patient/known/$everything?_page=xyz', 400, /first page/),
  {
    name: 'PATCH of no known format',
    method: 'PATCH',
    path: '/fhir/Patient/known',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: '{}',
    status: 415,
    text: /application\/json-patch\+json/,
  },
  {
    name: 'PATCH with an unknown operation',
    method: 'PATCH',
    path: '/fhir/Patient/known',
    headers: { 'content-type': 'application/json-patch+json' },
    body: '[{ "op": "merge", "path": "/name" }]',
    status: 400,
    text: /add, remove, replace, move, copy, test/,
  },
  {
    name: 'PATCH with a path that selects nothing',
    method: 'PATCH',
    path: '/fhir/Patient/known',
    headers: { 'content-type': 'application/json-patch+json' },
    body: '[{ "op": "remove", "path": "/photo/0" }]',
    status: 422,
    expression: 'Patient.photo[0]',
  },
  {
    name: 'PATCH of an AuditEvent',
    method: 'PATCH',
    path: '/fhir/AuditEvent/known.000',
    headers: { 'content-type': 'application/json-patch+json' },
    body: '[]',
    status: 405,
  },
  {
    name: 'PATCH on the base',
    method: 'PATCH',
    path: '/fhir',
    headers: { 'content-type': 'application/json-patch+json' },
    body: '[]',
    status: 405,
  },
  {
    name: 'PUT on a type',
    method: 'PUT',
    path: '/fhir/Patient',
    headers: json,
    body: patient,
    status: 400,
    text: /an id .* or a condition/,
  },
  {
    name: 'PUT on a type with an unknown condition',
    method: 'PUT',
    path: '/fhir/Patient?colour=blue',
    headers: json,
    body: patient,
    status: 400,
    text: /colour/,
  },
  { name: 'DELETE on a type', method: 'DELETE', path: '/fhir/Patient', status: 400 },
  {
    name: 'DELETE by a condition with If-Match',
    method: 'DELETE',
    path: '/fhir/Patient?identifier=x',
    headers: { 'if-match': 'W/"1"' },
    status: 400,
    text: /If-Match/,
  },
  {
    name: 'POST on an instance',
    method: 'POST',
    path: '/fhir/Patient/known',
    headers: json,
    body: patient,
    status: 405,
  },
  { name: 'PUT on the base', method: 'PUT', path: '/fhir', headers: json, body: {}, status: 405 },
  { name: 'GET on _search', method: 'GET', path: '/fhir/Patient/_search', status: 405 },
  { name: 'DELETE of the metadata', method: 'DELETE', path: '/fhir/metadata', status: 404 },
  {
    name: 'POST on a history',
    method: 'POST',
    path: '/fhir/Patient/known/_history',
    headers: json,
    body: patient,
    status: 405,
  },
  {
    name: 'PUT without id',
    method: 'PUT',
    path: '/fhir/Patient/known',
    headers: json,
    body: patient,
    status: 400,
    expression: 'Patient.id',
  },
  {
    name: 'PUT with another id',
    method: 'PUT',
    path: '/fhir/Patient/known',
    headers: json,
    body: { ...patient, id: 'other' },
    status: 400,
    expression: 'Patient.id',
  },
  {
    name: 'PUT of a too long Patient id',
    method: 'PUT',
    path: `/fhir/Patient/${'p'.repeat(60)}`,
    headers: json,
    body: { ...patient, id: 'p'.repeat(60) },
    status: 422,
    expression: 'Patient.id',
  },
  {
    name: 'PUT of a Patient named like the directory’s audit',
    method: 'PUT',
    path: '/fhir/Patient/directory-2026-11',
    headers: json,
    body: { ...patient, id: 'directory-2026-11' },
    status: 422,
    expression: 'Patient.id',
  },
  {
    name: 'PUT with a query',
    method: 'PUT',
    path: '/fhir/Patient/known?identifier=x',
    headers: json,
    body: { ...patient, id: 'known' },
    status: 400,
    text: /identifier/,
  },
  {
    name: 'an If-Match that is none',
    method: 'PUT',
    path: '/fhir/Patient/known',
    headers: { ...json, 'if-match': '3' },
    body: { ...patient, id: 'known' },
    status: 400,
    text: /W\/"3"/,
  },
  {
    name: 'a list in If-Match',
    method: 'DELETE',
    path: '/fhir/Patient/known',
    headers: { 'if-match': 'W/"1", W/"2"' },
    status: 400,
  },
  {
    name: 'a stale If-Match',
    method: 'DELETE',
    path: '/fhir/Patient/known',
    headers: { 'if-match': 'W/"99"' },
    status: 412,
  },
  {
    name: 'a move to another child',
    method: 'PUT',
    path: '/fhir/Observation/kept',
    headers: json,
    body: { ...observation, id: 'kept', subject: { reference: 'Patient/other' } },
    status: 422,
  },
  {
    name: 'an AuditEvent',
    method: 'POST',
    path: '/fhir/AuditEvent',
    headers: json,
    body: {
      resourceType: 'AuditEvent',
      type: { code: 'rest' },
      recorded: '2026-01-01T00:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'x' } },
    },
    status: 405,
  },
  { name: 'deleting an AuditEvent', method: 'DELETE', path: '/fhir/AuditEvent/known.000', status: 405 },
  {
    name: 'asking for Turtle',
    method: 'GET',
    path: '/fhir/Patient/known',
    headers: { accept: 'text/turtle' },
    status: 406,
  },
  get('/fhir/Patient/known?_format=ttl', 406, /application\/fhir\+json/),
];

const searches: readonly BadRequest[] = [
  get('/fhir/Patient?colour=blue', 400, /colour/),
  get('/fhir/Patient?constructor=x', 400, /constructor/),
  get('/fhir/Patient?__proto__=x', 400, /__proto__/),
  get('/fhir/Patient?toString:exact=x', 400, /toString/),
  get('/fhir/Patient?name:soundslike=x', 400, /soundslike/),
  get('/fhir/Patient?gender:constructor=male', 400, /constructor/),
  get('/fhir/Patient?birthdate=yesterday', 400, /birthdate/),
  get('/fhir/Patient?birthdate=2020-02-30', 400, /birthdate/),
  get('/fhir/Patient?birthdate=zz2020', 400, /birthdate/),
  get('/fhir/Patient?_sort=colour', 400, /colour/),
  get('/fhir/Patient?_sort=__proto__', 400, /__proto__/),
  get('/fhir/Patient?_count=-1', 400, /_count/),
  get('/fhir/Patient?_count=1.5', 400, /_count/),
  get('/fhir/Patient?_count=many', 400, /_count/),
  get('/fhir/Patient?_count=1&_count=2', 400, /_count/),
  get('/fhir/Patient?_summary=short', 400, /_summary/),
  get('/fhir/Patient?_elements=colour', 400, /colour/),
  get('/fhir/Patient?_total=maybe', 400, /_total/),
  get('/fhir/Patient?_include=Observation:subject', 400, /_include/),
  get('/fhir/Patient?_include=Patient:colour', 400, /_include|colour/),
  get('/fhir/Patient?_revinclude=Observation', 400, /_revinclude/),
  get('/fhir/Patient?_has:Observation:colour:code=x', 400, /colour/),
  get('/fhir/Observation?subject.colour=x', 400, /colour/),
  get('/fhir/Observation?subject:Medication.name=x', 400),
  get('/fhir/Patient?_page=xyz', 400, /first page/),
  get('/fhir/Patient?_page=', 400, /first page/),
  get(`/fhir/Patient?_page=${Buffer.from('>Patient/none/1').toString('base64url')}`, 400, /first page/),
  get('/fhir/Patient?_lastUpdated=nonsense', 400, /_lastUpdated/),
  get('/fhir/Patient?_query=everything', 400, /_query/),
  get('/fhir/Patient?_filter=name%20eq%20x', 400, /_filter/),
  get('/fhir/Patient?=x', 400),
  get('/fhir/AuditEvent?action=R', 403, /patient=Patient/),
  {
    name: 'POST _search as JSON',
    method: 'POST',
    path: '/fhir/Patient/_search',
    headers: json,
    body: {},
    status: 415,
    text: /x-www-form-urlencoded/,
  },
  {
    name: 'POST _search of the unknown',
    method: 'POST',
    path: '/fhir/Patient/_search',
    headers: form,
    body: 'colour=blue',
    status: 400,
    text: /colour/,
  },
  post('an unknown condition', patient, {
    status: 400,
    headers: { ...json, 'if-none-exist': 'colour=blue' },
    text: /colour/,
  }),
  post('a condition without parameters', patient, {
    status: 400,
    headers: { ...json, 'if-none-exist': '_count=1' },
    text: /at least one/,
  }),
];

const bundles: readonly BadRequest[] = [
  {
    name: 'a Bundle of type collection',
    method: 'POST',
    path: '/fhir',
    headers: json,
    body: { resourceType: 'Bundle', type: 'collection' },
    status: 422,
    expression: 'Bundle.type',
  },
  {
    name: 'no Bundle',
    method: 'POST',
    path: '/fhir',
    headers: json,
    body: patient,
    status: 400,
    expression: 'Bundle',
  },
  {
    name: 'an array for a Bundle',
    method: 'POST',
    path: '/fhir',
    headers: json,
    body: '[]',
    status: 400,
    expression: 'Bundle',
  },
  {
    name: 'a query on a Bundle',
    method: 'POST',
    path: '/fhir?x=1',
    headers: json,
    body: { resourceType: 'Bundle', type: 'batch' },
    status: 400,
    text: /"x"/,
  },
  bundle('entry is an object', {}, { status: 422, expression: 'Bundle.entry' }),
  bundle('entry holds null', [null], { status: 422, expression: 'Bundle.entry' }),
  bundle('no request', [{ resource: patient }], { status: 422, expression: 'Bundle.entry[0].request' }),
  bundle('request is a text', [{ resource: patient, request: 'POST' }], {
    status: 422,
    expression: 'Bundle.entry[0].request',
  }),
  bundle('url is a number', [{ resource: patient, request: { method: 'POST', url: 5 } }], {
    status: 422,
    expression: 'Bundle.entry[0].request.url',
  }),
  bundle(
    'ifNoneExist is a number',
    [{ resource: patient, request: { method: 'POST', url: 'Patient', ifNoneExist: 5 } }],
    { status: 422, expression: 'Bundle.entry[0].request.ifNoneExist' },
  ),
  bundle('fullUrl is an object', [{ ...postPatient, fullUrl: {} }], {
    status: 422,
    expression: 'Bundle.entry[0].fullUrl',
  }),
  bundle('method PATCH', [{ resource: patient, request: { method: 'PATCH', url: 'Patient/1' } }], {
    status: 422,
    expression: 'Bundle.entry[0].resource',
  }),
  bundle(
    'an unserved type',
    [{ resource: { resourceType: 'Medication' }, request: { method: 'POST', url: 'Medication' } }],
    { status: 422, expression: 'Bundle.entry[0].request.url' },
  ),
  bundle(
    'a prototype’s name as type',
    [{ resource: patient, request: { method: 'POST', url: 'constructor' } }],
    { status: 422, expression: 'Bundle.entry[0].request.url' },
  ),
  bundle('POST with an id', [{ resource: patient, request: { method: 'POST', url: 'Patient/1' } }], {
    status: 422,
    expression: 'Bundle.entry[0].request.url',
  }),
  bundle('PUT without an id', [{ resource: patient, request: { method: 'PUT', url: 'Patient' } }], {
    status: 422,
    expression: 'Bundle.entry[0].request.url',
  }),
  bundle(
    'PUT with a bad id',
    [{ resource: { ...patient, id: 'a_b' }, request: { method: 'PUT', url: 'Patient/a_b' } }],
    { status: 422, expression: 'Bundle.entry[0].request.url' },
  ),
  bundle('another type than its url', [{ resource: patient, request: { method: 'POST', url: 'Task' } }], {
    status: 422,
    expression: 'Bundle.entry[0].resource',
  }),
  bundle('a bad ifMatch', [{ request: { method: 'DELETE', url: 'Patient/known', ifMatch: '1' } }], {
    status: 422,
    expression: 'Bundle.entry[0].request.ifMatch',
  }),
  bundle(
    'a repeated fullUrl',
    [
      { ...postPatient, fullUrl: 'urn:uuid:1' },
      { ...postPatient, fullUrl: 'urn:uuid:1' },
    ],
    { status: 422, expression: 'Bundle.entry[1].fullUrl' },
  ),
  bundle(
    'a dangling urn',
    [
      postPatient,
      {
        resource: { ...observation, subject: { reference: 'urn:uuid:2' } },
        request: { method: 'POST', url: 'Observation' },
      },
    ],
    { status: 422, expression: 'Bundle.entry[1].resource.subject.reference' },
  ),
  bundle(
    'a reference to nothing',
    [
      postPatient,
      {
        resource: { ...observation, subject: { reference: 'Patient/none' } },
        request: { method: 'POST', url: 'Observation' },
      },
    ],
    { status: 422, expression: 'Bundle.entry[1].resource.subject.reference' },
  ),
  bundle(
    'a conditional reference without a match',
    [
      {
        resource: { ...observation, subject: { reference: 'Patient?identifier=a|none' } },
        request: { method: 'POST', url: 'Observation' },
      },
    ],
    { status: 422, expression: 'Bundle.entry[0].resource.subject.reference' },
  ),
  bundle(
    'an invalid resource behind a reading entry',
    [
      { request: { method: 'GET', url: 'Patient/known' } },
      postPatient,
      { resource: { ...patient, gender: 'boy' }, request: { method: 'POST', url: 'Patient' } },
    ],
    { status: 422, expression: 'Bundle.entry[2].resource.gender' },
  ),
  bundle('a read that fails', [postPatient, { request: { method: 'GET', url: 'Patient/none' } }], {
    status: 404,
    text: /Patient\/none/,
  }),
  bundle('a search that fails', [postPatient, { request: { method: 'GET', url: 'Patient?colour=blue' } }], {
    status: 400,
    text: /colour/,
  }),
  bundle(
    'the same resource twice',
    [
      { request: { method: 'DELETE', url: 'Patient/known' } },
      { resource: { ...patient, id: 'known' }, request: { method: 'PUT', url: 'Patient/known' } },
    ],
    { status: 422, text: /twice/ },
  ),
  bundle('deleting what never was', [postPatient, { request: { method: 'DELETE', url: 'Patient/none' } }], {
    status: 404,
  }),
  bundle(
    'a Bundle inside',
    [{ resource: { resourceType: 'Bundle', type: 'batch' }, request: { method: 'POST', url: 'Bundle' } }],
    { status: 422, expression: 'Bundle.entry[0].resource.type' },
  ),
  bundle(
    'two creates under one condition',
    [0, 1].map(() => ({
      ...postPatient,
      request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=a|twice' },
    })),
    { status: 409 },
  ),
];

const access: readonly BadRequest[] = [
  get('/fhir/Patient/known', 401, /Authorization: Bearer/, { as: 'none', name: 'no token' }),
  get('/fhir/Patient/known', 401, /Bearer/, {
    as: 'none',
    name: 'Basic instead of Bearer',
    headers: { authorization: 'Basic dGVzdA==' },
  }),
  get('/fhir/Patient/known', 401, /not valid|not issued/, {
    as: 'none',
    name: 'a token that is none',
    headers: { authorization: 'Bearer abc' },
  }),
  get('/fhir/Patient/known', 401, undefined, {
    as: 'none',
    name: 'an empty token',
    headers: { authorization: 'Bearer ' },
  }),
  get('/fhir/Patient/known', 401, undefined, {
    as: 'none',
    name: 'a huge token',
    headers: { authorization: `Bearer ${'a'.repeat(5000)}` },
  }),
  get('/fhir/Patient/known', 404, /is not here/, { as: 'school', name: 'another’s child' }),
];

/** Not longer than what node:http takes of a request line. */
const long = 'x'.repeat(7000);
const strange: readonly BadRequest[] = [
  get(`/fhir/Patient?colour=${long}`, 400, /colour/),
  get(`/fhir/Patient?${'a=1&'.repeat(1500)}b=2`, 400),
  get('/fhir/Patient?%E0%A4%A=1', 400),
  get('/fhir/Patient?name=%00&colour=%00', 400),
];

export const badRequests: readonly BadRequest[] = [
  ...bodies,
  ...elements,
  ...addresses,
  ...searches,
  ...bundles,
  ...access,
  ...strange,
];
