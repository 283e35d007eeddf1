// Rules on emergencies: who may break the glass, and what it opens. They come last, so that an ordinary tie counts first.
import type { CallerKind } from '../caller.ts';
import type { Rule } from './decide.ts';
import { sharedInTeam } from './policy-terms.ts';

const mayBreakGlass: readonly CallerKind[] = ['jgz', 'gp', 'hospital', 'case-manager', 'coordinator'];

export const emergencyRules: readonly Rule[] = [
  {
    name: 'glass-broken',
    kinds: mayBreakGlass,
    tie: 'any-file',
    types: ['Communication'],
    actions: 'c',
    operation: 'break-glass',
    consent: 'none',
  },
  {
    name: 'emergency-reads',
    kinds: mayBreakGlass,
    tie: { organization: ['emergency'] },
    types: '*',
    actions: 'rs',
    consent: 'none',
    when: sharedInTeam,
  },
  {
    name: 'emergency-reads-in-person',
    kinds: mayBreakGlass,
    tie: { self: ['emergency'] },
    types: '*',
    actions: 'rs',
    consent: 'none',
    when: sharedInTeam,
  },
];
