// The policy, as data: a caller may do what a rule here allows, and nothing else.
import { directoryTypes } from '../fhir/types.ts';
import type { CallerKind } from './caller.ts';
import type { Question, Rule } from './decide.ts';
import { registrableKinds } from './registration.ts';

const referrers: readonly CallerKind[] = [
  'jgz',
  'gp',
  'hospital',
  'childcare',
  'school',
  'provider',
  'municipality',
];
const directory = [...directoryTypes];
const person = ['Patient', 'RelatedPerson'];
const intake = [
  ...person,
  'ServiceRequest',
  'Task',
  'Condition',
  'Observation',
  'QuestionnaireResponse',
  'DocumentReference',
  'Binary',
  'Communication',
  'Consent',
  'Provenance',
];
const results = [
  'DiagnosticReport',
  'Observation',
  'Procedure',
  'DocumentReference',
  'Binary',
  'Encounter',
  'Provenance',
];

const own = ({ origin, caller }: Question): boolean => origin === (caller.organization ?? caller.client);

/** The caller's organisation stands in one of the elements of the resource that say who asks or is asked. */
const addressed = ({ resource, caller }: Question): boolean => {
  if (!resource || !caller.organization) return false;
  const parties = ['performer', 'owner', 'requester', 'recipient', 'sender'].map(
    (name): unknown => Object.entries(resource).find(([key]) => key === name)?.[1],
  );
  return JSON.stringify(parties).includes(`"${caller.organization}"`);
};

const notDraft = ({ resource }: Question): boolean =>
  resource !== undefined && 'status' in resource && resource.status !== 'draft';

const adviceSystem = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-taak';

/** A line of an advice plan: a coding somewhere in the resource says so. */
const advice = ({ resource }: Question): boolean => holdsAdvice(resource);

function holdsAdvice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('system' in value && value.system === adviceSystem && 'code' in value && value.code === 'advies')
    return true;
  return Object.values(value).some(holdsAdvice);
}

/** The rules of a deployed region. */
export const policy: readonly Rule[] = [
  { kinds: registrableKinds, tie: 'directory', types: directory, actions: 'rs' },
  { kinds: ['coordinator'], tie: 'directory', types: directory, actions: 'cud' },
  {
    kinds: [...referrers, 'case-manager'],
    tie: 'directory',
    types: ['Practitioner', 'PractitionerRole'],
    actions: 'c',
  },
  {
    kinds: referrers,
    tie: 'directory',
    types: ['Practitioner', 'PractitionerRole'],
    actions: 'u',
    when: own,
  },
  { kinds: registrableKinds, tie: 'fileless', types: ['Group'], actions: 'cruds', when: own },

  { kinds: ['coordinator'], tie: { organization: ['ivh', 'performer'] }, types: '*', actions: 'cruds' },
  { kinds: ['case-manager'], tie: { self: ['team'] }, types: '*', actions: 'crus' },
  {
    kinds: ['coordinator', 'case-manager'],
    tie: 'new-file',
    types: [...intake, 'EpisodeOfCare'],
    actions: 'c',
  },

  { kinds: referrers, tie: 'new-file', types: intake, actions: 'c' },
  {
    kinds: referrers,
    tie: { organization: ['source', 'referrer'] },
    types: [...person, 'EpisodeOfCare', 'CareTeam'],
    actions: 'rs',
  },
  {
    kinds: referrers,
    tie: { organization: ['source', 'referrer', 'performer', 'team'] },
    types: '*',
    actions: 'rs',
    when: own,
  },
  {
    kinds: referrers,
    tie: { organization: ['source', 'referrer', 'performer', 'team'] },
    types: '*',
    actions: 'rs',
    when: addressed,
  },
  { kinds: referrers, tie: { organization: ['source', 'referrer'] }, types: intake, actions: 'c' },
  {
    kinds: referrers,
    tie: { organization: ['source', 'referrer', 'performer', 'team'] },
    types: [...intake, ...results],
    actions: 'u',
    when: own,
  },
  {
    kinds: referrers,
    tie: { organization: ['performer'] },
    types: [...person, 'EpisodeOfCare', 'CareTeam'],
    actions: 'rs',
  },
  {
    kinds: referrers,
    tie: { organization: ['performer'] },
    types: [...results, 'Communication'],
    actions: 'c',
  },
  { kinds: referrers, tie: { organization: ['performer'] }, types: ['Task'], actions: 'u', when: addressed },
  {
    kinds: referrers,
    tie: { organization: ['team'] },
    types: '*',
    actions: 'rs',
    when: ({ type }) => type !== 'AuditEvent',
  },
  { kinds: referrers, tie: { organization: ['team'] }, types: [...intake, ...results], actions: 'c' },

  {
    kinds: ['municipality'],
    tie: { organization: ['municipality'] },
    types: ['Patient', 'EpisodeOfCare'],
    actions: 'rs',
  },
  {
    kinds: ['municipality'],
    tie: { organization: ['municipality'] },
    types: ['CarePlan'],
    actions: 'rs',
    when: notDraft,
    view: 'plan-for-municipality',
  },
  {
    kinds: ['municipality'],
    tie: { organization: ['municipality'] },
    types: ['ServiceRequest', 'Task'],
    actions: 'rs',
    when: advice,
    view: 'plan-for-municipality',
  },

  { kinds: ['parent'], tie: { self: ['parent'] }, types: '*', actions: 'rs' },
  {
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['Communication', 'QuestionnaireResponse', 'DocumentReference', 'Binary'],
    actions: 'c',
  },

  {
    kinds: [...referrers, 'parent', 'coordinator', 'case-manager'],
    tie: 'new-file',
    types: [...intake, 'EpisodeOfCare'],
    actions: 'c',
    operation: 'refer',
  },
  {
    kinds: [...referrers, 'parent', 'coordinator', 'case-manager'],
    tie: 'any-file',
    types: [...intake, 'EpisodeOfCare'],
    actions: 'c',
    operation: 'refer',
  },
  {
    kinds: [...referrers, 'parent', 'coordinator', 'case-manager'],
    tie: 'directory',
    types: ['Practitioner'],
    actions: 'c',
    operation: 'refer',
  },
  {
    kinds: referrers,
    tie: { organization: ['source', 'referrer'] },
    types: ['ServiceRequest', 'Task', 'EpisodeOfCare'],
    actions: 'u',
    operation: 'withdraw-referral',
  },
  {
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['ServiceRequest', 'Task', 'EpisodeOfCare'],
    actions: 'u',
    operation: 'withdraw-referral',
  },
  {
    kinds: referrers,
    tie: { organization: ['performer', 'team'] },
    types: [...results, 'Task', 'ServiceRequest'],
    actions: 'cu',
    operation: 'push-diagnostics',
  },
  {
    kinds: referrers,
    tie: { organization: ['performer'] },
    types: ['Task', 'ServiceRequest', 'EpisodeOfCare', 'Communication'],
    actions: 'cu',
    operation: 'follow-advice',
  },
  {
    kinds: ['parent'],
    tie: { self: ['parent'] },
    types: ['Consent', 'Provenance', 'CarePlan', 'Goal', 'Task', 'ServiceRequest', 'EpisodeOfCare'],
    actions: 'cu',
    operation: 'agree-care-plan',
  },
];
