// Rules on the rights of child and parents, carried out by their own operations alone.
import type { Rule } from './decide.ts';

export const rightsRules: readonly Rule[] = [
  {
    name: 'parent-states-disagreement',
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: '*',
    actions: 'cu',
    operation: 'rectify',
    consent: 'none',
    evenIfRestricted: true,
  },
  {
    name: 'parent-asks-right',
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['Task'],
    actions: 'cu',
    operation: 'request-right',
    consent: 'none',
    evenIfRestricted: true,
  },
];
