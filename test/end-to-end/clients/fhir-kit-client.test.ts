import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from '../sandbox.ts';
import { bsnSource, bsnSystem, child, observation } from '../scenes.ts';

const nextBsn = bsnSource(999964000);
/** The client has types of its own; these are the same resources, of no type. */
const untyped = (resource: Resource) => JSON.parse(JSON.stringify(resource));
const bundleOf = (answer: object): Bundle => answer as Bundle;

describe('fhir-kit-client', () => {
  let sandbox: Sandbox;
  let client: Client;
  let patient: string;
  beforeAll(async () => {
    sandbox = await openSandbox();
    const { token } = await sandbox.as('tester');
    client = new Client({ baseUrl: `${sandbox.url}/fhir`, bearerToken: token });
    const made = await client.create({
      resourceType: 'Patient',
      body: untyped(child({ identifier: [{ system: bsnSystem, value: nextBsn() }] })),
    });
    patient = String(made.id);
    for (let index = 0; index < 7; index += 1) {
      await client.create({
        resourceType: 'Observation',
        body: untyped(observation(patient, { valueString: `${index}` })),
      });
    }
  });
  afterAll(() => sandbox.close());

  it('finds the token endpoint and what the server can', async () => {
    expect(await client.smartAuthMetadata()).toMatchObject({
      tokenUrl: new URL(`${sandbox.url}/auth/token`),
    });
    expect(await client.capabilityStatement()).toMatchObject({ fhirVersion: '4.0.1' });
  });

  it('follows pages forth until there are no more', async () => {
    let page: object | undefined = await client.search({
      resourceType: 'Observation',
      searchParams: { patient: `Patient/${patient}`, _count: 3 },
    });
    const sizes: number[] = [];
    const ids = new Set<string>();
    while (page) {
      const bundle = bundleOf(page);
      sizes.push(bundle.entry?.length ?? 0);
      for (const { resource } of bundle.entry ?? []) ids.add(resource?.id ?? '');
      page = await client.nextPage({ bundle: untyped(bundle) });
    }
    expect([sizes, ids.size]).toEqual([[3, 3, 1], 7]);
  });

  it('searches by POST, in a compartment and over the whole system', async () => {
    const posted = await client.resourceSearch({
      resourceType: 'Observation',
      searchParams: { patient: `Patient/${patient}`, _summary: 'count' },
      options: { postSearch: true },
    });
    const inFile = await client.compartmentSearch({
      resourceType: 'Observation',
      compartment: { resourceType: 'Patient', id: patient },
    });
    const everywhere = await client.systemSearch({
      searchParams: { _type: 'Patient,Observation', _id: patient },
    });
    expect([posted, inFile, everywhere].map((bundle) => bundleOf(bundle).total)).toEqual([7, 7, 1]);
  });

  it('brings along what the matches refer to', async () => {
    const bundle = bundleOf(
      await client.search({
        resourceType: 'Observation',
        searchParams: { patient: `Patient/${patient}`, _include: 'Observation:subject' },
      }),
    );
    expect(bundle.entry?.filter(({ search }) => search?.mode === 'include')).toMatchObject([
      { resource: { resourceType: 'Patient', id: patient } },
    ]);
  });

  it('reads, patches, updates by condition, and finds every version in the history', async () => {
    const made = await client.create({ resourceType: 'Observation', body: untyped(observation(patient)) });
    const id = String(made.id);
    const patched = await client.patch({
      resourceType: 'Observation',
      id,
      jsonPatch: [{ op: 'replace', path: '/valueString', value: 'Speelt samen' }],
    });
    expect(patched).toMatchObject({ id, valueString: 'Speelt samen', meta: { versionId: '2' } });
    const updated = await client.update({
      resourceType: 'Observation',
      searchParams: { _id: id },
      body: untyped(observation(patient, { valueString: 'Speelt graag samen' })),
    });
    expect(updated).toMatchObject({ id, meta: { versionId: '3' } });
    const history = bundleOf(await client.history({ resourceType: 'Observation', id }));
    expect(history.entry?.map(({ resource }) => resource?.meta?.versionId)).toEqual(['3', '2', '1']);
    const first = await client.vread({ resourceType: 'Observation', id, version: '1' });
    expect(first).toMatchObject({ valueString: 'Speelt alleen' });
    expect(bundleOf(await client.typeHistory({ resourceType: 'Observation' })).type).toBe('history');
    expect(bundleOf(await client.systemHistory()).type).toBe('history');
  });

  it('sends transactions and batches', async () => {
    const urn = 'urn:uuid:00000000-0000-4000-8000-000000000007';
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: urn, resource: child(), request: { method: 'POST', url: 'Patient' } },
        {
          resource: { ...observation('x'), subject: { reference: urn } },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    };
    const written = bundleOf(await client.transaction({ body: untyped(bundle) }));
    expect(written.entry?.map(({ response }) => response?.status)).toEqual(['201 Created', '201 Created']);
    const read: Bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: `Patient/${patient}` } },
        { request: { method: 'GET', url: 'Patient/absent' } },
      ],
    };
    const answers = bundleOf(await client.batch({ body: untyped(read) }));
    expect(answers.entry?.map(({ response }) => response?.status.slice(0, 3))).toEqual(['200', '404']);
  });

  it('calls operations by GET and POST', async () => {
    const everything = await client.operation({
      name: '$everything',
      resourceType: 'Patient',
      id: patient,
      method: 'GET',
    });
    expect(bundleOf(everything).type).toBe('searchset');
    const outcome = await client.operation({
      name: 'validate',
      resourceType: 'Observation',
      input: untyped(observation(patient)),
    });
    expect(outcome.resourceType).toBe('OperationOutcome');
  });

  it('gets an OperationOutcome with every refusal', async () => {
    const outcome: Partial<OperationOutcome> = {
      resourceType: 'OperationOutcome',
      issue: [expect.objectContaining({ code: 'not-found' })],
    };
    await expect(client.read({ resourceType: 'Patient', id: 'absent' })).rejects.toMatchObject({
      response: { status: 404, data: outcome },
    });
  });

  it('deletes, and learns that what it deleted is gone', async () => {
    const made = await client.create({ resourceType: 'Observation', body: untyped(observation(patient)) });
    const place = { resourceType: 'Observation', id: String(made.id) };
    await client.delete(place);
    await expect(client.read(place)).rejects.toMatchObject({ response: { status: 410 } });
  });
});
