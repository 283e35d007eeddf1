import { MedplumClient } from '@medplum/core';
import type { Bundle, Observation, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { child, observation, testSystem } from '../scenes.ts';

describe('MedplumClient', () => {
  let sandbox: Sandbox;
  let client: MedplumClient;
  let patient: Patient & { id: string };
  beforeAll(async () => {
    sandbox = await openSandbox();
    const { token } = await sandbox.as('tester');
    client = new MedplumClient({ baseUrl: sandbox.url, fhirUrlPath: 'fhir', fetch, cacheTime: 0 });
    client.setAccessToken(token);
    patient = await client.createResource<Patient>(child());
    for (let index = 0; index < 5; index += 1)
      await client.createResource<Observation>(observation(patient.id, { valueString: `${index}` }));
  });
  afterAll(() => sandbox.close());

  it('reads by id, by reference and by version', async () => {
    expect(await client.readResource('Patient', patient.id)).toEqual(patient);
    expect(await client.readReference({ reference: `Patient/${patient.id}` })).toEqual(patient);
    expect(await client.readVersion('Patient', patient.id, '1')).toEqual(patient);
  });

  it('walks all pages of a search', async () => {
    const ids = new Set<string>();
    const sizes: number[] = [];
    const pages = client.searchResourcePages('Observation', {
      patient: `Patient/${patient.id}`,
      _count: 2,
    });
    for await (const page of pages) {
      sizes.push(page.length);
      for (const { id } of page) ids.add(id);
    }
    expect([sizes, ids.size]).toEqual([[2, 2, 1], 5]);
  });

  it('gets includes and totals', async () => {
    const bundle: Bundle = await client.search('Observation', {
      patient: `Patient/${patient.id}`,
      _include: 'Observation:subject',
      _total: 'accurate',
    });
    expect([bundle.total, bundle.entry?.length]).toEqual([5, 6]);
  });

  it('creates only what is not there, and updates by condition', async () => {
    const identifier = [{ system: testSystem, value: 'medplum-1' }];
    const query = `identifier=${testSystem}|medplum-1`;
    const first = await client.createResourceIfNoneExist<Patient>(child({ identifier }), query);
    const again = await client.createResourceIfNoneExist<Patient>(child({ identifier }), query);
    expect(again.id).toBe(first.id);
    const upserted = await client.upsertResource<Patient>(
      { ...child({ identifier }), birthDate: '2021-02-03' },
      query,
    );
    expect(upserted).toMatchObject({ id: first.id, birthDate: '2021-02-03', meta: { versionId: '2' } });
  });

  it('updates, patches, deletes and reads the history', async () => {
    const made = await client.createResource<Observation>(observation(patient.id));
    const updated = await client.updateResource<Observation>({ ...made, valueString: 'Speelt samen' });
    expect(updated.meta?.versionId).toBe('2');
    const patched = await client.patchResource('Observation', made.id, [
      { op: 'test', path: '/valueString', value: 'Speelt samen' },
      { op: 'replace', path: '/valueString', value: 'Speelt graag samen' },
    ]);
    expect(patched).toMatchObject({ valueString: 'Speelt graag samen', meta: { versionId: '3' } });
    const history = await client.readHistory('Observation', made.id);
    expect(history.entry?.map(({ resource }) => resource?.meta?.versionId)).toEqual(['3', '2', '1']);
    await client.deleteResource('Observation', made.id);
    const failure = await client.readResource('Observation', made.id).catch((error) => error);
    expect(failure.outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'deleted' }] });
  });

  it('sends transactions and batches', async () => {
    const urn = 'urn:uuid:00000000-0000-4000-8000-000000000011';
    const written = await client.executeBatch({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: urn, resource: child(), request: { method: 'POST', url: 'Patient' } },
        {
          resource: { ...observation('x'), subject: { reference: urn } },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    });
    expect(written.entry?.map(({ response }) => response?.status)).toEqual(['201 Created', '201 Created']);
    const read = await client.executeBatch({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Observation?patient=Patient/${patient.id}&_count=2` } }],
    });
    expect(read.entry?.[0]?.resource).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
  });

  it('validates, reads everything of a child, and expands a value set', async () => {
    expect(await client.validateResource(observation(patient.id))).toMatchObject({
      resourceType: 'OperationOutcome',
    });
    const everything = await client.readPatientEverything(patient.id);
    expect(everything.entry?.some(({ resource }) => resource?.id === patient.id)).toBe(true);
    const expanded = await client.valueSetExpand({
      url: 'http://hl7.org/fhir/ValueSet/administrative-gender',
    });
    expect(expanded.expansion?.contains?.map(({ code }) => code)).toContain('female');
  });

  it('stores and fetches a file as it is', async () => {
    const bytes = new Uint8Array([0, 1, 2, 250, 251, 252]);
    const binary = await client.createBinary({
      data: bytes,
      contentType: 'application/pdf',
      securityContext: { reference: `Patient/${patient.id}` },
    });
    const response = await fetch(`${sandbox.url}/fhir/Binary/${binary.id}`, {
      headers: { authorization: `Bearer ${client.getAccessToken()}`, accept: 'application/pdf' },
    });
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('exports in bulk', { timeout: 30_000 }, async () => {
    const manifest = await client.bulkExport('Patient', 'Patient,Observation', undefined, {
      pollStatusOnAccepted: true,
    });
    expect(manifest.output?.map(({ type }) => type).sort()).toEqual(['Observation', 'Patient']);
  });
});
