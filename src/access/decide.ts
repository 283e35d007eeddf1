// Decides one question by a table of rules: what no rule allows is refused, whatever the token's scopes.
import type { Resource } from '@medplum/fhirtypes';
import { directoryTypes, fileless } from '../fhir/types.ts';
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

/** What must connect the caller to the resource: the directory, being of no file, a file in the making, any file, or a relation. */
type Tie =
  | 'directory'
  | 'fileless'
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

export function scopeCovers({ caller, operation, type, action }: Question): boolean {
  const [scopeType, scopeAction] = operation ? operationScopes[operation] : ([type, action] as const);
  return scopeAllows(caller.scopes, scopeType, scopeAction);
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
  if (tie === 'fileless') return fileless.has(type);
  if (tie === 'new-file') return newFile;
  if (relations === undefined) return false;
  if (tie === 'any-file') return true;
  if ('organization' in tie) return tie.organization.some((one) => relations.organization.has(one));
  return tie.self.some((one) => relations.self.has(one));
}
