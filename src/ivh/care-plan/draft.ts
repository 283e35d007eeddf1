// Drafts the advice plan after a meeting, changes the draft, and revises a plan that is in force.
import type { CarePlan, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Write } from '../../store/dossier.ts';
import { behind, childOf, demandOpenEpisode, ofType, readAs } from '../child-file.ts';
import { codeIn } from '../codes.ts';
import { agreedPlan } from '../file-facts.ts';
import { kindOf } from '../kinds.ts';
import { stateWrites } from '../meeting/meet.ts';
import { at, referenceOf } from '../references.ts';
import { create, update } from '../writes.ts';
import { contentWrites } from './content.ts';
import { adviceLineFrom, goalFrom, groundFrom, planFrom } from './from-fhir.ts';
import { type Content, contentSchema, type PlanAnswer, type PlanInput, type Revision } from './schema.ts';
import { planOf } from './to-fhir.ts';

export const readPlan = (context: Context, id: string): Promise<CarePlan> =>
  readAs(context, 'CarePlan', id, (each) => kindOf(each) === 'care-plan');

export async function planWith(context: Context, id: string): Promise<PlanAnswer> {
  const plan = await readPlan(context, id);
  return planFrom(plan, await context.dossier.file(childOf(plan)));
}

export async function plansOf(context: Context, child: string): Promise<PlanAnswer[]> {
  const file = await context.dossier.file(child);
  return adviesplannen(file)
    .toSorted((a, b) => Date.parse(b.created ?? '') - Date.parse(a.created ?? ''))
    .map((plan) => planFrom(plan, file));
}

const adviesplannen = (file: readonly Resource[]): CarePlan[] =>
  ofType(file, 'CarePlan').filter((each) => kindOf(each) === 'care-plan');

export async function draftPlan(context: Context, input: PlanInput): Promise<PlanAnswer> {
  const file = await context.dossier.file(input.child);
  const standing = adviesplannen(file).find((each) => ['draft', 'active', 'on-hold'].includes(each.status));
  if (standing !== undefined) {
    const how = standing.status === 'draft' ? 'change that draft' : 'revise that plan';
    throw new FhirFailure('conflict', [
      {
        text: `the child has an adviesplan, ${standing.id} (${standing.status}): ${how}`,
        expression: 'child',
      },
    ]);
  }
  const id = await storeDraft(context, { child: input.child, meeting: input.meeting, content: input, file });
  return planWith(context, id);
}

interface Draft {
  readonly child: string;
  readonly meeting?: string;
  readonly content: Content;
  readonly file: readonly Resource[];
  readonly replaces?: CarePlan;
}

async function storeDraft(
  context: Context,
  { child, meeting, content, file, replaces }: Draft,
): Promise<string> {
  const { region } = context.dossier.caller;
  const now = context.now().toISOString();
  demandOpenEpisode(file);
  if (meeting !== undefined) demandHeldMeeting(file, meeting);
  const ground = { child: `Patient/${child}`, region, now, newId: context.newId };
  const { goals, advice, grounds } = contentWrites(content, replaces, file, ground);
  const team = ofType(file, 'CareTeam').find(
    (each) => each.status === 'active' && kindOf(each) === 'care-team',
  );
  const plan = planOf({
    ...ground,
    meeting: meeting === undefined ? replaces?.encounter?.reference : `Encounter/${meeting}`,
    team: team && referenceOf(team),
    replaces: replaces && referenceOf(replaces),
    goals: goals.references,
    advice: advice.references,
    grounds: grounds.references,
  });
  const writes = [create(plan), ...goals.writes, ...advice.writes, ...grounds.writes];
  const operation = replaces ? 'revise-care-plan' : 'draft-care-plan';
  const [written] = await submit(
    context,
    [...writes, ...stateWrites(file, now, 'advies-opgesteld')],
    operation,
  );
  return written?.id ?? '';
}

function demandHeldMeeting(file: readonly Resource[], id: string): void {
  const meeting = behind(file, 'Encounter', [{ reference: `Encounter/${id}` }])[0];
  if (meeting?.status === 'finished' && codeIn('gesprek', meeting.type) === 'mdo') return;
  throw new FhirFailure('business-rule', [
    {
      text: 'an adviesplan comes from a multidisciplinair overleg about this child that was held',
      expression: 'meeting',
    },
  ]);
}

/** What parents agreed to was the draft as it was: their agreement ends with the change. */
export async function changeDraft(context: Context, id: string, content: Content): Promise<PlanAnswer> {
  const plan = await readPlan(context, id);
  if (plan.status !== 'draft') {
    throw new FhirFailure(
      'conflict',
      `the adviesplan is ${plan.status}; only a draft is changed, this one is revised`,
    );
  }
  const child = childOf(plan);
  const file = await context.dossier.file(child);
  const { region } = context.dossier.caller;
  const ground = {
    child: `Patient/${child}`,
    region,
    now: context.now().toISOString(),
    newId: context.newId,
  };
  const { goals, advice, grounds } = contentWrites(content, plan, file, ground);
  const next: CarePlan = {
    ...plan,
    extension: [],
    goal: goals.references.map(at),
    activity: advice.references.map((reference) => ({ reference: at(reference) })),
    addresses: grounds.references.map(at),
  };
  const writes = [
    ...goals.writes,
    ...advice.writes,
    ...grounds.writes,
    ...endedAgreements(plan, file),
    update(next),
  ];
  await submit(context, writes, 'draft-care-plan');
  return planWith(context, id);
}

const endedAgreements = (plan: CarePlan, file: readonly Resource[]): Write[] =>
  ofType(file, 'Consent')
    .filter((each) => each.status === 'active' && agreedPlan(each) === referenceOf(plan))
    .map((each) => update({ ...each, status: 'inactive' }));

export async function revisePlan(context: Context, id: string, revision: Revision): Promise<PlanAnswer> {
  const plan = await readPlan(context, id);
  if (plan.status !== 'active' && plan.status !== 'on-hold') {
    throw new FhirFailure('conflict', `the adviesplan is ${plan.status}; only one in force is revised`);
  }
  const child = childOf(plan);
  const file = await context.dossier.file(child);
  const draft = adviesplannen(file).find((each) => each.status === 'draft');
  if (draft !== undefined)
    throw new FhirFailure('conflict', `there is a draft already, ${draft.id}: change that one`);
  const content = contentToRevise(plan, file, revision);
  const stored = await storeDraft(context, {
    child,
    meeting: revision.meeting,
    content,
    file,
    replaces: plan,
  });
  return planWith(context, stored);
}

/** A plan made on the plain FHIR routes may hold what this API has no words for. */
function contentToRevise(plan: CarePlan, file: readonly Resource[], revision: Revision): Content {
  const content = contentSchema.safeParse({ ...presentContent(plan, file), ...definedOf(revision) });
  if (content.success) return content.data;
  const missing = content.error.issues[0]?.path.join('.') ?? '';
  throw new FhirFailure('business-rule', [
    { text: 'this part of the plan cannot be taken over as it is: give it anew', expression: missing },
  ]);
}

const presentContent = (plan: CarePlan, file: readonly Resource[]) => ({
  goals: behind(file, 'Goal', plan.goal).map(goalFrom),
  advice: behind(
    file,
    'ServiceRequest',
    plan.activity?.map((each) => each.reference),
  ).map(adviceLineFrom),
  addresses: behind(file, 'Condition', plan.addresses).map(groundFrom),
});

const definedOf = ({ goals, advice, addresses }: Revision): Partial<Content> => ({
  ...(goals ? { goals } : {}),
  ...(advice ? { advice } : {}),
  ...(addresses ? { addresses } : {}),
});
