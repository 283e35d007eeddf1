// Rules on the region's own people and on parents: those who run the trajectory and those whose child it is.
import type { Question, Rule } from './decide.ts';
import { carePurposes, intake, sharedInTeam } from './policy-terms.ts';
import { isSharing } from './sharing.ts';

const decisions = ({ resource }: Question): boolean => resource !== undefined && isSharing(resource);

export const regionRules: readonly Rule[] = [
  {
    name: 'coordinator-runs-trajectory',
    kinds: ['coordinator'],
    tie: { organization: ['ivh', 'asked', 'performer'] },
    types: '*',
    actions: 'cruds',
    purposes: carePurposes,
    consent: 'none',
    evenIfRestricted: true,
  },
  {
    name: 'coordinator-reads-own-records',
    kinds: ['coordinator'],
    tie: 'author',
    types: '*',
    actions: 'rs',
    purposes: carePurposes,
    consent: 'none',
    when: sharedInTeam,
  },
  {
    name: 'case-manager-guides',
    kinds: ['case-manager'],
    tie: { self: ['team'] },
    types: '*',
    actions: 'crus',
    purposes: carePurposes,
    consent: 'none',
  },
  {
    name: 'region-opens-file',
    kinds: ['coordinator', 'case-manager'],
    tie: 'new-file',
    types: [...intake, 'EpisodeOfCare'],
    actions: 'c',
    consent: 'none',
  },

  {
    name: 'parent-reads',
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: '*',
    actions: 'rs',
    consent: 'none',
    evenIfRestricted: true,
  },
  {
    name: 'parent-tells',
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['Communication', 'QuestionnaireResponse', 'DocumentReference', 'Binary'],
    actions: 'c',
    consent: 'none',
    evenIfRestricted: true,
  },
  {
    name: 'parent-decides-sharing',
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['Consent'],
    actions: 'cu',
    consent: 'none',
    evenIfRestricted: true,
    when: decisions,
  },
];
