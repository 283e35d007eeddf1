import { beforeEach, describe, expect, it } from 'vitest';
import { feedbackAnswer, feedbackList, referralAnswer, referralList } from '../../src/ivh/referral/schema.ts';
import { boardAnswer } from '../../src/ivh/status/status.ts';
import { alex, openRegion, type Region } from './region.ts';

let region: Region;
beforeEach(async () => {
  region = await openRegion('2026-03-02T09:00:00Z');
});

const refer = (body: unknown = alex) => region.call(referralAnswer, 'jgz', 'POST', '/ivh/referrals', body);
const { senderReference: _, ...unnumbered } = alex;

describe('referring a child', () => {
  it('answers what was recorded, for the sender to read again', async () => {
    const sent = await refer();
    const read = await region.call(referralAnswer, 'jgz', 'GET', `/ivh/referrals/${sent.id}`);
    expect(read).toEqual(sent);
    expect(read).toMatchObject({
      child: { bsn: '999911120', name: 'Alex van der Linden', birthDate: '2023-08-20' },
      referrer: { kind: 'jgz-arts', organization: 'jgz' },
      reason: { direction: 'achterstand', question: alex.reason.question, text: alex.reason.text },
      signals: [{ text: 'Grove motoriek houterig', code: '276', date: '2025-11-01' }],
      senderReference: { system: 'https://jgz.voorbeeld.nl/aanmeldingen', value: 'A-1' },
    });
    expect(read.parents.map((each) => each.relationship).toSorted()).toEqual(['father', 'mother']);
  });

  it('is refused a second time with the same number of the sender, naming the first', async () => {
    const { id } = await refer();
    const other = { ...alex, child: { ...alex.child, bsn: '111222333' } };
    const failure = await region.refusal('jgz', 'POST', '/ivh/referrals', other);
    expect(failure.kind).toBe('duplicate');
    expect(failure.issues[0]).toMatchObject({
      text: expect.stringContaining(id),
      expression: 'senderReference',
    });
  });

  it('takes the same number from another sender', async () => {
    await refer();
    const other = { ...alex, child: { ...alex.child, bsn: '123456782' }, parents: alex.parents.slice(0, 1) };
    await expect(region.call(referralAnswer, 'gp', 'POST', '/ivh/referrals', other)).resolves.toMatchObject({
      status: 'requested',
    });
  });

  it('tells a sender of the open referral he made himself', async () => {
    const { id } = await refer();
    const failure = await region.refusal('jgz', 'POST', '/ivh/referrals', unnumbered);
    expect(failure).toMatchObject({
      kind: 'duplicate',
      message: `one open referral per child: referral ${id} is requested`,
    });
  });

  it('answers another sender as for a child that nobody knows, in a file of its own', async () => {
    const { id, child } = await refer();
    const other = { ...unnumbered, child: { ...alex.child, bsn: '111222333' } };
    const never = await region.call(referralAnswer, 'gp', 'POST', '/ivh/referrals', other);
    const second = await region.call(referralAnswer, 'gp', 'POST', '/ivh/referrals', unnumbered);
    const drawn = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
    const [met, unknown] = [second, never].map((each) => {
      const parents = each.parents.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
      return JSON.stringify({ ...each, parents }).replaceAll(drawn, '<id>');
    });
    expect(met?.replaceAll('999911120', '111222333')).toBe(unknown);
    expect(second.child.id).not.toBe(child.id);
    expect((await region.refusal('gp', 'GET', `/ivh/referrals/${id}`)).kind).toBe('not-found');
  });

  it('shows the coordinator that the child is known, and lets him act in both files', async () => {
    const first = await refer();
    const second = await region.call(referralAnswer, 'gp', 'POST', '/ivh/referrals', unnumbered);
    const { lines } = await region.call(boardAnswer, 'coordinator', 'GET', '/ivh/status');
    expect(Object.fromEntries(lines.map(({ child, joined }) => [child, joined]))).toEqual({
      [first.child.id]: [second.child.id],
      [second.child.id]: [first.child.id],
    });
    await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${second.id}/decline`, {
      reason: 'andere-hulp-passender',
      text: 'Al aangemeld door de JGZ',
    });
    const accepted = await region.call(
      referralAnswer,
      'coordinator',
      'POST',
      `/ivh/referrals/${first.id}/accept`,
      {},
    );
    expect(accepted.status).toBe('accepted');
    const own = await region.call(referralAnswer, 'gp', 'GET', `/ivh/referrals/${second.id}`);
    expect(own.status).toBe('rejected');
  });

  it('makes one file and one referral of two that arrive at once', async () => {
    const sent = await Promise.allSettled([refer(unnumbered), refer(unnumbered)]);
    expect(sent.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('makes one referral of two that arrive at once with one number of the sender', async () => {
    const { bsn: _bsn, ...child } = alex.child;
    const parents = alex.parents.map(({ bsn: _, ...parent }) => parent);
    const sent = await Promise.allSettled([0, 1, 2].map(() => refer({ ...alex, child, parents })));
    expect(sent.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const { referrals } = await region.call(referralList, 'jgz', 'GET', '/ivh/referrals');
    expect(referrals).toHaveLength(1);
  });

  it('goes into the same file when the earlier referral was declined', async () => {
    const first = await refer();
    await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${first.id}/decline`, {
      reason: 'andere-hulp-passender',
      text: 'Hulp van het consultatiebureau',
    });
    const second = await refer(unnumbered);
    expect(second.child.id).toBe(first.child.id);
    expect(second.id).not.toBe(first.id);
    expect(second.parents).toHaveLength(2);
  });

  it('needs a child under 7, or a reason until 8', async () => {
    const of = (birthDate: string, more = {}) => ({ ...alex, ...more, child: { ...alex.child, birthDate } });
    const seven = await region.refusal('jgz', 'POST', '/ivh/referrals', of('2019-03-02'));
    expect(seven).toMatchObject({
      kind: 'business-rule',
      message: expect.stringContaining('the child is 7'),
    });
    const eight = of('2018-03-02', { ageException: 'Lang gewacht' });
    expect((await region.refusal('jgz', 'POST', '/ivh/referrals', eight)).message).toContain(
      'the child is 8',
    );
    const unborn = await region.refusal('jgz', 'POST', '/ivh/referrals', of('2026-03-03'));
    expect(unborn.message).toContain('before birth');
    await expect(refer(of('2019-03-03'))).resolves.toMatchObject({ state: 'aangemeld' });
  });

  it('takes a child of 7 with a reason', async () => {
    const body = { ...alex, ageException: 'Lang gewacht', child: { ...alex.child, birthDate: '2018-06-01' } };
    await expect(refer(body)).resolves.toMatchObject({ ageException: 'Lang gewacht' });
  });

  it('is made by parents themselves, who then see their child’s file', async () => {
    const body = { ...unnumbered, referrer: { kind: 'ouders-zelf' }, municipality: undefined };
    const sent = await region.call(referralAnswer, 'mother', 'POST', '/ivh/referrals', body);
    const mine = await region.call(referralList, 'mother', 'GET', '/ivh/referrals');
    expect(mine.referrals.map((each) => each.id)).toEqual([sent.id]);
  });
});

describe('a parent who refers', () => {
  const own = { ...unnumbered, referrer: { kind: 'ouders-zelf' } };

  it('does not get into the file of a child by naming its BSN', async () => {
    const first = await refer();
    await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${first.id}/decline`, {
      reason: 'buiten-regio',
      text: 'Woont elders',
    });
    const second = await region.call(referralAnswer, 'stranger', 'POST', '/ivh/referrals', own);
    expect(second.child.id).not.toBe(first.child.id);
    const { referrals } = await region.call(referralList, 'stranger', 'GET', '/ivh/referrals');
    expect(referrals.map(({ id }) => id)).toEqual([second.id]);
    expect((await region.refusal('stranger', 'GET', `/ivh/referrals/${first.id}`)).kind).toBe('not-found');
  });

  it('refers his own child again when an earlier referral was declined', async () => {
    const first = await refer();
    await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${first.id}/decline`, {
      reason: 'geen-ontwikkelingsvraag',
      text: 'Nog even aanzien',
    });
    const again = await region.call(referralAnswer, 'mother', 'POST', '/ivh/referrals', own);
    expect(again.child.id).toBe(first.child.id);
    expect(again.parents).toHaveLength(2);
  });

  it('refers as ouders-zelf and as nobody else', async () => {
    const failure = await region.refusal('mother', 'POST', '/ivh/referrals', unnumbered);
    expect(failure.issues[0]?.expression).toBe('referrer.kind');
  });
});

describe('handling a referral', () => {
  it('shows the region what it was sent and a sender what he sent', async () => {
    const { id } = await refer();
    const listed = await region.call(referralList, 'coordinator', 'GET', '/ivh/referrals?status=requested');
    expect(listed.referrals).toMatchObject([{ id, child: { name: 'Alex van der Linden' } }]);
    const sent = await region.call(referralList, 'jgz', 'GET', '/ivh/referrals');
    expect(sent.referrals.map((each) => each.id)).toEqual([id]);
    const others = await region.call(referralList, 'gp', 'GET', '/ivh/referrals');
    expect(others.referrals).toEqual([]);
  });

  it('puts an accepted child on the region’s own waiting list', async () => {
    const { id } = await refer();
    const accepted = await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${id}/accept`, {
      waitlist: true,
    });
    expect(accepted).toMatchObject({ status: 'accepted', state: 'wachtlijst' });
  });

  it('declines with a reason the sender reads', async () => {
    const { id } = await refer();
    await region.call(referralAnswer, 'coordinator', 'POST', `/ivh/referrals/${id}/decline`, {
      reason: 'buiten-regio',
      text: 'Woont in een andere regio',
    });
    expect(await region.call(referralAnswer, 'jgz', 'GET', `/ivh/referrals/${id}`)).toMatchObject({
      status: 'rejected',
      state: 'afgewezen',
      decision: { code: 'buiten-regio', text: 'Woont in een andere regio' },
    });
  });

  it('names the legal steps when a step is not possible', async () => {
    const { id } = await refer();
    const path = `/ivh/referrals/${id}`;
    await region.call(referralAnswer, 'coordinator', 'POST', `${path}/accept`, {});
    const failure = await region.refusal('coordinator', 'POST', `${path}/decline`, {
      reason: 'te-oud',
      text: 'Te oud',
    });
    expect(failure).toMatchObject({
      kind: 'conflict',
      message:
        'the referral is accepted, not to become rejected; from there it goes to in-progress, cancelled',
    });
  });

  it('is withdrawn by its sender', async () => {
    const { id } = await refer();
    const gone = await region.call(referralAnswer, 'jgz', 'POST', `/ivh/referrals/${id}/withdraw`, {
      reason: 'Ouders zien ervan af',
    });
    expect(gone).toMatchObject({
      status: 'cancelled',
      state: 'ingetrokken',
      decision: { text: 'Ouders zien ervan af' },
    });
  });

  it('tells the referrer how it goes', async () => {
    const { id } = await refer();
    const text = 'Het gezin is gezien; het overleg is op 20 maart';
    await region.call(feedbackAnswer, 'coordinator', 'POST', `/ivh/referrals/${id}/feedback`, { text });
    const { feedback } = await region.call(feedbackList, 'jgz', 'GET', `/ivh/referrals/${id}/feedback`);
    expect(feedback).toMatchObject([{ text, from: 'Organization/ivh-regio' }]);
  });

  it('is as absent for who did not send it', async () => {
    const { id } = await refer();
    expect((await region.refusal('gp', 'GET', `/ivh/referrals/${id}`)).kind).toBe('not-found');
    expect((await region.refusal('gp', 'POST', `/ivh/referrals/${id}/withdraw`, { reason: 'x' })).kind).toBe(
      'not-found',
    );
  });
});
