// What parents decide about sharing holds on the very next request, in every way there is to meet a child's data.
import type { Consent, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import { area, closedAccess, type Decided, decided, withAuthority } from '../access/consent-scene.ts';
import { kickOff, manifestOf, pathOf } from './export-scene.ts';
import { type Client, idsOf, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import {
  bsnSource,
  bsnSystem,
  careTeam,
  child,
  condition,
  episode,
  observation,
  parentOf,
  request,
  task,
} from './scenes.ts';

const nextBsn = bsnSource(999970000);
const fatherBsn = '999990032';
const mkd = 'Organization/mkd-het-kompas';

interface Scene {
  readonly patient: Patient & { id: string };
  readonly mother: RelatedPerson & { id: string };
  readonly father: RelatedPerson & { id: string };
  readonly diagnosis: string;
  /** Written by the MKD itself. */
  readonly own: string;
}

/** A child in a trajectory, with both parents, a diagnosis and the MKD in its team. */
async function openScene(sandbox: Sandbox): Promise<Scene> {
  const tester = await sandbox.as('tester');
  const patient = await tester.made(child({ identifier: [{ system: bsnSystem, value: nextBsn() }] }));
  const parent = (value: string) =>
    tester.made(
      parentOf(patient.id, { extension: withAuthority(), identifier: [{ system: bsnSystem, value }] }),
    );
  const mother = await parent(alexMotherBsn);
  const father = await parent(fatherBsn);
  await tester.made(
    episode(patient.id, {
      managingOrganization: { reference: 'Organization/ivh-heuvelrand' },
      careManager: { reference: 'Practitioner/casemanager-jansen' },
    }),
  );
  await tester.made(careTeam(patient.id, { participant: [{ member: { reference: mkd } }] }));
  const diagnosis = await tester.made(condition(patient.id));
  const own = await (await sandbox.as('provider')).made(observation(patient.id));
  return { patient, mother, father, diagnosis: diagnosis.id, own: own.id };
}

describe('a decision about sharing', () => {
  let sandbox: Sandbox;
  let scene: Scene;
  let tester: Client;
  let provider: Client;
  let coordinator: Client;
  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    provider = await sandbox.as('provider');
    coordinator = await sandbox.as('coordinator');
  });
  beforeEach(async () => {
    scene = await openScene(sandbox);
  });
  afterAll(() => sandbox.close());

  const decide = (by: 'mother' | 'father', more: Decided): Promise<Consent & { id: string }> =>
    coordinator.made(decided(scene.patient.id, { ...more, by: scene[by].id }));
  const withdraw = async (consent: Consent): Promise<Reply> =>
    coordinator.put(`/fhir/Consent/${consent.id}`, { ...consent, status: 'inactive' });

  /** Whether what others wrote of the child turns up, by the way it is asked for. */
  const ways: readonly (readonly [string, () => Promise<boolean>])[] = [
    ['a read', async () => (await provider.get(`/fhir/Condition/${scene.diagnosis}`)).status === 200],
    [
      'a read of a version',
      async () => (await provider.get(`/fhir/Condition/${scene.diagnosis}/_history/1`)).status === 200,
    ],
    [
      'a history',
      async () => (await provider.get(`/fhir/Condition/${scene.diagnosis}/_history`)).status === 200,
    ],
    ['the history of a type', () => foundAt(`/fhir/Condition/_history?_count=1000`)],
    ['the history of everything', () => foundAt('/fhir/_history?_count=1000')],
    ['a search by child', () => foundAt(`/fhir/Condition?patient=Patient/${scene.patient.id}`)],
    ['a search by id', () => foundAt(`/fhir/Condition?_id=${scene.diagnosis}`)],
    ['a search of the whole caseload', () => foundAt('/fhir/Condition?code:text=Vermoeden')],
    ['a search over types', () => foundAt(`/fhir?_type=Condition,Observation&patient=${scene.patient.id}`)],
    ['a chain', () => foundAt(`/fhir/Condition?subject:Patient._id=${scene.patient.id}`)],
    [
      'a reverse chain',
      async () =>
        idsOf(await provider.get(`/fhir/Patient?_has:Condition:patient:_id=${scene.diagnosis}`)).length > 0,
    ],
    [
      'a reverse include',
      () => foundAt(`/fhir/Patient?_id=${scene.patient.id}&_revinclude=Condition:patient`),
    ],
    [
      'an include',
      () => foundAt(`/fhir/Observation?_id=${scene.own}&_include=Observation:patient`, 'patient'),
    ],
    ['the compartment', () => foundAt(`/fhir/Patient/${scene.patient.id}/*`)],
    ['$everything', () => foundAt(`/fhir/Patient/${scene.patient.id}/$everything`)],
    [
      'a batch',
      async () => {
        const entry = [{ request: { method: 'GET', url: `Condition/${scene.diagnosis}` } }];
        const reply = await provider.post('/fhir', { resourceType: 'Bundle', type: 'batch', entry });
        return reply.bundle().entry?.[0]?.response?.status?.startsWith('200') ?? false;
      },
    ],
    [
      'a conditional create',
      async () => {
        const reply = await provider.post('/fhir/Condition', condition(scene.patient.id), {
          'if-none-exist': `_id=${scene.diagnosis}`,
        });
        return reply.status === 200;
      },
    ],
    [
      'a write',
      async () => (await provider.post('/fhir/Observation', observation(scene.patient.id))).status === 201,
    ],
    [
      'a reference',
      async () => {
        const group = {
          resourceType: 'Group',
          type: 'person',
          actual: true,
          member: [{ entity: { reference: `Patient/${scene.patient.id}` } }],
        };
        return (await provider.post('/fhir/Group', group)).status === 201;
      },
    ],
  ];
  async function foundAt(path: string, what: 'diagnosis' | 'patient' = 'diagnosis'): Promise<boolean> {
    const reply = await provider.get(path);
    const id = what === 'diagnosis' ? scene.diagnosis : scene.patient.id;
    return (reply.bundle().entry ?? []).some(({ fullUrl }) => fullUrl?.endsWith(`/${id}`));
  }

  it.each(ways)('closes %s to whom a parent objects, and opens it when withdrawn', async (_, finds) => {
    expect(await finds()).toBe(true);
    const objection = await decide('father', { type: 'deny', actors: [mkd] });
    expect(await finds()).toBe(false);
    expect((await withdraw(objection)).status).toBe(200);
    expect(await finds()).toBe(true);
  });

  it('leaves who is objected to his own record of the child', async () => {
    await decide('father', { type: 'deny', actors: [mkd] });
    expect((await provider.get(`/fhir/Observation/${scene.own}`)).status).toBe(200);
    expect(idsOf(await provider.get(`/fhir/Observation?patient=${scene.patient.id}`))).toEqual([scene.own]);
  });

  it('keeps apart what was objected to and the rest', async () => {
    const other = await tester.made(
      observation(scene.patient.id, { category: [{ coding: [area('taal-spraak')] }] }),
    );
    await decide('mother', { type: 'deny', kinds: ['provider'], about: [area('taal-spraak')] });
    expect((await provider.get(`/fhir/Observation/${other.id}`)).status).toBe(404);
    expect((await provider.get(`/fhir/Condition/${scene.diagnosis}`)).status).toBe(200);
    expect(idsOf(await provider.get(`/fhir/Observation?patient=${scene.patient.id}`))).toEqual([scene.own]);
  });

  it('begins and ends with its period', async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    await decide('mother', { type: 'deny', actors: [mkd], from: day(1), until: day(2) });
    const status = async () => (await provider.get(`/fhir/Condition/${scene.diagnosis}`)).status;
    expect(await status()).toBe(200);
    await decide('mother', { type: 'deny', actors: [mkd], from: day(-2), until: day(-1) });
    expect(await status()).toBe(200);
  });

  it('opens the plan to a school when both parents permit it, and not when one does', async () => {
    const school = await sandbox.as('school');
    await tester.made(
      careTeam(scene.patient.id, {
        participant: [{ member: { reference: 'Organization/school-de-linde' } }],
      }),
    );
    const related = async () =>
      (await school.get(`/fhir/RelatedPerson?patient=${scene.patient.id}`)).bundle().total;
    expect(await related()).toBe(0);
    await decide('mother', { kinds: ['school'] });
    expect(await related()).toBe(0);
    const permit = await decide('father', { actors: ['Organization/school-de-linde'] });
    expect(await related()).toBe(2);
    await withdraw(permit);
    expect(await related()).toBe(0);
  });

  it('lets in a practice that both parents name, without any other tie', async () => {
    const gp = await sandbox.as('gp');
    const found = async () => idsOf(await gp.get('/fhir/Condition?code:text=Vermoeden'));
    for (const by of ['mother', 'father'] as const) {
      expect(await found()).not.toContain(scene.diagnosis);
      await decide(by, { actors: ['Organization/huisartsen-zonnedal'] });
    }
    expect(await found()).toContain(scene.diagnosis);
    expect((await (await sandbox.as('jgz')).get(`/fhir/Condition/${scene.diagnosis}`)).status).toBe(404);
  });

  it('does not show parents’ decisions to the team', async () => {
    const decision = await decide('mother', { kinds: ['school'] });
    expect((await provider.get(`/fhir/Consent/${decision.id}`)).status).toBe(404);
    expect(idsOf(await provider.get(`/fhir/Consent?patient=${scene.patient.id}`))).toEqual([]);
  });

  it('takes a file out of an export that was made before it', async () => {
    const started = await kickOff(provider, '/fhir/Patient/$export?_type=Condition');
    const { output } = await manifestOf(provider, started);
    const fetched = async () =>
      (await Promise.all(output.map(({ url }) => provider.get(pathOf(url))))).map(({ text }) => text).join();
    expect(await fetched()).toContain(scene.diagnosis);
    const objection = await decide('father', { type: 'deny', actors: [mkd] });
    expect(await fetched()).not.toContain(scene.diagnosis);
    await withdraw(objection);
    expect(await fetched()).toContain(scene.diagnosis);
  });

  describe('is written by a parent', () => {
    const mine = (more: Decided = {}) => decided(scene.patient.id, { by: scene.mother.id, ...more });

    it('for himself, and withdrawn by him', async () => {
      const parent = await sandbox.as('parent');
      const consent = await parent.made(mine({ type: 'deny', actors: [mkd] }));
      expect((await provider.get(`/fhir/Condition/${scene.diagnosis}`)).status).toBe(404);
      const reply = await parent.put(`/fhir/Consent/${consent.id}`, { ...consent, status: 'inactive' });
      expect(reply.status).toBe(200);
      expect((await provider.get(`/fhir/Condition/${scene.diagnosis}`)).status).toBe(200);
    });

    it('not for the other parent, nor to end what the other decided', async () => {
      const parent = await sandbox.as('parent');
      const reply = await parent.post('/fhir/Consent', mine({ by: scene.father.id }));
      expect(reply.status).toBe(403);
      expect(reply.text).toContain(`RelatedPerson/${scene.mother.id}`);
      const his = await decide('father', { type: 'deny', actors: [mkd] });
      expect((await parent.put(`/fhir/Consent/${his.id}`, { ...his, status: 'inactive' })).status).toBe(403);
    });

    it('only while he has authority and access', async () => {
      const parent = await sandbox.as('parent');
      await tester.put(`/fhir/RelatedPerson/${scene.mother.id}`, {
        ...scene.mother,
        extension: withAuthority(false),
      });
      const without = await parent.post('/fhir/Consent', mine());
      expect([without.status, without.outcome().issue[0]?.expression]).toEqual([422, ['Consent.performer']]);
      await tester.put(`/fhir/RelatedPerson/${scene.mother.id}`, {
        ...scene.mother,
        extension: [...(withAuthority() ?? []), closedAccess],
      });
      expect((await parent.get(`/fhir/Patient/${scene.patient.id}`)).status).toBe(404);
      expect((await parent.post('/fhir/Consent', mine())).status).toBe(422);
    });
  });

  describe('is kept as it was made', () => {
    it('by who recorded it, by parents and by the region', async () => {
      const consent = await decide('mother', { type: 'deny', actors: [mkd] });
      const path = `/fhir/Consent/${consent.id}`;
      const provision = { ...consent.provision, type: 'permit' as const };
      for (const client of [coordinator, tester, await sandbox.as('parent')]) {
        const reply = await client.put(path, { ...consent, provision });
        expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([422, ['Consent.provision']]);
      }
      expect((await coordinator.remove(path)).status).toBe(422);
      expect((await withdraw(consent)).status).toBe(200);
      expect((await coordinator.put(path, consent)).status).toBe(422);
    });

    it('and with its source, when another writes it down', async () => {
      const bare = { ...decided(scene.patient.id, { by: scene.mother.id }), policyRule: undefined };
      const policy = { policy: [{ uri: 'https://vroegdossier.nl/delen' }] };
      const reply = await coordinator.post('/fhir/Consent', { ...bare, ...policy });
      expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([422, ['Consent.source']]);
      const verified = { ...bare, ...policy, verification: [{ verified: true }] };
      expect((await coordinator.post('/fhir/Consent', verified)).status).toBe(201);
    });
  });

  it.each<[string, (consent: Consent) => Consent, string]>([
    [
      'names two parents',
      (one) => ({ ...one, performer: [...(one.performer ?? []), ...(one.performer ?? [])] }),
      'Consent.performer',
    ],
    ['names no parent', (one) => ({ ...one, performer: undefined }), 'Consent.performer'],
    [
      'names a professional',
      (one) => ({ ...one, performer: [{ reference: 'Practitioner/coordinator-vries' }] }),
      'Consent.performer',
    ],
    ['tells no moment', (one) => ({ ...one, dateTime: undefined }), 'Consent.dateTime'],
    [
      'says neither yes nor no',
      (one) => ({ ...one, provision: { period: { start: '2026-01-01' } } }),
      'Consent.provision.type',
    ],
    ['has no provision', (one) => ({ ...one, provision: undefined }), 'Consent.provision.type'],
    [
      'has an exception in it',
      (one) => ({ ...one, provision: { ...one.provision, provision: [{ type: 'deny' }] } }),
      'Consent.provision.provision',
    ],
    [
      'ends before it begins',
      (one) => ({
        ...one,
        provision: { ...one.provision, period: { start: '2026-02-01', end: '2026-01-01' } },
      }),
      'Consent.provision.period',
    ],
    [
      'names a purpose that is none',
      (one) => ({
        ...one,
        provision: { ...one.provision, purpose: [{ system: 'urn:other', code: 'TREAT' }] },
      }),
      'Consent.provision.purpose',
    ],
    [
      'names data of another system',
      (one) => ({ ...one, provision: { ...one.provision, class: [{ system: 'urn:other', code: '2' }] } }),
      'Consent.provision.class',
    ],
  ])('is refused when it %s', async (_, change, expression) => {
    const reply = await coordinator.post(
      '/fhir/Consent',
      change(decided(scene.patient.id, { by: scene.mother.id })),
    );
    expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([422, [expression]]);
  });
});

describe('what is asked of an organisation', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());

  it('brings it in when accepted and out when finished', async () => {
    const tester = await sandbox.as('tester');
    const hospital = await sandbox.as('hospital');
    const owner = { reference: 'Organization/ziekenhuis-heuvelrand' };
    const patient = await tester.made(
      child({
        identifier: [{ system: bsnSystem, value: nextBsn() }],
        address: [{ city: 'Zonnedal' }],
      }),
    );
    await tester.made(careTeam(patient.id, { participant: [{ member: { reference: mkd } }] }));
    const asked = await tester.made(request(patient.id, { performer: [owner] }));
    const todo = await tester.made(
      task(patient.id, { owner, focus: { reference: `ServiceRequest/${asked.id}` } }),
    );
    const seen = async () => {
      const reply = await hospital.get(`/fhir/Patient/${patient.id}`);
      const teams = (await hospital.get(`/fhir/CareTeam?patient=${patient.id}`)).bundle().total;
      return [reply.status, reply.text.includes('Zonnedal'), teams];
    };
    expect(await seen()).toEqual([200, false, 0]);
    expect((await hospital.put(`/fhir/Task/${todo.id}`, { ...todo, status: 'accepted' })).status).toBe(200);
    expect(await seen()).toEqual([200, true, 1]);
    const done = await hospital.put(`/fhir/Task/${todo.id}`, { ...todo, status: 'completed' });
    expect(done.status).toBe(200);
    expect(await seen()).toEqual([404, false, 0]);
  });
});
