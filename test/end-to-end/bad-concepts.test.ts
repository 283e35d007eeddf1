// Requests to the concept API that must be refused: problem details that name the field, and nothing stored.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { bsnSource } from './scenes.ts';

const nextBsn = bsnSource(999970000);
const json = { 'content-type': 'application/json' };

const referral = (bsn: string) => ({
  child: { bsn, name: { given: 'Puck', family: 'Voorbeeld' }, birthDate: '2023-08-20', gender: 'female' },
  parents: [{ name: { given: 'Anna', family: 'Voorbeeld' }, relationship: 'mother', hasAuthority: true }],
  referrer: { kind: 'jgz-arts' },
  reason: { domains: ['gedrag'], question: 'Hoe houden we het thuis vol?' },
  parentsInformed: true,
});
const good = referral('999911120');

interface Bad {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly as?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly status: number;
  /** Field the first error names. */
  readonly field?: string;
  readonly text?: RegExp;
}

const bad: readonly Bad[] = [
  { name: 'no token', as: 'none', body: good, status: 401 },
  { name: 'broken JSON', body: '{', status: 400, text: /well-formed JSON/ },
  { name: 'no body', body: '', status: 400, text: /empty/ },
  { name: 'an array', body: [], status: 422 },
  { name: 'a number', body: '1', status: 422 },
  { name: 'repeated keys', body: '{"child":{},"child":{}}', status: 400, text: /same key twice/ },
  { name: 'too deep', body: '['.repeat(100), status: 400, text: /64 levels/ },
  {
    name: 'half a surrogate pair',
    body: JSON.stringify({ ...good, reason: { domains: ['gedrag'], question: '\ud800' } }),
    status: 400,
    text: /surrogate/,
  },
  { name: 'over the limit', body: `{"x":"${'x'.repeat(5_600_000)}"}`, status: 413 },
  {
    name: 'FHIR’s media type',
    headers: { 'content-type': 'application/fhir+json' },
    body: good,
    status: 415,
    text: /application\/json/,
  },
  {
    name: 'a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=b',
    status: 415,
  },
  { name: 'asking for XML', headers: { ...json, accept: 'text/xml' }, body: good, status: 406 },
  { name: 'an unknown field', body: { ...good, colour: 'blue' }, status: 422, field: 'colour' },
  {
    name: 'a __proto__ field',
    body: `{"__proto__":{},${JSON.stringify(good).slice(1)}`,
    status: 422,
    text: /__proto__/,
  },
  { name: 'no child', body: { ...good, child: undefined }, status: 422, field: 'child' },
  { name: 'no parents', body: { ...good, parents: [] }, status: 422, field: 'parents' },
  {
    name: 'parents not informed',
    body: { ...good, parentsInformed: false },
    status: 422,
    field: 'parentsInformed',
    text: /parents’ knowledge/,
  },
  { name: 'a BSN that fails the eleven test', body: referral('123456789'), status: 422, field: 'child.bsn' },
  {
    name: 'a BSN as number',
    body: { ...good, child: { ...good.child, bsn: 999911120 } },
    status: 422,
    field: 'child.bsn',
  },
  {
    name: 'a birth date that is none',
    body: { ...good, child: { ...good.child, birthDate: '2023-02-30' } },
    status: 422,
    field: 'child.birthDate',
  },
  {
    name: 'a child born in the future',
    body: { ...good, child: { ...good.child, birthDate: '2090-01-01' } },
    status: 422,
  },
  {
    name: 'a child too old',
    body: { ...good, child: { ...good.child, birthDate: '2005-01-01' } },
    status: 422,
  },
  {
    name: 'an unknown gender',
    body: { ...good, child: { ...good.child, gender: 'boy' } },
    status: 422,
    field: 'child.gender',
  },
  {
    name: 'an unknown domain',
    body: { ...good, reason: { ...good.reason, domains: ['constructor'] } },
    status: 422,
    field: 'reason.domains.0',
  },
  {
    name: 'an unknown kind of referrer',
    body: { ...good, referrer: { kind: 'toString' } },
    status: 422,
    field: 'referrer.kind',
  },
  {
    name: 'a referral of tomorrow',
    body: { ...good, referredAt: '2090-01-01T00:00:00Z' },
    status: 422,
    field: 'referredAt',
  },
  {
    name: 'a municipality that is not here',
    body: { ...good, municipality: 'nergens' },
    status: 422,
    text: /nergens/,
  },
  { name: 'a query on a POST', path: '/ivh/referrals?x=1', body: good, status: 400, field: 'x' },
  {
    name: 'an unknown filter',
    method: 'GET',
    path: '/ivh/referrals?colour=blue',
    status: 400,
    text: /colour/,
  },
  {
    name: 'an unknown status',
    method: 'GET',
    path: '/ivh/referrals?status=lost',
    status: 400,
    field: 'status',
  },
  {
    name: 'a repeated filter',
    method: 'GET',
    path: '/ivh/referrals?status=accepted&status=rejected',
    status: 400,
    field: 'status',
  },
  { name: 'a page that is none', method: 'GET', path: '/ivh/referrals?page=x', status: 400 },
  { name: 'an unknown referral', method: 'GET', path: '/ivh/referrals/none', status: 404 },
  { name: 'an id with bad characters', method: 'GET', path: '/ivh/referrals/a_b', status: 404 },
  {
    name: 'an unknown address',
    method: 'GET',
    path: '/ivh/referrals/none/paint',
    status: 404,
    text: /openapi\.json/,
  },
  { name: 'a wrong method', method: 'DELETE', path: '/ivh/referrals', status: 405, text: /GET|POST/ },
  {
    name: 'accepting what is not there',
    path: '/ivh/referrals/none/accept',
    as: 'coordinator',
    body: {},
    status: 404,
  },
  {
    name: 'an episode that is not there',
    method: 'GET',
    path: '/ivh/episodes/none',
    as: 'coordinator',
    status: 404,
  },
  {
    name: 'a plan that is not there',
    method: 'GET',
    path: '/ivh/care-plans/none',
    as: 'coordinator',
    status: 404,
  },
  {
    name: 'a team that is not there',
    method: 'GET',
    path: '/ivh/care-teams/none',
    as: 'coordinator',
    status: 404,
  },
  {
    name: 'a parameter on the board',
    method: 'GET',
    path: '/ivh/status?x=1',
    as: 'coordinator',
    status: 400,
    field: 'x',
  },
];

describe('a bad request to the concept API', () => {
  let sandbox: Sandbox;
  const send = async ({
    method = 'POST',
    path = '/ivh/referrals',
    as = 'jgz',
    headers = json,
    body,
  }: Omit<Bad, 'name' | 'status'>): Promise<Reply> => {
    const client = as === 'none' ? sandbox.withToken(undefined) : await sandbox.as(as);
    return client.send(method, path, { headers: body === undefined ? {} : headers, body });
  };
  const problemOf = (
    reply: Reply,
  ): { status: number; title: string; errors: { path?: string; message: string }[] } => {
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return JSON.parse(reply.text);
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());

  it.each(bad)(
    'is refused with $status: $name',
    async ({ name: _, status, field, text = /./, ...request }) => {
      const before = await sandbox.rows();
      const reply = await send(request);
      expect([reply.status, reply.text]).toEqual([status, expect.anything()]);
      const problem = problemOf(reply);
      expect(problem.status).toBe(status);
      if (field) expect(problem.errors[0]?.path).toBe(field);
      expect(reply.text).toMatch(text);
      expect(await sandbox.rows()).toBe(before);
    },
  );

  it('is refused when the child has an open referral already that the sender sees', async () => {
    const bsn = nextBsn();
    expect((await send({ body: referral(bsn) })).status).toBe(201);
    const before = await sandbox.rows();
    for (const as of ['jgz', 'coordinator']) {
      const reply = await send({ as, body: { ...referral(bsn), referrer: { kind: 'jgz-arts' } } });
      expect([as, reply.status, reply.text]).toEqual([as, 409, expect.stringMatching(/one open/)]);
    }
    expect(await sandbox.rows()).toBe(before);
  });

  it('does not tell a second referrer anything of the first', async () => {
    const bsn = nextBsn();
    const first = JSON.parse((await send({ body: referral(bsn) })).text);
    const second = await send({ as: 'gp', body: { ...referral(bsn), referrer: { kind: 'huisarts' } } });
    expect(second.status).toBe(201);
    for (const id of [first.id, first.child.id, first.episode, first.task])
      expect(second.text).not.toContain(id);
  });

  it('makes one of twenty that race to refer one child', async () => {
    const body = referral(nextBsn());
    const replies = await Promise.all(Array.from({ length: 20 }, () => send({ body })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
  });
});
