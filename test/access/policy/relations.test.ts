import type { Task } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { accessPart } from '../../../src/access/policy/relation-facts.ts';
import { caseloadsOf, relationsOf } from '../../../src/access/policy/relations.ts';
import type { Head } from '../../../src/store/head.ts';
import { careTeam, episode, parentOf, request, task } from '../../end-to-end/scenes.ts';

const provider: Caller = {
  client: 'provider',
  kind: 'provider',
  name: 'MKD',
  organization: 'Organization/mkd',
  region: 'Organization/ivh',
  purpose: 'TREAT',
  scopes: [],
};
const nobody = () => undefined;
const headOf = (resource: Parameters<typeof accessPart.factOf>[0]): Head => {
  const fact = accessPart.factOf(resource, nobody, 'Organization/jgz');
  return fact === undefined ? {} : { access: { 'X/1': fact } };
};
const team = (start?: string, end?: string): Head =>
  headOf(
    careTeam('1', { participant: [{ member: { reference: 'Organization/mkd' }, period: { start, end } }] }),
  );
const isMember = (head: Head, now: string): boolean =>
  relationsOf(head, provider, new Date(now)).organization.has('team');

describe('membership of a care team', () => {
  it.each<[string, string | undefined, string | undefined, string, boolean]>([
    ['has no bounds', undefined, undefined, '2026-01-01T00:00:00Z', true],
    [
      'ends with the day in the Netherlands, in winter',
      undefined,
      '2026-01-31',
      '2026-01-31T22:59:59Z',
      true,
    ],
    ['is over when that day is', undefined, '2026-01-31', '2026-01-31T23:00:00Z', false],
    ['ends with the day in summer', undefined, '2026-07-31', '2026-07-31T21:59:59Z', true],
    ['is over at midnight in summer', undefined, '2026-07-31', '2026-07-31T22:00:00Z', false],
    ['begins with the day in the Netherlands', '2026-02-01', undefined, '2026-01-31T23:00:00Z', true],
    ['has not begun the minute before', '2026-02-01', undefined, '2026-01-31T22:59:59Z', false],
    [
      'ends at an instant told in another zone',
      undefined,
      '2026-03-02T09:00:00+01:00',
      '2026-03-02T08:00:01Z',
      false,
    ],
    ['lasts until that instant', undefined, '2026-03-02T09:00:00+01:00', '2026-03-02T07:59:59Z', true],
    [
      'begins at an instant told in another zone',
      '2026-03-02T09:00:00+01:00',
      undefined,
      '2026-03-02T08:00:00Z',
      true,
    ],
    ['counts a month as a whole', '2026-03', '2026-03', '2026-03-15T12:00:00Z', true],
    ['is over when the month is', undefined, '2026-03', '2026-04-01T12:00:00Z', false],
    ['counts a year as a whole', undefined, '2026', '2026-12-31T12:00:00Z', true],
  ])('%s', (_, start, end, now, expected) => {
    expect(isMember(team(start, end), now)).toBe(expected);
  });
});

describe('relations to a file', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  const tiesAt = (status: Task['status']) => [
    ...relationsOf(headOf(task('1', { status, owner: { reference: 'Organization/mkd' } })), provider, now)
      .organization,
  ];
  it.each(['requested', 'received'] as const)(
    'are those of one who is asked while a task is %s',
    (status) => {
      expect(tiesAt(status)).toEqual(['asked']);
    },
  );
  it.each(['accepted', 'ready', 'in-progress', 'on-hold'] as const)(
    'are those of one who does it while a task is %s',
    (status) => {
      expect(tiesAt(status)).toEqual(['performer']);
    },
  );
  it.each(['completed', 'rejected', 'cancelled', 'failed', 'entered-in-error', 'draft'] as const)(
    'are none when a task is %s',
    (status) => {
      expect(tiesAt(status)).toEqual([]);
    },
  );

  it('follow the task of a request, whatever the request still says', () => {
    const asked = request('1', { id: 'r', performer: [{ reference: 'Organization/mkd' }] });
    const facts = (status: Task['status'], owner = 'Organization/mkd'): Head => ({
      access: {
        'ServiceRequest/r': accessPart.factOf(asked, nobody, 'Organization/jgz') ?? [],
        'Task/t':
          accessPart.factOf(
            task('1', {
              status,
              owner: { reference: owner },
              focus: { reference: 'ServiceRequest/r/_history/2' },
            }),
            nobody,
            'Organization/jgz',
          ) ?? [],
      },
    });
    const ties = (head: Head) => [...relationsOf(head, provider, now).organization];
    expect(
      ties({ access: { 'ServiceRequest/r': facts('requested').access?.['ServiceRequest/r'] ?? [] } }),
    ).toEqual(['asked']);
    expect(ties(facts('accepted'))).toEqual(['performer']);
    expect(ties(facts('completed'))).toEqual([]);
    expect(ties(facts('completed', 'Organization/other'))).toEqual(['asked']);
  });

  it('name the resources that make them', () => {
    const { grounds } = relationsOf(
      { access: { 'CareTeam/1': team().access?.['X/1'] ?? [], 'CareTeam/2': team().access?.['X/1'] ?? [] } },
      provider,
      now,
    );
    expect(grounds?.get('team')).toEqual(['CareTeam/1', 'CareTeam/2']);
  });

  it.each(['draft', 'revoked', 'entered-in-error'] as const)(
    'are not given by a request that is %s',
    (status) => {
      const head = headOf(request('1', { status, performer: [{ reference: 'Organization/mkd' }] }));
      expect(relationsOf(head, provider, now).organization.has('asked')).toBe(false);
    },
  );

  it('know a parent by identifier alone, while active', () => {
    const parent: Caller = {
      ...provider,
      organization: undefined,
      client: 'p',
      kind: 'parent',
      person: 'a|1',
    };
    const person = parentOf('1', { identifier: [{ system: 'a', value: '1' }] });
    expect(relationsOf(headOf(person), parent, now).self.has('parent')).toBe(true);
    expect(relationsOf(headOf({ ...person, active: false }), parent, now).self.size).toBe(0);
    expect(
      relationsOf(headOf({ ...person, identifier: [{ system: 'b', value: '1' }] }), parent, now).self.size,
    ).toBe(0);
  });

  it('give a caller without organisation or person nothing by what a resource leaves out', () => {
    const stranger: Caller = { ...provider, organization: undefined, client: 'stranger' };
    const bare = headOf(episode('1'));
    const { organization, self } = relationsOf(bare, stranger, now);
    expect([organization.size, self.size, caseloadsOf(bare)]).toEqual([0, 0, []]);
  });
});
