import type { Bundle, Observation } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import {
  type Client,
  idsOf,
  linkOf,
  matchesOf,
  openSandbox,
  type Reply,
  type Sandbox,
  storesHere,
} from './sandbox.ts';
import { child, observation, request, task } from './scenes.ts';

const { validate } = createValidator();
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const at = <T extends string>(reference: T) => ({ reference });

const entriesOf = (reply: Reply) =>
  (reply.bundle().entry ?? []).map(
    ({ request, fullUrl, response }) =>
      `${request?.method} ${fullUrl?.split('/').slice(-2).join('/')} ${response?.etag}`,
  );
const namesOf = (reply: Reply): string[] =>
  (reply.bundle().entry ?? []).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`).sort();

describe.each(await storesHere())('reading on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  /** All pages of a Bundle, the first included. */
  async function pagesFrom(path: string, relation = 'next'): Promise<Reply[]> {
    const pages: Reply[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const reply = await tester.get(next);
      expect([next, reply.status]).toEqual([next, 200]);
      pages.push(reply);
      next = linkOf(reply, relation);
      expect(pages.length).toBeLessThan(30);
    }
    return pages;
  }

  describe('with a condition', () => {
    it.each([
      ['the current version', 'if-none-match', 'W/"1"'],
      ['any version', 'if-none-match', '*'],
      ['one of several', 'if-none-match', '"9", W/"1"'],
      ['a later moment', 'if-modified-since', new Date(Date.now() + 60_000).toUTCString()],
    ])('answers 304 without a body to %s', async (_, name, value) => {
      const { id } = await tester.made(child());
      for (const path of [`/fhir/Patient/${id}`, `/fhir/Patient/${id}/_history/1`]) {
        const reply = await tester.get(path, { [name]: value });
        expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([304, '', 'W/"1"']);
      }
    });

    it('answers the resource once it changed', async () => {
      const patient = await tester.made(child());
      await tester.put(`/fhir/Patient/${patient.id}`, { ...patient, active: true });
      const reply = await tester.get(`/fhir/Patient/${patient.id}`, { 'if-none-match': 'W/"1"' });
      expect([reply.status, reply.headers.get('etag')]).toEqual([200, 'W/"2"']);
      const past = new Date(Date.now() - 60_000).toUTCString();
      expect((await tester.get(`/fhir/Patient/${patient.id}`, { 'if-modified-since': past })).status).toBe(
        200,
      );
    });

    it('says gone and not found whatever the condition', async () => {
      const { id } = await tester.made(child());
      await tester.remove(`/fhir/Patient/${id}`);
      expect((await tester.get(`/fhir/Patient/${id}`, { 'if-none-match': '*' })).status).toBe(410);
      expect((await tester.get('/fhir/Patient/none', { 'if-none-match': '*' })).status).toBe(404);
    });

    it('leaves its trail when nothing is sent', async () => {
      const { id } = await tester.made(child());
      const trail = async () =>
        matchesOf(await tester.get(`/fhir/AuditEvent?patient=${id}&action=R&_count=100`)).length;
      const before = await trail();
      await tester.get(`/fhir/Patient/${id}`, { 'if-none-match': '*' });
      expect(await trail()).toBe(before + 1);
    });
  });

  it('serves every way to read as an entry of a batch', async () => {
    const { id } = await tester.made(child());
    const seen = (await tester.made(observation(id))).id;
    const asked: [string, string, string?][] = [
      [`Patient/${id}`, '304', 'W/"1"'],
      [`Observation/${seen}/_history/1`, '200'],
      [`Observation/${seen}/_history`, '200'],
      [`Patient/${id}/Observation`, '200'],
      [`Patient/${id}/*?_count=1`, '200'],
      [`?_type=Observation,Patient&_id=${seen}`, '200'],
      [`Patient/${id}/$everything`, '200'],
      [`Patient/${id}/Task`, '400'],
    ];
    const entry = asked.map(([url, , ifNoneMatch]) => ({ request: { method: 'GET', url, ifNoneMatch } }));
    const reply = await tester.post('/fhir', { resourceType: 'Bundle', type: 'batch', entry });
    const statuses = reply.bundle().entry?.map(({ response }) => response?.status?.slice(0, 3));
    expect(statuses).toEqual(asked.map(([, status]) => status));
    expect(reply.bundle().entry?.[5]?.resource).toMatchObject({ resourceType: 'Bundle', total: 1 });
  });

  it('answers HEAD with the headers of a GET and nothing else', async () => {
    const { id } = await tester.made(child());
    for (const path of [
      `/fhir/Patient/${id}`,
      `/fhir/Patient/${id}/_history/1`,
      `/fhir/Patient/${id}/_history`,
      `/fhir/Patient?_id=${id}`,
    ]) {
      const [head, get] = [await tester.send('HEAD', path), await tester.get(path)];
      expect([path, head.status, head.text]).toEqual([path, 200, '']);
      for (const name of ['etag', 'last-modified', 'content-type'])
        expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
    }
    expect((await tester.send('HEAD', '/fhir/Patient/none')).status).toBe(404);
  });

  describe('a history', () => {
    let patient: string;
    let first: string;
    let second: string;
    beforeAll(async () => {
      patient = (await tester.made(child())).id;
      first = (await tester.made(observation(patient, { valueString: 'een' }))).id;
      sandbox.later(60_000);
      second = (await tester.made(observation(patient, { valueString: 'twee' }))).id;
      await tester.put(
        `/fhir/Observation/${first}`,
        observation(patient, { id: first, valueString: 'drie' }),
      );
      sandbox.later(60_000);
      await tester.remove(`/fhir/Observation/${first}`);
      await tester.put(`/fhir/Observation/${second}`, observation(patient, { id: second }));
    });
    const own = (names: string[]) =>
      names.filter((name) => [patient, first, second].some((id) => name.includes(id)));

    it('of one resource is newest first, and a deletion has no resource', async () => {
      const reply = await tester.get(`/fhir/Observation/${first}/_history`);
      const bundle = reply.bundle();
      expect(entriesOf(reply)).toEqual([
        `DELETE Observation/${first} W/"3"`,
        `PUT Observation/${first} W/"2"`,
        `POST Observation/${first} W/"1"`,
      ]);
      expect(bundle.entry?.map(({ request }) => request?.url)).toEqual([
        `Observation/${first}`,
        `Observation/${first}`,
        'Observation',
      ]);
      expect(bundle.entry?.map(({ response }) => response?.status)).toEqual([
        '204 No Content',
        '200 OK',
        '201 Created',
      ]);
      expect(bundle.entry?.map(({ resource }) => resource?.meta?.versionId)).toEqual([undefined, '2', '1']);
      expect(validate(bundle).errors).toEqual([]);
    });

    it('of a type holds all its resources, and of everything all types', async () => {
      const ofType = await tester.get('/fhir/Observation/_history?_count=1000');
      expect(own(entriesOf(ofType))).toEqual([
        `PUT Observation/${second} W/"2"`,
        `DELETE Observation/${first} W/"3"`,
        `PUT Observation/${first} W/"2"`,
        `POST Observation/${second} W/"1"`,
        `POST Observation/${first} W/"1"`,
      ]);
      expect(ofType.bundle().total).toBe(ofType.bundle().entry?.length);
      expect(validate(ofType.bundle()).errors).toEqual([]);
      const ofAll = await tester.get('/fhir/_history?_count=1000');
      expect(own(entriesOf(ofAll))).toEqual([...own(entriesOf(ofType)), `POST Patient/${patient} W/"1"`]);
      expect(entriesOf(ofAll)).toContain('PUT Organization/ivh-heuvelrand W/"1"');
      expect(ofAll.text).not.toContain('AuditEvent');
    });

    it('begins where _since says, and shows with _at what was current then', async () => {
      const versions = (await tester.get(`/fhir/Observation/${first}/_history`)).bundle().entry ?? [];
      const [gone, changed, created] = versions.map(({ response }) => response?.lastModified ?? '');
      const etags = async (query: string) =>
        entriesOf(await tester.get(`/fhir/Observation/${first}/_history?${query}`)).map((name) =>
          name.slice(-5),
        );
      expect(await etags(`_since=${changed}`)).toEqual(['W/"3"', 'W/"2"']);
      expect(await etags(`_since=${new Date(Date.parse(changed ?? '') + 1).toISOString()}`)).toEqual([
        'W/"3"',
      ]);
      expect(await etags(`_at=${created}`)).toEqual(['W/"1"']);
      expect(await etags(`_at=${changed}`)).toEqual(['W/"2"']);
      expect(await etags(`_at=${gone}`)).toEqual(['W/"3"']);
      expect(await etags(`_at=${created?.slice(0, 4)}`)).toEqual(['W/"3"', 'W/"2"', 'W/"1"']);
      expect(await etags('_at=2020')).toEqual([]);
      const ofType = await tester.get(`/fhir/Observation/_history?_since=${gone}`);
      expect(own(entriesOf(ofType))).toEqual([
        `PUT Observation/${second} W/"2"`,
        `DELETE Observation/${first} W/"3"`,
      ]);
      expect(linkOf(ofType, 'self')).toContain(`_since=${encodeURIComponent(gone ?? '')}`);
    });

    it.each([
      () => `/fhir/Observation/${first}/_history?_count=2`,
      () => '/fhir/Observation/_history?_count=2',
      () => '/fhir/_history?_count=20',
    ])('goes on page by page and back, in the order of one long page', async (path) => {
      const whole = await tester.get(path().replace(/_count=\d+/, '_count=1000'));
      const pages = await pagesFrom(path());
      expect(pages.flatMap(entriesOf)).toEqual(entriesOf(whole));
      expect(new Set(pages.map((page) => page.bundle().total))).toEqual(new Set([whole.bundle().total]));
      const last = linkOf(pages.at(-1) as Reply, 'self') ?? '';
      const back = await pagesFrom(last, 'previous');
      expect(back.reverse().flatMap(entriesOf)).toEqual(entriesOf(whole));
      expect(linkOf(pages.at(-1) as Reply, 'first')).toBe(linkOf(pages[0] as Reply, 'self'));
    });

    it('repeats and loses nothing while others write', async () => {
      const whole = own(entriesOf(await tester.get('/fhir/Observation/_history?_count=1000')));
      const seen: string[] = [];
      for (let next: string | undefined = '/fhir/Observation/_history?_count=3'; next !== undefined; ) {
        const reply: Reply = await tester.get(next);
        seen.push(...entriesOf(reply));
        next = linkOf(reply, 'next');
        await tester.made(observation(patient, { valueString: 'later' }));
        if (seen.length > 200) break;
      }
      expect(own(seen)).toEqual(whole);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('counts alone with _count=0', async () => {
      const bundle = (await tester.get(`/fhir/Observation/${first}/_history?_count=0`)).bundle();
      expect([bundle.total, bundle.entry, bundle.link?.length]).toEqual([3, undefined, 1]);
    });
  });

  describe('a compartment', () => {
    let patient: string;
    let other: string;
    const made: Record<string, string> = {};
    beforeAll(async () => {
      patient = (await tester.made(child())).id;
      other = (await tester.made(child())).id;
      made.low = (await tester.made(observation(patient))).id;
      made.high = (await tester.made(observation(patient, { status: 'preliminary' }))).id;
      made.asked = (await tester.made(request(patient))).id;
      made.todo = (await tester.made(task(patient, { focus: at(`ServiceRequest/${made.asked}`) }))).id;
      made.foreign = (await tester.made(observation(other, { performer: [at(`Patient/${other}`)] }))).id;
    });

    it('is searched by type, as any type is', async () => {
      expect(idsOf(await tester.get(`/fhir/Patient/${patient}/Observation`)).sort()).toEqual(
        [made.low, made.high].sort(),
      );
      const some = await tester.get(
        `/fhir/Patient/${patient}/Observation?status=final&_include=Observation:subject`,
      );
      expect(namesOf(some)).toEqual([`Observation/${made.low}`, `Patient/${patient}`]);
      expect(linkOf(some, 'self')).toMatch(`/fhir/Patient/${patient}/Observation?status=final`);
      expect(idsOf(await tester.get(`/fhir/Patient/${patient}/Patient`))).toEqual([patient]);
      expect(idsOf(await tester.get(`/fhir/Patient/${patient}/Observation?patient=${other}`))).toEqual([]);
    });

    it('is searched by POST', async () => {
      const reply = await tester.send('POST', `/fhir/Patient/${patient}/Observation/_search`, {
        body: 'status=final',
        headers: form,
      });
      expect(idsOf(reply)).toEqual([made.low]);
    });

    it('is searched whole, page by page', async () => {
      const whole = [
        `Observation/${made.low}`,
        `Observation/${made.high}`,
        `Patient/${patient}`,
        `ServiceRequest/${made.asked}`,
      ].sort();
      for (const star of ['*', '%2A'])
        expect(namesOf(await tester.get(`/fhir/Patient/${patient}/${star}`))).toEqual(whole);
      const pages = await pagesFrom(`/fhir/Patient/${patient}/*?_count=2`);
      expect(pages.map((page) => page.bundle().entry?.length)).toEqual([2, 2]);
      expect(pages.flatMap(namesOf).sort()).toEqual(whole);
      expect(namesOf(await tester.get(`/fhir/Patient/${patient}/*?_type=ServiceRequest`))).toEqual([
        `ServiceRequest/${made.asked}`,
      ]);
    });

    it('holds the child’s trail for those who ask for it', async () => {
      const [event] = matchesOf(await tester.get(`/fhir/Patient/${patient}/AuditEvent?action=C`));
      expect(event).toMatchObject({ resourceType: 'AuditEvent', action: 'C' });
    });

    it('of a child that never was is empty', async () => {
      for (const type of ['Observation', '*']) {
        const reply = await tester.get(`/fhir/Patient/none/${type}`);
        expect([reply.status, reply.bundle().total, reply.bundle().entry]).toEqual([200, 0, undefined]);
      }
    });
  });

  describe('a search over types', () => {
    let patient: string;
    let seen: string;
    let asked: string;
    beforeAll(async () => {
      patient = (await tester.made(child())).id;
      seen = (await tester.made(observation(patient, { status: 'final', effectiveDateTime: '2026-01-05' })))
        .id;
      asked = (await tester.made(request(patient))).id;
    });

    it('takes the parameters its types share', async () => {
      const query = `_type=Observation,ServiceRequest&patient=${patient}`;
      const wanted = [`Observation/${seen}`, `ServiceRequest/${asked}`];
      expect(namesOf(await tester.get(`/fhir?${query}`))).toEqual(wanted);
      expect(namesOf(await tester.send('POST', '/fhir/_search', { body: query, headers: form }))).toEqual(
        wanted,
      );
      expect(namesOf(await tester.get(`/fhir?${query}&status=final`))).toEqual([`Observation/${seen}`]);
      expect(namesOf(await tester.get(`/fhir?_type=Observation,Patient&_id=${patient},${seen}`))).toEqual([
        `Observation/${seen}`,
        `Patient/${patient}`,
      ]);
    });

    it('goes over all types when none is named', async () => {
      const reply = await tester.get(`/fhir?_id=${patient},${seen},ivh-heuvelrand`);
      expect(namesOf(reply)).toEqual([
        `Observation/${seen}`,
        'Organization/ivh-heuvelrand',
        `Patient/${patient}`,
      ]);
      expect(validate(reply.bundle()).errors).toEqual([]);
    });

    it('sorts, counts, pages and includes over types', async () => {
      const query = `/fhir?_type=Observation,ServiceRequest,Patient&_id=${patient},${seen},${asked}&_sort=-_lastUpdated`;
      const [whole, pages] = [await tester.get(query), await pagesFrom(`${query}&_count=1`)];
      expect(pages.flatMap(idsOf)).toEqual(idsOf(whole));
      expect(whole.bundle().total).toBe(3);
      expect((await tester.get(`${query}&_summary=count`)).bundle()).toMatchObject({ total: 3 });
      const included = await tester.get(
        `/fhir?_type=Observation,ServiceRequest&_id=${seen}&_include=Observation:subject`,
      );
      expect(namesOf(included)).toEqual([`Observation/${seen}`, `Patient/${patient}`]);
    });
  });

  describe('a page', () => {
    it('ends early where resources are large, and the next goes on', async () => {
      const { id } = await tester.made(child());
      const large = 'x'.repeat(700_000);
      for (let n = 0; n < 6; n += 1)
        await tester.made(
          observation(id, { note: [{ text: `${n}${large}` }], identifier: [{ value: `n${n}` }] }),
        );
      for (const path of [
        `/fhir/Observation?patient=${id}`,
        `/fhir/Patient/${id}/$everything?_type=Observation`,
        `/fhir/Patient/${id}/Observation`,
      ]) {
        const pages = await pagesFrom(path);
        expect([path, pages.map((page) => page.bundle().entry?.length)]).toEqual([path, [4, 2]]);
        expect(new Set(pages.flatMap(idsOf)).size).toBe(6);
        for (const page of pages) expect(page.text.length).toBeLessThan(5_000_000);
      }
      const included = await tester.get(`/fhir/Patient?_id=${id}&_revinclude=Observation:patient`);
      expect([included.status, included.outcome().issue[0]?.code]).toEqual([403, 'too-costly']);
    });

    it('leads back to the one before, and to the first', async () => {
      const { id } = await tester.made(child());
      for (let n = 0; n < 5; n += 1)
        await tester.made(observation(id, { effectiveDateTime: `2026-01-0${n + 1}` }));
      const pages = await pagesFrom(`/fhir/Observation?patient=${id}&_count=2&_sort=-date`);
      const back = await pagesFrom(linkOf(pages.at(-1) as Reply, 'self') ?? '', 'previous');
      expect(back.reverse().flatMap(idsOf)).toEqual(pages.flatMap(idsOf));
      expect(linkOf(pages[2] as Reply, 'first')).toBe(linkOf(pages[0] as Reply, 'self'));
      expect([linkOf(pages[0] as Reply, 'previous'), linkOf(pages[2] as Reply, 'next')]).toEqual([
        undefined,
        undefined,
      ]);
    });

    it('of a trail is narrowed by its date, and goes on', async () => {
      const { id } = await tester.made(child());
      const start = new Date(Date.now()).toISOString();
      for (let n = 0; n < 4; n += 1) await tester.get(`/fhir/Patient/${id}`);
      const pages = await pagesFrom(`/fhir/AuditEvent?patient=${id}&action=R&_count=3&_sort=-date`);
      expect(pages.map((page) => idsOf(page).length)).toEqual([3, 1]);
      const dated = async (date: string) =>
        idsOf(await tester.get(`/fhir/AuditEvent?patient=${id}&action=R&${date}`)).length;
      expect(await dated(`date=ge${start}`)).toBe(4);
      expect(await dated(`date=lt${start}`)).toBe(0);
      expect(await dated(`date=ge2020&date=lt2021`)).toBe(0);
      expect(await dated(`date=2020,ge${start}`)).toBe(4);
      expect(await dated('date=ne2020')).toBe(4);
    });
  });

  describe('the order of a search', () => {
    it('goes by several keys, both ways, with what has no value last', async () => {
      const { id } = await tester.made(child());
      const keep = async (effectiveDateTime: string | undefined, status: Observation['status']) =>
        (await tester.made(observation(id, { effectiveDateTime, status }))).id;
      const early = await keep('2026-01-01', 'final');
      const late = await keep('2026-03-01', 'final');
      const draft = await keep('2026-02-01', 'preliminary');
      const undated = await keep(undefined, 'final');
      const order = async (sort: string) =>
        idsOf(await tester.get(`/fhir/Observation?patient=${id}&_sort=${sort}`));
      expect(await order('date')).toEqual([early, draft, late, undated]);
      expect(await order('-date')).toEqual([late, draft, early, undated]);
      expect(await order('status,-date')).toEqual([late, early, undated, draft]);
      expect(await order('-status,date')).toEqual([draft, early, late, undated]);
      const paged = await pagesFrom(`/fhir/Observation?patient=${id}&_sort=-date&_count=1`);
      expect(paged.flatMap(idsOf)).toEqual([late, draft, early, undated]);
    });
  });

  describe('$everything', () => {
    let patient: string;
    const made: Record<string, string> = {};
    const everything = (query = '') => tester.get(`/fhir/Patient/${patient}/$everything${query}`);
    beforeAll(async () => {
      patient = (await tester.made(child())).id;
      made.early = (
        await tester.made(
          observation(patient, {
            effectiveDateTime: '2025-06-01',
            performer: [at('Practitioner/kinderarts-bakker')],
          }),
        )
      ).id;
      made.role = (
        await tester.made({
          resourceType: 'PractitionerRole',
          practitioner: at('Practitioner/jeugdarts-smit'),
          organization: at('Organization/jgz-heuvelrand'),
        })
      ).id;
      made.asked = (
        await tester.made(request(patient, { requester: at(`PractitionerRole/${made.role}`) }))
      ).id;
      sandbox.later(60_000);
      made.late = (await tester.made(observation(patient, { effectiveDateTime: '2026-02-01' }))).id;
    });
    const modes = (reply: Reply, mode: string): string[] =>
      ((reply.bundle() as Bundle).entry ?? [])
        .filter(({ search }) => search?.mode === mode)
        .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);

    it('brings along what of the directory the file refers to, and what that refers to', async () => {
      const reply = await everything();
      expect(modes(reply, 'match')[0]).toBe(`Patient/${patient}`);
      expect(modes(reply, 'match').slice(1).sort()).toEqual(
        [`Observation/${made.early}`, `Observation/${made.late}`, `ServiceRequest/${made.asked}`].sort(),
      );
      expect(modes(reply, 'include').sort()).toEqual([
        'Organization/jgz-heuvelrand',
        'Practitioner/jeugdarts-smit',
        'Practitioner/kinderarts-bakker',
        `PractitionerRole/${made.role}`,
      ]);
      expect(reply.bundle().total).toBe(4);
      expect(validate(reply.bundle()).errors).toEqual([]);
    });

    it('narrows by _type, _since, start and end', async () => {
      expect(modes(await everything('?_type=ServiceRequest'), 'match')).toEqual([
        `ServiceRequest/${made.asked}`,
      ]);
      expect(modes(await everything('?_type=ServiceRequest'), 'include')).toEqual([]);
      expect(modes(await everything('?_type=Observation,Practitioner'), 'include')).toEqual([
        'Practitioner/kinderarts-bakker',
      ]);
      const { meta } = (await tester.get(`/fhir/Observation/${made.late}`)).resource<Observation>();
      expect(modes(await everything(`?_since=${meta?.lastUpdated}`), 'match')).toEqual([
        `Observation/${made.late}`,
      ]);
      expect(modes(await everything('?start=2026&_type=Observation'), 'match')).toEqual([
        `Observation/${made.late}`,
      ]);
      expect(modes(await everything('?end=2025-06-01&_type=Observation'), 'match')).toEqual([
        `Observation/${made.early}`,
      ]);
    });

    it('goes on page by page, the child first', async () => {
      const pages = await pagesFrom(`/fhir/Patient/${patient}/$everything?_count=1`);
      expect(pages.flatMap(idsOf)).toEqual(idsOf(await everything()));
      expect(idsOf(pages[0] as Reply)).toEqual([patient]);
      const back = await pagesFrom(linkOf(pages.at(-1) as Reply, 'self') ?? '', 'previous');
      expect(back.reverse().flatMap(idsOf)).toEqual(pages.flatMap(idsOf));
    });

    it('takes its parameters by POST too', async () => {
      const reply = await tester.post(`/fhir/Patient/${patient}/$everything`, {
        resourceType: 'Parameters',
        parameter: [
          { name: '_type', valueCode: 'Observation' },
          { name: '_type', valueCode: 'Patient' },
          { name: 'start', valueDate: '2026-01-01' },
        ],
      });
      expect(idsOf(reply)).toEqual([patient, made.late]);
      const wrong = await tester.post(`/fhir/Patient/${patient}/$everything`, {
        resourceType: 'Parameters',
        parameter: [{ name: 'colour', valueString: 'blue' }],
      });
      expect([wrong.status, wrong.outcome().issue[0]?.expression]).toEqual([
        400,
        ['Parameters.parameter[0]'],
      ]);
    });
  });
});
