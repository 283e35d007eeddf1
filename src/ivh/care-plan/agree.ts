// Records a parent's agreement; with the last one the plan comes into force, with its tasks, in the same commit.
import type { CarePlan, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Write } from '../../store/dossier.ts';
import { agreementOn } from '../agreement.ts';
import { latest } from '../calendar.ts';
import { childOf, ofType } from '../child-file.ts';
import { extensionUrl } from '../codes.ts';
import { headOf } from '../file-facts.ts';
import { at, referenceOf, urn } from '../references.ts';
import { create, update } from '../writes.ts';
import { activationWrites } from './activate.ts';
import { planWith, readPlan } from './draft.ts';
import type { AgreementInput, PlanAnswer } from './schema.ts';
import { consentOf, provenanceOf } from './to-fhir.ts';

const attempts = 3;

/** Two parents may agree at the same moment: whoever comes second meets the first and looks again. */
export async function agree(context: Context, id: string, input: AgreementInput): Promise<PlanAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await record(context, id, input);
      return await planWith(context, id);
    } catch (error) {
      const met = error instanceof FhirFailure && error.kind === 'version-conflict';
      if (!met || attempt === attempts) throw error;
    }
  }
}

async function record(context: Context, id: string, input: AgreementInput): Promise<void> {
  const plan = await readPlan(context, id);
  if (plan.status !== 'draft') {
    throw new FhirFailure('conflict', `the adviesplan is ${plan.status}; parents agree to a draft`);
  }
  const file = await context.dossier.file(childOf(plan));
  const parent = checkParent(context, file, input);
  const now = context.now().toISOString();
  const when = input.agreedOn ?? now;
  if (Date.parse(when) > Date.parse(now)) {
    throw new FhirFailure('business-rule', [{ text: 'nobody agreed in the future', expression: 'agreedOn' }]);
  }
  if (agreementOn(referenceOf(plan), headOf(file)).agreed.includes(referenceOf(parent))) return;
  await submit(context, agreementWrites(context, { plan, file, input, when, now }), 'agree-care-plan');
}

function checkParent(
  { dossier: { caller } }: Context,
  file: readonly Resource[],
  { parent: id }: AgreementInput,
) {
  const parent = ofType(file, 'RelatedPerson').find((each) => each.id === id);
  if (parent === undefined) {
    throw new FhirFailure('business-rule', [
      { text: `this child has no parent ${id}`, expression: 'parent' },
    ]);
  }
  if (caller.kind === 'parent' && !isPerson(parent, caller.person)) {
    throw new FhirFailure('forbidden', [{ text: 'parents agree for themselves', expression: 'parent' }]);
  }
  if (headOf([parent]).ivh?.[referenceOf(parent)] === undefined) {
    throw new FhirFailure('business-rule', [
      {
        text: 'akkoord is given by a parent with authority (gezag); this parent has none on record',
        expression: 'parent',
      },
    ]);
  }
  return parent;
}

const isPerson = (parent: RelatedPerson, person: string | undefined): boolean =>
  parent.identifier?.some((each) => `${each.system ?? ''}|${each.value}` === person) ?? false;

interface Agreeing {
  readonly plan: CarePlan;
  readonly file: readonly Resource[];
  readonly input: AgreementInput;
  readonly when: string;
  readonly now: string;
}

function agreementWrites(context: Context, { plan, file, input, when, now }: Agreeing): Write[] {
  const { caller } = context.dossier;
  const url = urn(context.newId());
  const consent = consentOf(plan, input, when);
  const recorder = caller.kind === 'parent' ? undefined : (caller.practitioner ?? caller.organization);
  const provenance = provenanceOf(plan, url, input, { agreed: when, recorded: now }, recorder);
  const agreed = { ...plan, extension: [agreementExtension(plan, url, when)] };
  const known = headOf([...file, { ...consent, id: 'this' }]);
  const isLast = agreementOn(referenceOf(plan), known).isComplete;
  return [
    create(consent, url),
    create(provenance),
    ...(isLast ? activationWrites(agreed, file, caller.region, now) : [update(agreed)]),
  ];
}

/** Keeps on the plan who agreed and when the last did; writing it makes agreements of one moment meet. */
function agreementExtension(plan: CarePlan, consent: string, when: string) {
  const parts = plan.extension?.find((each) => each.url === extensionUrl('akkoord'))?.extension ?? [];
  const earlier = parts.flatMap((each) => each.valueDateTime ?? []);
  return {
    url: extensionUrl('akkoord'),
    extension: [
      { url: 'datum', valueDateTime: latest([...earlier, when]) },
      ...parts.filter((each) => each.url === 'toestemming'),
      { url: 'toestemming', valueReference: at(consent) },
    ],
  };
}
