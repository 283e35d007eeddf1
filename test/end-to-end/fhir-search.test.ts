import type { Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, idsOf, linkOf, matchesOf, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import {
  bsnSource,
  bsnSystem,
  careTeam,
  child,
  episode,
  observation,
  request,
  task,
  testSystem,
} from './scenes.ts';

const at = <T extends string>(reference: T) => ({ reference });
const ivh = at('Organization/ivh-heuvelrand');
const nextBsn = bsnSource(999950000);
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(await storesHere())('a search on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  let noor: Patient & { id: string };
  let sem: Patient & { id: string };
  const made: Record<string, string> = {};
  const found = async (query: string): Promise<string[]> => {
    const reply = await tester.get(`/fhir/${query}`);
    expect([query, reply.status, reply.status === 200 ? '' : reply.text]).toEqual([query, 200, '']);
    return idsOf(reply).sort();
  };
  const included = async (query: string): Promise<string[]> => {
    const reply = await tester.get(`/fhir/${query}`);
    expect([reply.status, reply.text]).toEqual([200, expect.anything()]);
    return (reply.bundle().entry ?? [])
      .filter(({ search }) => search?.mode === 'include')
      .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`)
      .sort();
  };

  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    noor = await tester.made(
      child({
        identifier: [{ system: bsnSystem, value: nextBsn() }],
        name: [{ family: 'Ĉiaŭ-Jansén', given: ['Noor', 'Maria'] }],
        gender: 'female',
        birthDate: '2021-03-04',
        managingOrganization: ivh,
      }),
    );
    sem = await tester.made(
      child({ name: [{ family: 'Pietersen', given: ['Sem'] }], birthDate: '2020-12-31' }),
    );
    const keep = async (name: string, resource: Resource) => {
      made[name] = (await tester.made(resource)).id;
    };
    await keep('role', {
      resourceType: 'PractitionerRole',
      practitioner: at('Practitioner/jeugdarts-smit'),
      organization: at('Organization/jgz-heuvelrand'),
    });
    await keep('service', { resourceType: 'HealthcareService', name: 'Vroeghulp', providedBy: ivh });
    await keep('affiliation', {
      resourceType: 'OrganizationAffiliation',
      organization: ivh,
      participatingOrganization: at('Organization/jgz-heuvelrand'),
    });
    await keep(
      'request',
      request(noor.id, {
        performer: [at('Organization/ziekenhuis-heuvelrand')],
        requester: at('Organization/jgz-heuvelrand'),
      }),
    );
    await keep(
      'task',
      task(noor.id, {
        owner: at('Organization/ziekenhuis-heuvelrand'),
        requester: ivh,
        focus: at(`ServiceRequest/${made.request}`),
      }),
    );
    await keep(
      'doneTask',
      task(noor.id, { status: 'completed', owner: at('Organization/ziekenhuis-heuvelrand') }),
    );
    await keep(
      'episode',
      episode(noor.id, { managingOrganization: ivh, careManager: at('Practitioner/casemanager-jansen') }),
    );
    await keep(
      'team',
      careTeam(noor.id, { participant: [{ member: at('Practitioner/kinderarts-bakker') }] }),
    );
    await keep('appointment', {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-04-01T10:00:00Z',
      end: '2026-04-01T11:00:00Z',
      participant: [
        { actor: at(`Patient/${noor.id}`), status: 'accepted' },
        { actor: at('Practitioner/kinderarts-bakker'), status: 'accepted' },
      ],
    });
    await keep('communication', {
      resourceType: 'Communication',
      status: 'completed',
      subject: at(`Patient/${noor.id}`),
      recipient: [at('Organization/jgz-heuvelrand')],
    });
    await keep(
      'low',
      observation(noor.id, {
        valueString: undefined,
        valueQuantity: { value: 5, unit: 'punten' },
        effectiveDateTime: '2026-01-05T10:00:00+01:00',
        code: { coding: [{ system: testSystem, code: 'spel', display: 'Spel' }] },
      }),
    );
    await keep(
      'high',
      observation(noor.id, {
        valueString: undefined,
        valueQuantity: { value: 50, unit: 'punten' },
        effectiveDateTime: '2026-02-05',
        status: 'preliminary',
      }),
    );
    await keep('of-sem', observation(sem.id));
  });
  afterAll(() => sandbox.close());

  it.each<[string, () => string, () => (string | undefined)[]]>([
    ['Patient by start of a folded name', () => 'Patient?name=ciau', () => [noor.id]],
    ['Patient by family', () => 'Patient?family=ĈIAŬ', () => [noor.id]],
    ['Patient by given', () => 'Patient?given=maria', () => [noor.id]],
    ['Patient by birthdate', () => 'Patient?birthdate=2021-03-04', () => [noor.id]],
    [
      'Patient by a list of birthdates',
      () => 'Patient?birthdate=2021-03-04,2020-12-31',
      () => [noor.id, sem.id],
    ],
    [
      'Patient by identifier',
      () => `Patient?identifier=${bsnSystem}|${noor.identifier?.[0]?.value}`,
      () => [noor.id],
    ],
    [
      'Patient by bare identifier',
      () => `Patient?identifier=${noor.identifier?.[0]?.value}`,
      () => [noor.id],
    ],
    ['Practitioner by name', () => 'Practitioner?name=de%20vries', () => ['coordinator-vries']],
    [
      'Task by owner',
      () => 'Task?owner=Organization/ziekenhuis-heuvelrand',
      () => [made.task, made.doneTask],
    ],
    [
      'Task by owner and status',
      () => 'Task?owner=Organization/ziekenhuis-heuvelrand&status=requested',
      () => [made.task],
    ],
    [
      'Task by owner and several states',
      () => 'Task?owner=Organization/ziekenhuis-heuvelrand&status=requested,completed',
      () => [made.task, made.doneTask],
    ],
    ['Task by requester', () => 'Task?requester=Organization/ivh-heuvelrand', () => [made.task]],
    [
      'ServiceRequest by performer',
      () => 'ServiceRequest?performer=Organization/ziekenhuis-heuvelrand',
      () => [made.request],
    ],
    [
      'ServiceRequest by requester',
      () => 'ServiceRequest?requester=Organization/jgz-heuvelrand',
      () => [made.request],
    ],
    [
      'EpisodeOfCare by organization',
      () => 'EpisodeOfCare?organization=Organization/ivh-heuvelrand',
      () => [made.episode],
    ],
    [
      'EpisodeOfCare by care-manager',
      () => 'EpisodeOfCare?care-manager=Practitioner/casemanager-jansen',
      () => [made.episode],
    ],
    [
      'Appointment by actor',
      () => 'Appointment?actor=Practitioner/kinderarts-bakker',
      () => [made.appointment],
    ],
    [
      'CareTeam by participant',
      () => 'CareTeam?participant=Practitioner/kinderarts-bakker',
      () => [made.team],
    ],
    [
      'Communication by recipient',
      () => 'Communication?recipient=Organization/jgz-heuvelrand',
      () => [made.communication],
    ],
    [
      'PractitionerRole by organization',
      () => 'PractitionerRole?organization=Organization/jgz-heuvelrand',
      () => [made.role],
    ],
    [
      'PractitionerRole by practitioner',
      () => 'PractitionerRole?practitioner=Practitioner/jeugdarts-smit',
      () => [made.role],
    ],
    [
      'OrganizationAffiliation by primary-organization',
      () => 'OrganizationAffiliation?primary-organization=Organization/ivh-heuvelrand',
      () => [made.affiliation],
    ],
    [
      'HealthcareService by organization',
      () => 'HealthcareService?organization=Organization/ivh-heuvelrand',
      () => [made.service],
    ],
    [
      'Organization by the name in a directory',
      () => 'Organization?name=huisarts',
      () => ['huisartsen-zonnedal'],
    ],
    [
      'by an absolute reference',
      () => `Task?owner=${sandbox.url}/fhir/Organization/ziekenhuis-heuvelrand&status=requested`,
      () => [made.task],
    ],
    ['by one id given twice', () => `Patient?_id=${noor.id},${noor.id}`, () => [noor.id]],
    ['in a file by code', () => `Observation?patient=${noor.id}&code=${testSystem}|spel`, () => [made.low]],
    ['in a file by quantity', () => `Observation?patient=${noor.id}&value-quantity=gt10`, () => [made.high]],
    [
      'in a file by date',
      () => `Observation?subject=Patient/${noor.id}&date=ge2026-02-01`,
      () => [made.high],
    ],
    [
      'in a file by status:not',
      () => `Observation?patient=Patient/${noor.id}&status:not=final`,
      () => [made.high],
    ],
    [
      'in a file by :missing',
      () => `Observation?patient=Patient/${noor.id}&value-quantity:missing=true`,
      () => [],
    ],
    [
      'in several files',
      () => `Observation?patient=${noor.id},${sem.id}&status=final`,
      () => [made.low, made['of-sem']],
    ],
    ['by chain', () => `Observation?patient.family=pietersen`, () => [made['of-sem']]],
    [
      'by chain inside a file',
      () => `Task?patient=${noor.id}&focus:ServiceRequest.requester=Organization/jgz-heuvelrand`,
      () => [made.task],
    ],
    [
      'by _has',
      () => `Patient?_has:EpisodeOfCare:patient:organization=Organization/ivh-heuvelrand`,
      () => [noor.id],
    ],
    ['by what nobody has', () => 'Patient?family=niemand', () => []],
  ])('finds %s', async (_, query, wanted) => {
    expect(await found(query())).toEqual(wanted().sort());
  });

  it('answers the same by POST _search, with the parameters of body and URL together', async () => {
    const reply = await tester.send('POST', '/fhir/Patient/_search?gender=female', {
      body: 'family=%C4%89iau',
      headers: form,
    });
    expect(idsOf(reply)).toEqual([noor.id]);
    expect(linkOf(reply, 'self')).toMatch(/\/fhir\/Patient\?.*gender=female/);
  });

  it('sees every write acknowledged before it: new rows, changed rows, no rows', async () => {
    const one = await tester.made(child({ name: [{ family: 'Eerst' }], birthDate: '2019-01-01' }));
    expect(await found('Patient?family=eerst')).toEqual([one.id]);
    await tester.put(
      `/fhir/Patient/${one.id}`,
      child({ id: one.id, name: [{ family: 'Daarna' }], birthDate: '2019-01-01' }),
    );
    expect([await found('Patient?family=eerst'), await found('Patient?family=daarna')]).toEqual([
      [],
      [one.id],
    ]);
    expect(await found('Patient?birthdate=2019-01-01')).toEqual([one.id]);
    await tester.remove(`/fhir/Patient/${one.id}`);
    expect([await found('Patient?family=daarna'), await found('Patient?birthdate=2019-01-01')]).toEqual([
      [],
      [],
    ]);
  });

  it('brings along what is asked for, once each and never as a match', async () => {
    expect(
      await included(`Task?_id=${made.task}&_include=Task:owner&_include=Task:focus&_include=Task:patient`),
    ).toEqual(
      [`Organization/ziekenhuis-heuvelrand`, `Patient/${noor.id}`, `ServiceRequest/${made.request}`].sort(),
    );
    expect(
      await included(`Task?_id=${made.task}&_include=Task:focus&_include:iterate=ServiceRequest:requester`),
    ).toEqual(['Organization/jgz-heuvelrand', `ServiceRequest/${made.request}`].sort());
    expect(
      await included(`Patient?_id=${noor.id}&_revinclude=Observation:patient&_revinclude=Task:patient`),
    ).toEqual(
      [made.low, made.high]
        .map((id) => `Observation/${id}`)
        .concat([made.task, made.doneTask].map((id) => `Task/${id}`))
        .sort(),
    );
    expect(
      await included('Organization?_id=jgz-heuvelrand&_revinclude=PractitionerRole:organization'),
    ).toEqual([`PractitionerRole/${made.role}`]);
  });

  it('sorts, up and down', async () => {
    const up = await tester.get(`/fhir/Observation?patient=${noor.id}&_sort=value-quantity`);
    const down = await tester.get(`/fhir/Observation?patient=${noor.id}&_sort=-date`);
    expect([idsOf(up), idsOf(down)]).toEqual([
      [made.low, made.high],
      [made.high, made.low],
    ]);
  });

  it('shapes the answer by _elements, _summary and _total', async () => {
    const part = matchesOf(await tester.get(`/fhir/Patient?_id=${noor.id}&_elements=gender`))[0];
    expect(Object.keys(part ?? {}).sort()).toEqual(['gender', 'id', 'meta', 'resourceType']);
    const count = (await tester.get(`/fhir/Observation?patient=${noor.id}&_summary=count`)).bundle();
    expect([count.total, count.entry]).toEqual([2, undefined]);
    expect((await tester.get(`/fhir/Observation?patient=${noor.id}&_total=accurate`)).bundle().total).toBe(2);
    expect(
      (await tester.get(`/fhir/Observation?patient=${noor.id}&_total=none`)).bundle().total,
    ).toBeUndefined();
  });

  it('passes over the unknown only when asked to be lenient, and says so', async () => {
    const reply = await tester.get(`/fhir/Patient?_id=${noor.id}&colour=blue`, {
      prefer: 'handling=lenient',
    });
    expect(idsOf(reply)).toEqual([noor.id]);
    const remark = reply.bundle().entry?.find(({ search }) => search?.mode === 'outcome')?.resource;
    expect(JSON.stringify(remark)).toContain('colour');
    expect(linkOf(reply, 'self')).not.toContain('colour');
    expect(
      (await tester.get('/fhir/Patient?birthdate=gisteren', { prefer: 'handling=lenient' })).status,
    ).toBe(400);
  });

  it('says in its self link what it searched by, so that following it gives the same', async () => {
    const reply = await tester.get(
      `/fhir/Observation?patient=${noor.id}&date=ge2026-01-01&_sort=date&_count=10`,
    );
    const self = linkOf(reply, 'self') ?? '';
    for (const part of ['patient=', 'date=ge2026-01-01', '_sort=date', '_count=10'])
      expect(self).toContain(part);
    expect((await tester.get(self)).bundle().entry).toEqual(reply.bundle().entry);
  });

  it('refuses what would read too much, naming what would serve', async () => {
    const entries = Array.from({ length: 1001 }, (_, n) => ({
      resourceType: 'Practitioner',
      active: true,
      qualification: [{ code: { text: `n${n}` } }],
    }));
    for (let start = 0; start < entries.length; start += 25) {
      const entry = entries
        .slice(start, start + 25)
        .map((resource) => ({ resource, request: { method: 'POST', url: 'Practitioner' } }));
      expect(
        (await tester.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry })).status,
      ).toBe(200);
    }
    const reply = await tester.get('/fhir/Practitioner?active=true');
    expect(reply.status).toBe(403);
    expect(reply.outcome().issue[0]).toMatchObject({ code: 'too-costly' });
    expect(reply.outcome().issue[0]?.details?.text).toMatch(/_id, identifier, name, family, given/);
    expect((await tester.get('/fhir/Practitioner?name=bakker')).bundle().total).toBe(1);
  });

  describe('page by page', () => {
    const tag = (value: string) => [{ system: testSystem, value }];
    const pages = async (start: string, between: (page: number) => Promise<void>): Promise<string[]> => {
      const ids: string[] = [];
      let next: string | undefined = start;
      for (let page = 0; next !== undefined; page += 1) {
        const reply = await tester.get(next);
        expect([next, reply.status]).toEqual([next, 200]);
        ids.push(...idsOf(reply));
        next = linkOf(reply, 'next');
        if (next) await between(page);
        expect(page).toBeLessThan(40);
      }
      return ids;
    };
    const observations = async (count: number) => {
      const { id } = await tester.made(child());
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1)
        ids.push(
          (
            await tester.made(
              observation(id, {
                identifier: tag(`p-${n}`),
                effectiveDateTime: `2026-01-${String(n + 1).padStart(2, '0')}`,
              }),
            )
          ).id,
        );
      return { patient: id, ids };
    };

    it.each(['', '&_sort=date', '&_sort=-date', '&_sort=status,-_lastUpdated'])(
      'gives everything once%s',
      async (sort) => {
        const { patient, ids } = await observations(13);
        const seen = await pages(`/fhir/Observation?patient=${patient}&_count=5${sort}`, async () => {});
        expect(seen).toHaveLength(13);
        expect([...seen].sort()).toEqual([...ids].sort());
        if (sort === '&_sort=date') expect(seen).toEqual(ids);
      },
    );

    it.each(['', '&_sort=date', '&_sort=-_lastUpdated'])(
      'loses and repeats none of those that nobody touched, whatever is written in between%s',
      async (sort) => {
        const { patient, ids } = await observations(18);
        const shown: string[] = [];
        const touched = new Set<string>();
        const seen = await pages(`/fhir/Observation?patient=${patient}&_count=3${sort}`, async (page) => {
          const [first, second] = ids.filter((id) => !touched.has(id)).slice(page, page + 2);
          if (first) {
            touched.add(first);
            await tester.remove(`/fhir/Observation/${first}`);
          }
          if (second) {
            touched.add(second);
            await tester.put(
              `/fhir/Observation/${second}`,
              observation(patient, { id: second, effectiveDateTime: '2025-12-31' }),
            );
          }
          shown.push((await tester.made(observation(patient, { effectiveDateTime: '2026-01-10' }))).id);
        });
        const untouched = ids.filter((id) => !touched.has(id));
        for (const id of untouched) expect([id, seen.filter((one) => one === id).length]).toEqual([id, 1]);
        expect(untouched.length).toBeGreaterThan(3);
      },
    );

    it('goes on when the last of a page is deleted, and when it moved', async () => {
      const { patient, ids } = await observations(6);
      const [a, b, c, d, e, f] = ids;
      const path = `/fhir/Observation?patient=${patient}&_count=2&_sort=date`;
      const seen = await pages(path, async (page) => {
        if (page === 0) await tester.remove(`/fhir/Observation/${b}`);
        if (page === 1)
          await tester.put(
            `/fhir/Observation/${d}`,
            observation(patient, { id: d, effectiveDateTime: '2026-03-01' }),
          );
      });
      expect(seen.slice(0, 4)).toEqual([a, b, c, d]);
      expect(seen.slice(4, 6)).toEqual([e, f]);
    });

    it('stops with _count=0 at the count', async () => {
      const { patient } = await observations(2);
      const bundle = (await tester.get(`/fhir/Observation?patient=${patient}&_count=0`)).bundle();
      expect([bundle.total, bundle.entry, bundle.link?.length]).toEqual([2, undefined, 1]);
    });
  });

  it('gives a child’s file with $everything, Patient first', async () => {
    const reply = await tester.get(`/fhir/Patient/${noor.id}/$everything`);
    expect(idsOf(reply)[0]).toBe(noor.id);
    const names = [
      'request',
      'task',
      'doneTask',
      'episode',
      'team',
      'appointment',
      'communication',
      'low',
      'high',
    ];
    expect(idsOf(reply).slice(1).sort()).toEqual(names.map((name) => made[name]).sort());
    expect((await tester.get('/fhir/Patient/none/$everything')).status).toBe(404);
  });
});
