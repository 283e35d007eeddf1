// Brings a draft's goals, advice and grounds in line with what was sent: kept, changed, added, dropped.
import type { CarePlan, Condition, Goal, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Write } from '../../store/dossier.ts';
import { behind } from '../child-file.ts';
import { referenceOf, urn } from '../references.ts';
import { create, update } from '../writes.ts';
import { adviceLineFrom, goalFrom, groundFrom } from './from-fhir.ts';
import type { Content } from './schema.ts';
import { adviceOf, goalOf, groundOf } from './to-fhir.ts';

export interface Ground {
  readonly child: string;
  readonly region: string;
  readonly now: string;
  readonly newId: () => string;
}

/** How one sort of part is made, told apart, changed and dropped. */
interface Part<Input, R extends Resource> {
  readonly name: keyof Content;
  readonly make: (input: Input) => R;
  readonly read: (resource: R) => unknown;
  /** Nothing but this draft uses it, so it may be changed in place. */
  readonly isOwn: (resource: R) => boolean;
  readonly drop: (resource: R) => R;
}

interface Lined {
  readonly references: string[];
  readonly writes: Write[];
}

export function contentWrites(
  content: Content,
  plan: CarePlan | undefined,
  file: readonly Resource[],
  ground: Ground,
) {
  const { child, region, now, newId } = ground;
  const goals: Part<Content['goals'][number], Goal> = {
    name: 'goals',
    make: (input) => goalOf(input, child),
    read: goalFrom,
    isOwn: (goal) => goal.lifecycleStatus === 'proposed',
    drop: (goal) => ({ ...goal, lifecycleStatus: 'cancelled' }),
  };
  const advice: Part<Content['advice'][number], ServiceRequest> = {
    name: 'advice',
    make: (input) => adviceOf(input, child, region, now),
    read: adviceLineFrom,
    isOwn: (line) => line.status === 'draft',
    drop: (line) => ({ ...line, status: 'revoked' }),
  };
  const grounds: Part<NonNullable<Content['addresses']>[number], Condition> = {
    name: 'addresses',
    make: (input) => groundOf(input, child, now),
    read: groundFrom,
    isOwn: () => false,
    drop: (condition) => condition,
  };
  const activity = plan?.activity?.map((each) => each.reference);
  return {
    goals: lineUp(goals, content.goals, behind(file, 'Goal', plan?.goal), newId),
    advice: lineUp(advice, content.advice, behind(file, 'ServiceRequest', activity), newId),
    grounds: lineUp(grounds, content.addresses ?? [], behind(file, 'Condition', plan?.addresses), newId),
  };
}

/** A part that another plan is built on is left alone: what is changed of it becomes a part of its own. */
function lineUp<Input extends { id?: string }, R extends Resource>(
  part: Part<Input, R>,
  inputs: readonly Input[],
  present: readonly R[],
  newId: () => string,
): Lined {
  const lined: Lined = { references: [], writes: [] };
  for (const [index, input] of inputs.entries()) {
    const old = present.find((each) => each.id === input.id);
    if (input.id !== undefined && old === undefined) {
      throw new FhirFailure('business-rule', [
        {
          text: `the plan has no ${part.name} ${input.id}; leave id out for a new one`,
          expression: `${part.name}[${index}].id`,
        },
      ]);
    }
    const made = part.make(input);
    if (old !== undefined && isSame(part.read({ ...made, id: old.id }), part.read(old))) {
      lined.references.push(referenceOf(old));
    } else if (old !== undefined && part.isOwn(old)) {
      lined.references.push(referenceOf(old));
      lined.writes.push(
        update({ ...made, id: old.id, meta: { ...made.meta, versionId: old.meta?.versionId } }),
      );
    } else {
      const url = urn(newId());
      lined.references.push(url);
      lined.writes.push(create(made, url));
    }
  }
  const kept = new Set(inputs.map((input) => input.id));
  const dropped = present.filter((each) => !kept.has(each.id) && part.isOwn(each));
  lined.writes.push(...dropped.map((each) => update(part.drop(each))));
  return lined;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
