import type { ResourceType } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { type ParseOptions, parseSearch } from '../../../src/fhir/search/parse.ts';
import type { SearchQuery } from '../../../src/fhir/search/query.ts';
import { serializeSearch } from '../../../src/fhir/search/serialize.ts';
import { parse } from './asking.ts';

function refusal(type: ResourceType, query: string, options: Partial<ParseOptions> = {}): FhirFailure {
  try {
    parse(type, query, options);
  } catch (error) {
    if (error instanceof FhirFailure) return error;
    throw error;
  }
  throw new Error(`${query} was not refused`);
}

type Refused = [type: ResourceType, query: string, kind: string, ...fragments: string[]];

const refused: Refused[] = [
  [
    'Patient',
    'foo=1',
    'bad-parameter',
    "'foo' is not a search parameter of Patient",
    'birthdate',
    '_lastUpdated',
  ],
  ['Task', 'birthdate=2020', 'bad-parameter', "'birthdate' is not a search parameter of Task", 'authored-on'],
  ['Patient', 'toString=1', 'bad-parameter', "'toString' is not a search parameter"],
  ['Patient', 'Name=x', 'bad-parameter', "'Name'", 'name'],
  ['Patient', 'name:exat=x', 'bad-parameter', 'no modifier :exat', ':exact', ':contains', ':missing'],
  ['Patient', 'birthdate:exact=2020', 'bad-parameter', 'a date parameter has no modifier :exact', ':missing'],
  ['Patient', 'name:exact:contains=x', 'bad-parameter', 'one modifier at a time'],
  ['Patient', 'gender:of-type=a|b|c', 'bad-parameter', 'no modifier :of-type'],
  ['Patient', 'identifier:identifier=x', 'bad-parameter', 'no modifier :identifier', ':of-type'],
  ['Observation', 'code:in=http://x', 'not-supported', ':in is not offered'],
  ['Observation', 'code:below=s|x', 'not-supported', ':below is not offered'],
  ['Patient', 'identifier:in=http://x', 'bad-parameter', 'no modifier :in', ':of-type'],
  ['Patient', 'active:below=s|x', 'bad-parameter', 'no modifier :below'],
  ['Task', 'patient:below=1', 'bad-parameter', 'Location.partOf', ':identifier'],
  ['Encounter', 'location:below=Patient/1', 'bad-parameter', 'Location'],
  ['Encounter', 'location:below=https://elsewhere.nl/Location/1', 'bad-parameter', 'id of a Location'],
  ['Task', 'subject:above=Patient/1', 'bad-parameter', 'Patient is no hierarchy', 'Location'],
  ['QuestionnaireResponse', 'questionnaire:below=q1', 'bad-parameter', 'canonical URL with |version'],
  ['Bundle', 'message=x', 'not-supported', 'only documents are stored', 'composition'],
  ['Bundle', '_include=Bundle:composition', 'bad-parameter', 'is in the Bundle'],
  [
    'Observation',
    'code-value-quantity:missing=true',
    'bad-parameter',
    'no modifier :missing',
    'no modifiers',
  ],
  ['Patient', 'organization:Patient=1', 'bad-parameter', 'does not refer to Patient', 'Organization'],
  ['Provenance', 'target:Nonsense=1', 'bad-parameter', 'does not refer to Nonsense'],
  ['Patient', 'name=', 'bad-parameter', 'name', 'empty'],
  ['Patient', 'name=a,,b', 'bad-parameter', 'empty'],
  ['Patient', 'name=a,', 'bad-parameter', 'empty'],
  ['Patient', 'gender:not=', 'bad-parameter', 'empty'],
  ['Patient', 'birthdate=yesterday', 'bad-parameter', "'yesterday'", 'ge'],
  ['Patient', 'birthdate=2020-13', 'bad-parameter', "'2020-13' is no date", 'yyyy-mm-dd'],
  ['Patient', 'birthdate=2023-02-29', 'bad-parameter', 'a day that exists'],
  ['Patient', 'birthdate=xx2020', 'bad-parameter', "'xx2020'", 'eq, ne, gt, lt, ge, le, sa, eb, ap'],
  ['Patient', 'birthdate=GE2020', 'bad-parameter', 'prefixes'],
  ['Patient', 'birthdate=ge', 'bad-parameter', "'ge' is no date"],
  ['Patient', '_lastUpdated=2024-01-01T10:00:00+01:00', 'bad-parameter', '%2B'],
  ['Patient', 'active=yes', 'bad-parameter', "'yes' is not true or false"],
  ['Patient', 'deceased=2020', 'bad-parameter', "'2020' is not true or false"],
  ['Patient', 'name:missing=perhaps', 'bad-parameter', "'perhaps' is not true or false"],
  ['Patient', 'identifier=a|b|c', 'bad-parameter', 'system|code'],
  ['Patient', 'identifier=|', 'bad-parameter', 'no token'],
  ['Patient', 'identifier:of-type=MR|12', 'bad-parameter', 'system|code|value'],
  ['Patient', 'name=a\\b', 'bad-parameter', 'stray backslash'],
  ['Patient', 'name=a\\', 'bad-parameter', 'stray backslash'],
  ['Observation', 'value-quantity=tall', 'bad-parameter', "'tall'"],
  ['Observation', 'value-quantity=5|kg', 'bad-parameter', 'number||unit'],
  ['Observation', 'value-quantity=5.', 'bad-parameter', 'no number'],
  ['Observation', 'value-quantity=|x|kg', 'bad-parameter', 'no number'],
  ['Observation', 'code-value-quantity=8302-2', 'bad-parameter', '2 parts', 'token$quantity'],
  ['Observation', 'code-value-quantity=a$1$2', 'bad-parameter', '2 parts'],
  ['Observation', 'code-value-quantity=a$', 'bad-parameter', 'empty'],
  ['Task', 'patient=Group/1', 'bad-parameter', 'names a Group', 'Patient'],
  ['Task', 'patient=a b', 'bad-parameter', 'no reference', 'Type/id'],
  ['Task', 'patient=#x', 'bad-parameter', 'no reference'],
  ['Task', 'subject:Patient=http://x.nl/fhir/Patient/1', 'bad-parameter', ':Patient takes an id'],
  ['Questionnaire', 'url=a b', 'bad-parameter', 'no URI'],
  ['Questionnaire', 'url:below=urn:oid:1.2', 'bad-parameter', 'URN'],
  ['Patient', 'name.given=x', 'bad-parameter', 'only a reference', 'string'],
  ['Task', 'patient.foo=x', 'bad-parameter', "'foo' is not a search parameter of Patient"],
  ['Task', 'owner.foo=x', 'bad-parameter', 'none of', 'Organization', "'foo'"],
  ['Task', 'patient:Organization.name=x', 'bad-parameter', 'does not refer to Organization'],
  ['Observation', 'specimen.status=x', 'bad-parameter', 'not served here'],
  ['Patient', '_has:Task:patient=x', 'bad-parameter', '_has:Type:reference:parameter'],
  ['Patient', '_has:Foo:patient:status=x', 'bad-parameter', 'Foo is not a type served here'],
  ['Patient', '_has:Task:status:code=x', 'bad-parameter', 'not a reference'],
  ['Patient', '_has:Task:focus2:code=x', 'bad-parameter', "'focus2' is not a search parameter of Task"],
  ['Practitioner', '_has:Task:patient:status=x', 'bad-parameter', 'does not refer to Practitioner'],
  ['Patient', '_text=x', 'not-supported', '_text is not supported'],
  ['Patient', '_content=x', 'not-supported', '_content'],
  ['Patient', '_filter=x', 'not-supported', '_filter'],
  ['Patient', '_list=x', 'not-supported', '_list'],
  ['Patient', '_query=x', 'not-supported', '_query'],
  ['Patient', '_contained=true', 'not-supported', '_contained'],
  ['Location', 'near=1|2', 'not-supported', 'near', 'address-city'],
  ['Patient', 'phonetic=x', 'not-supported', 'phonetic', 'name'],
  ['Patient', '_count=-1', 'bad-parameter', '_count', 'whole number'],
  ['Patient', '_count=ten', 'bad-parameter', '_count', "'ten'"],
  ['Patient', '_count=1&_count=2', 'bad-parameter', '_count', 'once'],
  ['Patient', '_sort=name&_sort=birthdate', 'bad-parameter', '_sort', 'once'],
  ['Patient', '_sort=foo', 'bad-parameter', '_sort', "'foo'", 'birthdate'],
  ['Patient', '_sort=name,', 'bad-parameter', '_sort', 'names no parameter'],
  ['Patient', '_sort=name:desc', 'bad-parameter', '_sort', '- in front'],
  ['Observation', '_sort=code-value-quantity', 'bad-parameter', '_sort', 'composite'],
  ['Patient', '_total=many', 'bad-parameter', '_total', 'none, estimate, accurate'],
  ['Patient', '_summary=yes', 'bad-parameter', '_summary', 'count'],
  ['Patient', '_elements=foo', 'bad-parameter', '_elements', "'foo'", 'birthDate'],
  ['Patient', '_elements=name&_summary=true', 'bad-parameter', '_elements', '_summary'],
  ['Task', '_summary=text&_include=Task:owner', 'bad-parameter', '_summary', '_include'],
  ['Task', '_include=owner', 'bad-parameter', 'Type:parameter'],
  ['Task', '_include=Task:foo', 'bad-parameter', "'foo' is not a search parameter of Task"],
  ['Task', '_include=Task:status', 'bad-parameter', 'not a reference'],
  ['Task', '_include=Patient:organization', 'bad-parameter', '_include:iterate', 'Task'],
  ['Task', '_include=Task:patient:Organization', 'bad-parameter', 'does not refer to Organization'],
  ['Task', '_include:recurse=Task:owner', 'bad-parameter', ':iterate'],
  ['Patient', '_revinclude=Foo:patient', 'bad-parameter', 'Foo is not a type'],
  ['Practitioner', '_revinclude=Task:patient', 'bad-parameter', 'does not refer to Practitioner'],
  ['Patient', '_type=Task', 'bad-parameter', '_type', 'leave it out'],
  ['Patient', '_count:exact=1', 'bad-parameter', 'no modifier'],
  ['Patient', '_pretty=maybe', 'bad-parameter', '_pretty'],
  ['Medication', 'code=x', 'not-supported', 'Medication is not served here', 'Patient'],
];

describe('parseSearch', () => {
  test.each(refused)('refuses %s?%s as %s', (type, query, kind, ...fragments) => {
    const failure = refusal(type, query);
    expect(failure.kind).toBe(kind);
    for (const fragment of fragments) expect(failure.message).toContain(fragment);
  });

  test('reads a comma as two values, even between digits', () => {
    expect(parse('Observation', 'value-quantity=5,4').criteria).toMatchObject([
      { anyOf: [{ kind: 'quantity' }, { kind: 'quantity' }] },
    ]);
  });

  test('names everything that is wrong at once, each with its own code', () => {
    const { issues } = refusal('Patient', 'foo=1&_count=x&_text=y');
    expect(issues.map(({ code }) => code)).toEqual(['invalid', 'invalid', 'not-supported']);
  });

  test('refuses chains and _has unless the caller can follow them', () => {
    expect(refusal('Task', 'patient.name=x', { canFollow: false })).toMatchObject({ kind: 'not-supported' });
    expect(refusal('Patient', '_has:Task:patient:status=x', { canFollow: false }).message).toContain('_has');
  });

  test('refuses a chain that opens too many ways, and takes it with its types named', () => {
    const ways = 'based-on.'.repeat(12);
    expect(refusal('Task', `${ways}status=active`).message).toContain('reference:Type.parameter');
    const named = 'based-on:ServiceRequest.'.repeat(12);
    expect(parse('Task', `${named}status=active`).criteria).toHaveLength(1);
  });

  test('goes over several types by the parameters all have', () => {
    const query = parseSearch(
      'Resource',
      [
        ['_type', 'Task,Patient'],
        ['_lastUpdated', 'ge2024'],
      ],
      { handling: 'strict' },
    );
    expect(query.types).toEqual(['Task', 'Patient']);
    expect(() => parseSearch('Resource', [['_type', 'Foo']], { handling: 'strict' })).toThrow('_type');
    expect(() => parseSearch('Resource', [['status', 'x']], { handling: 'strict' })).toThrow("'status'");
  });

  test('reads what shapes the answer', () => {
    const text =
      '_sort=-authored-on,_id&_count=20&_total=accurate&_elements=status,for&_format=json&_pretty=true&_contained=false';
    const query = parse(
      'Task',
      `${text}&_include=Task:owner:Organization&_include:iterate=Organization:partof&_revinclude=Provenance:target&_include=*`,
    );
    expect(query.sort.map(({ parameter, descending }) => [parameter.code, descending])).toEqual([
      ['authored-on', true],
      ['_id', false],
    ]);
    expect(query).toMatchObject({
      count: 20,
      total: 'accurate',
      elements: ['status', 'for'],
      format: [
        ['_format', 'json'],
        ['_pretty', 'true'],
      ],
      include: [
        { type: 'Task', target: 'Organization', iterate: false },
        { type: 'Organization', iterate: true },
        { text: '*' },
      ],
      revinclude: [{ type: 'Provenance' }],
    });
    expect(query.include[2]?.parameter).toBeUndefined();
  });

  test('leaves the parameters the caller reads itself to the caller', () => {
    const query = parse('Task', 'page=abc&status=ready', { own: ['page'] });
    expect(query.own).toEqual([['page', 'abc']]);
    expect(serializeSearch(query)).toBe('status=ready');
  });
});

describe('lenient handling', () => {
  const lenient = (text: string): SearchQuery => parse('Patient', text, { handling: 'lenient' });

  test.each([
    ['foo=1&name=x', 'name=x'],
    ['_text=1&name=x', 'name=x'],
    ['_sort=foo&name=x', 'name=x'],
    ['_include=Patient:foo&name=x', 'name=x'],
    ['organization.foo=1&name=x', 'name=x'],
    ['foo:bar=&name=x', 'name=x'],
  ])('of %s goes on with %s', (text, used) => {
    const query = lenient(text);
    expect(serializeSearch(query)).toBe(used);
    expect(query.ignored).toHaveLength(1);
    expect(query.ignored[0]?.reason).toMatch(/not a search parameter|not supported/);
  });

  test.each(['name:exat=x', 'birthdate=x', '_count=x', 'name=', 'identifier:in=x'])(
    'still refuses %s',
    (text) => {
      expect(() => lenient(text)).toThrow(FhirFailure);
    },
  );
});
