import { describe, expect, it } from 'vitest';
import { referral } from '../../src/ivh/examples.ts';
import { fullName } from '../../src/ivh/names.ts';
import { authorityOf, childFrom, parentFrom, patientOf, relatedPersonOf } from '../../src/ivh/people.ts';
import { referralSchema } from '../../src/ivh/referral/schema.ts';

const issuesOf = (body: unknown) =>
  referralSchema.safeParse(body).error?.issues.map((issue) => [issue.path.join('.'), issue.message]);

describe('a body of the concept API', () => {
  it('has no unknown fields', () => {
    const body = { ...referral, child: { ...referral.child, nickname: 'Lex' } };
    expect(issuesOf(body)).toEqual([['child', 'Unrecognized key: "nickname"']]);
  });

  it('has a BSN that passes the eleven test', () => {
    const body = { ...referral, child: { ...referral.child, bsn: '999911121' } };
    expect(issuesOf(body)).toEqual([['child.bsn', 'a BSN has nine digits that pass the eleven test']]);
  });

  it('has dates that exist', () => {
    const body = { ...referral, child: { ...referral.child, birthDate: '2023-02-30' } };
    expect(issuesOf(body)?.[0]?.[0]).toBe('child.birthDate');
  });

  it('has codes of our code systems', () => {
    const body = { ...referral, reason: { ...referral.reason, domains: ['spelen'] } };
    expect(issuesOf(body)?.[0]?.[0]).toBe('reason.domains.0');
  });

  it('is made with the parents’ knowledge', () => {
    expect(issuesOf({ ...referral, parentsInformed: false })?.[0]?.[1]).toContain(
      'with the parents’ knowledge',
    );
  });
});

describe('a child as a Patient', () => {
  it('comes back as it went in, with the name for reading', () => {
    expect(childFrom({ ...patientOf(referral.child), id: 'kind-1' })).toEqual({
      id: 'kind-1',
      bsn: '999911120',
      name: 'Alex van der Voorbeeld',
      birthDate: '2023-08-20',
      gender: 'male',
      language: 'tr',
      interpreterNeeded: true,
    });
  });

  it('has a family name with its parts and a qualifier per given name', () => {
    const { name } = patientOf({
      ...referral.child,
      name: { given: 'Alex Jan', prefix: 'de', family: 'Wit' },
    });
    expect(name).toMatchObject([
      {
        use: 'official',
        family: 'de Wit',
        _family: { extension: [{ valueString: 'de' }, { valueString: 'Wit' }] },
        given: ['Alex', 'Jan'],
        _given: [{ extension: [{ valueCode: 'BR' }] }, { extension: [{ valueCode: 'BR' }] }],
      },
    ]);
  });

  it('has no name for reading when none is visible', () => {
    expect(fullName(undefined)).toBeUndefined();
  });
});

describe('a parent as a RelatedPerson', () => {
  it.each([true, false])('has authority %s on record', (hasAuthority) => {
    const [parent] = referral.parents;
    if (parent === undefined) throw new Error('no parent');
    const person = relatedPersonOf({ ...parent, hasAuthority }, 'Patient/kind-1', '2026-03-02');
    expect(authorityOf(person)).toBe(hasAuthority);
    expect(parentFrom({ ...person, id: 'ouder-1' })).toMatchObject({ relationship: 'mother', hasAuthority });
  });

  it('has unknown authority when nothing was recorded', () => {
    expect(authorityOf({ resourceType: 'RelatedPerson', patient: {} })).toBeUndefined();
  });
});
