// Whether a caller may write: before the store is looked at, and then change by change within the commit's plan.
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { isSubsetted } from '../fhir/subsetted.ts';
import type { Operation, Write } from '../store/dossier.ts';
import type { PlannedChange } from '../store/gate.ts';
import type { Head } from '../store/head.ts';
import type { AuditAction } from './audit/audit.ts';
import { isAuditable, longestPatientId, type Trail } from './audit/trail.ts';
import { seesEverything } from './candidates.ts';
import { needOwnId } from './own-ids.ts';
import {
  type Decision,
  decide,
  type Question,
  type Rule,
  scopeCovers,
  scopeLetsThrough,
} from './policy/decide.ts';
import { refuseFreeRight } from './policy/rights.ts';
import type { ScopeAction } from './scopes.ts';
import { absent, type Sight } from './sight.ts';
import { mindWriting } from './writing.ts';

/** What permission to one commit depends on. */
export interface Permission {
  readonly sight: Sight;
  readonly trail: Trail;
  readonly rules: readonly Rule[];
  readonly now: () => Date;
  readonly operation: Operation | undefined;
}

/** What no look at the store is needed for, so that the answer is the same whether the resource is there or not. */
export function mayAsk({ sight, operation }: Permission, write: Write): void {
  const type = 'resource' in write ? write.resource.resourceType : write.type;
  if (type === 'AuditEvent')
    throw new FhirFailure('method-not-allowed', 'AuditEvents are written by the server alone.', {
      allow: ['GET'],
    });
  if (write.method === 'delete') sight.needScope('d', type, operation);
  if (write.method === 'create') sight.needScope('c', type, operation);
  if (write.method === 'patch') sight.needScope('u', type, operation);
  if (write.method === 'update' && !scopeCovers({ ...sight.question('c', type), operation }))
    sight.needScope('u', type, operation);
}

/** Throws unless the policy lets the caller make this change; refusals leave their trail. */
export function authorize(permission: Permission, change: PlannedChange, before: Head | undefined): void {
  const { sight, operation, trail } = permission;
  const action: ScopeAction = !change.after ? 'd' : change.before ? 'u' : 'c';
  if (change.idIsGiven && !isKnown(permission, change, before)) {
    if (change.record && before) trail.noteRefusal(change.child, auditActionOf(change), change.reference);
    if (change.ifMatch !== undefined) throw absent(change.reference);
    needOwnId(sight.caller, change);
  }
  sight.needScope(action, change.type, operation);
  if (change.type === 'Patient' && !change.record && !isAuditable(change.id)) {
    throw new FhirFailure('invalid', [
      {
        text: `A Patient id here has at most ${longestPatientId} characters and does not begin with "directory-" or "refused-".`,
        expression: 'Patient.id',
      },
    ]);
  }
  const inFile = change.child !== undefined;
  const question = {
    ...sight.question(action, change.type),
    id: change.id,
    origin: change.envelope.o,
    operation,
    ...(inFile && before ? sight.fileOf(before) : {}),
    newFile: inFile && !before,
  };
  const sides = [change.before, change.after].filter((side) => side !== undefined);
  const judged = sides.length > 0 ? sides : [undefined];
  refuseView(permission, change, before);
  const decisions = judged.map((resource) => decide(permission.rules, { ...question, resource }));
  if (decisions.every(permits)) {
    for (const decision of decisions) sight.learn(change.child, decision);
    mindWriting({ caller: sight.caller, operation, relations: question.relations }, change);
    needReach(permission, change, before, question);
    refuseRemnant(change);
    if (operation && question.relations) sight.answer(change.pk, question.relations);
    refuseFreeRight(change, operation);
    return;
  }
  const [reason] = decisions.flatMap((decision) => (decision.allow ? [] : decision.reason));
  if (before) trail.noteRefusal(change.child, auditActionOf(change), change.reference, reason);
  const seen = change.record && sight.show(change.record, before, 'r', false) !== undefined;
  if (change.record ? !seen : change.envelope.m === 'PUT') throw absent(change.reference);
  throw new FhirFailure(
    'forbidden',
    `The policy does not let a ${sight.caller.kind} ${verbs[action]} this ${change.type}.`,
  );
}

/** Whether the caller may know that there is, or was, such a resource. */
function isKnown({ sight, rules }: Permission, { record }: PlannedChange, head: Head | undefined): boolean {
  if (seesEverything({ caller: sight.caller, rules })) return true;
  return record !== undefined && sight.knows(record, head, 'r');
}

/** What the caller sees in part he can't write back: what he does not see would be lost, or a patch would tell of it. */
function refuseView({ sight, trail }: Permission, change: PlannedChange, head: Head | undefined): void {
  const { record, reference, type } = change;
  if (!record || record.deleted || !sight.seesInPart(record, head)) return;
  if (head) trail.noteRefusal(change.child, auditActionOf(change), reference);
  throw new FhirFailure('forbidden', [
    {
      text: `${reference} is shown to a ${sight.caller.kind} in a view, marked SUBSETTED, and a view is not written back: ask the IVH team to change it, or add a resource of your own.`,
      expression: type,
    },
  ]);
}

/** What was read in part ends what it leaves out when it is sent back, for who may see all of it too. */
function refuseRemnant({ before, after, type, at }: PlannedChange): void {
  if (!before || !after || !isSubsetted(after) || isSubsetted(before)) return;
  throw new FhirFailure('business-rule', [
    {
      text: 'What is tagged SUBSETTED is not the whole resource, and would put an end to the rest of it; send the whole, or a patch.',
      expression: withinEntry(at, `${type}.meta.tag`),
    },
  ]);
}

/** A scope with a search (`system/Observation.cu?category=…`) must let through what is there and what will be. */
function needReach(
  { sight, trail }: Permission,
  { before: from, after, record, child, reference, ...change }: PlannedChange,
  head: Head | undefined,
  question: Question,
): void {
  if ([from, after].every((side) => side === undefined || scopeLetsThrough(question, () => side))) return;
  if (head) trail.noteRefusal(child, auditActionOf({ before: from, after }), reference);
  if (record && !sight.show(record, head, 'r')) throw absent(reference);
  throw new FhirFailure(
    'forbidden',
    `No scope of the token reaches this ${change.type}: its search must let through what is there and what is sent.`,
    { cause: 'insufficient_scope' },
  );
}

const permits = (decision: Decision): boolean => decision.allow && decision.view === undefined;

const verbs: Readonly<Record<ScopeAction, string>> = {
  c: 'create',
  r: 'read',
  u: 'update',
  d: 'delete',
  s: 'search',
};

export function auditActionOf(change: Pick<PlannedChange, 'before' | 'after'>): AuditAction {
  if (!change.after) return 'D';
  return change.before ? 'U' : 'C';
}
