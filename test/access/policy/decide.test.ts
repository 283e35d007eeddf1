import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { Judge } from '../../../src/access/judge.ts';
import { decide } from '../../../src/access/policy/decide.ts';
import { policy } from '../../../src/access/policy/policy.ts';
import { accessPart } from '../../../src/access/policy/relation-facts.ts';
import { consentPart } from '../../../src/access/policy/sharing.ts';
import type { Head } from '../../../src/store/head.ts';
import { withOlder } from '../../../src/store/joined.ts';
import { careTeam, child, condition, request } from '../../end-to-end/scenes.ts';
import { decided, headWith, parent } from '../consent-scene.ts';

const me = { reference: 'Organization/me' };
const caller: Caller = {
  client: 'c',
  kind: 'jgz',
  name: 'c',
  organization: 'Organization/me',
  region: 'Organization/ivh',
  purpose: 'TREAT',
  scopes: ['system/*.cruds'],
};

describe('a file joined to an older one', () => {
  const mother = parent('mother');
  const objection = decided('1', { by: 'mother', type: 'deny' });
  /** Brought in by the caller, who asked for something. */
  const own = headWith(child({ id: 'y' }), request('y', { id: 'r', requester: me }));
  const read = (older: Head, type: string, action: 'r' | 'c' = 'r', resource: Resource = condition('y')) => {
    const head = withOlder(own, [older], [accessPart, consentPart]);
    const judge = new Judge({ rules: policy, now: () => new Date('2026-06-01T12:00:00Z') }, caller);
    const decision = decide(policy, {
      ...judge.question(action, type),
      resource: { ...resource, id: '1' },
      origin: 'Organization/other',
      ...judge.fileOf(head),
    });
    return decision.allow ? decision.rule : decision.reason;
  };

  it('is judged by itself for who has no tie to the older, whatever parents decided there', () => {
    for (const older of [{}, headWith(child({ id: 'o' }), mother, objection)]) {
      expect(read(older, 'RelatedPerson')).toBe('referrer-follows');
      expect(read(older, 'Observation', 'c')).toBe('referrer-adds');
      expect(read(older, 'Condition')).toBe('not-this-one');
    }
  });

  it('gains nothing by a permit to one’s kind in an older file that one has no tie to', () => {
    const permit = decided('1', { by: 'mother', kinds: ['jgz'] });
    expect(read(headWith(mother, permit), 'Condition')).toBe('not-this-one');
  });

  it('opens to who is in the team of the older', () => {
    const team = careTeam('o', { id: 't', participant: [{ member: me }] });
    expect(read(headWith(mother, team), 'Condition')).toBe('team-reads');
  });

  it('holds what one has by the older file to what parents decided there, and leaves what one brought', () => {
    const team = careTeam('o', { id: 't', participant: [{ member: me }] });
    const older = headWith(mother, team, objection);
    // The reason is that of this file alone: its own trail tells nothing of the older one.
    expect(read(older, 'Condition')).toBe('not-this-one');
    expect(read(older, 'RelatedPerson')).toBe('referrer-follows');
  });
});

describe('a decision', () => {
  it('parses no resource that no rule and no consent looks into', () => {
    const head = headWith(
      parent('mother'),
      careTeam('1', { id: 't', participant: [{ member: me }] }),
      decided('1'),
    );
    const judge = new Judge({ rules: policy, now: () => new Date() }, caller);
    const decision = decide(policy, {
      ...judge.question('r', 'RelatedPerson'),
      get resource(): Resource {
        throw new Error('looked into');
      },
      ...judge.fileOf(head),
      relations: { organization: new Set(['source']), self: new Set() },
    });
    expect(decision.allow).toBe(true);
  });
});
