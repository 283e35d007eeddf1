// Rules on the directory of the network and on Groups, which are of no child's file.
import { directoryTypes } from '../../fhir/types.ts';
import { registrableKinds } from '../tokens/registration.ts';
import type { Rule } from './decide.ts';
import { own, referrers } from './policy-terms.ts';

const professionals = ['Practitioner', 'PractitionerRole'];

export const directoryRules: readonly Rule[] = [
  {
    name: 'directory-reads',
    kinds: registrableKinds,
    tie: 'directory',
    types: [...directoryTypes],
    actions: 'rs',
    consent: 'none',
  },
  {
    name: 'coordinator-keeps-directory',
    kinds: ['coordinator'],
    tie: 'directory',
    types: [...directoryTypes],
    actions: 'cud',
    consent: 'none',
  },
  {
    name: 'professionals-added',
    kinds: [...referrers, 'case-manager'],
    tie: 'directory',
    types: professionals,
    actions: 'c',
    consent: 'none',
  },
  {
    name: 'own-professionals-kept',
    kinds: referrers,
    tie: 'directory',
    types: professionals,
    actions: 'u',
    consent: 'none',
    when: own,
  },
  {
    name: 'own-groups',
    kinds: registrableKinds.filter((kind) => kind !== 'analyst'),
    tie: 'fileless',
    types: ['Group'],
    actions: 'cruds',
    consent: 'none',
    when: own,
  },
];
