import { describe, expect, it } from 'vitest';
import { consentOn, permitsNaming, type Recipient } from '../../../src/access/policy/consent.ts';
import { area, block, type Decided, decided, headWith, parent, withAuthority } from '../consent-scene.ts';

const mkd: Recipient = {
  parties: ['Organization/mkd'],
  teams: ['CareTeam/1'],
  kind: 'provider',
  purpose: 'TREAT',
  categories: () => [`${block('2').system}|2`, `${area('motoriek').system}|motoriek`],
  now: new Date('2026-06-01T12:00:00Z'),
};

const mother = parent('mother');
const father = parent('father');
const says = (decisions: readonly Decided[], more: Partial<Recipient> = {}) =>
  consentOn(headWith(mother, ...decisions.map((one) => decided('1', one))), { ...mkd, ...more }).says;

describe('the word of one parent', () => {
  it.each<[string, readonly Decided[], string]>([
    ['nothing, when nothing was decided', [], 'none'],
    ['yes to all, when nobody is named', [{}], 'permit'],
    ['no to all, when nobody is named', [{ type: 'deny' }], 'objection'],
    ['yes to an organisation by name', [{ actors: ['Organization/mkd'] }], 'permit'],
    ['nothing, to another organisation', [{ actors: ['Organization/school'] }], 'none'],
    ['yes to a team the organisation is in', [{ actors: ['CareTeam/1'] }], 'permit'],
    ['nothing, to another team', [{ actors: ['CareTeam/2'] }], 'none'],
    ['yes to a kind', [{ kinds: ['provider'] }], 'permit'],
    ['nothing, to another kind', [{ kinds: ['school'] }], 'none'],
    ['yes to one of several named', [{ kinds: ['school', 'provider'] }], 'permit'],
    ['yes for a purpose', [{ purposes: ['TREAT'] }], 'permit'],
    ['nothing, for another purpose', [{ purposes: ['HPAYMT'] }], 'none'],
    ['nothing, before the period', [{ from: '2026-06-02' }], 'none'],
    ['yes on the last day of the period', [{ until: '2026-06-01' }], 'permit'],
    ['nothing, after the period', [{ until: '2026-05-31' }], 'none'],
    ['nothing, once withdrawn', [{ status: 'inactive' }], 'none'],
    ['nothing, while proposed', [{ status: 'proposed' }], 'none'],
    ['no, though a yes is as specific', [{}, { type: 'deny' }], 'objection'],
    [
      'no, though a yes names the same organisation',
      [{ actors: ['Organization/mkd'] }, { type: 'deny', actors: ['Organization/mkd'] }],
      'objection',
    ],
    ['yes by name against no to all', [{ actors: ['Organization/mkd'] }, { type: 'deny' }], 'permit'],
    ['no by name against yes to all', [{}, { type: 'deny', actors: ['Organization/mkd'] }], 'objection'],
    ['yes to a kind against no to all', [{ kinds: ['provider'] }, { type: 'deny' }], 'permit'],
    [
      'yes by name against no to a kind',
      [{ actors: ['Organization/mkd'] }, { type: 'deny', kinds: ['provider'] }],
      'permit',
    ],
    [
      'no by name against yes to a kind',
      [{ kinds: ['provider'] }, { type: 'deny', actors: ['Organization/mkd'] }],
      'objection',
    ],
    [
      'yes by name against no to the team',
      [{ actors: ['Organization/mkd'] }, { type: 'deny', actors: ['CareTeam/1'] }],
      'permit',
    ],
    ['yes to a category against no to all', [{ about: [block('2')] }, { type: 'deny' }], 'permit'],
    ['yes for a purpose against no for all', [{ purposes: ['TREAT'] }, { type: 'deny' }], 'permit'],
    [
      'no, when each is more specific in something: recipient and category',
      [{ actors: ['Organization/mkd'] }, { type: 'deny', about: [block('2')] }],
      'objection',
    ],
    [
      'no, when each is more specific in something: purpose and recipient',
      [{ purposes: ['TREAT'] }, { type: 'deny', kinds: ['provider'] }],
      'objection',
    ],
    [
      'yes, when more specific in one thing and equal in the others',
      [
        { kinds: ['provider'], about: [block('2')] },
        { type: 'deny', kinds: ['provider'] },
      ],
      'permit',
    ],
    [
      'no, when one of two objections stands',
      [{ actors: ['Organization/mkd'] }, { type: 'deny' }, { type: 'deny', actors: ['Organization/mkd'] }],
      'objection',
    ],
  ])('is %s', (_, decisions, expected) => {
    expect(says(decisions)).toBe(expected);
  });

  it.each<[string, Decided, readonly string[], string]>([
    [
      'no to data with one of its categories',
      { type: 'deny', about: [area('autisme')] },
      ['domein|autisme', 'domein|motoriek'],
      'objection',
    ],
    [
      'nothing to data of another category',
      { type: 'deny', about: [area('autisme')] },
      ['domein|motoriek'],
      'none',
    ],
    [
      'yes to data of its categories alone',
      { about: [area('motoriek')] },
      ['bouwsteen|2', 'domein|motoriek'],
      'permit',
    ],
    [
      'nothing to data that has another category too',
      { about: [area('motoriek')] },
      ['domein|motoriek', 'domein|autisme'],
      'none',
    ],
    ['nothing to data of no category', { about: [area('motoriek')] }, [], 'none'],
  ])('is %s', (_, decision, categories, expected) => {
    const full = categories.map((one) => `https://vroegdossier.nl/fhir/CodeSystem/ivh-${one}`);
    expect(says([decision], { categories: () => full })).toBe(expected);
  });

  it('needs no look at the data while no decision names a category', () => {
    const looked: string[] = [];
    const categories = () => {
      looked.push('looked');
      return [];
    };
    expect(says([{}, { type: 'deny', kinds: ['school'], about: [block('2')] }], { categories })).toBe(
      'permit',
    );
    expect(looked).toEqual([]);
    says([{ about: [block('2')] }], { categories });
    expect(looked).toEqual(['looked']);
  });
});

describe('the word of all parents', () => {
  const both = (...decisions: readonly Decided[]) =>
    consentOn(headWith(mother, father, ...decisions.map((one) => decided('1', one))), mkd);

  it('is yes when both permit, and names both decisions', () => {
    expect(both({ by: 'mother' }, { by: 'father' })).toEqual({
      says: 'permit',
      basis: ['Consent/2', 'Consent/3'],
    });
  });

  it('is neither when one permits and the other has said nothing', () => {
    expect(both({ by: 'mother' })).toEqual({ says: 'none', basis: [] });
  });

  it('is no when one objects, and names the objection alone', () => {
    expect(both({ by: 'mother' }, { by: 'father', type: 'deny' })).toEqual({
      says: 'objection',
      basis: ['Consent/3'],
    });
  });

  it('weighs a parent’s decisions against his own alone', () => {
    expect(both({ by: 'mother', type: 'deny' }, { by: 'father', actors: ['Organization/mkd'] }).says).toBe(
      'objection',
    );
  });

  it.each<[string, Parameters<typeof parent>[1]]>([
    ['has no authority any more', { extension: withAuthority(false) }],
    ['has no authority recorded', { extension: [] }],
    ['is not active', { active: false }],
    ['was a parent until last month', { period: { end: '2026-04-30' } }],
  ])('leaves out who %s', (_, more) => {
    const objects = decided('1', { by: 'father', type: 'deny' });
    const permits = decided('1', { by: 'mother' });
    expect(consentOn(headWith(mother, parent('father', more), permits, objects), mkd).says).toBe('permit');
  });

  it('is nobody’s where no parent has authority', () => {
    expect(consentOn(headWith(parent('mother', { extension: [] }), decided('1')), mkd).says).toBe('none');
    expect(consentOn(undefined, mkd).says).toBe('none');
    expect(consentOn({}, mkd).says).toBe('none');
  });

  it('takes one person known by two RelatedPersons as one', () => {
    const known = { identifier: [{ system: 'urn:test:person', value: 'mother' }] };
    const again = parent('mother-again', known);
    expect(consentOn(headWith(mother, again, decided('1', { by: 'mother' })), mkd).says).toBe('permit');
    expect(
      consentOn(headWith(mother, again, decided('1', { by: 'mother-again', type: 'deny' })), mkd).says,
    ).toBe('objection');
  });
});

describe('a permit by name', () => {
  const naming = (one: Decided) =>
    permitsNaming(headWith(mother, decided('1', one)), ['Organization/mkd'], mkd.now);

  it('names the organisation, not its kind or team', () => {
    expect(naming({ actors: ['Organization/mkd'] })).toEqual(['Consent/1']);
    expect(naming({ kinds: ['provider'] })).toEqual([]);
    expect(naming({ actors: ['CareTeam/1'] })).toEqual([]);
    expect(naming({})).toEqual([]);
  });

  it('ends with its period, its withdrawal and the parent’s authority', () => {
    expect(naming({ actors: ['Organization/mkd'], until: '2026-05-31' })).toEqual([]);
    expect(naming({ actors: ['Organization/mkd'], status: 'inactive' })).toEqual([]);
    const head = headWith(
      parent('mother', { extension: withAuthority(false) }),
      decided('1', { actors: ['Organization/mkd'] }),
    );
    expect(permitsNaming(head, ['Organization/mkd'], mkd.now)).toEqual([]);
  });

  it('is none when it denies', () => {
    expect(naming({ type: 'deny', actors: ['Organization/mkd'] })).toEqual([]);
  });
});
