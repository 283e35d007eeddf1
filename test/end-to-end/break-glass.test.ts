// Breaking the glass as an emergency department meets it: with a reason, for four hours, told and seen.
import type { AuditEvent, Communication, Parameters, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import { decided, withAuthority } from '../access/consent-scene.ts';
import { type Client, idsOf, matchesOf, openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, child, condition, episode, observation, parentOf } from './scenes.ts';

const nextBsn = bsnSource(999980000);
const reason = 'Kind met spoed binnengebracht, medicatie onbekend';
const parameters = (more: Parameters['parameter'] = []): Parameters => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'reason', valueString: reason }, ...more],
});

describe('breaking the glass', () => {
  let sandbox: Sandbox;
  let hospital: Client;
  let tester: Client;
  let patient: Patient & { id: string };
  let diagnosis: string;
  let bsn: string;
  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    bsn = nextBsn();
    patient = await tester.made(child({ identifier: [{ system: bsnSystem, value: bsn }] }));
    await tester.made(
      parentOf(patient.id, {
        extension: withAuthority(),
        identifier: [{ system: bsnSystem, value: alexMotherBsn }],
      }),
    );
    await tester.made(
      episode(patient.id, { managingOrganization: { reference: 'Organization/ivh-heuvelrand' } }),
    );
    diagnosis = (await tester.made(condition(patient.id))).id;
    hospital = await sandbox.as('hospital');
  });

  const breakIt = (client: Client, body: unknown = parameters(), at = `Patient/${patient.id}/`) =>
    client.post(`/fhir/${at}$break-glass`, body);
  const readsIt = async (client: Client): Promise<number> =>
    (await client.get(`/fhir/Condition/${diagnosis}`)).status;
  const messages = async (client: Client): Promise<Communication[]> =>
    matchesOf(await client.get(`/fhir/Communication?patient=${patient.id}`)) as Communication[];

  it('opens the file at once, to be read and found', async () => {
    expect(await readsIt(hospital)).toBe(404);
    const reply = await breakIt(hospital);
    expect(reply.status).toBe(200);
    const [access] = reply.resource<Parameters>().parameter ?? [];
    expect(access?.part?.map(({ name }) => name)).toEqual(['patient', 'until', 'message']);
    expect(access?.part?.[0]?.valueReference?.reference).toBe(`Patient/${patient.id}`);
    const [message] = await messages(tester);
    const until = Date.parse(message?.sent ?? '') + 4 * 3_600_000;
    expect(access?.part?.[1]?.valueInstant).toBe(new Date(until).toISOString());
    expect(await readsIt(hospital)).toBe(200);
    expect(idsOf(await hospital.get('/fhir/Condition?code:text=Vermoeden'))).toContain(diagnosis);
    expect((await hospital.get(`/fhir/Patient/${patient.id}/$everything`)).status).toBe(200);
  });

  it('lets nothing be written', async () => {
    await breakIt(hospital);
    expect((await hospital.post('/fhir/Observation', observation(patient.id))).status).toBe(403);
  });

  it('finds the child by BSN, named in the body alone', async () => {
    const identifier = { name: 'identifier', valueIdentifier: { system: bsnSystem, value: bsn } };
    const reply = await breakIt(hospital, parameters([identifier]), 'Patient/');
    expect(reply.status).toBe(200);
    expect(await readsIt(hospital)).toBe(200);
    const inUrl = await hospital.post(
      `/fhir/Patient/$break-glass?identifier=${bsnSystem}|${bsn}&reason=${encodeURIComponent(reason)}`,
      undefined,
    );
    expect(inUrl.status).toBe(400);
  });

  it('tells the coordinator who, when and why, and shows it to the parents', async () => {
    await breakIt(hospital);
    for (const name of ['coordinator', 'parent']) {
      const [message, ...more] = await messages(await sandbox.as(name));
      expect(more).toEqual([]);
      expect(message).toMatchObject({
        sender: { reference: 'Organization/ziekenhuis-heuvelrand' },
        recipient: [{ reference: 'Organization/ivh-heuvelrand' }],
        payload: [{ contentString: reason }],
      });
    }
  });

  it('is audited apart: every look made by it is for the purpose BTG', async () => {
    await breakIt(hospital);
    await readsIt(hospital);
    const events = matchesOf(
      await (await sandbox.as('parent')).get(`/fhir/AuditEvent?patient=Patient/${patient.id}&_count=100`),
    ) as AuditEvent[];
    const looks = events.filter(({ agent }) => JSON.stringify(agent).includes('Ziekenhuis Heuvelrand'));
    const purposes = looks.map(({ agent }) =>
      agent.flatMap(({ purposeOfUse = [] }) =>
        purposeOfUse.flatMap(({ coding = [] }) => coding[0]?.code ?? ''),
      ),
    );
    expect(purposes).toEqual([['BTG'], ['BTG']]);
  });

  it('is a message that is valid by itself', async () => {
    await breakIt(hospital);
    const [message] = await messages(tester);
    const reply = await tester.post('/fhir/Communication/$validate', message);
    expect(reply.outcome().issue.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('holds against an objection, and for the organisation that broke it alone', async () => {
    const [mother] = matchesOf(await tester.get(`/fhir/RelatedPerson?patient=${patient.id}`));
    await tester.made(decided(patient.id, { by: mother?.id, type: 'deny' }));
    await breakIt(hospital);
    expect(await readsIt(hospital)).toBe(200);
    for (const name of ['university-hospital', 'gp', 'jgz'])
      expect(await readsIt(await sandbox.as(name))).toBe(404);
  });

  it.each(['school', 'childcare', 'provider', 'municipality', 'parent'])(
    'is nothing for the %s, whether or not the child is there',
    async (name) => {
      const client = await sandbox.as(name);
      const replies = [await breakIt(client), await breakIt(client, parameters(), 'Patient/nobody/')];
      expect(replies.map(({ status }) => status)).toEqual([403, 403]);
      const [there, absent] = replies.map(({ text }) => text);
      expect(there).toBe(absent);
      expect(await messages(tester)).toEqual([]);
    },
  );

  it.each<[string, Parameters, number]>([
    ['no reason', { resourceType: 'Parameters', parameter: [] }, 400],
    [
      'too short a reason',
      { resourceType: 'Parameters', parameter: [{ name: 'reason', valueString: ' spoed    ' }] },
      400,
    ],
    [
      'an identifier beside the id',
      parameters([{ name: 'identifier', valueIdentifier: { system: bsnSystem, value: '999990019' } }]),
      400,
    ],
    ['something else', parameters([{ name: 'hours', valueInteger: 400 }]), 400],
  ])('is refused with %s', async (_, body, status) => {
    expect((await breakIt(hospital, body)).status).toBe(status);
    expect(await readsIt(hospital)).toBe(404);
  });

  it('answers not found for no such child', async () => {
    expect((await breakIt(hospital, parameters(), 'Patient/nobody/')).status).toBe(404);
    const unknown = { name: 'identifier', valueIdentifier: { system: bsnSystem, value: nextBsn() } };
    expect((await breakIt(hospital, parameters([unknown]), 'Patient/')).status).toBe(404);
  });

  describe('by a message of one’s own making', () => {
    const forged = (): Communication => ({
      resourceType: 'Communication',
      status: 'completed',
      category: [
        { coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-melding', code: 'noodtoegang' }] },
      ],
      subject: { reference: `Patient/${patient.id}` },
      sent: new Date().toISOString(),
      recipient: [{ reference: 'Organization/ivh-heuvelrand' }],
      sender: { reference: 'Organization/ziekenhuis-heuvelrand' },
      payload: [{ contentString: reason }],
    });

    it('is refused to all who may write messages', async () => {
      for (const name of ['coordinator', 'parent', 'tester'])
        expect((await (await sandbox.as(name)).post('/fhir/Communication', forged())).status).toBe(422);
      expect(await readsIt(hospital)).toBe(404);
    });

    it('is refused as a change of another message, and the true one neither changes nor goes', async () => {
      const coordinator = await sandbox.as('coordinator');
      const plain = await coordinator.made({ ...forged(), category: undefined });
      expect(
        (await coordinator.put(`/fhir/Communication/${plain.id}`, { ...forged(), id: plain.id })).status,
      ).toBe(422);
      await breakIt(hospital);
      const message = (await messages(coordinator)).find(({ id }) => id !== plain.id);
      const path = `/fhir/Communication/${message?.id}`;
      expect((await coordinator.put(path, { ...message, sent: '2099-01-01T00:00:00Z' })).status).toBe(422);
      expect((await coordinator.remove(path)).status).toBe(422);
      expect((await hospital.put(path, { ...message, sent: '2099-01-01T00:00:00Z' })).status).not.toBe(200);
    });
  });
});
