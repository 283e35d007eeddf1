import type { Observation, Parameters, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../../src/fhir/rights.ts';
import { type Client, matchesOf, openSandbox, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, bsnSystem } from '../end-to-end/scenes.ts';
import {
  call,
  clientFor,
  type FamilyScene,
  fatherBsn,
  openFamily,
  otherRegion,
  secondRegion,
} from './scene.ts';

let sandbox: Sandbox;
let coordinator: Client;
let mother: Client;
let father: Client;
let hospital: Client;
const bsn = bsnSource(999920000);

beforeAll(async () => {
  sandbox = await openSandbox();
  coordinator = await sandbox.as('coordinator');
  mother = await sandbox.as('parent');
  hospital = await sandbox.as('hospital');
  father = await clientFor(sandbox, { kind: 'parent', person: `${bsnSystem}|${fatherBsn}` });
  await coordinator.put(`/fhir/${otherRegion}`, secondRegion);
});
afterAll(() => sandbox.close());

const open = (): Promise<FamilyScene> => openFamily(sandbox, bsn());
const told = (reply: { outcome: () => { issue: { diagnostics?: string }[] } }): string =>
  reply
    .outcome()
    .issue.map(({ diagnostics }) => diagnostics)
    .join('\n');

describe('$rectify', () => {
  it('keeps the statement on the resource, asks the author, and says who stated it', async () => {
    const { patient, mother: person, result } = await open();
    const reply = await call(mother, `Observation/${result.id}/$rectify`, {
      statement: 'Hij speelt niet alleen.',
    });
    expect(reply.status, reply.text).toBe(200);
    const task = reply.resource<Task>();
    expect(task).toMatchObject({
      status: 'requested',
      focus: { reference: `Observation/${result.id}` },
      owner: { reference: 'Organization/ziekenhuis-heuvelrand' },
      requester: { reference: `RelatedPerson/${person.id}` },
    });
    for (const client of [mother, coordinator, hospital]) {
      const shown = await client.get(`/fhir/Observation/${result.id}`);
      expect(statementsOf(shown.resource<Observation>())).toHaveLength(1);
    }
    const everything = await mother.get(`/fhir/Patient/${patient.id}/$everything`);
    expect(everything.text).toContain('Hij speelt niet alleen.');
    const provenance = await mother.get(`/fhir/Provenance?target=Observation/${result.id}`);
    expect(provenance.text).toContain(`RelatedPerson/${person.id}`);
  });

  it('lets the author correct the resource without taking the statement away, and close the Task', async () => {
    const { result } = await open();
    const task = (
      await call(mother, `Observation/${result.id}/$rectify`, { statement: 'Nee.' })
    ).resource<Task>();
    const current = (await hospital.get(`/fhir/Observation/${result.id}`)).resource<Observation>();
    const { extension: _, ...bare } = { ...current, valueString: 'Speelt samen' };
    const without = await hospital.put(`/fhir/Observation/${result.id}`, bare);
    expect(without.status).toBe(422);
    expect(told(without)).toContain('statement stays');
    const corrected = await hospital.put(`/fhir/Observation/${result.id}`, {
      ...current,
      valueString: 'Speelt samen',
    });
    expect(corrected.status, corrected.text).toBe(200);
    const done = await hospital.put(`/fhir/Task/${task.id}`, { ...task, status: 'completed' });
    expect(done.status, done.text).toBe(200);
    const history = await mother.get(`/fhir/Observation/${result.id}/_history`);
    expect(history.bundle().total).toBe(3);
  });

  it('reaches an author whose part is over, who then corrects or declines', async () => {
    const { result, askedTask } = await open();
    const over = await coordinator.put(`/fhir/Task/${askedTask.id}`, { ...askedTask, status: 'completed' });
    expect(over.status, over.text).toBe(200);
    const task = (
      await call(mother, `Observation/${result.id}/$rectify`, { statement: 'Nee.' })
    ).resource<Task>();
    const shown = await hospital.get(`/fhir/Task/${task.id}`);
    expect(shown.status, shown.text).toBe(200);
    const current = (await hospital.get(`/fhir/Observation/${result.id}`)).resource<Observation>();
    const corrected = await hospital.put(`/fhir/Observation/${result.id}`, {
      ...current,
      valueString: 'Samen',
    });
    expect(corrected.status, corrected.text).toBe(200);
  });

  it('lets the author decline with a reason and not without', async () => {
    const { result } = await open();
    const task = (
      await call(mother, `Observation/${result.id}/$rectify`, { statement: 'Nee.' })
    ).resource<Task>();
    const mute = await hospital.put(`/fhir/Task/${task.id}`, { ...task, status: 'rejected' });
    expect(mute.status).toBe(422);
    const reasoned = await hospital.put(`/fhir/Task/${task.id}`, {
      ...task,
      status: 'rejected',
      statusReason: { text: 'Zo is het gezien.' },
    });
    expect(reasoned.status, reasoned.text).toBe(200);
    const again = await hospital.put(`/fhir/Task/${task.id}`, { ...task, status: 'accepted' });
    expect(again.status).toBe(422);
  });

  it('is recorded by the coordinator for a parent he names, and by nobody else', async () => {
    const { result, father: person } = await open();
    const path = `Observation/${result.id}/$rectify`;
    expect((await call(coordinator, path, { statement: 'Nee.' })).status).toBe(400);
    const named = await call(coordinator, path, { statement: 'Nee.', parent: `RelatedPerson/${person.id}` });
    expect(named.status, named.text).toBe(200);
    expect((await call(hospital, path, { statement: 'Nee.' })).status).toBe(403);
  });

  it('does not take what a parent says from a URL', async () => {
    const { result } = await open();
    const reply = await mother.send('POST', `/fhir/Observation/${result.id}/$rectify?statement=Nee`);
    expect(reply.status).toBe(400);
  });
});

describe('restriction', () => {
  it('leaves the file to parents and coordinator from the next request on, until it is lifted', async () => {
    const { patient, result } = await open();
    const asked = await call(mother, `Patient/${patient.id}/$request-right`, {
      right: 'beperking',
      reason: 'Onjuist.',
    });
    expect(asked.status, asked.text).toBe(200);
    const task = `Task/${asked.resource<Task>().id}`;
    const caseManager = await sandbox.as('case-manager');
    expect((await caseManager.get(`/fhir/Patient/${patient.id}`)).status).toBe(200);

    const set = await call(coordinator, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' });
    expect(set.status, set.text).toBe(200);
    for (const client of [hospital, caseManager, await sandbox.as('jgz')]) {
      expect((await client.get(`/fhir/Observation/${result.id}`)).status).toBe(404);
      expect((await client.get(`/fhir/Patient/${patient.id}`)).status).toBe(404);
      expect(matchesOf(await client.get(`/fhir/Observation?patient=${patient.id}`))).toEqual([]);
    }
    for (const client of [mother, father, coordinator])
      expect((await client.get(`/fhir/Observation/${result.id}`)).status).toBe(200);

    const lifted = await call(coordinator, `Patient/${patient.id}/$decide-right`, { task, decision: 'lift' });
    expect(lifted.status, lifted.text).toBe(200);
    expect((await caseManager.get(`/fhir/Observation/${result.id}`)).status).toBe(200);
  });

  it('holds in every way out', async () => {
    const { patient, result } = await open();
    const asked = await call(mother, `Patient/${patient.id}/$request-right`, { right: 'beperking' });
    const task = `Task/${asked.resource<Task>().id}`;
    const manager = await sandbox.as('case-manager');
    const jgz = await sandbox.as('jgz');
    const ways = [
      '/ivh/status',
      '/fhir/Observation/_history?_count=500',
      '/fhir/_history?_count=500',
      `/fhir/Observation/${result.id}/_history`,
      `/fhir/Observation/${result.id}/_history/1`,
      `/fhir/Patient/${patient.id}/$everything`,
      `/fhir/Patient/${patient.id}/Observation`,
      `/fhir/AuditEvent?patient=${patient.id}`,
      '/fhir/Observation?_count=500',
      '/fhir/Task?_count=500&_include=Task:patient',
      `/fhir/Patient?_has:Observation:patient:_id=${result.id}`,
    ];
    const mentions = async (client: Client): Promise<string[]> => {
      const replies = await Promise.all(ways.map((way) => client.get(way)));
      return ways.filter((_, index) => {
        const { status, text } = replies[index] ?? { status: 0, text: '' };
        // A refusal repeats the id that was asked for.
        return status === 200 && text.replace(/"link":\[.*?\]/g, '').includes(patient.id);
      });
    };
    expect((await mentions(manager)).length).toBeGreaterThan(6);
    await call(coordinator, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' });
    expect(await mentions(manager)).toEqual([]);
    expect(await mentions(jgz)).toEqual([]);
    expect((await mentions(coordinator)).length).toBeGreaterThan(6);
  });

  it('lets nobody else write', async () => {
    const { patient, result } = await open();
    const asked = await call(mother, `Patient/${patient.id}/$request-right`, { right: 'beperking' });
    const task = `Task/${asked.resource<Task>().id}`;
    const current = (await hospital.get(`/fhir/Observation/${result.id}`)).resource<Observation>();
    await call(coordinator, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' });
    // Its own references do not resolve any more, as those of a child that is not there.
    expect((await hospital.put(`/fhir/Observation/${result.id}`, current)).status).toBe(422);
    expect((await hospital.post('/fhir/Observation', { ...current, id: undefined })).status).toBe(422);
    expect((await hospital.remove(`/fhir/Observation/${result.id}`)).status).toBe(404);
  });

  it('can be of one resource', async () => {
    const { patient, result } = await open();
    const caseManager = await sandbox.as('case-manager');
    const about = `Observation/${result.id}`;
    const asked = await call(mother, `Patient/${patient.id}/$request-right`, { right: 'beperking', about });
    const task = `Task/${asked.resource<Task>().id}`;
    await call(coordinator, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' });
    expect((await caseManager.get(`/fhir/${about}`)).status).toBe(404);
    expect((await caseManager.get(`/fhir/Patient/${patient.id}`)).status).toBe(200);
  });

  it('is refused only on a ground, and taken back by who asked', async () => {
    const { patient } = await open();
    const path = `Patient/${patient.id}`;
    const ask = async () =>
      `Task/${(await call(mother, `${path}/$request-right`, { right: 'beperking' })).resource<Task>().id}`;
    const first = await ask();
    expect((await call(mother, `${path}/$request-right`, { right: 'beperking' })).status).toBe(422);
    expect(
      (await call(coordinator, `${path}/$decide-right`, { task: first, decision: 'refuse' })).status,
    ).toBe(400);
    expect((await call(mother, `${path}/$decide-right`, { task: first, decision: 'grant' })).status).toBe(
      403,
    );
    expect((await call(father, `${path}/$decide-right`, { task: first, decision: 'withdraw' })).status).toBe(
      403,
    );
    const withdrawn = await call(mother, `${path}/$decide-right`, { task: first, decision: 'withdraw' });
    expect(withdrawn.resource<Task>().status).toBe('cancelled');
    const refused = await call(coordinator, `${path}/$decide-right`, {
      task: await ask(),
      decision: 'refuse',
      ground: 'AVG artikel 18 lid 1: de gegevens zijn juist.',
    });
    expect(refused.resource<Task>()).toMatchObject({ status: 'rejected' });
  });

  it('is decided by the region that runs the trajectory', async () => {
    const { patient } = await open();
    const other = await clientFor(sandbox, {
      kind: 'coordinator',
      organization: otherRegion,
      region: otherRegion,
    });
    const about = { reference: `Patient/${patient.id}` };
    await coordinator.made({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: about,
      performer: [{ reference: otherRegion }],
    });
    const asked = await call(mother, `Patient/${patient.id}/$request-right`, { right: 'beperking' });
    const task = `Task/${asked.resource<Task>().id}`;
    expect((await other.get(`/fhir/${task}`)).status).toBe(200);
    const decided = await call(other, `Patient/${patient.id}/$decide-right`, { task, decision: 'grant' });
    expect(decided.status).toBe(403);
  });

  it('cannot be set by writing the Task', async () => {
    const { patient } = await open();
    const forged = {
      resourceType: 'Task',
      status: 'in-progress',
      intent: 'order',
      code: { coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-recht', code: 'beperking' }] },
      for: { reference: `Patient/${patient.id}` },
    };
    for (const name of ['jgz', 'coordinator', 'case-manager']) {
      const reply = await (await sandbox.as(name)).post('/fhir/Task', forged);
      expect(reply.status).toBe(422);
    }
  });
});

describe('$retention', () => {
  it('tells parents and coordinator how long the file is kept, and nobody else', async () => {
    const { patient } = await open();
    const reply = await mother.get(`/fhir/Patient/${patient.id}/$retention`);
    expect(reply.resource<Parameters>().parameter).toContainEqual({
      name: 'trajectoryOpen',
      valueBoolean: true,
    });
    expect((await hospital.get(`/fhir/Patient/${patient.id}/$retention`)).status).toBe(403);
  });
});

describe('a removed organisation', () => {
  it('stays named as the author of what it wrote, though it may do nothing any more', async () => {
    const id = `revalidatie-${bsn()}`;
    const organization = `Organization/${id}`;
    await coordinator.put(`/fhir/${organization}`, {
      resourceType: 'Organization',
      id,
      active: true,
      name: 'Revalidatie Verdwenen',
    });
    const leaver = await clientFor(sandbox, {
      client: id,
      kind: 'provider',
      name: 'Verdwenen',
      organization,
    });
    const { patient } = await open();
    const asked = await coordinator.made({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: `Patient/${patient.id}` },
      performer: [{ reference: organization }],
    });
    await coordinator.made({
      resourceType: 'Task',
      status: 'accepted',
      intent: 'order',
      for: { reference: `Patient/${patient.id}` },
      focus: { reference: `ServiceRequest/${asked.id}` },
      owner: { reference: organization },
    });
    const written = await leaver.made({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Looppatroon' },
      subject: { reference: `Patient/${patient.id}` },
      performer: [{ reference: organization }],
      valueString: 'loopt',
    });
    await sandbox.table.commit([{ remove: { pk: `client/${id}`, sk: 'registration' } }]);
    await coordinator.remove(`/fhir/${organization}`);

    expect((await leaver.get(`/fhir/Observation/${written.id}`)).status).toBe(401);
    const shown = await mother.get(`/fhir/Observation/${written.id}`);
    expect(shown.resource<Observation>().performer).toEqual([{ reference: organization }]);
    const page = await mother.get(`/fhir/Patient/${patient.id}/$copy`, { accept: 'text/html' });
    expect(page.text).toContain('vastgelegd door Revalidatie Verdwenen');
    const trail = await mother.get(`/fhir/AuditEvent?patient=${patient.id}&_count=1000`);
    expect(trail.text).toContain(organization);
  });
});
