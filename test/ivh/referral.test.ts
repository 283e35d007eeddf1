import { beforeEach, describe, expect, it } from 'vitest';
import { feedbackAnswer, feedbackList, referralAnswer, referralList } from '../../src/ivh/referral/schema.ts';
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

  it('tells another sender nothing of what the file holds', async () => {
    const { id, child } = await refer();
    const failure = await region.refusal('gp', 'POST', '/ivh/referrals', unnumbered);
    expect(failure.kind).toBe('duplicate');
    const told = JSON.stringify(failure.issues);
    expect(told).not.toMatch(/requested|open/);
    expect(told).not.toContain(id);
    expect(told).not.toContain(child.id);
  });

  it('makes one file and one referral of two that arrive at once', async () => {
    const sent = await Promise.allSettled([refer(unnumbered), refer(unnumbered)]);
    expect(sent.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
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
    const failure = await region.refusal('stranger', 'POST', '/ivh/referrals', own);
    expect(failure).toMatchObject({
      kind: 'duplicate',
      message: 'this cannot be registered now: ask the IVH team of the region',
    });
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
