// The policy, as data: a caller may do what a rule here allows, and nothing else.
import type { Resource } from '@medplum/fhirtypes';
import { directoryTypes } from '../fhir/types.ts';
import type { Operation } from '../store/dossier.ts';
import type { Caller, CallerKind } from './caller.ts';
import type { Relation, Relations } from './relations.ts';
import { type ScopeAction, scopeAllows } from './scopes.ts';
import type { ViewName } from './views.ts';

/** Everything a decision depends on; no clock and no store in here. */
export interface Question {
  readonly caller: Caller;
  readonly action: ScopeAction;
  readonly type: string;
  /** The resource; absent while only the type is known. */
  readonly resource?: Resource;
  /** Organisation or client that stored the resource first. */
  readonly origin?: string;
  /** Undefined outside any child's file. */
  readonly relations?: Relations;
  /** The file is being made by this very commit. */
  readonly newFile: boolean;
  readonly operation?: Operation;
}

export type Decision =
  | { readonly allow: false; readonly reason: string }
  | { readonly allow: true; readonly view?: ViewName };

/** What must connect the caller to the resource: the directory, a file in the making, any file, or a relation. */
type Tie =
  | 'directory'
  | 'new-file'
  | 'any-file'
  | { readonly organization: readonly Relation[] }
  | { readonly self: readonly Relation[] };

export interface Rule {
  readonly kinds: readonly CallerKind[];
  readonly tie: Tie;
  readonly types: '*' | readonly string[];
  readonly actions: string;
  readonly operation?: Operation;
  readonly when?: (question: Question) => boolean;
  readonly view?: ViewName;
}

const everyone: readonly CallerKind[] = [
  'jgz',
  'gp',
  'hospital',
  'childcare',
  'school',
  'provider',
  'municipality',
  'coordinator',
  'case-manager',
  'parent',
];
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

const advice = ({ resource }: Question): boolean =>
  JSON.stringify(resource ?? {}).includes('ivh-taak","code":"advies"');

/** The rules of a deployed region. */
export const policy: readonly Rule[] = [
  { kinds: everyone, tie: 'directory', types: directory, actions: 'rs' },
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
    types: ['Consent', 'Provenance', 'CarePlan', 'Task', 'ServiceRequest', 'EpisodeOfCare'],
    actions: 'cu',
    operation: 'agree-care-plan',
  },
];

/** What the token must have been granted for a named operation. */
const operationScopes: Readonly<Record<Operation, readonly [string, ScopeAction]>> = {
  refer: ['ServiceRequest', 'c'],
  'accept-referral': ['Task', 'u'],
  'decline-referral': ['Task', 'u'],
  'withdraw-referral': ['ServiceRequest', 'u'],
  feedback: ['Communication', 'c'],
  'push-diagnostics': ['DiagnosticReport', 'c'],
  'request-diagnostics': ['ServiceRequest', 'c'],
  'plan-meeting': ['Appointment', 'c'],
  'hold-meeting': ['Encounter', 'c'],
  'compose-care-team': ['CareTeam', 'c'],
  'draft-care-plan': ['CarePlan', 'c'],
  'agree-care-plan': ['Consent', 'c'],
  'revise-care-plan': ['CarePlan', 'c'],
  'assign-case-manager': ['EpisodeOfCare', 'u'],
  'move-episode': ['EpisodeOfCare', 'u'],
  'follow-advice': ['Task', 'u'],
};

/** Which scope a question needs: the operation's own, else the type and action asked for. */
export function neededScope({ operation, type, action }: Question): string {
  const [scopeType, scopeAction] = operation ? operationScopes[operation] : [type, action];
  return `${scopeType}.${scopeAction}`;
}

export function scopeCovers(question: Question): boolean {
  const [type = '', action = ''] = neededScope(question).split('.');
  return scopeAllows(question.caller.scopes, type, action as ScopeAction);
}

/** The first rule that allows without a view, else the first that allows with one, else no. */
export function decide(rules: readonly Rule[], question: Question): Decision {
  let viewed: Rule | undefined;
  for (const rule of rules) {
    if (!applies(rule, question)) continue;
    if (!rule.view) return { allow: true };
    viewed ??= rule;
  }
  return viewed ? { allow: true, view: viewed.view } : { allow: false, reason: 'no-rule' };
}

function applies(rule: Rule, question: Question): boolean {
  return (
    rule.kinds.includes(question.caller.kind) &&
    rule.actions.includes(question.action) &&
    (rule.operation === undefined || rule.operation === question.operation) &&
    (rule.types === '*' || rule.types.includes(question.type)) &&
    tied(rule.tie, question) &&
    (rule.when === undefined || rule.when(question))
  );
}

function tied(tie: Tie, { relations, newFile, type }: Question): boolean {
  if (tie === 'directory') return directoryTypes.has(type);
  if (tie === 'new-file') return newFile;
  if (relations === undefined) return false;
  if (tie === 'any-file') return true;
  if ('organization' in tie) return tie.organization.some((one) => relations.organization.has(one));
  return tie.self.some((one) => relations.self.has(one));
}
