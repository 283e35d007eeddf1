import { describe, expect, it } from 'vitest';
import { isLegal, legalSteps, type Machine, machines } from '../../src/ivh/states.ts';

const names = Object.keys(machines) as Machine[];

describe.each(names)('the machine %s', (name) => {
  const states = Object.keys(machines[name]);

  it('goes only to states that it has', () => {
    for (const from of states) for (const to of legalSteps(name, from) ?? []) expect(states).toContain(to);
  });

  it('allows exactly the steps of its table', () => {
    for (const from of states) {
      const allowed = states.filter((to) => to !== from && isLegal(name, from, to));
      expect(allowed.toSorted()).toEqual([...(legalSteps(name, from) ?? [])].toSorted());
    }
  });

  it('lets a mistake be undone from every state', () => {
    for (const from of states) expect(isLegal(name, from, 'entered-in-error')).toBe(true);
  });
});

describe('legalSteps', () => {
  it('knows no steps from a state that the machine does not have', () => {
    expect(legalSteps('traject', 'toString')).toBeUndefined();
    expect(isLegal('traject', 'toString', 'active')).toBe(false);
  });

  it('ends a rejected referral', () => {
    expect(legalSteps('aanmelding', 'rejected')).toEqual([]);
  });
});
