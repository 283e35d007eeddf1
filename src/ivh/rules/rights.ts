// File rules on rights: what a parent stated stays with the resource, and a Task about a right goes no step but a legal one.
import { FhirFailure } from '../../fhir/failure.ts';
import { rightOf, rightSteps, statementsOf } from '../../fhir/rights.ts';
import type { FileRule } from '../../store/head.ts';

/** Corrected or not, the resource keeps saying what the parent said of it. */
export const statementStays: FileRule = ({ before, after }) => {
  if (before === undefined || after === undefined) return;
  const kept = new Set(statementsOf(after).map((one) => JSON.stringify(one)));
  if (statementsOf(before).every((one) => kept.has(JSON.stringify(one)))) return;
  throw new FhirFailure('business-rule', [
    {
      text: "a parent's statement stays with the resource: keep its extensions ivh-ext-verklaring as they are",
      expression: `${after.resourceType}.extension`,
    },
  ]);
};

export const rightStep: FileRule = ({ before, after }) => {
  if (before?.resourceType !== 'Task' || after?.resourceType !== 'Task') return;
  const right = rightOf(before);
  if (right === undefined) return;
  if (rightOf(after) !== right) {
    throw new FhirFailure('business-rule', [
      { text: `this Task is about ${right} and stays so: keep its code`, expression: 'Task.code' },
    ]);
  }
  const steps = rightSteps(before.status);
  if (before.status !== after.status && !steps.includes(after.status)) {
    const legal = steps.length > 0 ? `from there it goes to ${steps.join(', ')}` : 'that is where it ends';
    throw new FhirFailure('business-rule', [
      {
        text: `${right}: no step from ${before.status} to ${after.status}; ${legal}`,
        expression: 'Task.status',
      },
    ]);
  }
  if (after.status === 'rejected' && !after.statusReason?.text && !after.statusReason?.coding) {
    throw new FhirFailure('business-rule', [
      { text: 'who declines says why: give statusReason', expression: 'Task.statusReason' },
    ]);
  }
};
