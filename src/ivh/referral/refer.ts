// Takes a referral in: one child, one file, one open referral; a sender is told no more than he may see.
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import type { Write, Written } from '../../store/dossier.ts';
import { ofType, openEpisodeIn } from '../child-file.ts';
import { namingSystems } from '../codes.ts';
import { find } from '../find.ts';
import { kindOf } from '../kinds.ts';
import { bsnOf } from '../people.ts';
import { referenceOf } from '../references.ts';
import { alreadyKnown } from '../rules/referral.ts';
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
  const known = await fileOf(context, referral.child.bsn);
  refuseOpen(known);
  const writes = referralWrites(asStated(context, referral), {
    now,
    joinsFile: caller.kind !== 'parent' || known.length > 0,
    region: caller.region,
    sender: caller.organization,
    newId: context.newId,
    knownParents: knownParents(referral, known),
    signIn: signInOf(context, referral),
  });
  const written = await submitUnseen(context, writes);
  return written.find((each) => each.type === 'ServiceRequest')?.id ?? '';
}

/** A person who only says that a child is his joins no file that he does not see, and is not told that there is one. */
async function submitUnseen(context: Context, writes: readonly Write[]): Promise<readonly Written[]> {
  try {
    return await submit(context, writes, 'refer');
  } catch (failure) {
    if (failure instanceof FhirFailure && failure.kind === 'duplicate') alreadyKnown();
    throw failure;
  }
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
  const token = `${asText(senderReference.system)}|${asText(senderReference.value)}`;
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

/** A search value in which the separators of search are text. */
const asText = (text: string): string => text.replace(/[\\,|$]/g, (mark) => `\\${mark}`);

/** The file of the child with this BSN, as far as the sender may see it. */
async function fileOf(context: Context, bsn: string | undefined) {
  if (bsn === undefined) return [];
  const { matches } = await find(context, 'Patient', [['identifier', `${namingSystems.bsn}|${bsn}`]]);
  const child = matches[0]?.id;
  if (child === undefined) return [];
  return context.dossier.file(child, ['Patient', 'RelatedPerson', 'Task', 'EpisodeOfCare', 'ServiceRequest']);
}

type File = Awaited<ReturnType<typeof fileOf>>;

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

/** Parents the file has already, told by their BSN. */
const knownParents = (referral: Referral, file: File): (string | undefined)[] =>
  referral.parents.map((parent) => {
    const person = parent.bsn && ofType(file, 'RelatedPerson').find((each) => bsnOf(each) === parent.bsn);
    return person ? referenceOf(person) : undefined;
  });

/** A parent who refers signs in with an identifier; the first parent gets it, unless one has it as his BSN. */
function signInOf({ dossier: { caller } }: Context, referral: Referral) {
  if (caller.kind !== 'parent' || caller.person === undefined) return undefined;
  const [system = '', value = ''] = caller.person.split('|');
  const isKnown = system === namingSystems.bsn && referral.parents.some((parent) => parent.bsn === value);
  return isKnown ? undefined : { system, value };
}
