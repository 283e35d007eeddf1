import type { Consent, Provenance } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { ofType } from '../../src/ivh/child-file.ts';
import { codeIn } from '../../src/ivh/codes.ts';
import { referralAnswer } from '../../src/ivh/referral/schema.ts';
import { kindsIn } from '../../src/ivh/sharing/from-fhir.ts';
import { decisionAnswer, decisionList } from '../../src/ivh/sharing/schema.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { alex, region as ivh, openRegion, type Region, type Who } from './region.ts';
import { begun, type Traject } from './traject.ts';

const validator = createValidator();

const fileOf = async (region: Region, child: string) => {
  const file = await region.as('coordinator').dossier.file(child);
  return {
    decisions: ofType(file, 'Consent').filter(({ category }) => codeIn('akkoord', category) === 'delen'),
    provenances: ofType(file, 'Provenance'),
    parents: ofType(file, 'RelatedPerson'),
  };
};
const textOf = ({ policyRule }: Consent): string => policyRule?.text ?? '';
const kept = (provenances: readonly Provenance[], consent: Consent | undefined) =>
  provenances.find(({ target }) => target.some(({ reference }) => reference === `Consent/${consent?.id}`));

describe('a referral', () => {
  let region: Region;
  beforeEach(async () => {
    region = await openRegion('2026-03-02T09:00:00Z');
  });
  const refer = async (who: Who, body: object) => {
    const { child, id } = await region.call(referralAnswer, who, 'POST', '/ivh/referrals', body);
    return { ...(await fileOf(region, child.id)), referral: id, child: child.id };
  };
  const parentsWith = (...agreed: (object | undefined)[]) =>
    alex.parents.map((parent, index) => ({ ...parent, ...(agreed[index] && { agreed: agreed[index] }) }));

  it('with the parents’ knowledge puts on record, per parent with authority, that they know of it', async () => {
    const { decisions, parents, provenances, referral } = await refer('jgz', alex);
    expect(decisions.map(({ performer }) => performer?.[0]?.reference).toSorted()).toEqual(
      parents.map(({ id }) => `RelatedPerson/${id}`).toSorted(),
    );
    for (const decision of decisions) {
      expect(textOf(decision)).toContain('weet van de aanmelding');
      expect(decision).toMatchObject({ status: 'active', provision: { type: 'permit' } });
      expect(kept(provenances, decision)).toMatchObject({
        agent: [
          { who: { reference: decision.performer?.[0]?.reference } },
          { who: { reference: 'Organization/jgz' } },
        ],
        entity: [{ role: 'source', what: { reference: `ServiceRequest/${referral}` } }],
      });
    }
  });

  it('permits the region and the kinds of the team everything, for as long as nobody says otherwise', async () => {
    const [decision] = (await refer('jgz', alex)).decisions;
    if (!decision) throw new Error('no decision');
    expect(decision.provision?.actor?.map(({ reference }) => reference.reference)).toEqual([ivh]);
    expect(kindsIn(decision)).toEqual(['jgz', 'gp', 'hospital', 'provider', 'coordinator', 'case-manager']);
    expect(decision.provision).not.toHaveProperty('period');
    expect(decision.provision).not.toHaveProperty('class');
    expect(validator.validate(decision)).toEqual({ errors: [], warnings: [] });
  });

  it('keeps of whom it says so how and when he agreed, and nothing of the others', async () => {
    const parents = parentsWith({ how: 'in-person', on: '2026-03-01' });
    const { decisions } = await refer('jgz', { ...alex, parents });
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ dateTime: '2026-03-01' });
    expect(decisions.map(textOf)[0]).toContain('gegeven in een gesprek');
  });

  it('is refused for the agreement of a parent without authority', async () => {
    const [mother, ...others] = parentsWith({ how: 'written' });
    const parents = [{ ...mother, hasAuthority: false }, ...others];
    const failure = await region.refusal('jgz', 'POST', '/ivh/referrals', { ...alex, parents });
    expect(failure.issues[0]).toMatchObject({ expression: 'parents[0].agreed' });
    expect(failure.message).toContain('authority');
  });

  it('is refused for an agreement of tomorrow', async () => {
    const parents = parentsWith({ how: 'written', on: '2026-03-05' });
    const failure = await region.refusal('jgz', 'POST', '/ivh/referrals', { ...alex, parents });
    expect(failure.issues[0]).toMatchObject({ expression: 'parents[0].agreed.on' });
  });

  it('by a parent puts on record what that parent agrees to, and not the other', async () => {
    const { senderReference: _, ...own } = { ...alex, referrer: { kind: 'ouders-zelf' } };
    const { decisions, parents } = await refer('mother', own);
    const [mother] = parents.filter(({ relationship }) => relationship?.[0]?.coding?.[0]?.code === 'MTH');
    expect(decisions.map(({ performer }) => performer?.[0]?.reference)).toEqual([
      `RelatedPerson/${mother?.id}`,
    ]);
    expect(decisions.map(textOf)[0]).toContain('door de ouder zelf');
  });
});

describe('deciding about sharing', () => {
  let traject: Traject;
  beforeEach(async () => {
    traject = await begun();
  });
  const decide = (who: Who, body: object) =>
    traject.region.call(decisionAnswer, who, 'POST', '/ivh/sharing', {
      child: traject.child,
      how: 'portal',
      ...body,
    });
  const refusal = (who: Who, body: object) =>
    traject.region.refusal(who, 'POST', '/ivh/sharing', { child: traject.child, how: 'portal', ...body });
  const list = async (who: Who = 'mother') =>
    (await traject.region.call(decisionList, who, 'GET', `/ivh/sharing?child=${traject.child}`)).decisions;
  const full = {
    decision: 'permit',
    recipients: { organizations: ['huisarts'], kinds: ['school'] },
    data: { blocks: ['3'], domains: ['gedrag'] },
    purposes: ['coordination'],
    from: '2026-03-01',
    until: '2027-01-01',
  };

  it('is done by a parent for himself, and read back as it was said', async () => {
    const made = await decide('mother', full);
    expect(made).toMatchObject({
      parent: traject.mother,
      decision: 'permit',
      isInForce: true,
      how: 'portal',
      recipients: { organizations: ['huisarts'], kinds: ['school'], teams: [] },
      data: { blocks: ['3'], domains: ['gedrag'] },
      purposes: ['coordination'],
      from: '2026-03-01',
      until: '2027-01-01',
    });
    expect((await list()).find(({ id }) => id === made.id)).toEqual(made);
  });

  it('makes a Consent that its profile takes', async () => {
    const { id } = await decide('mother', full);
    const consent = await traject.region.as('mother').dossier.read('Consent', id);
    expect(validator.validate(consent)).toEqual({ errors: [], warnings: [] });
  });

  it('is not done by one parent for the other', async () => {
    const failure = await refusal('mother', { decision: 'object', parent: traject.father });
    expect(failure.kind).toBe('forbidden');
  });

  it('is written down by the case manager for the parent he names, who is to be named', async () => {
    const made = await decide('case-manager', {
      decision: 'object',
      parent: traject.father,
      how: 'in-person',
    });
    expect(made.parent).toBe(traject.father);
    const { provenances, decisions } = await fileOf(traject.region, traject.child);
    expect(
      kept(
        provenances,
        decisions.find(({ id }) => id === made.id),
      )?.agent[1]?.who?.reference,
    ).toBe('Practitioner/begeleider');
    expect((await refusal('case-manager', { decision: 'object' })).issues[0]).toMatchObject({
      expression: 'parent',
    });
  });

  it('holds from the next request on, and no longer once withdrawn', async () => {
    const seen = async () =>
      (await traject.region.as('jgz').dossier.file(traject.child, ['CareTeam'])).length;
    expect(await seen()).toBe(1);
    const made = await decide('mother', { decision: 'object', recipients: { organizations: ['jgz'] } });
    expect(await seen()).toBe(0);
    const withdrawn = await traject.region.call(
      decisionAnswer,
      'mother',
      'POST',
      `/ivh/sharing/${made.id}/withdraw`,
    );
    expect(withdrawn.isInForce).toBe(false);
    expect(await seen()).toBe(1);
  });

  it('is the last word: what it covers of the same parent ends, the other’s stays', async () => {
    await decide('mother', { decision: 'object' });
    const standing = (await list()).filter(({ isInForce }) => isInForce);
    expect(standing.map(({ parent, decision }) => [parent, decision]).toSorted()).toEqual(
      [
        [traject.mother, 'object'],
        [traject.father, 'permit'],
      ].toSorted(),
    );
  });

  it('is an objection that holds for a while, and ends the permission it covers all the same', async () => {
    await decide('mother', { decision: 'object', until: '2026-06-01' });
    const mine = (await list()).filter(({ parent }) => parent === traject.mother);
    expect(mine.map(({ decision, isInForce }) => [decision, isInForce]).toSorted()).toEqual([
      ['object', true],
      ['permit', false],
    ]);
  });

  it('is refused as an objection for later', async () => {
    const failure = await refusal('mother', { decision: 'object', from: '2026-05-01' });
    expect(failure.issues[0]).toMatchObject({ expression: 'from' });
  });

  it('is refused as a permission that an earlier objection would outlast, naming that', async () => {
    const recipients = { organizations: ['huisarts'] };
    const { id } = await decide('mother', { decision: 'object', recipients });
    const failure = await refusal('mother', { decision: 'permit', recipients, until: '2026-06-01' });
    expect(failure.issues[0]).toMatchObject({ expression: 'until' });
    expect(failure.message).toContain(id);
    expect((await decide('mother', { decision: 'permit', recipients })).isInForce).toBe(true);
  });

  it('leaves in force what it does not cover', async () => {
    await decide('mother', { decision: 'permit', recipients: { organizations: ['huisarts'] } });
    const before = (await list()).filter(({ isInForce }) => isInForce).length;
    await decide('mother', { decision: 'object', recipients: { organizations: ['psychiatrie'] } });
    expect((await list()).filter(({ isInForce }) => isInForce)).toHaveLength(before + 1);
  });

  it('is withdrawn by the parent who decided and by no other', async () => {
    const { id } = await decide('mother', { decision: 'object' });
    const failure = await traject.region.refusal('father', 'POST', `/ivh/sharing/${id}/withdraw`);
    expect(failure.kind).toBe('forbidden');
  });

  it('is withdrawn once', async () => {
    const { id } = await decide('mother', { decision: 'object' });
    await traject.region.call(decisionAnswer, 'mother', 'POST', `/ivh/sharing/${id}/withdraw`);
    const failure = await traject.region.refusal('mother', 'POST', `/ivh/sharing/${id}/withdraw`);
    expect(failure.kind).toBe('conflict');
  });

  it('is not there for a parent of another child', async () => {
    expect((await refusal('stranger', { decision: 'permit' })).kind).toBe('not-found');
  });
});
