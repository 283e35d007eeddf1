// File rules on state: only steps of the state machines, and an IVH resource stays what it is.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { FileRule } from '../../store/head.ts';
import { type Kind, kindOf } from '../kinds.ts';
import { isLegal, legalSteps, type Machine } from '../states.ts';

const machineOf: Partial<Record<Kind, Machine>> = {
  'referral-task': 'aanmelding',
  episode: 'traject',
  'care-plan': 'adviesplan',
  'advice-task': 'opdracht',
  'examination-task': 'opdracht',
};

const statusOf = (resource: Resource): string =>
  'status' in resource && typeof resource.status === 'string' ? resource.status : '';

export const legalStep: FileRule = ({ before, after }) => {
  if (before === undefined || after === undefined) return;
  const kind = kindOf(before);
  const machine = kind && machineOf[kind];
  if (machine === undefined) return;
  const [from, to] = [statusOf(before), statusOf(after)];
  if (isLegal(machine, from, to)) return;
  const steps = legalSteps(machine, from) ?? [];
  const legal = steps.length > 0 ? `from there it goes to ${steps.join(', ')}` : 'that is where it ends';
  throw new FhirFailure('business-rule', [
    {
      text: `${machine}: no step from ${from} to ${to}; ${legal}`,
      expression: `${after.resourceType}.status`,
    },
  ]);
};

/** Without this, dropping a code or profile would take a resource out of the rules' reach. */
export const staysItself: FileRule = ({ before, after }) => {
  if (before === undefined || after === undefined) return;
  const kind = kindOf(before);
  if (kind === undefined || kindOf(after) === kind) return;
  throw new FhirFailure('business-rule', [
    {
      text: `this ${before.resourceType} is an IVH ${kind} and stays one: keep its IVH codes and its profile`,
      expression: after.resourceType,
    },
  ]);
};
