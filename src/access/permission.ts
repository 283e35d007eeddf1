// Whether a caller may write: before the store is looked at, and then change by change within the commit's plan.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Operation, Write } from '../store/dossier.ts';
import type { PlannedChange } from '../store/gate.ts';
import type { Head } from '../store/head.ts';
import type { AuditAction } from './audit.ts';
import { decide, type Question, type Rule, scopeCovers } from './decide.ts';
import { relationsOf } from './relations.ts';
import type { ScopeAction } from './scopes.ts';
import { absent, type Sight } from './sight.ts';
import { isAuditable, longestPatientId, type Trail } from './trail.ts';

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

/**
 * A referral joins the file of a child that others brought in. The parents it names are not yet the child's parents
 * for that file: they wait inactive, without access, until someone of the file confirms them.
 */
export function admit(
  { sight, operation, now }: Permission,
  resource: Resource,
  before: Head | undefined,
): Resource {
  if (operation !== 'refer' || resource.resourceType !== 'RelatedPerson' || !before?.access) return resource;
  const { organization, self } = relationsOf(before, sight.caller, now());
  return organization.size + self.size > 0 ? resource : { ...resource, active: false };
}

/** Throws unless the policy lets the caller make this change; refusals leave their trail. */
export function authorize(permission: Permission, change: PlannedChange, before: Head | undefined): void {
  const { sight, operation, trail } = permission;
  const action: ScopeAction = !change.after ? 'd' : change.before ? 'u' : 'c';
  sight.needScope(action, change.type, operation);
  if (change.type === 'Patient' && !change.record && !isAuditable(change.id)) {
    throw new FhirFailure('invalid', [
      {
        text: `A Patient id here has at most ${longestPatientId} characters and does not begin with "directory-".`,
        expression: 'Patient.id',
      },
    ]);
  }
  const inFile = change.child !== undefined;
  const question = {
    ...sight.question(action, change.type),
    origin: change.envelope.o,
    operation,
    relations: inFile && before ? sight.relationsTo(before) : undefined,
    newFile: inFile && !before,
  };
  const sides = [change.before, change.after].filter((side) => side !== undefined);
  const judged = sides.length > 0 ? sides : [undefined];
  if (judged.every((resource) => permits(permission.rules, { ...question, resource }))) return;
  if (before) trail.noteRefusal(change.child, auditActionOf(change), change.reference);
  const seen = change.record && sight.show(change.record, before, 'r', false) !== undefined;
  if (change.record ? !seen : change.envelope.m === 'PUT') throw absent(change.reference);
  throw new FhirFailure(
    'forbidden',
    `The policy does not let a ${sight.caller.kind} ${verbs[action]} this ${change.type}.`,
  );
}

function permits(rules: readonly Rule[], question: Question): boolean {
  const decision = decide(rules, question);
  return decision.allow && decision.view === undefined;
}

const verbs: Readonly<Record<ScopeAction, string>> = {
  c: 'create',
  r: 'read',
  u: 'update',
  d: 'delete',
  s: 'search',
};

export function auditActionOf(change: PlannedChange): AuditAction {
  if (!change.after) return 'D';
  return change.before ? 'U' : 'C';
}
