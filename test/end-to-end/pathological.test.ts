// Bodies, searches and patches made to keep a parser busy: each is answered soon, whatever the answer.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimits } from '../../src/edge/body.ts';
import { longestList } from '../../src/fhir/list-limit.ts';
import { searchQueryLimits } from '../../src/fhir/search/limits.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { child, observation } from './scenes.ts';

/** What any of these may take on a machine busy with other tests; before there were limits, some took minutes. */
const patience = 10_000;
/** An answer tells what is wrong, not everything that was sent. */
const longestAnswer = 1_000_000;

const most = bodyLimits.bytes - 100_000;
const times = (text: string, length = most): string => text.repeat(Math.floor(length / text.length));
const keys = (count: number): string => Array.from({ length: count }, (_, n) => `"k${n}":1`).join();

let sandbox: Sandbox;
let tester: Client;
beforeAll(async () => {
  sandbox = await openSandbox();
  tester = await sandbox.as('tester');
  await tester.put('/fhir/Patient/known', child({ id: 'known' }));
  await tester.put('/fhir/Observation/known', observation('known', { id: 'known' }));
});
afterAll(() => sandbox.close());

async function soon(send: () => Promise<Reply>, ...statuses: number[]): Promise<Reply> {
  const began = performance.now();
  const reply = await send();
  expect(statuses).toContain(reply.status);
  expect(reply.text.length).toBeLessThan(longestAnswer);
  expect(performance.now() - began).toBeLessThan(patience);
  return reply;
}

describe('a JSON body', () => {
  it.each<[string, () => string, number]>([
    ['a list of many objects', () => `{"resourceType":"Patient","name":[${times('{},')}{}]}`, 413],
    ['a list of many names', () => `{"resourceType":"Patient","name":[${times('{"family":"a"},')}{}]}`, 413],
    ['many unknown keys', () => `{"resourceType":"Patient",${keys(300_000)}}`, 413],
    [
      'as many unknown keys as are looked at',
      () => `{"resourceType":"Patient",${keys(longestList - 1)}}`,
      422,
    ],
    ['one key many times', () => `{"resourceType":"Patient",${times('"a":1,')}"b":1}`, 400],
    ['brackets alone', () => `{"resourceType":"Patient","name":${'['.repeat(most)}`, 400],
    [
      'numbers of many digits',
      () => `{"resourceType":"Patient","x":[${times('1.00000000000000000001,')}1]}`,
      413,
    ],
    ['one number of millions of digits', () => `{"resourceType":"Patient","x":${'1'.repeat(most)}}`, 422],
    [
      'half a character, many times',
      () => `{"resourceType":"Patient","language":"${times('\\ud83d')}"}`,
      400,
    ],
    [
      'many contained resources',
      () => `{"resourceType":"Patient","contained":[${times('{"resourceType":"Basic"},')}{}]}`,
      413,
    ],
    [
      'members of the prototype',
      () => '{"resourceType":"Patient","__proto__":{"a":1},"constructor":{"prototype":{}}}',
      422,
    ],
    [
      'entries without end',
      () => `{"resourceType":"Bundle","type":"transaction","entry":[${times('{},')}{}]}`,
      413,
    ],
  ])('of %s is answered soon', async (_, body, status) => {
    await soon(() => tester.post('/fhir/Patient', body()), status, status === 422 ? 400 : status);
  });

  it.each([
    ' ',
    'a',
    'a!',
    '1',
    '-',
    '/',
    '=',
    '%',
    'ab ',
    'http://a/',
    '2020-',
    '0.',
    '{',
    'urn:uuid:',
    'Patient/1/_history/',
    '&lt;',
    '<b>',
  ])('whose texts are "%s" half a million times over holds up no pattern', async (part) => {
    const text = `${times(part, 500_000)}!`;
    const reference = { reference: text };
    const coding = [{ system: text, code: text }];
    await soon(
      () =>
        tester.post('/fhir/Observation', {
          resourceType: 'Observation',
          id: text,
          status: text,
          language: text,
          text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>` },
          identifier: [{ system: text, value: text }],
          code: { coding },
          subject: reference,
          effectiveDateTime: text,
        }),
      422,
    );
  });
});

describe('an XML body', () => {
  const head = '<Patient xmlns="http://hl7.org/fhir"';
  const xml = { 'content-type': 'application/fhir+xml' };
  it.each<[string, () => string, ...number[]]>([
    ['many names', () => `${head}>${times('<name><family value="a"/></name>')}</Patient>`, 413],
    ['many unknown elements', () => `${head}>${times('<a/>')}</Patient>`, 400],
    [
      'unknown elements after millions of lines',
      () => `${head}>${times('\n', most - 2_000)}${'<bad/>'.repeat(200)}</Patient>`,
      400,
    ],
    ['elements without end', () => `${head}>${times('<a>')}`, 400],
    ['many attributes', () => `${head} ${keys(300_000).replaceAll(/"(k\d+)":1,?/g, '$1="1" ')}/>`, 400],
    ['quotes', () => `${head} a="${times('"')}`, 400],
    ['opening brackets alone', () => times('<'), 400],
    ['many references to characters', () => `${head}><language value="${times('&lt;')}"/></Patient>`, 422],
    ['ampersands', () => `${head}><language value="${times('&')}"/></Patient>`, 400],
    ['entities of its own', () => `<!DOCTYPE a [<!ENTITY a "${times('b', 1000)}">]>${head}/>`, 400],
    ['comments without end', () => `${head}>${times('<!--')}`, 400],
    ['CDATA without end', () => `${head}>${times('<![CDATA[')}`, 400],
    ['a declaration without end', () => `<?xml${times(' ')}`, 400],
    ['many namespaces', () => `${head}>${times('<a xmlns:b="c"/>')}</Patient>`, 400],
    [
      'a narrative nested without end',
      () =>
        `${head}><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">${times('<b>')}</div></text></Patient>`,
      400,
    ],
  ])('of %s is answered soon', async (_, body, ...statuses) => {
    await soon(() => tester.post('/fhir/Patient', body(), xml), ...statuses);
  });
});

describe('a packed body', () => {
  it('of half a gigabyte is refused before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(500_000_000, 32));
    const send = () =>
      fetch(`${sandbox.url}/fhir/Patient`, {
        method: 'POST',
        body: bomb,
        headers: {
          authorization: `Bearer ${tester.token}`,
          'content-type': 'application/fhir+json',
          'content-encoding': 'gzip',
          connection: 'close',
        },
      });
    const before = process.memoryUsage().arrayBuffers;
    expect((await send()).status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  });
});

describe('a search', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const { sortKeys, links, parameters } = searchQueryLimits;
  it.each<[string, string, () => string, number]>([
    ['many unknown parameters', 'Patient', () => times('a=1&'), 400],
    ['many known parameters', 'Patient', () => times('family=x&'), 400],
    ['more parameters than it takes', 'Patient', () => 'family=x&'.repeat(parameters + 1), 400],
    ['as many parameters as it takes', 'Patient', () => 'family=x&'.repeat(parameters).slice(0, -1), 200],
    ['many values', 'Patient', () => `family=${times('x,')}`, 400],
    ['many ids', 'Patient', () => `_id=${times('x,')}`, 400],
    ['many references', 'Observation', () => `patient=${times('x,')}`, 400],
    ['a chain without end', 'Observation', () => `${times('patient.')}name=x`, 400],
    ['a chain longer than is followed', 'Observation', () => `${'patient.'.repeat(links + 1)}name=x`, 400],
    ['_has without end', 'Patient', () => `_has:${times('Observation:patient:_has:')}code=x`, 400],
    [
      '_has longer than is followed',
      'Patient',
      () => `${'_has:Observation:patient:'.repeat(links + 1)}code=x`,
      400,
    ],
    ['many keys to sort by', 'Patient', () => `_sort=${'name,'.repeat(sortKeys)}name`, 400],
    [
      'as many keys to sort by as it takes',
      'Patient',
      () => `_sort=${'name,'.repeat(sortKeys - 1)}name`,
      200,
    ],
    ['many includes', 'Patient', () => times('_include=Patient:organization&'), 400],
    ['separators of composites', 'Observation', () => `code-value-quantity=${times('$', 190_000)}`, 400],
    ['digits', 'Observation', () => `value-quantity=${times('1', 190_000)}`, 400],
    ['half a date', 'Observation', () => `date=${times('2020-', 190_000)}`, 400],
    ['backslashes', 'Patient', () => `family=${times('\\', 190_000)}`, 400],
    ['bars', 'Patient', () => `identifier=${times('|', 190_000)}`, 400],
  ])('for %s is answered soon', async (_, type, body, status) => {
    await soon(
      () => tester.post(`/fhir/${type}/_search`, body(), form),
      status,
      status === 400 ? 200 : status,
    );
  });

  it.each(['accept', 'prefer', 'if-modified-since', 'if-none-match', 'content-type', 'authorization'])(
    'under a long and strange header %s is answered soon',
    async (name) => {
      const value = times(name === 'accept' ? 'text/*;q=0.1,' : 'W/"1", ;=', 12_000);
      await soon(() => tester.get('/fhir/Patient/known', { [name]: value }), 200, 400, 401, 406);
    },
  );
});

describe('a patch', () => {
  const json = { 'content-type': 'application/json-patch+json' };
  const send = (body: unknown, headers: Record<string, string>) =>
    tester.send('PATCH', '/fhir/Patient/known', { body, headers });
  const copies = Array.from({ length: 900 }, () => ({ op: 'copy', from: '/name', path: '/name/0/given' }));

  it.each<[string, () => unknown, number]>([
    ['many operations', () => `[${times('{"op":"remove","path":"/name"},')}1]`, 413],
    ['a long path', () => [{ op: 'remove', path: times('/a', 100_000) }], 400],
    ['escapes', () => [{ op: 'remove', path: `/${times('~', 100_000)}` }], 400],
    [
      'copies of copies',
      () => [{ op: 'add', path: '/name/0/given', value: [times('x', 1000)] }, ...copies],
      422,
    ],
  ])('of %s is answered soon', async (_, body, status) => {
    await soon(() => send(body(), json), status);
  });

  const path = (expression: string) => ({
    resourceType: 'Parameters',
    parameter: [
      {
        name: 'operation',
        part: [
          { name: 'type', valueCode: 'replace' },
          { name: 'path', valueString: expression },
          { name: 'value', valueString: 'x' },
        ],
      },
    ],
  });
  it.each([
    'Patient.descendants().descendants().descendants().descendants()',
    `Patient.name${'.repeat($this)'.repeat(20)}`,
    `Patient${'.where(true)'.repeat(40)}`,
    "Patient.name.where(family.matches('(a+)+$'))",
    "Patient.name.first().family.replaceMatches('(x+x+)+y','')",
    '('.repeat(450),
    '(1|2|3|4|5|6|7|8|9).repeat($this+1)',
    "Patient.name.family.repeat($this & 'a')",
    `1${'+1'.repeat(200)}`,
    `Patient.name${'.union(Patient.name)'.repeat(20)}`,
    times('Patient.'),
  ])('along the path %.60s is refused soon', async (expression) => {
    await soon(() => send(path(expression), {}), 422);
  });
});
