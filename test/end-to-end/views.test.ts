import type { Consent, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import { adviceCode, type FileScene, openFile, secretDiagnosis } from './file-scene.ts';
import { type Client, idsOf, matchesOf, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, child, parentOf } from './scenes.ts';

const nextBsn = bsnSource(999960000);
const ours = 'https://vroegdossier.nl/fhir';
const authority = {
  url: `${ours}/StructureDefinition/ivh-ext-gezag`,
  extension: [{ url: 'gezag', valueBoolean: true }],
};
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const tagsOf = (resource: Resource) => resource.meta?.tag?.map(({ code }) => code);

describe('what is seen in a view', () => {
  let sandbox: Sandbox;
  let file: FileScene;
  let bsn: string;
  const as = (name: string) => sandbox.as(name);
  const pathOf = ({ resourceType, id }: Resource) => `/fhir/${resourceType}/${id}`;
  beforeAll(async () => {
    sandbox = await openSandbox();
    bsn = nextBsn();
    file = await openFile(sandbox, bsn);
    const tester = await as('tester');
    const parent = { ...file.parent, extension: [authority] };
    expect((await tester.put(pathOf(file.parent), parent)).status).toBe(200);
  });
  afterAll(() => sandbox.close());

  describe('by who is asked and has not answered', () => {
    let hospital: Client;
    beforeAll(async () => {
      hospital = await as('hospital');
    });

    it('is the child’s name, birth date and gender alone', async () => {
      const patient = (await hospital.get(pathOf(file.patient))).resource<Patient>();
      expect(Object.keys(patient).toSorted()).toEqual(
        ['resourceType', 'id', 'meta', 'name', 'birthDate', 'gender'].toSorted(),
      );
      expect(tagsOf(patient)).toContain('SUBSETTED');
    });

    it.each([
      ['a search', (id: string) => `/fhir/Patient?_id=${id}`],
      ['_elements', (id: string) => `/fhir/Patient?_id=${id}&_elements=identifier,address`],
      ['_summary', (id: string) => `/fhir/Patient?_id=${id}&_summary=true`],
      ['the history', (id: string) => `/fhir/Patient/${id}/_history`],
      ['a version', (id: string) => `/fhir/Patient/${id}/_history/1`],
      ['an include', (id: string) => `/fhir/Task?patient=Patient/${id}&_include=Task:patient`],
      ['a reverse include', (id: string) => `/fhir/Patient?_id=${id}&_revinclude=Task:patient`],
      ['$everything', (id: string) => `/fhir/Patient/${id}/$everything`],
      ['the compartment', (id: string) => `/fhir/Patient/${id}/*`],
    ])('holds in %s', async (_, path) => {
      const reply = await hospital.get(path(file.patient.id));
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain(bsn);
    });

    it.each([
      ['identifier', () => `/fhir/Patient?identifier=${bsnSystem}|${bsn}`],
      ['identifier without its system', () => `/fhir/Patient?identifier=${bsn}`],
      ['a chain', () => `/fhir/Task?patient.identifier=${bsnSystem}|${bsn}`],
      [
        'a chain the other way',
        () => `/fhir/Patient?_id=${file.patient.id}&_has:RelatedPerson:patient:name=Moeder`,
      ],
      [
        'a conditional read of what is left out',
        () => `/fhir/Patient?_id=${file.patient.id}&organization:missing=false`,
      ],
    ])('is not found by %s', async (_, path) => {
      const reply = await hospital.get(path());
      expect(reply.status).toBe(200);
      expect(matchesOf(reply)).toEqual([]);
    });
  });

  describe('is not written back', () => {
    let municipality: Client;
    let seen: Reply;
    beforeAll(async () => {
      municipality = await as('municipality');
      seen = await municipality.get(pathOf(file.plan));
    });

    it.each([
      ['an update', {}],
      ['an update of this very version', { 'if-match': 'W/"1"' }],
    ])('by %s', async (_, headers) => {
      const reply = await municipality.put(pathOf(file.plan), seen.resource(), headers);
      expect(reply.status).toBe(403);
      expect(reply.outcome().issue[0]?.diagnostics).toContain('a view is not written back');
    });

    it.each([
      ['right', secretDiagnosis],
      ['wrong', 'iets anders'],
    ])('by a patch, which answers alike for a %s guess at what is hidden', async (_, guess) => {
      const body = [{ op: 'test', path: '/description', value: guess }];
      const reply = await municipality.send('PATCH', pathOf(file.plan), { body, headers: jsonPatch });
      expect(reply.status).toBe(403);
      expect(reply.outcome().issue[0]?.diagnostics).toContain('a view is not written back');
    });

    it('by $validate of an update, which says so', async () => {
      const body = {
        resourceType: 'Parameters',
        parameter: [
          { name: 'resource', resource: seen.resource() },
          { name: 'mode', valueCode: 'update' },
        ],
      };
      const reply = await municipality.post(`${pathOf(file.plan)}/$validate`, body);
      expect(reply.text).toContain('a view is not written back');
    });

    it('by who sees the whole, from what was read in part', async () => {
      const coordinator = await as('coordinator');
      const summary = await coordinator.get(`${pathOf(file.plan)}?_elements=title,status,intent,subject`);
      const reply = await coordinator.put(pathOf(file.plan), summary.resource());
      expect(reply.status).toBe(422);
      expect(reply.outcome().issue[0]?.expression).toEqual(['CarePlan.meta.tag']);
    });
  });

  describe('by a school', () => {
    let school: Client;
    let own: Patient & { id: string };
    let number: string;
    beforeAll(async () => {
      school = await as('school');
      number = nextBsn();
      own = await school.made(child({ identifier: [{ system: bsnSystem, value: number }] }));
      await school.made(parentOf(own.id, { identifier: [{ system: bsnSystem, value: alexMotherBsn }] }));
    });

    it('has no citizen service number, also of a child it brought in itself', async () => {
      const read = await school.get(pathOf(own));
      const everything = await school.get(`${pathOf(own)}/$everything`);
      expect(read.status).toBe(200);
      expect(read.text + everything.text).not.toMatch(new RegExp(`${number}|${alexMotherBsn}`));
      expect(tagsOf(read.resource())).toContain('SUBSETTED');
    });

    it.each([
      () => `/fhir/Patient?identifier=${bsnSystem}|${number}`,
      () => `/fhir/Patient?identifier=${number}`,
      () => `/fhir/RelatedPerson?patient.identifier=${number}`,
      () => `/fhir/Patient?_has:RelatedPerson:patient:identifier=${alexMotherBsn}`,
    ])('is not found by that number (%#)', async (path) => {
      expect(idsOf(await school.get(path()))).toEqual([]);
    });

    it('is not changed by it, and the refusal says whom to ask', async () => {
      const read = (await school.get(pathOf(own))).resource<Patient>();
      const reply = await school.put(pathOf(own), { ...read, gender: 'female' });
      expect(reply.status).toBe(403);
      expect(reply.outcome().issue[0]?.diagnostics).toContain('ask the IVH team');
    });

    it('opens when both what is asked for and who asks are in what the parents permit, as a handover', async () => {
      expect((await school.get(pathOf(file.plan))).status).toBe(404);
      const parent = await as('parent');
      const made = await parent.made(permit(file, 'Organization/school-de-linde'));
      const plan = await school.get(pathOf(file.plan));
      expect(plan.status).toBe(200);
      expect(plan.text).not.toContain(secretDiagnosis);
      expect(tagsOf(plan.resource())).toContain('SUBSETTED');
      const all = await school.get(`/fhir/Patient/${file.patient.id}/$everything`);
      const types = new Set(matchesOf(all).map(({ resourceType }) => resourceType));
      expect(types.has('Condition') || types.has('Observation')).toBe(false);
      expect(all.text).not.toMatch(new RegExp(`${bsn}|${alexMotherBsn}|geheim`));
      const advice = matchesOf(all).filter(({ resourceType }) => resourceType === 'ServiceRequest');
      expect(advice).toMatchObject([{ category: [adviceCode] }]);
      await parent.put(pathOf(made), { ...made, status: 'inactive' });
      expect((await school.get(pathOf(file.plan))).status).toBe(404);
    });
  });
});

const permit = (file: FileScene, organization: string): Consent => ({
  resourceType: 'Consent',
  meta: { profile: [`${ours}/StructureDefinition/ivh-toestemming-delen`] },
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: `${ours}/CodeSystem/ivh-akkoord`, code: 'delen' }] }],
  patient: { reference: `Patient/${file.patient.id}` },
  dateTime: '2026-01-05T10:00:00Z',
  performer: [{ reference: `RelatedPerson/${file.parent.id}` }],
  policyRule: { text: 'Besluit van de ouder' },
  provision: {
    type: 'permit',
    actor: [
      {
        role: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
        },
        reference: { reference: organization },
      },
    ],
  },
});
