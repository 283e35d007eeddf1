import { describe, expect, it } from 'vitest';
import type { HeadPart } from '../../src/store/head.ts';
import { joinedFiles, kinIn, withKinship, withOlder } from '../../src/store/joined.ts';

const part = (name: string, forYounger?: HeadPart['forYounger']): HeadPart => ({
  name,
  types: new Set(),
  factOf: () => undefined,
  ...(forYounger ? { forYounger } : {}),
});

describe('the joins of a file', () => {
  const join = { joins: [{ younger: 'Patient/n', older: 'Patient/o' }], partings: [] };
  const own = { access: { 'Patient/n': 'source' } };

  it('are told in both heads, each in its own words', () => {
    expect(joinedFiles(withKinship(own, 'Patient/n', join), 'older')).toEqual(['Patient/o']);
    expect(joinedFiles(withKinship({}, 'Patient/o', join), 'younger')).toEqual(['Patient/n']);
    expect(joinedFiles(withKinship({}, 'Patient/o', join), 'older')).toEqual([]);
    expect(kinIn(join)).toEqual(['Patient/n', 'Patient/o']);
  });

  it('leave every other head the same object', () => {
    expect(withKinship(own, 'Patient/other', join)).toBe(own);
    const joined = withKinship(own, 'Patient/n', join);
    expect(withKinship(joined, 'Patient/n', join)).toBe(joined);
  });

  it('end without a trace in either head', () => {
    const joined = withKinship(own, 'Patient/n', join);
    const parting = { joins: [], partings: [['Patient/o', 'Patient/n'] as const] };
    expect(withKinship(joined, 'Patient/n', parting)).toEqual(own);
    expect(withKinship(withKinship({}, 'Patient/o', join), 'Patient/o', parting)).toEqual({});
  });
});

describe('a head with what holds for it from older files', () => {
  const older = { access: { 'Patient/o': 'hospital', 'Task/1': 'closed' }, ivh: { 'Task/1': 'open' } };
  const own = { access: { 'Patient/n': 'gp' }, ivh: { 'Task/2': 'open' } };
  const withoutTasks: HeadPart['forYounger'] = (facts) =>
    Object.fromEntries(Object.entries(facts).filter(([reference]) => !reference.startsWith('Task/')));

  it('takes over what its parts let through and nothing else', () => {
    expect(withOlder(own, [older], [part('access', withoutTasks), part('ivh')])).toEqual({
      access: { 'Patient/o': 'hospital', 'Patient/n': 'gp' },
      ivh: { 'Task/2': 'open' },
    });
  });

  it('is the own head where there is no older one', () => {
    expect(withOlder(own, [], [part('access', withoutTasks)])).toBe(own);
  });
});
