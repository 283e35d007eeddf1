// Destroys files over HTTP, on each store: nothing of the child is left but its audit trail and a certificate.
import type { Binary, Parameters, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox, storesHere } from '../end-to-end/sandbox.ts';
import { bsnSource, bsnSystem, child, observation } from '../end-to-end/scenes.ts';
import { call, clientFor, type FamilyScene, fatherBsn, openFamily } from './scene.ts';

const stores = await storesHere();

describe.each(stores)('destruction on %s', (store) => {
  let sandbox: Sandbox;
  let coordinator: Client;
  let mother: Client;
  let father: Client;
  const bsn = bsnSource(999950000);

  beforeAll(async () => {
    sandbox = await openSandbox(store);
    coordinator = await sandbox.as('coordinator');
    mother = await sandbox.as('parent');
    father = await clientFor(sandbox, { kind: 'parent', person: `${bsnSystem}|${fatherBsn}` });
  });
  afterAll(() => sandbox.close());

  const ask = async (client: Client, patient: string): Promise<string> => {
    const reply = await call(client, `Patient/${patient}/$request-right`, { right: 'vernietiging' });
    expect(reply.status, reply.text).toBe(200);
    return `Task/${reply.resource<Task>().id}`;
  };
  const decide = (patient: string, values: Record<string, string>) =>
    call(coordinator, `Patient/${patient}/$decide-right`, values);
  const told = (reply: { outcome: () => { issue: { diagnostics?: string }[] } }): string =>
    reply
      .outcome()
      .issue.map(({ diagnostics }) => diagnostics)
      .join('\n');

  it('leaves nothing of the file but the trail and a certificate, and answers as for what never was', async () => {
    const number = bsn();
    const before = await sandbox.partitions();
    const scene: FamilyScene = await openFamily(sandbox, number);
    const { id } = scene.patient;
    const large = Buffer.alloc(600_000, 3).toString('base64');
    const binary: Binary = {
      resourceType: 'Binary',
      contentType: 'application/pdf',
      securityContext: { reference: `Patient/${id}` },
      data: large,
    };
    const attachment = await coordinator.made(binary);
    const { status, headers } = await coordinator.get(`/fhir/Patient/$export?_type=Patient`, {
      accept: 'application/fhir+json',
      prefer: 'respond-async',
    });
    expect(status).toBe(202);
    const job = new URL(headers.get('content-location') ?? '').pathname;
    await expect.poll(async () => (await coordinator.get(job)).status, { timeout: 20_000 }).toBe(200);

    const task = await ask(mother, id);
    const early = await decide(id, { task, decision: 'grant' });
    expect(early.status).toBe(422);
    expect(told(early)).toContain(`RelatedPerson/${scene.father.id}`);
    await ask(father, id);
    await decide(id, { task, decision: 'review' });
    const done = await decide(id, { task, decision: 'grant' });
    expect(done.status, done.text).toBe(200);

    const certificate = JSON.stringify(done.resource<Parameters>());
    for (const secret of [number, id, 'Voorbeeld', 'Moeder']) expect(certificate).not.toContain(secret);
    expect(certificate).toContain('"ground"');
    expect((await coordinator.get('/fhir/$certificates')).text).toContain('formerVersions');

    const { result } = scene;
    for (const client of [coordinator, mother, await sandbox.as('tester'), await sandbox.as('hospital')]) {
      for (const path of [`Patient/${id}`, `Observation/${result.id}`, `Binary/${attachment.id}`]) {
        const gone = await client.get(`/fhir/${path}`);
        const never = await client.get(`/fhir/${path.replace(/.{4}$/, 'zzzz')}`);
        expect(gone.status).toBe(404);
        expect(gone.text.replaceAll(path, 'x')).toBe(
          never.text.replaceAll(path.replace(/.{4}$/, 'zzzz'), 'x'),
        );
      }
      const found = await client.get(`/fhir/Patient?identifier=${bsnSystem}|${number}`);
      expect(found.bundle().entry ?? []).toEqual([]);
    }
    expect((await coordinator.get(job)).status).toBe(404);

    const partitions = await sandbox.partitions();
    const about = partitions.filter((pk) => pk.includes(id) || pk.includes(number));
    expect(about.filter((pk) => !/^audit(-tip)?\//.test(pk))).toEqual([`Patient/${id}`]);
    expect(await sandbox.table.query({ pk: `Patient/${id}` })).toMatchObject([{ sk: 'head', value: '{}' }]);
    const passing = /^(audit|audit-tip|jti|token-|rate|export-turn|certificate|\?|Patient)/;
    const parts = partitions.filter((pk) => !passing.test(pk));
    expect(parts.sort()).toEqual(before.filter((pk) => !passing.test(pk)).sort());
    const trail = await sandbox.table.query({ pk: `audit/${id}` });
    expect(trail.map(({ value }) => value).join()).toContain('destroy-file');
  });

  it('leaves the BSN free for a new file', async () => {
    const number = bsn();
    const { patient } = await openFamily(sandbox, number);
    const task = await ask(mother, patient.id);
    await ask(father, patient.id);
    await decide(patient.id, { task, decision: 'grant' });
    const jgz = await sandbox.as('jgz');
    const made = await jgz.made(child({ identifier: [{ system: bsnSystem, value: number }] }));
    expect(made.id).not.toBe(patient.id);
    expect((await jgz.made(observation(made.id))).id).toBeDefined();
  });

  it('undoes the join with another file of the same child, which stays', async () => {
    const number = bsn();
    const { patient } = await openFamily(sandbox, number);
    const gp = await sandbox.as('gp');
    const again = await gp.made(child({ identifier: [{ system: bsnSystem, value: number }] }));
    const headOf = async (id: string) =>
      (await sandbox.table.get({ pk: `Patient/${id}`, sk: 'head' }))?.value;
    expect(await headOf(again.id)).toContain(patient.id);
    const task = await ask(mother, patient.id);
    await ask(father, patient.id);
    const done = await decide(patient.id, { task, decision: 'grant' });
    expect(done.status, done.text).toBe(200);
    expect(await headOf(again.id)).not.toContain(patient.id);
    expect((await gp.get(`/fhir/Patient/${again.id}`)).status).toBe(200);
    expect((await coordinator.get(`/fhir/Patient/${patient.id}`)).status).toBe(404);
  });

  it('does not happen while a legal ground keeps the file', async () => {
    const { patient } = await openFamily(sandbox, bsn());
    const task = await ask(mother, patient.id);
    await ask(father, patient.id);
    const held = await call(coordinator, `Patient/${patient.id}/$legal-hold`, { ground: 'Klachtprocedure' });
    expect(held.status, held.text).toBe(200);
    const refused = await decide(patient.id, { task, decision: 'grant' });
    expect(refused.status).toBe(422);
    expect(told(refused)).toContain('bewaarplicht');
    expect((await mother.get(`/fhir/Patient/${patient.id}`)).status).toBe(200);
    const kept = (await mother.get(`/fhir/Patient/${patient.id}/$retention`)).resource<Parameters>();
    expect(kept.parameter).toContainEqual({ name: 'held', valueBoolean: true });

    const hold = `Task/${held.resource<Task>().id}`;
    await decide(patient.id, { task: hold, decision: 'lift' });
    expect((await decide(patient.id, { task, decision: 'grant' })).status).toBe(200);
  });

  it('is refused on a legal ground that the parents read, and asked of nobody else', async () => {
    const { patient } = await openFamily(sandbox, bsn());
    const task = await ask(mother, patient.id);
    const ground = 'Jeugdwet 7.3.9 lid 2: aanmerkelijk belang van een ander.';
    const refused = await decide(patient.id, { task, decision: 'refuse', ground });
    expect(refused.status, refused.text).toBe(200);
    expect((await mother.get(`/fhir/${task}`)).text).toContain(ground);
    expect((await decide(patient.id, { task, decision: 'review' })).status).toBe(422);
    const manager = await sandbox.as('case-manager');
    expect(
      (await call(manager, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' })).status,
    ).toBe(403);
  });
});
