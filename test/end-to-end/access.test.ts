import type { CarePlan, CareTeam, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileScene, openFile } from './file-scene.ts';
import { type Client, idsOf, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, carePlan, careTeam, child, observation } from './scenes.ts';

const nextBsn = bsnSource(999930000);

/** What each kind of client sees of the file, by the names of the scene. */
const sees: Readonly<Record<string, readonly string[]>> = {
  jgz: ['patient', 'parent', 'referral', 'trajectory', 'team'],
  gp: [],
  school: [],
  hospital: ['patient', 'asked', 'askedTask', 'result'],
  provider: [
    'patient',
    'parent',
    'referral',
    'trajectory',
    'asked',
    'askedTask',
    'result',
    'team',
    'diagnosis',
    'advice',
    'plan',
    'draft',
  ],
  rehabilitation: [],
  municipality: ['patient', 'trajectory', 'advice', 'plan'],
};
const everything = sees.provider ?? [];
const clients = [
  ...Object.entries(sees),
  ...['coordinator', 'case-manager', 'parent'].map((name) => [name, everything] as const),
];

/** All an answer says but what differs between any two requests. */
const said = (reply: Reply, id: string) => ({
  status: reply.status,
  text: reply.text.replaceAll(id, '<id>'),
  headers: [...reply.headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name)),
});

describe('a child’s file', () => {
  let sandbox: Sandbox;
  let file: FileScene;
  const names = () => Object.entries(file.resources);
  const pathOf = ({ resourceType, id }: Resource) => `/fhir/${resourceType}/${id}`;
  beforeAll(async () => {
    sandbox = await openSandbox();
    file = await openFile(sandbox, nextBsn());
  });
  afterAll(() => sandbox.close());

  describe.each(clients)('for the %s', (name, visible) => {
    let client: Client;
    beforeAll(async () => {
      client = await sandbox.as(name);
    });

    it.each(['', '/_history/1', '/_history'])(
      'opens what it may see and nothing else, at <id>%s',
      async (more) => {
        const opened: string[] = [];
        for (const [what, resource] of names()) {
          const { status } = await client.get(`${pathOf(resource)}${more}`);
          expect([200, 404]).toContain(status);
          if (status === 200) opened.push(what);
        }
        expect(opened.sort()).toEqual([...visible].sort());
      },
    );

    it.each(['patient', 'subject'])('finds what it may see and nothing else by %s', async (parameter) => {
      const types = new Set(names().map(([, { resourceType }]) => resourceType));
      const found: string[] = [];
      for (const type of types) {
        const query =
          type === 'Patient' ? `_id=${file.patient.id}` : `${parameter}=Patient/${file.patient.id}`;
        const reply = await client.get(`/fhir/${type}?${query}`);
        if (reply.status === 200) {
          expect(reply.bundle().total).toBe(idsOf(reply).length);
          found.push(...idsOf(reply));
        } else
          expect([reply.status, parameter, type]).toEqual([
            400,
            'subject',
            expect.stringMatching(/Related|Episode|Task/),
          ]);
      }
      const searched = names().filter(
        ([, { resourceType }]) => parameter === 'patient' || !/Related|Episode|Task/.test(resourceType),
      );
      const wanted = searched.filter(([what]) => visible.includes(what)).map(([, { id }]) => id);
      expect(found.filter((id) => searched.some(([, one]) => one.id === id)).sort()).toEqual(wanted.sort());
    });

    it('finds it in every way to read many at once, and nothing else', async () => {
      const scene = new Map(names().map(([what, { id }]) => [id, what]));
      const foundBy = async (path: string): Promise<string[]> => {
        const reply = await client.get(path);
        expect([path, reply.status]).toEqual([path, 200]);
        expect([path, reply.bundle().total]).toEqual([path, reply.bundle().entry?.length ?? 0]);
        const ids = (reply.bundle().entry ?? []).map(({ fullUrl = '' }) => fullUrl.split('/').at(-1) ?? '');
        return [...new Set(ids.flatMap((id) => scene.get(id) ?? []))].sort();
      };
      const typeOf = new Map(names().map(([what, { resourceType }]) => [what, resourceType]));
      const wanted = [...visible].sort();
      expect(await foundBy('/fhir?_count=1000')).toEqual(wanted);
      expect(await foundBy('/fhir/_history?_count=1000')).toEqual(wanted);
      expect(await foundBy(`/fhir?_id=${[...scene.keys()].join()}&_count=1000`)).toEqual(wanted);
      const inCompartment = wanted.filter((what) => typeOf.get(what) !== 'Task');
      expect(await foundBy(`/fhir/Patient/${file.patient.id}/*?_count=1000`)).toEqual(inCompartment);
      for (const type of new Set(typeOf.values())) {
        const ofType = wanted.filter((what) => typeOf.get(what) === type);
        expect([type, await foundBy(`/fhir/${type}/_history?_count=1000`)]).toEqual([type, ofType]);
      }
    });

    it('gets it all with $everything, or not found', async () => {
      const reply = await client.get(`/fhir/Patient/${file.patient.id}/$everything`);
      if (visible.length === 0) expect(reply.status).toBe(404);
      else {
        const wanted = names()
          .filter(([what]) => visible.includes(what))
          .map(([, { id }]) => id);
        expect(idsOf(reply).sort()).toEqual(wanted.sort());
      }
    });

    it('cannot tell what it may not see from what never was', async () => {
      for (const [what, resource] of names().filter(([what]) => !visible.includes(what))) {
        const { resourceType: type, id } = resource;
        const never = id.replace(/^.{8}/, '00000000');
        const asks: ((id: string) => Promise<Reply>)[] = [
          (id) => client.get(`/fhir/${type}/${id}`),
          (id) => client.get(`/fhir/${type}/${id}/_history`),
          (id) => client.get(`/fhir/${type}/${id}/_history/1`),
          (id) => client.get(`/fhir/${type}?_id=${id}`),
          (id) => client.get(`/fhir/${type}?_id=${id}&_summary=count`),
          (id) => client.remove(`/fhir/${type}/${id}`),
          (id) => client.remove(`/fhir/${type}/${id}`, { 'if-match': 'W/"1"' }),
          (id) => client.put(`/fhir/${type}/${id}`, { ...resource, id }, { 'if-match': 'W/"1"' }),
          (id) => client.get(`/fhir/Patient/${id}/$everything`),
          (id) => client.get(`/fhir/Patient/${id}/$everything?_since=2020&_count=1`),
          (id) => client.get(`/fhir/${type}/${id}`, { 'if-none-match': '*' }),
          (id) => client.get(`/fhir/${type}/${id}/_history/1`, { 'if-none-match': '*' }),
          (id) => client.send('HEAD', `/fhir/${type}/${id}`),
          (id) => client.get(`/fhir/${type}/${id}/_history?_since=2020`),
          (id) => client.get(`/fhir?_id=${id}`),
          (id) => client.get(`/fhir?_type=${type}&_id=${id}&_summary=count`),
          (id) => client.get(`/fhir/Patient/${id}/Observation`),
          (id) => client.get(`/fhir/Patient/${id}/*`),
          (id) => client.get(`/fhir?_type=Observation,Condition&patient=${id}`),
          (id) =>
            client.post('/fhir/Practitioner', {
              resourceType: 'Practitioner',
              extension: [{ url: 'https://a.nl', valueReference: { reference: `${type}/${id}` } }],
            }),
        ];
        const replies = await Promise.all(
          asks.map(async (ask) => [said(await ask(id), id), said(await ask(never), never)]),
        );
        for (const [index, [hidden, absent]] of replies.entries())
          expect([what, index, hidden]).toEqual([what, index, absent]);
      }
    });
  });

  it('does not say to the gp whether a child with a BSN has a file', async () => {
    const gp = await sandbox.as('gp');
    const bsn = file.patient.identifier?.[0]?.value ?? '';
    const reply = await gp.get(`/fhir/Patient?identifier=${bsnSystem}|${bsn}`);
    expect(reply.bundle().total).toBe(0);
    expect((await gp.get('/fhir/Patient')).bundle().total).toBe(0);
  });

  describe('the municipality’s view', () => {
    let client: Client;
    beforeAll(async () => {
      client = await sandbox.as('municipality');
    });
    const planPath = (more = '') => `/fhir/CarePlan${more}`;

    it('shows the plan without diagnoses, reasons and notes, marked SUBSETTED', async () => {
      const reply = await client.get(pathOf(file.plan));
      const plan = reply.resource<CarePlan>();
      expect(plan).toMatchObject({
        title: 'Plan',
        status: 'active',
        subject: { reference: `Patient/${file.patient.id}` },
      });
      expect(plan.meta?.tag?.map(({ code }) => code)).toContain('SUBSETTED');
      expect(reply.text).not.toContain('geheim');
      expect(reply.text).not.toContain(file.condition.id);
      expect(plan.activity?.[0]?.reference?.reference).toBe(`ServiceRequest/${file.resources.advice?.id}`);
      expect(plan.activity?.[1]?.detail?.code?.text).toBe('Logopedie');
    });

    it.each([
      ['a search', () => planPath(`?patient=Patient/${file.patient.id}`)],
      ['an old version', () => `${pathOf(file.plan)}/_history/1`],
      ['the history', () => `${pathOf(file.plan)}/_history`],
      ['the history of plans', () => '/fhir/CarePlan/_history'],
      ['the history of everything', () => '/fhir/_history?_count=1000'],
      ['a search over types', () => `/fhir?_type=CarePlan,ServiceRequest&patient=${file.patient.id}`],
      ['the compartment', () => `/fhir/Patient/${file.patient.id}/*`],
      ['$everything', () => `/fhir/Patient/${file.patient.id}/$everything`],
      [
        'an include',
        () =>
          `/fhir/CarePlan?_id=${file.plan.id}&_include=CarePlan:condition&_include=CarePlan:activity-reference`,
      ],
      [
        'a reverse include',
        () =>
          `/fhir/Patient?_id=${file.patient.id}&_revinclude=CarePlan:patient&_revinclude=Condition:patient&_revinclude=ServiceRequest:patient`,
      ],
    ])('holds in %s', async (_, path) => {
      const reply = await client.get(path());
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain('geheim');
      expect(reply.text).not.toContain(file.condition.id);
    });

    it.each([
      () => `condition=Condition/${file.condition.id}`,
      () => `condition.code:text=autisme`,
      () => `_has:Provenance:target:agent=x`,
    ])('does not let a search match on what is hidden (%#)', async (query) => {
      const reply = await client.get(planPath(`?patient=Patient/${file.patient.id}&${query()}`));
      if (reply.status === 200) expect(reply.bundle().total).toBe(0);
      else expect(reply.status).toBe(400);
    });

    it('does not give the whole plan away in the answer to a conditional create', async () => {
      const header = { 'if-none-exist': `subject=Patient/${file.patient.id}&status=active` };
      const reply = await client.post('/fhir/CarePlan', carePlan(file.patient.id), header);
      expect(reply.text).not.toContain('geheim');
      expect(reply.text).not.toContain(file.condition.id);
    });

    it('cannot write the plan', async () => {
      const plan = (await client.get(pathOf(file.plan))).resource<CarePlan>();
      const reply = await client.put(pathOf(file.plan), { ...plan, title: 'Ander plan' });
      expect(reply.status).toBe(403);
      expect((await client.remove(pathOf(file.plan))).status).toBe(403);
    });
  });

  describe('membership of the team', () => {
    const end = async (change: (team: CareTeam) => CareTeam): Promise<void> => {
      const tester = await sandbox.as('tester');
      const team = (await tester.get(pathOf(file.resources.team as Resource))).resource<CareTeam>();
      expect((await tester.put(pathOf(team), change(team))).status).toBe(200);
    };
    const periodTo =
      (finish: string) =>
      (team: CareTeam): CareTeam => ({
        ...team,
        participant: team.participant?.map((one) => ({
          ...one,
          period: { start: '2020-01-01', end: finish },
        })),
      });
    const status = async (): Promise<number> =>
      (await (await sandbox.as('provider')).get(pathOf(file.condition))).status;

    it.each<[string, (team: CareTeam) => CareTeam]>([
      ['the period is over', periodTo('2021-01-01')],
      ['the period ended an hour ago, told in another time zone', (team) => periodTo(zoned(-60))(team)],
      ['the period of the whole team is over', (team) => ({ ...team, period: { end: '2021-01-01' } })],
      ['the team is inactive', (team) => ({ ...team, status: 'inactive' })],
      ['the participant is taken out', (team) => ({ ...team, participant: undefined })],
    ])('gives access until %s, and on the next request not any more', async (_, change) => {
      await end((team) => ({ ...team, status: 'active', period: undefined, participant: member }));
      expect(await status()).toBe(200);
      await end(change);
      expect(await status()).toBe(404);
    });

    it('lasts while its period does, whatever the time zone it is told in', async () => {
      await end((team) => ({
        ...periodTo(zoned(60))({ ...team, status: 'active', period: undefined, participant: member }),
      }));
      expect(await status()).toBe(200);
    });
    const member = [
      {
        member: { reference: 'Practitioner/orthopedagoog-visser' },
        onBehalfOf: { reference: 'Organization/mkd-het-kompas' },
      },
    ];
  });

  it('closes for the hospital once its task is done', async () => {
    const tester = await sandbox.as('tester');
    const other = await openFile(sandbox, nextBsn());
    const hospital = await sandbox.as('hospital');
    expect((await hospital.get(pathOf(other.patient))).status).toBe(200);
    const { asked, askedTask } = other.resources;
    await tester.put(pathOf(asked as Resource), { ...asked, status: 'completed', performer: undefined });
    await tester.put(pathOf(askedTask as Resource), { ...askedTask, status: 'completed' });
    expect((await hospital.get(pathOf(other.patient))).status).toBe(404);
  });

  it('closes for a parent who is not active any more', async () => {
    const tester = await sandbox.as('tester');
    const other = await openFile(sandbox, nextBsn());
    const parent = await sandbox.as('parent');
    expect((await parent.get(pathOf(other.patient))).status).toBe(200);
    await tester.put(pathOf(other.parent), { ...other.parent, active: false });
    expect((await parent.get(pathOf(other.patient))).status).toBe(404);
  });

  describe('writing', () => {
    const into = (patient: string) => observation(patient);
    it.each([
      ['gp', 422],
      ['school', 422],
      ['municipality', 403],
      ['parent', 403],
      ['jgz', 201],
      ['hospital', 201],
      ['coordinator', 201],
      ['case-manager', 201],
    ])('as the %s an observation answers %d', async (name, status) => {
      const client = await sandbox.as(name);
      expect((await client.post('/fhir/Observation', into(file.patient.id))).status).toBe(status);
    });

    it('cannot pull a hidden child’s resource over into a file of one’s own', async () => {
      const gp = await sandbox.as('gp');
      const own = await gp.made(child());
      const { id } = file.condition;
      const stolen = { ...file.condition, subject: { reference: `Patient/${own.id}` } };
      const never = id.replace(/^.{8}/, '00000000');
      const replies = [id, never].map((one) => gp.put(`/fhir/Condition/${one}`, { ...stolen, id: one }));
      const [hidden, absent] = await Promise.all(replies);
      expect([hidden?.status, hidden?.text]).toEqual([400, absent?.text.replaceAll(never, id)]);
      const seen = await gp.put(`/fhir/Condition/${id}`, stolen, { 'if-match': 'W/"1"' });
      expect(seen.status).toBe(404);
      const inBundle = await gp.post('/fhir', {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ resource: stolen, request: { method: 'PUT', url: `Condition/${id}` } }],
      });
      expect(inBundle.status).toBe(400);
    });

    it('cannot make itself member of a team it is not in', async () => {
      const gp = await sandbox.as('gp');
      const mine = careTeam(file.patient.id, {
        participant: [{ member: { reference: 'Organization/huisartsen-zonnedal' } }],
      });
      expect((await gp.post('/fhir/CareTeam', mine)).status).toBe(422);
      const jgz = await sandbox.as('jgz');
      expect((await jgz.post('/fhir/CareTeam', mine)).status).toBe(403);
    });

    it('leaves the directory to the coordinator', async () => {
      const clinic = { resourceType: 'Organization', name: 'Nieuwe praktijk' };
      expect((await (await sandbox.as('gp')).post('/fhir/Organization', clinic)).status).toBe(403);
      expect((await (await sandbox.as('coordinator')).post('/fhir/Organization', clinic)).status).toBe(201);
    });
  });
});

/** The moment so many minutes from now, as it is told two hours east of Greenwich. */
function zoned(minutes: number): string {
  const moment = new Date(Date.now() + (minutes + 120) * 60_000);
  return `${moment.toISOString().slice(0, 19)}+02:00`;
}
