import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, idsOf, openSandbox, type Sandbox } from './sandbox.ts';
import { child, observation, request, task } from './scenes.ts';

const at = <T extends string>(reference: T) => ({ reference });

describe('what a search brings along', () => {
  let sandbox: Sandbox;
  let tester: Client;
  let patient: string;
  const made: Record<string, string> = {};
  const keep = async (name: string, resource: Resource) => {
    made[name] = `${resource.resourceType}/${(await tester.made(resource)).id}`;
  };
  const brought = async (query: string): Promise<string[]> => {
    const reply = await tester.get(`/fhir/${query}`);
    expect([query, reply.status, reply.status === 200 ? '' : reply.text]).toEqual([query, 200, '']);
    return (reply.bundle().entry ?? [])
      .filter(({ search }) => search?.mode === 'include')
      .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`)
      .sort();
  };
  const id = (name: string): string => made[name]?.split('/')[1] ?? '';
  const refs = (...names: string[]) => names.map((name) => made[name] ?? name).sort();

  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    patient = (await tester.made(child())).id;
    made.patient = `Patient/${patient}`;
    await keep('role', {
      resourceType: 'PractitionerRole',
      practitioner: at('Practitioner/jeugdarts-smit'),
      organization: at('Organization/jgz-heuvelrand'),
    });
    await keep('request', request(patient, { requester: at(made.role as 'PractitionerRole/x') }));
    await keep(
      'task',
      task(patient, { focus: at(made.request ?? ''), owner: at('Organization/ziekenhuis-heuvelrand') }),
    );
    await keep('part', task(patient, { partOf: [at(made.task as 'Task/x')] }));
    await keep('partOfPart', task(patient, { partOf: [at(made.part as 'Task/x')] }));
    await keep('seen', observation(patient, { performer: [at('Practitioner/kinderarts-bakker')] }));
    await keep('origin', {
      resourceType: 'Provenance',
      target: [at(made.seen ?? '')],
      recorded: '2026-01-05T10:00:00Z',
      agent: [{ who: at('Practitioner/kinderarts-bakker') }],
    });
    await keep('group', {
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [{ entity: at(`Patient/${patient}`) }],
    });
  });
  afterAll(() => sandbox.close());

  it('follows a reference once, and on and on with :iterate', async () => {
    const part = `Task?_id=${id('partOfPart')}`;
    expect(await brought(`${part}&_include=Task:part-of`)).toEqual(refs('part'));
    expect(await brought(`${part}&_include:iterate=Task:part-of`)).toEqual(refs('part', 'task'));
    expect(
      await brought(
        `${part}&_include:iterate=Task:part-of&_include:iterate=Task:focus&_include:iterate=ServiceRequest:requester&_include:iterate=PractitionerRole:organization`,
      ),
    ).toEqual(refs('part', 'task', 'request', 'role', 'Organization/jgz-heuvelrand'));
  });

  it('goes backwards once, and on and on with :iterate', async () => {
    const whole = `Task?_id=${id('task')}`;
    expect(await brought(`${whole}&_revinclude=Task:part-of`)).toEqual(refs('part'));
    expect(await brought(`${whole}&_revinclude:iterate=Task:part-of`)).toEqual(refs('part', 'partOfPart'));
  });

  it('includes what an included resource is referred to by', async () => {
    expect(
      await brought(
        `Observation?_id=${id('seen')}&_include=Observation:performer&_revinclude:iterate=Provenance:agent`,
      ),
    ).toEqual(refs('Practitioner/kinderarts-bakker', 'origin'));
  });

  it('takes every reference with a wildcard', async () => {
    const one = `Task?_id=${id('task')}`;
    const all = refs('patient', 'request', 'Organization/ziekenhuis-heuvelrand');
    expect(await brought(`${one}&_include=*`)).toEqual(all);
    expect(await brought(`${one}&_include=Task:*`)).toEqual(all);
    expect(await brought(`${one}&_revinclude=*`)).toEqual(refs('part'));
    expect(await brought(`Observation?_id=${id('seen')}&_revinclude=*`)).toEqual(refs('origin'));
    expect(await brought(`Observation?_id=${id('seen')}&_revinclude=Provenance:*`)).toEqual(refs('origin'));
    expect(await brought(`Patient?_id=${patient}&_revinclude=*`)).toEqual(
      refs('request', 'task', 'part', 'partOfPart', 'seen', 'group'),
    );
  });

  it('finds what refers to a resource without a word of the child', async () => {
    expect(await brought(`Observation?_id=${id('seen')}&_revinclude=Provenance:target`)).toEqual(
      refs('origin'),
    );
  });

  it('keeps to the target type that is named', async () => {
    const one = `Task?_id=${id('task')}`;
    expect(await brought(`${one}&_include=Task:owner:Practitioner`)).toEqual([]);
    expect(await brought(`${one}&_include=Task:owner:Organization`)).toEqual(
      refs('Organization/ziekenhuis-heuvelrand'),
    );
  });

  it('finds referrers of the directory, in it and in files', async () => {
    expect(await brought('Organization?_id=ziekenhuis-heuvelrand&_revinclude=Task:owner')).toEqual(
      refs('task'),
    );
    expect(await brought('Practitioner?_id=jeugdarts-smit&_revinclude=PractitionerRole:*')).toEqual(
      refs('role'),
    );
  });

  it('brings along the trail when AuditEvent is named, and not by a wildcard', async () => {
    const events = await brought(`Patient?_id=${patient}&_revinclude=AuditEvent:patient`);
    expect(events.length).toBeGreaterThan(5);
    expect(events.every((name) => name.startsWith(`AuditEvent/${patient}.`))).toBe(true);
    const all = await brought(`Patient?_id=${patient}&_revinclude=*`);
    expect(all.filter((name) => name.startsWith('AuditEvent/'))).toEqual([]);
  });

  it('asks about many with one _has, each for itself', async () => {
    const more: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const one = await tester.made(child());
      if (n % 2 === 0) {
        more.push(one.id);
        await tester.made(observation(one.id, { status: 'amended' }));
      }
    }
    const found = await tester.get('/fhir/Patient?_has:Observation:subject:status=amended&_count=100');
    expect(idsOf(found).sort()).toEqual(more.sort());
    const over = await tester.get(
      '/fhir?_type=Patient,Organization&_has:Observation:subject:status=amended&_count=100',
    );
    expect(idsOf(over).sort()).toEqual(more.sort());
    const deep = await tester.get('/fhir/Observation?_has:Provenance:target:agent.name=bakker');
    expect(idsOf(deep)).toEqual([id('seen')]);
  });
});
