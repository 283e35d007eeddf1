import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Bundle, Observation, Patient, Resource } from '@medplum/fhirtypes';
import smart from 'fhirclient';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { child, observation } from '../scenes.ts';

/** The client of the SMART app library, as a backend makes it that already has its token. */
function smartClient(serverUrl: string, token: string) {
  const request = new IncomingMessage(new Socket());
  const kept = new Map<string, unknown>();
  const storage = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => kept.set(key, value),
    unset: async (key: string) => kept.delete(key),
  };
  return smart(request, new ServerResponse(request), storage).client({
    serverUrl,
    tokenResponse: { access_token: token, token_type: 'Bearer' },
  });
}

/** The client's own types want any element to be there; this is the same resource, of no type. */
const untyped = (resource: Resource) => JSON.parse(JSON.stringify(resource));

describe('fhirclient (SMART JS)', () => {
  let sandbox: Sandbox;
  let client: ReturnType<typeof smartClient>;
  let patient: Patient;
  beforeAll(async () => {
    sandbox = await openSandbox();
    const { token } = await sandbox.as('tester');
    client = smartClient(`${sandbox.url}/fhir`, token);
    patient = await client.create<Patient>(untyped(child()));
    for (let index = 0; index < 5; index += 1)
      await client.create(untyped(observation(patient.id ?? '', { valueString: `${index}` })));
  });
  afterAll(() => sandbox.close());

  it('knows the release of FHIR from the CapabilityStatement', async () => {
    expect([await client.getFhirVersion(), await client.getFhirRelease()]).toEqual(['4.0.1', 4]);
  });

  it('walks all pages and flattens them', async () => {
    const found = await client.request<Resource[]>(`Observation?patient=Patient/${patient.id}&_count=2`, {
      pageLimit: 0,
      flat: true,
    });
    expect(new Set(found.map(({ id }) => id)).size).toBe(5);
  });

  it('takes the pages one by one', async () => {
    const sizes: number[] = [];
    for await (const page of client.pages(`Observation?patient=Patient/${patient.id}&_count=2`))
      sizes.push(page.entry?.length ?? 0);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('resolves references and finds includes', async () => {
    const [first] = await client.request<Observation[]>(`Observation?patient=Patient/${patient.id}`, {
      flat: true,
      resolveReferences: ['subject'],
    });
    expect(first?.subject).toMatchObject({ resourceType: 'Patient', id: patient.id });
    const bundle = await client.request<Bundle>(
      `Observation?patient=Patient/${patient.id}&_include=Observation:subject`,
    );
    expect(bundle.entry?.some(({ resource }) => resource?.id === patient.id)).toBe(true);
  });

  it('updates, patches and deletes, and reads the history of it', async () => {
    const made = await client.create<Observation>(untyped(observation(patient.id ?? '')));
    const updated = await client.update<Observation>(untyped({ ...made, valueString: 'Speelt samen' }));
    const patched = await client.patch<Observation>(`Observation/${made.id}`, [
      { op: 'replace', path: '/status', value: 'amended' },
    ]);
    expect([updated.meta?.versionId, patched.meta?.versionId, patched.status]).toEqual(['2', '3', 'amended']);
    await client.delete(`Observation/${made.id}`);
    const history = await client.request<Bundle>(`Observation/${made.id}/_history`);
    expect(history.entry?.map(({ request }) => request?.method)).toEqual(['DELETE', 'PUT', 'PUT', 'POST']);
  });

  it('sends a transaction', async () => {
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: child(), request: { method: 'POST', url: 'Patient' } }],
    };
    const answer = await client.request<Bundle>({
      url: '/',
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(bundle),
    });
    expect(answer).toMatchObject({
      type: 'transaction-response',
      entry: [{ response: { status: '201 Created' } }],
    });
  });

  it('searches by POST', async () => {
    const bundle = await client.request<Bundle>({
      url: 'Observation/_search',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ patient: `Patient/${patient.id}`, _summary: 'count' }).toString(),
    });
    expect(bundle.total).toBe(5);
  });

  it('tells the app what was wrong in the words of the server', async () => {
    const failure = await client.request('Observation?colour=blue').catch((error: Error) => error);
    expect(String(failure)).toContain('colour');
  });
});
