// Records what a parent decides about sharing, ends what that decision replaces, and withdraws one at the parent's word.
import type { Consent, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import { childOf, ofType, readAs } from '../child-file.ts';
import { referenceOf, urn } from '../references.ts';
import { create, update, withoutEmpty } from '../writes.ts';
import { covers, dayOf, outlasts } from './covers.ts';
import { decisionFrom, decisionsIn, isDecision } from './from-fhir.ts';
import type { DecisionAnswer, DecisionInput } from './schema.ts';
import { decisionOf, provisionOf, recordOf, waysDecided } from './to-fhir.ts';

const parts = ['Patient', 'RelatedPerson', 'Consent'] as const;

export async function decideSharing(context: Context, input: DecisionInput): Promise<DecisionAnswer> {
  const { caller } = context.dossier;
  const file = await context.dossier.file(input.child, parts);
  const parent = referenceOf(decidingParent(context, file, input));
  const now = context.now().toISOString();
  const when = input.decidedOn ?? now;
  if (Date.parse(when) > Date.parse(now)) refuse('nobody decided in the future', 'decidedOn');
  const decided = {
    child: `Patient/${input.child}`,
    parent,
    when,
    region: caller.region,
    how: waysDecided[input.how],
  };
  const consent = withoutEmpty(decisionOf(decided, provisionOf(input)));
  const url = urn(context.newId());
  const recorder = caller.kind === 'parent' ? undefined : (caller.practitioner ?? caller.organization);
  const ended = replacedBy(consent, decisionsIn(file));
  const [written] = await submit(context, [
    create(consent, url),
    ...ended.map((earlier) => update({ ...earlier, status: 'inactive' })),
    ...(recorder ? [create(recordOf(url, decided, { recorder, recorded: now }))] : []),
  ]);
  return decisionFrom({ ...consent, id: written?.id });
}

/**
 * The last word counts. An objection ends what it covers, however long it holds itself; a permission does not end an
 * objection that would hold longer, which would stand against it.
 */
function replacedBy(consent: Consent, earlier: readonly Consent[]): Consent[] {
  const own = earlier.filter(
    (one) =>
      one.status === 'active' &&
      one.performer?.[0]?.reference === consent.performer?.[0]?.reference &&
      covers(consent, one),
  );
  if (consent.provision?.type === 'deny') {
    const { start } = consent.provision.period ?? {};
    if (start !== undefined && start > dayOf(consent))
      refuse('an objection holds from the day of the decision on; leave from out', 'from');
    return own;
  }
  const standing = own.find((one) => one.provision?.type === 'deny' && !outlasts(consent, one));
  if (standing)
    refuse(
      `the objection ${standing.id} of this parent holds longer than this permission and stands against it; withdraw it first`,
      'until',
    );
  return own.filter((one) => outlasts(consent, one));
}

/** The parent who decides: of a parent who asks himself, of others the one named. */
function decidingParent(
  { dossier: { caller } }: Context,
  file: readonly Resource[],
  { parent: id }: DecisionInput,
): RelatedPerson {
  const people = ofType(file, 'RelatedPerson');
  if (caller.kind === 'parent') {
    const own = people.find((one) => isPerson(one, caller.person) && (id === undefined || one.id === id));
    if (own) return own;
    throw new FhirFailure('forbidden', [
      { text: 'parents decide for themselves; leave parent out', expression: 'parent' },
    ]);
  }
  const named = people.find((one) => one.id === id);
  return named ?? refuse('say which parent of this child decided, by the id of the RelatedPerson', 'parent');
}

const isPerson = (parent: RelatedPerson, person: string | undefined): boolean =>
  parent.identifier?.some((each) => `${each.system ?? ''}|${each.value}` === person) ?? false;

function refuse(text: string, expression: string): never {
  throw new FhirFailure('business-rule', [{ text, expression }]);
}

/** A decision ends at the word of the parent who made it, whoever writes that down. */
export async function withdrawDecision(context: Context, id: string): Promise<DecisionAnswer> {
  const { caller } = context.dossier;
  const consent = await readAs(context, 'Consent', id, isDecision);
  if (caller.kind === 'parent') {
    const file = await context.dossier.file(childOf(consent), parts);
    const own = ofType(file, 'RelatedPerson').filter((one) => isPerson(one, caller.person));
    if (!own.some((one) => referenceOf(one) === consent.performer?.[0]?.reference))
      throw new FhirFailure('forbidden', 'Parents withdraw what they decided themselves.');
  }
  if (consent.status !== 'active')
    throw new FhirFailure('conflict', `this decision is ${consent.status}; only one in force is withdrawn`);
  const ended: Consent = { ...consent, status: 'inactive' };
  await submit(context, [update(ended)]);
  return decisionFrom(ended);
}

/** All decisions in the child's file, the last first. */
export async function decisionsOf(context: Context, child: string): Promise<DecisionAnswer[]> {
  const file = await context.dossier.file(child, parts);
  return decisionsIn(file)
    .toSorted((a, b) => Date.parse(b.dateTime ?? '') - Date.parse(a.dateTime ?? ''))
    .map(decisionFrom);
}
