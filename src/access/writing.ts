// What is asked of a writer beyond the policy: whose decision he writes down, and what nobody makes or undoes by hand.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Operation } from '../store/dossier.ts';
import type { Change } from '../store/head.ts';
import type { Caller, CallerKind } from './caller.ts';
import { isEmergency } from './policy/emergency.ts';
import { isClosed } from './policy/relation-facts.ts';
import type { Relations } from './policy/relations.ts';
import { isSharing } from './policy/sharing.ts';

interface Writer {
  readonly caller: Caller;
  readonly operation: Operation | undefined;
  readonly relations: Relations | undefined;
}

/** Throws `business-rule` or `forbidden`; called once the policy lets the writer change this resource. */
export function mindWriting(writer: Writer, change: Change): void {
  mindEmergency(writer, change);
  mindClosure(writer, change);
  mindDecision(writer, change);
}

function mindEmergency({ operation }: Writer, { before, after }: Change): void {
  if (![before, after].some((side) => side !== undefined && isEmergency(side))) return;
  if (operation === 'break-glass' && before === undefined) return;
  throw new FhirFailure('business-rule', [
    {
      text: 'A message of category noodtoegang opens a file: it is made by POST Patient/<id>/$break-glass alone, and stays as it is.',
      expression: 'Communication.category',
    },
  ]);
}

const mayReopen: readonly CallerKind[] = ['coordinator', 'case-manager', 'tester'];

/** Access closed for somebody's safety is opened by those who run the trajectory. */
function mindClosure({ caller }: Writer, { before, after }: Change): void {
  const was = before?.resourceType === 'RelatedPerson' && isClosed(before);
  const is = after?.resourceType === 'RelatedPerson' && isClosed(after);
  if (!was || is || mayReopen.includes(caller.kind)) return;
  throw new FhirFailure('forbidden', [
    {
      text: 'The access of this parent was closed (ivh-ext-toegang-gesloten); the coordinator or case manager opens it again.',
      expression: 'RelatedPerson.extension',
    },
  ]);
}

function mindDecision({ caller, operation, relations }: Writer, { before, after }: Change): void {
  const sides = [before, after].filter((side) => side !== undefined).filter(isSharing);
  const [decision] = sides.slice(-1);
  if (!decision) return;
  // A referral's decisions are made with the parents it names, and are about nothing that was there before.
  if (operation === 'refer' && before === undefined) return;
  if (caller.kind === 'parent') {
    const self = relations?.grounds?.get('parent') ?? [];
    const by = sides.flatMap(({ performer = [] }) => performer.map(({ reference }) => reference ?? ''));
    if (by.length > 0 && by.every((one) => self.includes(one))) return;
    throw new FhirFailure('forbidden', [
      {
        text: `A parent decides for himself: Consent.performer is ${self.join(' or ') || 'your own RelatedPerson'}.`,
        expression: 'Consent.performer',
      },
    ]);
  }
  if (before !== undefined || tellsSource(decision)) return;
  throw new FhirFailure('business-rule', [
    {
      text: 'Who writes down what a parent decided says how it was given: in sourceReference, sourceAttachment, verification, or in words in policyRule.text.',
      expression: 'Consent.source',
    },
  ]);
}

const tellsSource = (decision: Extract<Resource, { resourceType: 'Consent' }>): boolean =>
  decision.sourceReference !== undefined ||
  decision.sourceAttachment !== undefined ||
  (decision.verification ?? []).length > 0 ||
  (decision.policyRule?.text ?? '').trim() !== '';
