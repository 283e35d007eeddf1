// What the head of a file keeps of the rights of child and parents: restrictions, requests for destruction, grounds to keep it.
import { FhirFailure } from '../../fhir/failure.ts';
import { isOpenRight, rightOf } from '../../fhir/rights.ts';
import type { Operation } from '../../store/dossier.ts';
import type { Change, Head, HeadPart, Json } from '../../store/head.ts';
import { type RestrictionFact, restrictionOn } from './restriction.ts';

type RightFact =
  | RestrictionFact
  | { readonly is: 'hold' }
  /** Somebody asked for the destruction of the file, and it is not decided yet. */
  | { readonly is: 'erasure'; readonly by?: string };

export const rightsPart: HeadPart = {
  name: 'rights',
  types: new Set(['Task']),
  factOf(resource): Json | undefined {
    const right = rightOf(resource);
    if (!right || resource.resourceType !== 'Task') return undefined;
    const { status, focus, requester } = resource;
    if (right === 'vernietiging')
      return isOpenRight(status) ? { is: 'erasure', by: requester?.reference } : undefined;
    if (status !== 'in-progress') return undefined;
    if (right === 'bewaarplicht') return { is: 'hold' };
    if (right !== 'beperking') return undefined;
    const about = focus?.reference ?? '';
    return about === '' || about.startsWith('Patient/')
      ? { is: 'restriction' }
      : { is: 'restriction', of: [about] };
  },
  // Only a restriction goes with what the older file lets one see of the younger; holds and requests are each file's own.
  forYounger: (facts) =>
    Object.fromEntries(Object.entries(facts).filter(([, fact]) => (fact as RightFact).is === 'restriction')),
};

const factsOf = (head: Head): RightFact[] =>
  Object.values(head.rights ?? {}).map((fact) => fact as RightFact);

/** A legal ground keeps the file from being destroyed. */
export const isHeld = (head: Head): boolean => factsOf(head).some(({ is }) => is === 'hold');

/** Who asked for the destruction of the file, by requests that are not decided yet. */
export const erasureAskedBy = (head: Head): string[] =>
  factsOf(head).flatMap((fact) => (fact.is === 'erasure' && fact.by ? [fact.by] : []));

/** Whether the file as a whole is set aside. */
export const isSetAside = (head: Head, now: Date): boolean =>
  restrictionOn({ head, type: '', now }) !== undefined;

/** A file that is being destroyed is there for nobody any more. */
export const isDestroyed = (head: Head | undefined): boolean => head?.destroyed !== undefined;

const operations: ReadonlySet<string | undefined> = new Set<Operation>([
  'rectify',
  'request-right',
  'decide-right',
  'transfer-file',
]);

/** Tasks about rights are made and moved by the operations for them; of a rectification the author moves his own Task. */
export function refuseFreeRight(
  { before, after }: Pick<Change, 'before' | 'after'>,
  operation: Operation | undefined,
): void {
  const [was, is] = [rightOf(before), rightOf(after)];
  if ((was === undefined && is === undefined) || operations.has(operation)) return;
  if (was === 'rectificatie' && is === was) return;
  throw new FhirFailure('business-rule', [
    {
      text: 'A Task about a right (ivh-recht) is made by $request-right, $legal-hold or $rectify, and decided by $decide-right on the Patient.',
      expression: 'Task.code',
    },
  ]);
}
