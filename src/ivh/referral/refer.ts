// Takes a referral in, for a child the sender sees into its file, else into a new one; he is told no more than he may see.
import type { RelatedPerson, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import { ofType, openEpisodeIn } from '../child-file.ts';
import { namingSystems } from '../codes.ts';
import { headOf } from '../file-facts.ts';
import { asSearchText, find } from '../find.ts';
import { kindOf } from '../kinds.ts';
import { fullName } from '../names.ts';
import { bsnOf, relatedPersonOf } from '../people.ts';
import { referenceOf } from '../references.ts';
import { openReferral } from '../states.ts';
import type { Referral } from './schema.ts';
import { referralWrites } from './to-fhir.ts';

/** Registers the referral and answers the id of its ServiceRequest. */
export async function refer(context: Context, referral: Referral): Promise<string> {
  const { caller } = context.dossier;
  const now = context.now().toISOString();
  checkSender(context, referral);
  if (referral.referredAt && Date.parse(referral.referredAt) > Date.parse(now)) {
    refuse('business-rule', 'a referral is not made in the future', 'referredAt');
  }
  await refuseSecondOfSender(context, referral);
  const [known = [], ...others] = await filesOf(context, referral.child.bsn);
  for (const file of [known, ...others]) refuseOpen(file);
  const writes = referralWrites(asStated(context, referral), {
    now,
    region: caller.region,
    sender: caller.organization,
    newId: context.newId,
    ...onFile(referral, known),
    self: selfOf(context, referral),
    signIn: signInOf(context, referral),
  });
  const written = await submit(context, writes, 'refer');
  return written.find((each) => each.type === 'ServiceRequest')?.id ?? '';
}

/** What parents say of their own authority is on record as just that. */
const asStated = ({ dossier: { caller } }: Context, referral: Referral): Referral =>
  caller.kind === 'parent'
    ? {
        ...referral,
        parents: referral.parents.map((parent) => ({ ...parent, authoritySource: 'Eigen opgave' })),
      }
    : referral;

function refuse(kind: 'business-rule' | 'duplicate' | 'forbidden', text: string, expression: string): never {
  throw new FhirFailure(kind, [{ text, expression }]);
}

function checkSender({ dossier: { caller } }: Context, { referrer }: Referral): void {
  if (caller.kind === 'parent' && referrer.kind !== 'ouders-zelf') {
    refuse('business-rule', 'parents refer as ouders-zelf', 'referrer.kind');
  }
}

async function refuseSecondOfSender(context: Context, { senderReference }: Referral): Promise<void> {
  if (senderReference === undefined) return;
  const { caller } = context.dossier;
  const token = `${asSearchText(senderReference.system)}|${asSearchText(senderReference.value)}`;
  const { matches } = await find(context, 'ServiceRequest', [['identifier', token]]);
  const sender = caller.organization ?? caller.region;
  const earlier = ofType(matches, 'ServiceRequest').find(
    (each) =>
      kindOf(each) === 'referral' && each.identifier?.some((one) => one.assigner?.reference === sender),
  );
  if (earlier === undefined) return;
  refuse(
    'duplicate',
    `one referral per senderReference: this number was used for referral ${earlier.id}`,
    'senderReference',
  );
}

const parts = ['Patient', 'RelatedPerson', 'Task', 'EpisodeOfCare', 'ServiceRequest'] as const;

/** The files of the child with this BSN, as far as the sender may see them; the referral goes to the first. */
async function filesOf(context: Context, bsn: string | undefined) {
  if (bsn === undefined) return [];
  const { matches } = await find(context, 'Patient', [['identifier', `${namingSystems.bsn}|${bsn}`]]);
  const child = matches[0]?.id;
  if (child === undefined) return [];
  const same = await context.dossier.together(child);
  return Promise.all(same.map((one) => context.dossier.file(one, parts)));
}

type File = readonly Resource[];

function refuseOpen(file: File): void {
  const task = ofType(file, 'Task').find(
    (each) => kindOf(each) === 'referral-task' && openReferral.has(each.status),
  );
  if (task !== undefined) {
    const referral = task.focus?.reference?.split('/')[1];
    refuse('duplicate', `one open referral per child: referral ${referral} is ${task.status}`, 'child');
  }
  const episode = openEpisodeIn(file);
  if (episode !== undefined) {
    refuse('duplicate', `one open traject per child: episode ${episode.id} is ${episode.status}`, 'child');
  }
}

/** The parents that the file has already, and whether they have authority there. */
function onFile(referral: Referral, file: File) {
  const parents = knownParents(referral, file);
  const decides = (reference: string): boolean => headOf(file).ivh?.[reference] !== undefined;
  return {
    knownParents: parents,
    knownAuthority: parents.map((reference) => reference === undefined || decides(reference)),
  };
}

/** Which of the parents a parent who refers is; he speaks for himself alone. */
function selfOf({ dossier: { caller } }: Context, { parents }: Referral): number | undefined {
  if (caller.kind !== 'parent') return undefined;
  const index = parents.findIndex(({ bsn }) => `${namingSystems.bsn}|${bsn}` === caller.person);
  return Math.max(index, 0);
}

/** Parents the file has already, told by their BSN, or by name and relationship where that is not shown to the sender. */
const knownParents = (referral: Referral, file: File): (string | undefined)[] =>
  referral.parents.map((parent) => {
    const named = relatedPersonOf(parent, '', '');
    const person = ofType(file, 'RelatedPerson').find((each) => {
      const bsn = bsnOf(each);
      if (bsn !== undefined || parent.bsn === undefined)
        return parent.bsn !== undefined && bsn === parent.bsn;
      return isNamed(each, named);
    });
    return person ? referenceOf(person) : undefined;
  });

const isNamed = (one: RelatedPerson, other: RelatedPerson): boolean =>
  fullName(one.name) === fullName(other.name) &&
  one.relationship?.[0]?.coding?.[0]?.code === other.relationship?.[0]?.coding?.[0]?.code;

/** A parent who refers signs in with an identifier; the first parent gets it, unless one has it as his BSN. */
function signInOf({ dossier: { caller } }: Context, referral: Referral) {
  if (caller.kind !== 'parent' || caller.person === undefined) return undefined;
  const [system = '', value = ''] = caller.person.split('|');
  const isKnown = system === namingSystems.bsn && referral.parents.some((parent) => parent.bsn === value);
  return isKnown ? undefined : { system, value };
}
