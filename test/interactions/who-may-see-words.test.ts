import { describe, expect, it } from 'vitest';
import type { Relation } from '../../src/access/policy/relation-facts.ts';
import { purposesOf, registrableKinds } from '../../src/access/tokens/registration.ts';
import { views } from '../../src/access/views/views.ts';
import {
  dayName,
  groupName,
  kindName,
  purposeName,
  relationName,
  viewName,
} from '../../src/interactions/who-may-see-words.ts';
import { codesOf } from '../../src/ivh/codes.ts';

/** Every relation there is: the compiler misses none. */
const relations: Readonly<Record<Relation, true>> = {
  source: true,
  referrer: true,
  asked: true,
  performer: true,
  ivh: true,
  team: true,
  municipality: true,
  parent: true,
  closed: true,
  emergency: true,
  named: true,
};
/** Figures only: no child's data, so no line in a child's overview. */
const kinds = registrableKinds.filter((kind) => kind !== 'analyst');

describe('the words of the overview', () => {
  it.each([
    ['kind of caller', kinds, kindName],
    ['relation', Object.keys(relations), relationName],
    ['purpose', [...new Set(kinds.flatMap(purposesOf))], purposeName],
    ['building block', codesOf('bouwsteen'), groupName],
    ['area of development', codesOf('domein'), groupName],
  ])('has one for every %s', (_, codes, nameOf) => {
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(nameOf(code)).toMatch(/^[a-zë]/);
    expect(new Set(codes.map((code) => nameOf(code))).size).toBe(codes.length);
  });

  it('has one for every view', () => {
    for (const view of Object.keys(views)) expect(viewName(view)).not.toBe(viewName('geen'));
  });

  it('tells days as people do', () => {
    expect(dayName('2026-04-02')).toBe('2 april 2026');
    expect(dayName('2026-04-02T20:10:00+02:00')).toBe('2 april 2026');
    expect(dayName('2026-04')).toBe('april 2026');
    expect(dayName('2026')).toBe('2026');
  });
});

describe('the kinds of recipients a parent can name', () => {
  it('are the kinds of callers that can see a child', () => {
    expect(codesOf('ontvangersoort').toSorted()).toEqual([...kinds].toSorted());
  });
});
