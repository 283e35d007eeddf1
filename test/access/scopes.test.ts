import { describe, expect, it } from 'vitest';
import { grantScopes, isScope, scopeAllows } from '../../src/access/scopes.ts';

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
  ])('of %s with %j is %j', (asked, registered, granted) => {
    expect(grantScopes([asked], registered)).toEqual(granted);
  });
});
