import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { child } from './scenes.ts';

/** What a client wrote, as text: parsing it here would lose what is looked at. */
const weighed = (patient: string, value: string): string =>
  `{"resourceType":"Observation","status":"final","code":{"text":"Gewicht"},"subject":{"reference":"Patient/${patient}"},"valueQuantity":{"value":${value},"unit":"kg"}}`;

describe.each(await storesHere())('a decimal on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  let patient: string;
  const json = { 'content-type': 'application/fhir+json' };
  const xml = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' };
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    patient = (await tester.made(child())).id;
  });
  afterAll(() => sandbox.close());

  it.each(['1.50', '12.0', '0.010', '1e2', '1234567890.123456789'])(
    '%s comes back as it was written',
    async (value) => {
      const created = await tester.send('POST', '/fhir/Observation', {
        body: weighed(patient, value),
        headers: json,
      });
      expect([created.status, created.text]).toEqual([201, expect.stringContaining(`"value":${value},`)]);
      const id = created.resource().id ?? '';
      expect((await tester.get(`/fhir/Observation/${id}`)).text).toContain(`"value":${value},`);
      expect((await tester.get(`/fhir/Observation/${id}/_history/1`)).text).toContain(`"value":${value},`);
      expect((await tester.get(`/fhir/Observation?patient=${patient}&_id=${id}`)).text).toContain(
        `"value":${value},`,
      );
      const inXml = await tester.get(`/fhir/Observation/${id}`, { accept: 'application/fhir+xml' });
      expect(inXml.text).toContain(`<value value="${value}"/>`);
    },
  );

  it('keeps its precision through XML, a transaction and a patch', async () => {
    const body = `<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><subject><reference value="Patient/${patient}"/></subject><valueQuantity><value value="2.500"/></valueQuantity></Observation>`;
    const created = await tester.send('POST', '/fhir/Observation', { body, headers: xml });
    expect(created.status).toBe(201);
    const id = /<id value="([^"]+)"/.exec(created.text)?.[1] ?? '';
    expect((await tester.get(`/fhir/Observation/${id}`)).text).toContain('"value":2.500');
    const patched = await tester.send('PATCH', `/fhir/Observation/${id}`, {
      body: '[{"op":"replace","path":"/status","value":"amended"}]',
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect([patched.status, patched.text]).toEqual([200, expect.stringContaining('"value":2.500')]);
    const transaction = `{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a","resource":${weighed(patient, '3.250')},"request":{"method":"POST","url":"Observation"}}]}`;
    const answer = await tester.send('POST', '/fhir', { body: transaction, headers: json });
    const [entry] = answer.bundle().entry ?? [];
    const location = entry?.response?.location?.replace(/^.*\/fhir\//, '').replace(/\/_history.*/, '');
    expect((await tester.get(`/fhir/${location}`)).text).toContain('"value":3.250,');
  });
});
