import type { Observation } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import {
  grantScopes,
  isConstrained,
  isScope,
  modernScope,
  scopeAllows,
  scopeReaches,
} from '../../src/access/scopes.ts';

describe('a scope', () => {
  it.each(['system/Patient.rs', 'system/*.cruds', 'patient/Observation.r', 'user/Task.s'])(
    'is %s',
    (scope) => {
      expect(isScope(scope)).toBe(true);
    },
  );

  it.each(['system/Patient.', 'system/Patient.sr', 'Patient.r', 'system/patient.r', 'system/Patient.x', ''])(
    'is not "%s"',
    (scope) => {
      expect(isScope(scope)).toBe(false);
    },
  );

  it('allows its own type and actions alone', () => {
    const scopes = ['system/Patient.rs', 'system/Task.c'];
    expect(scopeAllows(scopes, 'Patient', 'r')).toBe(true);
    expect(scopeAllows(scopes, 'Patient', 'c')).toBe(false);
    expect(scopeAllows(scopes, 'Task', 'r')).toBe(false);
    expect(scopeAllows(['system/*.r'], 'Task', 'r')).toBe(true);
    expect(scopeAllows([], 'Task', 'r')).toBe(false);
  });
});

const categories = 'http://terminology.hl7.org/CodeSystem/observation-category';
const vital = `category=${categories}|vital-signs`;

describe('a scope with a search', () => {
  const observation = (code: string): Observation => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    category: [{ coding: [{ system: categories, code }] }],
  });
  const scopes = [`system/Observation.rs?${vital}`, 'system/Observation.u'];

  it.each([
    `system/Observation.rs?${vital}`,
    `system/Observation.rs?category=${encodeURIComponent(`${categories}|vital-signs`)}`,
    'system/Observation.rs?status=final&code=a,b',
    'system/Observation.rs?_id=1',
    'system/*.rs?_tag=a|b',
    'user/Task.rs?owner=Organization/mkd',
    'system/Observation.rs?date=ge2026-01-01',
  ])('is %s', (scope) => {
    expect(isScope(scope)).toBe(true);
  });

  it.each([
    ['has no search', 'system/Observation.rs?'],
    ['names no parameter of the type', 'system/Observation.rs?given=x'],
    ['names no type that is served', 'system/Contract.rs?status=x'],
    ['names a parameter that not all types have', 'system/*.rs?category=x'],
    ['shapes the answer', 'system/Observation.rs?_count=1'],
    ['shapes the answer beside', 'system/Observation.rs?status=final&_sort=date'],
    ['includes', 'system/Observation.rs?status=final&_include=Observation:subject'],
    ['looks at other resources', 'system/Observation.rs?subject:Patient.name=x'],
    ['looks back', 'system/Patient.rs?_has:Observation:subject:code=x'],
    ['asks a terminology', 'system/Observation.rs?code:in=http://example.org/vs'],
    ['has a value that is none', 'system/Observation.rs?date=yesterday'],
  ])('is none when it %s', (_, scope) => {
    expect(isScope(scope)).toBe(false);
    expect(scopeAllows([scope], 'Observation', 'r')).toBe(false);
    expect(grantScopes([scope], ['system/*.cruds'])).toEqual([]);
  });

  it('reaches what its search finds and nothing else', () => {
    expect(scopeReaches(scopes, observation('vital-signs'), 'r')).toBe(true);
    expect(scopeReaches(scopes, observation('laboratory'), 'r')).toBe(false);
    expect(scopeReaches(scopes, observation('laboratory'), 'u')).toBe(true);
    expect(scopeReaches(scopes, { resourceType: 'Patient' }, 'r')).toBe(false);
  });

  it('says whether resources must be looked at one by one', () => {
    expect(isConstrained(scopes, 'Observation', 'r')).toBe(true);
    expect(isConstrained(scopes, 'Observation', 'u')).toBe(false);
    expect(isConstrained(scopes, 'Observation', 'd')).toBe(false);
    expect(isConstrained([...scopes, 'system/*.r'], 'Observation', 'r')).toBe(false);
  });

  it('is read from its v1 form', () => {
    expect(modernScope(`system/Observation.read?${vital}`)).toBe(`system/Observation.rs?${vital}`);
    expect(modernScope('user/*.*')).toBe('user/*.cruds');
    expect(modernScope('system/Patient.constructor')).toBe('system/Patient.constructor');
  });
});

describe('what is granted', () => {
  it.each<[string, string[], string[]]>([
    ['system/Patient.rs', ['system/*.cruds'], ['system/Patient.rs']],
    ['system/Patient.read', ['system/Patient.rs'], ['system/Patient.rs']],
    ['system/Patient.cruds', ['system/Patient.rs'], []],
    ['system/*.rs', ['system/Patient.rs'], []],
    ['system/Patient.rs', ['system/Patient.r', 'system/Patient.s'], ['system/Patient.rs']],
    ['user/Patient.rs', ['system/*.cruds'], []],
    ['patient/Patient.rs', ['system/*.cruds'], []],
    ['system/Patient.constructor', ['system/*.cruds'], []],
    ['__proto__', ['system/*.cruds'], []],
    [`system/Observation.rs?${vital}`, ['system/*.rs'], [`system/Observation.rs?${vital}`]],
    [
      `system/Observation.rs?${vital}`,
      [`system/Observation.rs?${vital}`],
      [`system/Observation.rs?${vital}`],
    ],
    ['system/Observation.rs', [`system/Observation.rs?${vital}`], []],
    ['system/Observation.rs?status=final', [`system/Observation.rs?${vital}`], []],
    [
      `system/Observation.rs?status=final&${vital}`,
      [`system/Observation.rs?${vital}`],
      [`system/Observation.rs?status=final&${vital}`],
    ],
    [`system/Observation.rs?${vital},x`, [`system/Observation.rs?${vital}`], []],
    [`system/Observation.cruds?${vital}`, [`system/Observation.rs?${vital}`], []],
  ])('of %s with %j is %j', (asked, registered, granted) => {
    expect(grantScopes([asked], registered)).toEqual(granted);
  });
});
