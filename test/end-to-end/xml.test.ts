// Every interaction in XML, over HTTP.
import type {
  Bundle,
  CapabilityStatement,
  OperationOutcome,
  Parameters,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillRegion, journeys } from '../../src/local/fill-region.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { createXmlFormat } from '../../src/xml/format.ts';
import { type Client, openSandbox, type Reply, type Sandbox, type Sending, storesHere } from './sandbox.ts';
import { child, observation, testSystem } from './scenes.ts';

const xml = createXmlFormat();
const { validate } = createValidator();
const inXml = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' };
const read = <T extends Resource>({ text }: Reply): T => xml.read(text) as T;

describe.each(await storesHere())('XML on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  let known: Patient & { id: string };
  const send = (method: string, path: string, body?: Resource, headers = {}): Promise<Reply> => {
    const sending: Sending = { headers: { ...inXml, ...headers } };
    return tester.send(method, path, body ? { ...sending, body: xml.write(body, false) } : sending);
  };
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    known = await tester.made(child());
    await tester.made(observation(known.id, { id: undefined }));
  });
  afterAll(() => sandbox.close());

  it('creates, and answers what JSON reads', async () => {
    const reply = await send('POST', '/fhir/Patient', child());
    const made = read<Patient>(reply);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      201,
      'application/fhir+xml; charset=utf-8',
    ]);
    expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Patient/${made.id}/_history/1`);
    expect((await tester.get(`/fhir/Patient/${made.id}`)).resource()).toEqual(made);
  });

  it('reads, vreads and tells the history as JSON does', async () => {
    for (const path of [known.id, `${known.id}/_history/1`, `${known.id}/_history`]) {
      const reply = await send('GET', `/fhir/Patient/${path}`);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([
        200,
        'application/fhir+xml; charset=utf-8',
      ]);
      expect(read(reply)).toEqual((await tester.get(`/fhir/Patient/${path}`)).resource());
    }
  });

  it('updates and deletes', async () => {
    const { id } = await tester.made(child());
    const updated = await send('PUT', `/fhir/Patient/${id}`, child({ id, gender: 'female' }), {
      'if-match': 'W/"1"',
    });
    expect([updated.status, read<Patient>(updated).gender]).toEqual([200, 'female']);
    expect((await send('DELETE', `/fhir/Patient/${id}`)).status).toBe(204);
    const gone = await send('GET', `/fhir/Patient/${id}`);
    expect([gone.status, read<OperationOutcome>(gone).issue[0]?.code]).toEqual([410, 'deleted']);
  });

  it('searches by URL and by form', async () => {
    const query = `patient=Patient/${known.id}`;
    const form = { ...inXml, 'content-type': 'application/x-www-form-urlencoded' };
    const replies = [
      await send('GET', `/fhir/Observation?${query}`),
      await tester.send('POST', '/fhir/Observation/_search', { headers: form, body: query }),
    ];
    for (const reply of replies) {
      const bundle = read<Bundle>(reply);
      expect([reply.status, bundle.type, bundle.entry?.length]).toEqual([200, 'searchset', 1]);
      expect(validate(bundle).errors).toEqual([]);
    }
  });

  it('gives pages whose links can be followed in XML', async () => {
    await tester.made(observation(known.id));
    const first = await tester.get(`/fhir/Observation?patient=Patient/${known.id}&_count=1&_format=xml`);
    const next = read<Bundle>(first).link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = await tester.get(`${next.slice(sandbox.url.length)}`, { accept: 'application/fhir+xml' });
    expect(read<Bundle>(second).entry).toHaveLength(1);
  });

  it('takes a transaction', async () => {
    const patient = {
      resource: child(),
      fullUrl: 'urn:uuid:7c5e1a52-4f0c-4b6f-9d5f-2f6d3b1a0c11',
      request: { method: 'POST', url: 'Patient' },
    } as const;
    const seen = observation('x', { subject: { reference: patient.fullUrl } });
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [patient, { resource: seen, request: { method: 'POST', url: 'Observation' } }],
    };
    const reply = await send('POST', '/fhir', bundle);
    const answer = read<Bundle>(reply);
    expect([reply.status, answer.type]).toEqual([200, 'transaction-response']);
    expect(answer.entry?.map(({ response }) => response?.status)).toEqual(['201 Created', '201 Created']);
    expect(validate(answer).errors).toEqual([]);
  });

  it('takes a batch, whose entries have no format of their own', async () => {
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: `Patient/${known.id}?_format=json` } },
        { request: { method: 'GET', url: 'Patient/none' } },
      ],
    };
    const { entry = [] } = read<Bundle>(await send('POST', '/fhir', bundle));
    expect(entry[0]?.resource).toEqual(known);
    expect(entry[1]?.response?.outcome?.resourceType).toBe('OperationOutcome');
  });

  it('patches by FHIRPath', async () => {
    const { id } = await tester.made(child({ gender: 'male' }));
    const patch: Parameters = {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [
            { name: 'type', valueCode: 'replace' },
            { name: 'path', valueString: 'Patient.gender' },
            { name: 'value', valueCode: 'female' },
          ],
        },
      ],
    };
    const reply = await send('PATCH', `/fhir/Patient/${id}`, patch);
    expect([reply.status, read<Patient>(reply).gender]).toEqual([200, 'female']);
  });

  it('calls an operation', async () => {
    const reply = await send('GET', `/fhir/Patient/${known.id}/$everything`);
    expect(read<Bundle>(reply).entry?.[0]?.resource).toEqual(known);
  });

  it('keeps a conditional create to one', async () => {
    const patient = child({ identifier: [{ system: testSystem, value: 'xml-1' }] });
    const condition = { 'if-none-exist': `identifier=${testSystem}|xml-1` };
    expect((await send('POST', '/fhir/Patient', patient, condition)).status).toBe(201);
    expect((await send('POST', '/fhir/Patient', patient, condition)).status).toBe(200);
  });
});

describe('XML', () => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    await tester.put('/fhir/Patient/known', child({ id: 'known' }));
  });
  afterAll(() => sandbox.close());

  const patient = (inside: string): string => `<Patient xmlns="http://hl7.org/fhir">${inside}</Patient>`;

  it.each([
    ['what is no XML', '<Patient', 400, undefined, /line 1, column/],
    ['an empty body', '', 400, undefined, /empty/],
    ['JSON', '{"resourceType":"Patient"}', 400, undefined, /not XML/],
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${patient('')}`,
      400,
      undefined,
      /document type/,
    ],
    ['an unknown element', patient('<colour value="x"/>'), 400, 'Patient.colour', /no element of Patient/],
    [
      'a wrong order',
      patient('<birthDate value="2022-05-14"/><gender value="male"/>'),
      400,
      'Patient.gender',
      /before/,
    ],
    ['an invalid value', patient('<gender value="blue"/>'), 422, 'Patient.gender', /blue|code/],
    [
      'a script',
      patient(
        '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div></text>',
      ),
      422,
      'Patient.text.div',
      /script/,
    ],
    ['another type', '<Group xmlns="http://hl7.org/fhir"/>', 422, 'resourceType', /Group.*Patient/],
    ['deep nesting', '<a>'.repeat(100_000), 400, undefined, /deeper than 64/],
  ])('is refused with a reason for %s', async (_name, body, status, expression, text) => {
    const reply = await tester.send('POST', '/fhir/Patient', { headers: inXml, body });
    const outcome = read<OperationOutcome>(reply);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      status,
      'application/fhir+xml; charset=utf-8',
    ]);
    expect(validate(outcome).errors).toEqual([]);
    expect(outcome.issue[0]?.details?.text).toMatch(text);
    if (expression) expect(outcome.issue[0]?.expression).toEqual([expression]);
  });

  it.each([
    ['/fhir/Patient/none', 404, {}],
    ['/fhir/Patient/known?colour=blue', 400, {}],
    ['/fhir/Patient/known', 401, { authorization: 'Bearer nobody' }],
    ['/fhir/Slot', 404, {}],
  ])('tells failures too: %s, %i', async (path, status, headers) => {
    const reply = await tester.get(path, { ...headers, accept: 'text/xml' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      status,
      'application/fhir+xml; charset=utf-8',
    ]);
    expect(read<OperationOutcome>(reply).issue[0]?.severity).toBe('error');
  });

  it('tells in JSON that a format is not served', async () => {
    const reply = await tester.get('/fhir/Patient/known', { accept: 'text/turtle' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      406,
      'application/fhir+json; charset=utf-8',
    ]);
    expect(reply.outcome().issue[0]?.details?.text).toMatch(/application\/fhir\+xml/);
  });

  it('is asked for by _format before Accept, and indented on wish', async () => {
    const reply = await tester.get('/fhir/Patient/known?_format=application/fhir+xml&_pretty=true', {
      accept: 'application/fhir+json',
    });
    expect(reply.text.split('\n').slice(0, 3)).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<Patient xmlns="http://hl7.org/fhir">',
      '  <id value="known"/>',
    ]);
  });

  it('goes in where JSON comes out, and the other way', async () => {
    const headers = {
      'content-type': 'text/xml; charset=UTF-8; fhirVersion=4.0',
      accept: 'application/json',
    };
    const body = xml.write(child(), true);
    const inward = await tester.send('POST', '/fhir/Patient', { headers, body });
    expect([inward.status, inward.resource<Patient>().birthDate]).toEqual([201, '2022-05-14']);
    const outward = await tester.post('/fhir/Patient', child(), { accept: 'application/xml' });
    expect([outward.status, read<Patient>(outward).birthDate]).toEqual([201, '2022-05-14']);
  });

  it('holds the CapabilityStatement, which names both formats', async () => {
    const reply = await sandbox.withToken(undefined).get('/fhir/metadata?_format=xml');
    const statement = read<CapabilityStatement>(reply);
    expect([reply.status, reply.headers.get('vary')]).toEqual([200, 'Accept']);
    expect(validate(statement).errors).toEqual([]);
    expect(statement.format).toEqual(['application/fhir+json', 'json', 'application/fhir+xml', 'xml']);
    expect(statement).toEqual((await sandbox.withToken(undefined).get('/fhir/metadata')).resource());
  });

  it('holds the whole files of the three children of the demo', async () => {
    await fillRegion({ url: sandbox.url, dataDir: sandbox.dataDir, now: new Date(), say: () => {} });
    for (const journey of journeys) {
      const found = await tester.get(`/fhir/Patient?identifier=${journey.child.bsn}`);
      const path = `/fhir/Patient/${found.bundle().entry?.[0]?.resource?.id}/$everything`;
      const file = (await tester.get(path)).bundle();
      expect(file.entry?.length).toBeGreaterThan(10);
      expect(read(await tester.get(path, { accept: 'application/fhir+xml' }))).toEqual(file);
    }
  });
});
