// Decides one question by a table of rules: what no rule allows is refused, whatever the token's scopes.
import type { Resource } from '@medplum/fhirtypes';
import { directoryTypes, fileless } from '../../fhir/types.ts';
import type { Operation } from '../../store/dossier.ts';
import type { Head } from '../../store/head.ts';
import type { Caller, CallerKind } from '../caller.ts';
import { isConstrained, type ScopeAction, scopeAllows, scopeReaches } from '../scopes.ts';
import type { ViewName } from '../views/views.ts';
import { categoriesOf } from './categories.ts';
import { consentOn, type Verdict } from './consent.ts';
import type { Relation } from './relation-facts.ts';
import { partiesOf, type Relations, teamsOf } from './relations.ts';
import { restrictionOn } from './restriction.ts';
import { isDestroyed } from './rights.ts';

/** Everything a decision depends on; no clock and no store in here. */
export interface Question {
  readonly caller: Caller;
  readonly action: ScopeAction;
  readonly type: string;
  readonly id?: string;
  /** The resource; absent while only the type is known. */
  readonly resource?: Resource;
  /** Organisation or client that stored the resource first. */
  readonly origin?: string;
  /** Undefined outside any child's file. */
  readonly relations?: Relations;
  /** What the file keeps of consents and restrictions; undefined outside any child's file. */
  readonly head?: Head;
  /** Of a file that is joined to an older one: the same of this file alone. */
  readonly own?: { readonly head: Head; readonly relations: Relations };
  readonly now: Date;
  /** The file is being made by this very commit. */
  readonly newFile: boolean;
  readonly operation?: Operation;
}

/** Why not, from the least to the most that had to be right first. */
const reasons = [
  'no-rule',
  'scope',
  'purpose',
  'no-tie',
  'parent-closed',
  'not-this-one',
  'restricted',
  'consent-missing',
  'objection',
] as const;
export type Reason = (typeof reasons)[number];

/** `basis`: the rule, what ties the caller to the child, and the Consents that let him. */
export type Decision =
  | { readonly allow: false; readonly reason: Reason; readonly basis: readonly string[] }
  | {
      readonly allow: true;
      readonly view?: ViewName;
      readonly rule: string;
      readonly basis: readonly string[];
    };

/**
 * What must connect the caller to the resource: the directory, being of no file, a file in the making, any file, having
 * written it oneself, or a relation.
 */
type Tie =
  | 'directory'
  | 'fileless'
  | 'new-file'
  | 'any-file'
  | 'author'
  | { readonly organization: readonly Relation[] }
  | { readonly self: readonly Relation[] };

/**
 * none: needs no consent; presumed: who is directly involved, unless a parent objects; explicit: only what every parent
 * with authority permitted.
 */
export type ConsentMode = 'none' | 'presumed' | 'explicit';

export interface Rule {
  readonly name: string;
  readonly kinds: readonly CallerKind[];
  readonly tie: Tie;
  readonly types: '*' | readonly string[];
  readonly actions: string;
  readonly operation?: Operation;
  /** What the request must be made for; absent for any purpose. */
  readonly purposes?: readonly string[];
  readonly consent: ConsentMode;
  /** Holds while use of the file or the resource is restricted. */
  readonly evenIfRestricted?: true;
  readonly when?: (question: Question) => boolean;
  readonly view?: ViewName;
}

/** How a rule is named where FHIR takes a URI. */
export const ruleUri = (name: string): string => `urn:vroegdossier:rule:${name}`;

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
  rectify: ['Task', 'c'],
  'request-right': ['Task', 'c'],
  'decide-right': ['Task', 'u'],
  'transfer-file': ['EpisodeOfCare', 'u'],
  'destroy-file': ['Patient', 'd'],
  'break-glass': ['Communication', 'c'],
  'read-figures': ['EpisodeOfCare', 's'],
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

/**
 * Whether the search in a scope (`system/Observation.rs?category=…`) lets this resource through. Given what the caller
 * sees of it: asked about the whole, a scope of the caller's choice would tell what a view hides.
 */
export function scopeLetsThrough(
  { caller, operation, type, action }: Question,
  seen: () => Resource | undefined,
): boolean {
  const [scopeType, scopeAction] = operation ? operationScopes[operation] : ([type, action] as const);
  if (scopeType !== type || !isConstrained(caller.scopes, type, scopeAction)) return true;
  const resource = seen();
  return resource !== undefined && scopeReaches(caller.scopes, resource, scopeAction);
}

/**
 * In a file joined to an older one, what the caller has by this file alone is judged by it alone, as it would be were
 * there no other; what he has by the older file is judged by both.
 */
export function decide(rules: readonly Rule[], question: Question): Decision {
  if (!question.own) return decideByOne(rules, question);
  const alone = decideByOne(rules, { ...question, ...question.own });
  if (alone.allow && !alone.view) return alone;
  const both = decideByOne(rules, question);
  return both.allow && (!alone.allow || !both.view) ? both : alone;
}

/** The first rule that allows without a view, else the first that allows with one, else no and why. */
function decideByOne(rules: readonly Rule[], question: Question): Decision {
  if (isDestroyed(question.head)) return { allow: false, reason: 'no-tie', basis: [] };
  const consents = consentsOn(question);
  let viewed: Rule | undefined;
  let reason: Reason = 'no-rule';
  for (const rule of rules) {
    if (!isAbout(rule, question)) continue;
    const missing = missingFor(rule, question, consents);
    if (missing !== undefined) {
      if (reasons.indexOf(missing) > reasons.indexOf(reason)) reason = missing;
      continue;
    }
    if (!rule.view) return allowed(rule, question, consents);
    viewed ??= rule;
  }
  if (viewed) return allowed(viewed, question, consents);
  return { allow: false, reason, basis: reason === 'objection' ? consents().basis : [] };
}

/** The parents' word on one question, asked for when the first rule needs it. */
function consentsOn(question: Question): () => Verdict {
  const { caller, type, head, relations, now } = question;
  let verdict: Verdict | undefined;
  return () => {
    verdict ??= consentOn(head, {
      parties: partiesOf(caller),
      teams: teamsOf(relations),
      kind: caller.kind,
      purpose: caller.purpose,
      categories: () => categoriesOf(type, question.resource),
      now,
    });
    return verdict;
  };
}

function allowed(rule: Rule, { relations }: Question, verdict: () => Verdict): Decision {
  const ties =
    typeof rule.tie === 'string' ? [] : 'organization' in rule.tie ? rule.tie.organization : rule.tie.self;
  const grounds = ties.flatMap((tie) => relations?.grounds?.get(tie) ?? []);
  const consents = rule.consent === 'none' ? [] : verdict().basis;
  return {
    allow: true,
    view: rule.view,
    rule: rule.name,
    basis: [...new Set([ruleUri(rule.name), ...grounds, ...consents])],
  };
}

const isAbout = (rule: Rule, { caller, action, operation, type }: Question): boolean =>
  rule.kinds.includes(caller.kind) &&
  rule.actions.includes(action) &&
  (rule.operation === undefined || rule.operation === operation) &&
  (rule.types === '*' || rule.types.includes(type));

function missingFor(rule: Rule, question: Question, verdict: () => Verdict): Reason | undefined {
  if (rule.purposes && !rule.purposes.includes(question.caller.purpose)) return 'purpose';
  if (!tied(rule.tie, question)) return question.relations?.self.has('closed') ? 'parent-closed' : 'no-tie';
  if (rule.when && !rule.when(question)) return 'not-this-one';
  if (!rule.evenIfRestricted && restrictionOn(question) !== undefined) return 'restricted';
  if (rule.consent === 'none') return undefined;
  const { says } = verdict();
  if (says === 'objection') return 'objection';
  return rule.consent === 'explicit' && says !== 'permit' ? 'consent-missing' : undefined;
}

function tied(tie: Tie, { relations, newFile, type, origin, caller }: Question): boolean {
  if (tie === 'directory') return directoryTypes.has(type);
  if (tie === 'fileless') return fileless.has(type);
  if (tie === 'new-file') return newFile;
  if (relations === undefined) return false;
  if (tie === 'any-file') return true;
  if (tie === 'author') return origin === (caller.organization ?? caller.client);
  if ('organization' in tie) return tie.organization.some((one) => relations.organization.has(one));
  return tie.self.some((one) => relations.self.has(one));
}
