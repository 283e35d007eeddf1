import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import { exported } from './export-scene.ts';
import {
  type Client,
  idsOf,
  matchesOf,
  openSandbox,
  type Reply,
  type Sandbox,
  storesHere,
} from './sandbox.ts';
import { bsnSource, bsnSystem, child, episode, observation, parentOf, request, task } from './scenes.ts';

const nextBsn = bsnSource(999970000);
const region = { reference: 'Organization/ivh-heuvelrand' };
const bsnOf = (value: string): Partial<Patient> => ({ identifier: [{ system: bsnSystem, value }] });

/** All an answer says but ids and moments that the server draws anew. */
const said = (reply: Reply) => ({
  status: reply.status,
  text: reply.text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
    .replaceAll(/9999\d{5}/g, '<bsn>'),
  headers: [...reply.headers]
    .filter(([name]) => !['date', 'x-request-id', 'last-modified'].includes(name))
    .map(([name, value]) => [name, value.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')]),
});

describe.each(await storesHere())('a child that several bring in, on %s', (store) => {
  let sandbox: Sandbox;
  let hospital: Client;
  let gp: Client;
  let coordinator: Client;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    [hospital, gp, coordinator, tester] = (await Promise.all(
      ['hospital', 'gp', 'coordinator', 'tester'].map(sandbox.as),
    )) as [Client, Client, Client, Client];
  });
  afterAll(() => sandbox.close());

  const bring = (by: Client, bsn: string) => by.made(child(bsnOf(bsn)));
  const ask = async (by: Client, patient: string): Promise<void> => {
    const asked = await by.made(request(patient, { performer: [region] }));
    await by.made(
      task(patient, {
        focus: { reference: `ServiceRequest/${asked.id}` },
        owner: region,
        status: 'accepted',
      }),
    );
  };
  /** Two files of one child that the coordinator sees both of. */
  const joined = async () => {
    const bsn = nextBsn();
    const older = await bring(hospital, bsn);
    await ask(hospital, older.id);
    const younger = await bring(gp, bsn);
    return { bsn, older: older.id, younger: younger.id };
  };
  const by = (bsn: string) => `identifier=${bsnSystem}|${bsn}`;

  describe('who cannot see the file there is', () => {
    const ways: readonly [string, (bsn: string) => Promise<Reply[]>][] = [
      ['a create', async (bsn) => [await gp.post('/fhir/Patient', child(bsnOf(bsn)))]],
      [
        'a create said twice',
        async (bsn) => [
          await gp.post('/fhir/Patient', child(bsnOf(bsn))),
          await gp.post('/fhir/Patient', child(bsnOf(bsn))),
        ],
      ],
      [
        'conditional creates',
        async (bsn) => [
          await gp.post('/fhir/Patient', child(bsnOf(bsn)), { 'if-none-exist': by(bsn) }),
          await gp.post('/fhir/Patient', child(bsnOf(bsn)), { 'if-none-exist': by(bsn) }),
        ],
      ],
      [
        'an update under a condition',
        async (bsn) => [await gp.put(`/fhir/Patient?${by(bsn)}`, child(bsnOf(bsn)))],
      ],
      [
        'an update under an id of its own',
        async (bsn) => {
          const id = `huisartsen-zonnedal-${nextBsn()}`;
          const made = await gp.put(`/fhir/Patient/${id}`, child({ id, ...bsnOf(bsn) }));
          return [{ ...made, text: made.text.replaceAll(id, '<id>'), headers: new Headers() }];
        },
      ],
      [
        'a transaction with a finding',
        async (bsn) => {
          const fullUrl = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0';
          const { id: _, ...found } = observation('x', { subject: { reference: fullUrl } });
          const transaction: Bundle = {
            resourceType: 'Bundle',
            type: 'transaction',
            entry: [
              { fullUrl, resource: child(bsnOf(bsn)), request: { method: 'POST', url: 'Patient' } },
              { resource: found, request: { method: 'POST', url: 'Observation' } },
            ],
          };
          return [await gp.post('/fhir', transaction)];
        },
      ],
      [
        'a BSN given later',
        async (bsn) => {
          const { id, ...made } = await gp.made(child());
          return [await gp.put(`/fhir/Patient/${id}`, { ...made, id, ...bsnOf(bsn) })];
        },
      ],
      [
        'searches, reads and a file afterwards',
        async (bsn) => {
          const { id } = await gp.made(child(bsnOf(bsn)));
          return Promise.all(
            [
              `Patient?${by(bsn)}`,
              `Patient/${id}`,
              `Patient/${id}/_history`,
              `Patient/${id}/$everything`,
              `Patient/${id}/*`,
              `Observation?patient=Patient/${id}`,
              `Observation?patient.identifier=${bsnSystem}|${bsn}`,
            ].map((path) => gp.get(`/fhir/${path}`)),
          );
        },
      ],
      [
        'writing on in the file',
        async (bsn) => {
          const patient = await gp.made(child(bsnOf(bsn)));
          const seen = await gp.made(observation(patient.id));
          return [
            await gp.put(`/fhir/Patient/${patient.id}`, { ...patient, gender: 'female' }),
            await gp.put(`/fhir/Observation/${seen.id}`, { ...seen, valueString: 'Zwaait' }),
            await gp.remove(`/fhir/Patient/${patient.id}`),
          ];
        },
      ],
    ];

    it.each(ways)('gets of %s the very answers of a new child', async (_, way) => {
      const known = nextBsn();
      const { id } = await bring(hospital, known);
      await ask(hospital, id);
      const [met, never] = [await way(known), await way(nextBsn())];
      expect(met.map(said)).toEqual(never.map(said));
      expect(met[0]?.status).toBeLessThan(300);
    });
  });

  it('finds only its own of the two, by whatever way it looks', async () => {
    const { bsn, older, younger } = await joined();
    expect(idsOf(await gp.get(`/fhir/Patient?${by(bsn)}`))).toEqual([younger]);
    expect((await gp.get(`/fhir/Patient/${younger}`)).text).not.toContain(older);
    expect((await gp.get(`/fhir/Patient/${older}`)).status).toBe(404);
    expect((await gp.get(`/fhir/Patient?_id=${older}`)).bundle().total).toBe(0);
  });

  describe('who sees both', () => {
    it('meets the younger file by his tie to the older one', async () => {
      const { bsn, older, younger } = await joined();
      const found = await gp.made(observation(younger));
      expect(idsOf(await coordinator.get(`/fhir/Patient?${by(bsn)}`)).sort()).toEqual(
        [older, younger].sort(),
      );
      expect((await coordinator.get(`/fhir/Observation/${found.id}`)).status).toBe(200);
      expect((await hospital.get(`/fhir/Patient/${younger}`)).status).toBe(200);
      expect(idsOf(await coordinator.get('/fhir/Observation?_count=1000'))).toContain(found.id);
    });

    it('is told by each Patient of the other', async () => {
      const { bsn, older, younger } = await joined();
      const linkOf = (other: string) => [{ other: { reference: `Patient/${other}` }, type: 'seealso' }];
      const read = await coordinator.get(`/fhir/Patient/${older}`);
      expect(read.resource<Patient>().link).toEqual(linkOf(younger));
      const searched = matchesOf(await coordinator.get(`/fhir/Patient?${by(bsn)}`)) as Patient[];
      expect(searched.find(({ id }) => id === younger)?.link).toEqual(linkOf(older));
    });

    it('stores no such link when he sends back what he read', async () => {
      const { older, younger } = await joined();
      const read = (await coordinator.get(`/fhir/Patient/${younger}`)).resource<Patient>();
      expect((await coordinator.put(`/fhir/Patient/${younger}`, { ...read, gender: 'female' })).status).toBe(
        200,
      );
      const own = await gp.get(`/fhir/Patient/${younger}`);
      expect(own.resource<Patient>()).toMatchObject({ gender: 'female' });
      expect(own.text).not.toContain(older);
    });

    it('reads the files together in searches, compartment, file and trail', async () => {
      const { older, younger } = await joined();
      const here = await hospital.made(observation(older));
      const there = await gp.made(observation(younger));
      const both = [here.id, there.id].sort();
      for (const asked of [older, younger]) {
        for (const path of [
          `Observation?patient=Patient/${asked}`,
          `Observation?subject=${asked}`,
          `Observation?patient=Patient/${asked}&code:text=speelobs`,
          `Patient/${asked}/Observation`,
          `?_type=Observation&patient=${asked}`,
        ]) {
          const reply = await coordinator.get(`/fhir/${path}`);
          expect([path, idsOf(reply).sort(), reply.bundle().total]).toEqual([path, both, 2]);
        }
        const whole = await coordinator.get(`/fhir/Patient/${asked}/$everything`);
        expect(idsOf(whole)).toEqual(expect.arrayContaining([older, younger, ...both]));
        expect(whole.bundle().total).toBe(idsOf(whole).length);
        const trail = await coordinator.get(`/fhir/AuditEvent?patient=Patient/${asked}&_count=1000`);
        const of = JSON.stringify(trail.bundle());
        expect(of).toContain(`Observation/${here.id}`);
        expect(of).toContain(`Observation/${there.id}`);
      }
      expect(idsOf(await gp.get(`/fhir/Observation?patient=${younger}`))).toEqual([there.id]);
    });

    it('pages through both', async () => {
      const { older, younger } = await joined();
      await hospital.made(observation(older));
      await gp.made(observation(younger));
      const first = await coordinator.get(`/fhir/Observation?patient=${older}&_count=1`);
      const next = first.bundle().link?.find(({ relation }) => relation === 'next')?.url ?? '';
      const second = await coordinator.get(next.replace(sandbox.url, ''));
      expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(2);
    });

    it('exports both for a member of a Group, each once', async () => {
      const { older, younger } = await joined();
      const there = await gp.made(observation(younger));
      const groupOf = (...ids: string[]) =>
        coordinator.made({
          resourceType: 'Group' as const,
          type: 'person' as const,
          actual: true,
          member: ids.map((id) => ({ entity: { reference: `Patient/${id}` } })),
        });
      for (const group of [await groupOf(older), await groupOf(younger, older)]) {
        const found = await exported(
          coordinator,
          `/fhir/Group/${group.id}/$export?_type=Patient,Observation`,
        );
        expect(found.map(({ id }) => id).sort()).toEqual([older, younger, there.id].sort());
      }
      const own = await gp.made({
        resourceType: 'Group',
        type: 'person',
        actual: true,
        member: [{ entity: { reference: `Patient/${younger}` } }],
      });
      const found = await exported(gp, `/fhir/Group/${own.id}/$export?_type=Patient`);
      expect(found.map(({ id }) => id)).toEqual([younger]);
    });

    it('meets by a condition the older of the two', async () => {
      const { bsn, older } = await joined();
      const reply = await coordinator.post('/fhir/Patient', child(bsnOf(bsn)), { 'if-none-exist': by(bsn) });
      expect([reply.status, reply.resource<Resource>().id]).toEqual([200, older]);
      expect((await coordinator.post('/fhir/Patient', child(bsnOf(bsn)))).status).toBe(409);
    });

    it('comes to do so with the task that he takes on', async () => {
      const bsn = nextBsn();
      const { id: older } = await bring(hospital, bsn);
      const { id: younger } = await bring(gp, bsn);
      const found = await gp.made(observation(younger));
      expect(idsOf(await coordinator.get(`/fhir/Patient?${by(bsn)}`))).toEqual([]);
      await ask(hospital, older);
      expect(idsOf(await coordinator.get(`/fhir/Patient?${by(bsn)}`)).sort()).toEqual(
        [older, younger].sort(),
      );
      expect(idsOf(await coordinator.get(`/fhir/Observation?patient=${older}`))).toEqual([found.id]);
      // Without naming the child: the younger one is in the caseload too.
      expect(idsOf(await coordinator.get('/fhir/Observation?_count=1000'))).toContain(found.id);
    });
  });

  it('joins a third to both, and the second’s people meet the third alone', async () => {
    const { bsn, older, younger } = await joined();
    const school = await sandbox.as('university-hospital');
    const { id: third } = await bring(school, bsn);
    expect(idsOf(await coordinator.get(`/fhir/Patient?${by(bsn)}`)).sort()).toEqual(
      [older, younger, third].sort(),
    );
    expect(idsOf(await gp.get(`/fhir/Patient?${by(bsn)}`)).sort()).toEqual([third, younger].sort());
    expect(idsOf(await school.get(`/fhir/Patient?${by(bsn)}`))).toEqual([third]);
  });

  it('lets a parent whose access to the older file is closed bring in the child like anyone', async () => {
    const parent = await sandbox.as('parent');
    const referral = (bsn: string) => ({
      child: {
        bsn,
        name: { given: 'Alex', family: 'Voorbeeld' },
        birthDate: new Date(Date.now() - 2 * 365 * 86_400_000).toISOString().slice(0, 10),
        gender: 'male',
      },
      parents: [
        {
          bsn: alexMotherBsn,
          name: { given: 'Moeder', family: 'Voorbeeld' },
          relationship: 'mother',
          hasAuthority: true,
        },
      ],
      referrer: { kind: 'ouders-zelf' },
      reason: { domains: ['gedrag'], question: 'Hoe nu verder?' },
      parentsInformed: true,
    });
    const bring = async (bsn: string): Promise<unknown[]> => {
      const made = await parent.post('/ivh/referrals', referral(bsn), { 'content-type': 'application/json' });
      const { id, child: of } = JSON.parse(made.text) as { id: string; child: { id: string } };
      const after = [
        `/ivh/referrals/${id}`,
        `/fhir/Patient?${by(bsn)}`,
        `/fhir/Patient/${of.id}/$everything?_type=Patient,ServiceRequest,RelatedPerson`,
      ].map((path) => parent.get(path));
      return [made, ...(await Promise.all(after))].map(said);
    };
    const [known, never] = [nextBsn(), nextBsn()];
    const { id: older } = await hospital.made(child(bsnOf(known)));
    await tester.made(
      parentOf(older, {
        identifier: [{ system: bsnSystem, value: alexMotherBsn }],
        extension: [
          {
            url: 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-toegang-gesloten',
            extension: [
              { url: 'reden', valueString: 'Veiligheid' },
              { url: 'datum', valueDate: '2026-01-01' },
            ],
          },
        ],
      }),
    );
    const met = await bring(known);
    expect(met).toEqual(await bring(never));
    expect(met).toMatchObject([{ status: 201 }, { status: 200 }, { status: 200 }, { status: 200 }]);
    expect((await parent.get(`/fhir/Patient/${older}`)).status).toBe(404);
  });

  it('parts the files when one gets another BSN', async () => {
    const { older, younger } = await joined();
    const own = (await gp.get(`/fhir/Patient/${younger}`)).resource<Patient>();
    await gp.put(`/fhir/Patient/${younger}`, { ...own, ...bsnOf(nextBsn()) });
    expect((await hospital.get(`/fhir/Patient/${younger}`)).status).toBe(404);
    expect((await coordinator.get(`/fhir/Patient/${older}`)).resource<Patient>().link).toBeUndefined();
    expect(idsOf(await coordinator.get('/fhir/Patient?_count=1000'))).not.toContain(younger);
  });

  it('leaves the younger file to itself when the older one’s Patient is deleted', async () => {
    const bsn = nextBsn();
    const { id: older } = await bring(hospital, bsn);
    const { id: younger } = await bring(gp, bsn);
    expect((await tester.remove(`/fhir/Patient/${older}`)).status).toBe(204);
    expect((await hospital.get(`/fhir/Patient/${younger}`)).status).toBe(404);
    expect((await tester.get(`/fhir/Patient/${younger}`)).resource<Patient>().link).toBeUndefined();
    expect((await gp.get(`/fhir/Patient/${younger}`)).status).toBe(200);
  });

  it('keeps a deleted child’s history for the region that ran the trajectory and for who brought it in', async () => {
    const { id } = await bring(hospital, nextBsn());
    await ask(hospital, id);
    const care = await tester.made(episode(id, { managingOrganization: region }));
    const entry = [
      ...idsOf(await coordinator.get(`/fhir/Task?patient=${id}`)).map((one) => `Task/${one}`),
      ...idsOf(await coordinator.get(`/fhir/ServiceRequest?patient=${id}`)).map(
        (one) => `ServiceRequest/${one}`,
      ),
      `EpisodeOfCare/${care.id}`,
      `Patient/${id}`,
    ].map((url) => ({ request: { method: 'DELETE' as const, url } }));
    const gone = await coordinator.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(gone.status).toBe(200);
    const methods = async (path: string) =>
      (await coordinator.get(path)).bundle().entry?.map(({ request: made }) => made?.method);
    expect(await methods(`/fhir/Patient/${id}/_history`)).toEqual(['DELETE', 'POST']);
    expect(await methods(`/fhir/EpisodeOfCare/${care.id}/_history`)).toEqual(['DELETE', 'POST']);
    expect((await coordinator.get(`/fhir/Patient/${id}`)).status).toBe(410);
    expect((await hospital.get(`/fhir/Patient/${id}/_history`)).status).toBe(200);
    expect((await hospital.get(`/fhir/EpisodeOfCare/${care.id}/_history`)).status).toBe(404);
    expect((await gp.get(`/fhir/Patient/${id}`)).status).toBe(404);
  });

  it('makes one file of each stranger’s of creates that race, all joined, and one of each one’s own', async () => {
    const bsn = nextBsn();
    const strangers = await Promise.all(
      ['hospital', 'gp', 'university-hospital', 'rehabilitation'].map(sandbox.as),
    );
    const replies = await Promise.all(
      strangers.flatMap((one, index) =>
        [0, 1, 2].map(() =>
          one.post('/fhir/Patient', child(bsnOf(bsn)), index % 2 === 0 ? { 'if-none-exist': by(bsn) } : {}),
        ),
      ),
    );
    for (const index of strangers.keys()) {
      const own = replies.slice(index * 3, index * 3 + 3).map(({ status }) => status);
      expect(own.sort()).toEqual(index % 2 === 0 ? [200, 200, 201] : [201, 409, 409]);
    }
    const all = matchesOf(await tester.get(`/fhir/Patient?${by(bsn)}`)) as Patient[];
    expect(all.map(({ link }) => link?.length)).toEqual([3, 3, 3, 3]);
  });
});
