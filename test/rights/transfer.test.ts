import type { Consent, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, matchesOf, openSandbox, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, bsnSystem, parentOf } from '../end-to-end/scenes.ts';
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
let receiver: Client;
const bsn = bsnSource(999940000);

beforeAll(async () => {
  sandbox = await openSandbox();
  coordinator = await sandbox.as('coordinator');
  mother = await sandbox.as('parent');
  await coordinator.put(`/fhir/${otherRegion}`, secondRegion);
  father = await clientFor(sandbox, { kind: 'parent', person: `${bsnSystem}|${fatherBsn}` });
  receiver = await clientFor(sandbox, {
    kind: 'coordinator',
    organization: otherRegion,
    region: otherRegion,
  });
});
afterAll(() => sandbox.close());

const permit = (patient: string, parent: string, more: Partial<Consent['provision']> = {}): Consent => ({
  resourceType: 'Consent',
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-akkoord', code: 'delen' }] }],
  patient: { reference: `Patient/${patient}` },
  dateTime: '2026-05-01T10:00:00+02:00',
  performer: [{ reference: `RelatedPerson/${parent}` }],
  policyRule: { text: 'Besluit van de ouder' },
  provision: {
    type: 'permit',
    actor: [
      {
        role: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
        },
        reference: { reference: otherRegion },
      },
    ],
    ...more,
  },
});

async function permitted(scene: FamilyScene): Promise<void> {
  await mother.made(permit(scene.patient.id, scene.mother.id));
  await father.made(permit(scene.patient.id, scene.father.id));
}

const transfer = (patient: string, to = otherRegion) =>
  call(coordinator, `Patient/${patient}/$transfer`, { to });
const told = (reply: { outcome: () => { issue: { diagnostics?: string }[] } }): string =>
  reply
    .outcome()
    .issue.map(({ diagnostics }) => diagnostics)
    .join('\n');

it('brings the new region in and the old one out, with the trail and what each wrote', async () => {
  const scene = await openFamily(sandbox, bsn());
  const { patient, mother: person, episode, result } = scene;
  expect((await receiver.get(`/fhir/Patient/${patient.id}/$everything`)).status).toBe(404);
  await permitted(scene);
  const reply = await transfer(patient.id);
  expect(reply.status, reply.text).toBe(200);

  const everything = await receiver.get(`/fhir/Patient/${patient.id}/$everything`);
  expect(everything.text).toContain(`Observation/${result.id}`);
  const trail = matchesOf(await receiver.get(`/fhir/AuditEvent?patient=${patient.id}&_count=1000`));
  expect(JSON.stringify(trail)).toContain('jgz-heuvelrand');
  expect((await receiver.get('/ivh/status')).text).toContain(patient.id);
  expect((await coordinator.get('/ivh/status')).text).not.toContain(patient.id);
  expect((await coordinator.get(`/fhir/Patient/${patient.id}`)).status).toBe(404);
  expect((await coordinator.get(`/fhir/Observation/${result.id}`)).status).toBe(404);
  expect((await coordinator.get(`/fhir/RelatedPerson/${person.id}`)).status).toBe(200);
  expect((await (await sandbox.as('case-manager')).get(`/fhir/EpisodeOfCare/${episode.id}`)).status).toBe(
    404,
  );
  expect((await mother.get(`/fhir/Observation/${result.id}`)).status).toBe(200);
  const changed = await receiver.put(`/fhir/EpisodeOfCare/${episode.id}`, {
    ...(await receiver.get(`/fhir/EpisodeOfCare/${episode.id}`)).resource<Resource>(),
    status: 'onhold',
  });
  expect(changed.status, changed.text).toBe(200);
});

it('needs the permit of every parent with authority, for all data', async () => {
  const scene = await openFamily(sandbox, bsn());
  const { patient } = scene;
  const none = await transfer(patient.id);
  expect(none.status).toBe(422);
  expect(none.outcome().issue).toHaveLength(2);
  await mother.made(permit(patient.id, scene.mother.id));
  await father.made(
    permit(patient.id, scene.father.id, {
      class: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen', code: '3' }],
    }),
  );
  const half = await transfer(patient.id);
  expect(told(half)).toContain(`RelatedPerson/${scene.father.id}`);
  expect(half.outcome().issue).toHaveLength(1);
});

it('does not go against an objection, and takes numbers of different systems for different persons', async () => {
  const scene = await openFamily(sandbox, bsn());
  const { patient } = scene;
  await permitted(scene);
  await father.made(permit(patient.id, scene.father.id, { type: 'deny' }));
  const objected = await transfer(patient.id);
  expect(objected.status).toBe(422);
  expect(told(objected)).toContain(`RelatedPerson/${scene.father.id}`);

  const other = await openFamily(sandbox, bsn());
  await permitted(other);
  const third = await coordinator.made({
    ...parentOf(other.patient.id, {
      identifier: [{ system: 'urn:example:client-number', value: fatherBsn }],
    }),
    extension: other.father.extension,
  });
  const missing = await transfer(other.patient.id);
  expect(missing.status).toBe(422);
  expect(told(missing)).toContain(`RelatedPerson/${third.id}`);
});

it('says at once all that is halfway', async () => {
  const scene = await openFamily(sandbox, bsn());
  const { patient } = scene;
  await permitted(scene);
  const about = { reference: `Patient/${patient.id}` };
  await coordinator.made({
    resourceType: 'Encounter',
    status: 'planned',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: about,
  });
  await coordinator.made({ resourceType: 'CarePlan', status: 'draft', intent: 'plan', subject: about });
  await call(mother, `Patient/${patient.id}/$request-right`, { right: 'vernietiging' });
  const refused = await transfer(patient.id);
  expect(refused.status).toBe(422);
  for (const what of ['meeting is still', 'waits for the parents', 'Vernietiging'])
    expect(told(refused)).toContain(what);
  expect((await coordinator.get(`/fhir/Patient/${patient.id}`)).status).toBe(200);
});

it('goes to another active team of IVH and is asked by the coordinator', async () => {
  const { patient } = await openFamily(sandbox, bsn());
  expect((await transfer(patient.id, 'Organization/ziekenhuis-heuvelrand')).status).toBe(400);
  expect((await transfer(patient.id, 'Organization/ivh-heuvelrand')).status).toBe(400);
  expect((await call(mother, `Patient/${patient.id}/$transfer`, { to: otherRegion })).status).toBe(403);
  expect((await call(receiver, `Patient/${patient.id}/$transfer`, { to: otherRegion })).status).toBe(404);
});

it('waits until a referral is answered', async () => {
  const jgz = await sandbox.as('jgz');
  const referral = {
    child: {
      bsn: bsn(),
      name: { given: 'Puck', family: 'Voorbeeld' },
      birthDate: '2023-08-20',
      gender: 'female',
    },
    parents: [{ name: { given: 'Anna', family: 'Voorbeeld' }, relationship: 'mother', hasAuthority: true }],
    referrer: { kind: 'jgz-arts' },
    reason: { domains: ['gedrag'], question: 'Hoe houden we het thuis vol?' },
    parentsInformed: true,
  };
  const made = await jgz.post('/ivh/referrals', referral, { 'content-type': 'application/json' });
  expect(made.status, made.text).toBe(201);
  const { child } = JSON.parse(made.text) as { child: { id: string } };
  const refused = await transfer(child.id);
  expect(refused.status).toBe(422);
  expect(told(refused)).toContain('referral is not answered');
  expect(told(refused)).toContain('RelatedPerson/');
});
