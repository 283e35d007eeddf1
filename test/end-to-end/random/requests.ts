// Makes requests of every sort, sound ones and nonsense: URLs, headers and bodies grown from what the server serves.
import fc from 'fast-check';
import { parameterCodes } from '../../../src/fhir/search/parameter.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { operations } from '../../../src/interactions/operations.ts';
import { validResources } from '../../profiles/valid-resources.ts';
import { bent } from './bent.ts';

export interface RandomRequest {
  readonly method: string;
  /** Below the server's root. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A child whose file is there, and ids of resources in it. */
export interface Known {
  readonly patient: string;
  readonly references: readonly string[];
}

const of = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const oddTexts = of(
  '',
  ' ',
  '%',
  '%00',
  '%2e%2e',
  '..',
  '*',
  '$',
  '|',
  'a|b|c',
  ',',
  '\\,',
  '-1',
  '0',
  '1e9999',
  '9999-99-99',
  '2024-02-30',
  'gt2024',
  'eq',
  'true',
  'null',
  'constructor',
  '__proto__',
  'Patient/',
  '/Patient/x',
  'urn:uuid:x',
  'https://example.org/x',
  '%F0%9F%91%B6',
  '%FF%FE',
  '<script>',
  '%27%20OR%201=1',
  'x'.repeat(300),
);

const text = fc.oneof(
  { weight: 3, arbitrary: oddTexts },
  fc.string({ maxLength: 20 }).map((some) => encodeURIComponent(some.toWellFormed())),
  of(
    '2024',
    '2024-05',
    '2024-05-01',
    'ge2023-01-01',
    '5',
    '5.40',
    'http://loinc.org|8302-2',
    'male',
    'Heuvel',
    'active,completed',
  ),
);

const types = of(
  ...servedTypes,
  'Resource',
  'Medication',
  'patient',
  'ValueSet',
  'CodeSystem',
  'StructureDefinition',
);

/** The path of a request below the FHIR base. */
function pathOf({ patient, references }: Known): fc.Arbitrary<string> {
  const reference = fc.oneof(
    of(`Patient/${patient}`, ...references),
    fc.tuple(types, fc.oneof(of(patient, 'absent'), text)).map((parts) => parts.join('/')),
  );
  const operation = of(
    ...operations.map(({ name }) => `$${name}`),
    '$unknown',
    '$',
    '$export-status',
    '$export-file/x/1',
  );
  const version = fc.oneof(of('1', '2', '999', '0', '-1', 'x'), text);
  return fc.oneof(
    { weight: 4, arbitrary: types },
    { weight: 4, arbitrary: reference },
    { weight: 2, arbitrary: fc.tuple(reference, version).map(([one, at]) => `${one}/_history/${at}`) },
    reference.map((one) => `${one}/_history`),
    types.map((type) => `${type}/_history`),
    types.map((type) => `${type}/_search`),
    of('', '_history', '_search', 'metadata', '.well-known/smart-configuration', '_unknown'),
    fc
      .tuple(of(`Patient/${patient}`, 'Patient/absent', 'Encounter/x'), fc.oneof(types, of('*')))
      .map((parts) => parts.join('/')),
    fc.tuple(fc.oneof(of(''), types, reference), operation).map((parts) => parts.filter(Boolean).join('/')),
    fc.array(fc.oneof(types, text), { maxLength: 6 }).map((parts) => parts.join('/')),
  );
}

const control = of(
  '_id',
  '_count',
  '_sort',
  '_summary',
  '_elements',
  '_include',
  '_revinclude',
  '_include:iterate',
  '_total',
  '_lastUpdated',
  '_tag',
  '_profile',
  '_type',
  '_since',
  '_at',
  '_format',
  '_pretty',
  '_has:Observation:patient:code',
  '_page',
  '_text',
  '_unknown',
  'url',
  'system',
  'code',
  'profile',
  'mode',
  'persist',
  'filter',
);
const codes = of(...new Set(servedTypes.flatMap((type) => parameterCodes(type))));
const modifier = of(
  '',
  '',
  '',
  ':exact',
  ':contains',
  ':missing',
  ':not',
  ':text',
  ':in',
  ':below',
  ':above',
  ':identifier',
  ':of-type',
  ':Patient',
  ':Patient.name',
  '.name',
  '.',
  ':',
  ':x',
);
const controlValue = of(
  '0',
  '1',
  '3',
  '-5',
  '1001',
  'x',
  'true',
  'data',
  'count',
  'text',
  'accurate',
  '*',
  'Observation:subject',
  'Observation:*',
  'Patient,Observation',
  '-_lastUpdated,name',
  'id,status',
  '2020-01-01T00:00:00Z',
  'json',
  'xml',
  'application/fhir+xml',
  'text/html',
  'https://vroegdossier.nl/fhir/StructureDefinition/x',
);

function queryOf({ patient, references }: Known): fc.Arbitrary<string> {
  const value = fc.oneof(text, controlValue, of(patient, `Patient/${patient}`, ...references));
  const parameter = fc
    .tuple(fc.oneof({ weight: 3, arbitrary: codes }, control, text), modifier, value)
    .map(([code, how, what]) => `${code}${how}=${encodeURI(what)}`);
  return fc.array(parameter, { maxLength: 4 }).map((all) => (all.length > 0 ? `?${all.join('&')}` : ''));
}

const media = of(
  'application/fhir+json',
  'application/fhir+json; charset=utf-8',
  'application/fhir+json; fhirVersion=4.0',
  'application/fhir+json; fhirVersion=5.0',
  'application/json',
  'application/fhir+xml',
  'application/xml',
  'application/json-patch+json',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'image/png',
  'text/html',
  'text/plain; charset=utf-16',
  '*/*',
  'application/fhir+xml;q=0.9, application/fhir+json;q=0.1',
  ';;;',
  '',
);

const headers = fc.record(
  {
    accept: media,
    prefer: of(
      'return=minimal',
      'return=representation',
      'return=OperationOutcome',
      'handling=lenient',
      'handling=strict',
      'respond-async',
      'respond-async, return=minimal',
      'x=y;;',
    ),
    'if-match': of('W/"1"', '"1"', '*', '1', 'W/"x y"', ''),
    'if-none-match': of('W/"1"', '*', '"x"', 'W/'),
    'if-modified-since': of(
      'Sat, 01 Jan 2022 00:00:00 GMT',
      'Sat, 01 Jan 2122 00:00:00 GMT',
      'yesterday',
      '2022-01-01',
    ),
    'if-none-exist': of('identifier=a|b', 'identifier=', '_id=x', 'name=x&name=y', 'nonsense', '?', '%'),
  },
  { requiredKeys: [] },
);

const sound = of(...Object.values(validResources));

function bodyOf(known: Known): fc.Arbitrary<string> {
  const resource = fc.oneof(sound, bent(sound));
  const request = fc.record(
    {
      method: of('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'get', ''),
      url: fc.tuple(pathOf(known), queryOf(known)).map((parts) => parts.join('')),
      ifMatch: of('W/"1"', 'x'),
      ifNoneExist: of('identifier=a|b', ''),
    },
    { requiredKeys: ['method'] },
  );
  const entry = fc.record(
    {
      fullUrl: of('urn:uuid:00000000-0000-4000-8000-000000000001', `Patient/${known.patient}`, 'x'),
      resource,
      request,
    },
    { requiredKeys: [] },
  );
  const bundle = fc.record({
    resourceType: of('Bundle'),
    type: of('transaction', 'batch', 'batch', 'document', 'x'),
    entry: fc.array(entry, { maxLength: 4 }),
  });
  const parameters = fc.record({
    resourceType: of('Parameters'),
    parameter: fc.array(
      fc.record(
        {
          name: of('resource', 'url', 'code', 'system', 'operation', 'meta', 'mode', 'x'),
          valueString: fc.string(),
          resource,
          part: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
  });
  const patch = fc.array(
    fc.record(
      {
        op: of('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
        path: of(
          '/status',
          '/name/0',
          '/name/-',
          '/id',
          '/resourceType',
          '/meta',
          '',
          '/__proto__/x',
          'status',
          '/a~1b',
          '/name/999',
        ),
        from: of('/status', '/name', '/x'),
        value: fc.jsonValue(),
      },
      { requiredKeys: ['op'] },
    ),
    { maxLength: 3 },
  );
  const json = fc.oneof(
    { weight: 4, arbitrary: resource },
    { weight: 2, arbitrary: bundle },
    bent(bundle),
    parameters,
    patch,
    fc.jsonValue(),
  );
  const written = json.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 8, arbitrary: written },
    fc.tuple(written, fc.nat(200)).map(([whole, at]) => whole.slice(0, at)),
    fc.string({ maxLength: 200 }),
    of(
      '',
      '{',
      '[]',
      'null',
      '{"resourceType":"Patient","resourceType":"Patient"}',
      '['.repeat(5000),
      '{"a":'.repeat(200),
    ),
    of(
      '<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>',
      '<Patient xmlns="http://hl7.org/fhir"><active value="maybe"/><x/></Patient>',
      '<Patient><active value="true"/></Patient>',
      '<!DOCTYPE x [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir">&a;</Patient>',
      `${'<a>'.repeat(300)}`,
      '<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/></Bundle>',
    ),
    of('name=x&birthdate=ge2020', '_count=%', 'a=b&&=c'),
  );
}

const withBody = new Set(['POST', 'PUT', 'PATCH']);

export function randomRequest(known: Known): fc.Arbitrary<RandomRequest> {
  const method = fc.oneof(
    { weight: 20, arbitrary: of('GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE') },
    of('HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'),
  );
  return fc
    .tuple(method, pathOf(known), queryOf(known), headers, media, bodyOf(known))
    .map(([verb, path, query, given, type, body]) => {
      // The fixture's child is looked at and written to, and must still be there for the next request.
      const isFixture = verb === 'DELETE' && path.startsWith(`Patient/${known.patient}`);
      return {
        method: isFixture ? 'GET' : verb,
        path: encodeURI(`/fhir/${path}${query}`).replaceAll('%25', '%'),
        headers: withBody.has(verb) && type !== '' ? { ...given, 'content-type': type } : given,
        body: withBody.has(verb) ? body : undefined,
      };
    });
}
