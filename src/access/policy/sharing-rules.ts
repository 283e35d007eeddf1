// File rules on decisions about sharing: made by a parent with authority, understood in full, and kept as they were made.
import type { Consent, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { FileRule, Head, Json } from '../../store/head.ts';
import { purposes } from '../caller.ts';
import { registrableKinds } from '../tokens/registration.ts';
import { categorySystems, isSharing, purposeSystem, recipientKinds } from './sharing.ts';
import { holds } from './span.ts';

const refuse = (text: string, expression: string): never => {
  throw new FhirFailure('business-rule', [{ text, expression }]);
};

/** Elements that narrow a decision in ways it is not decided by here: left in, they would be passed over. */
const notDecidedBy = ['action', 'securityLabel', 'code', 'dataPeriod', 'data', 'provision'] as const;

const knownPurposes: ReadonlySet<string> = new Set(purposes);

/** An analyst counts and is shared nothing with. */
const kinds: ReadonlySet<string> = new Set(registrableKinds.filter((kind) => kind !== 'analyst'));

export const decisionIsSound: FileRule = ({ before, after }, file) => {
  if (after === undefined || !isSharing(after) || after.status !== 'active') return;
  if (before !== undefined && isSharing(before) && before.status === 'active') return;
  checkParent(after, file.after);
  checkProvision(after);
};

function checkParent({ performer = [], dateTime }: Consent, head: Head): void {
  const [by] = performer.map(({ reference }) => reference ?? '');
  if (performer.length !== 1 || !by?.startsWith('RelatedPerson/'))
    refuse(
      'a decision about sharing is that of one parent: name exactly one RelatedPerson of this child',
      'Consent.performer',
    );
  if (!dateTime) refuse('say when the parent decided', 'Consent.dateTime');
  const authority = head.consent?.[by ?? ''];
  if (!isAuthority(authority) || !holds(authority, new Date(dateTime ?? '')))
    refuse(
      `${by} is no parent of this child with recorded authority (ivh-ext-gezag) at that moment; record the authority first, with its source`,
      'Consent.performer',
    );
}

const isAuthority = (fact: Json | undefined): fact is { is: 'authority'; from?: string; until?: string } =>
  typeof fact === 'object' && fact !== null && 'is' in fact && fact.is === 'authority';

function checkProvision(consent: Consent): void {
  const { provision } = consent;
  if (!provision?.type) refuse('a decision permits or denies: give provision.type', 'Consent.provision.type');
  const passedOver = notDecidedBy.find((name) => provision?.[name] !== undefined) ?? modifierIn(consent);
  if (passedOver)
    refuse(
      `${passedOver} is not decided by here: name recipients (actor, ivh-ext-ontvangersoort), purpose, class and period, one Consent per decision`,
      `Consent.provision.${passedOver}`,
    );
  const { start, end } = provision?.period ?? {};
  if (start && end && Date.parse(start) > Date.parse(end))
    refuse('the period ends before it starts', 'Consent.provision.period');
  checkNames(consent);
}

const modifierIn = (consent: Consent): string | undefined =>
  'modifierExtension' in consent || 'modifierExtension' in (consent.provision ?? {})
    ? 'modifierExtension'
    : undefined;

const recipientForm = /^(Organization|CareTeam|Practitioner)\/[^/]+$/;

/** Recipients, purposes and categories are such as the server knows to decide by. */
function checkNames(consent: Consent): void {
  const { actor = [], purpose = [], class: classes = [] } = consent.provision ?? {};
  if (!actor.every(({ reference }) => recipientForm.test(reference.reference ?? '')))
    refuse(
      'a recipient is an Organization, a CareTeam or a Practitioner that is here',
      'Consent.provision.actor.reference',
    );
  if (!recipientKinds(consent).every((kind) => kinds.has(kind)))
    refuse(
      `a kind of recipient (ivh-ontvangersoort) is one of ${[...kinds].join(', ')}`,
      'Consent.provision.extension',
    );
  if (!purpose.every(({ system, code }) => system === purposeSystem && knownPurposes.has(code ?? '')))
    refuse(`a purpose is a code of v3-ActReason, one of ${purposes.join(', ')}`, 'Consent.provision.purpose');
  if (!classes.every(({ system, code }) => code && categorySystems.some((one) => one === system)))
    refuse(`a category of data is a code of ${categorySystems.join(' or ')}`, 'Consent.provision.class');
}

const ended = new Set(['inactive', 'entered-in-error']);

/** A decision once made is history: it ends, and another is made. */
export const decisionStays: FileRule = ({ before, after }, file) => {
  if (before === undefined || !isSharing(before)) return;
  if (before.status !== 'active' && !ended.has(before.status)) return;
  if (after === undefined) {
    if (!hasPatient(file.after)) return;
    refuse('a decision about sharing stays in the file: set it inactive to withdraw it', 'Consent');
  }
  if (content(before) !== content(after))
    refuse(
      'what a parent decided stays as it was: set this Consent inactive to withdraw it, and make a new one',
      'Consent.provision',
    );
  const status = after !== undefined && isSharing(after) ? after.status : '';
  if (status === before.status || ended.has(status)) return;
  refuse('a decision that ended does not come back: make a new Consent', 'Consent.status');
};

const hasPatient = (head: Head): boolean =>
  Object.keys(head.access ?? {}).some((reference) => reference.startsWith('Patient/'));

/** What was decided: by whom, when, about whom and what; not how it stands or is shown. */
function content(resource: Resource | undefined): string | undefined {
  if (resource === undefined || !isSharing(resource)) return undefined;
  const { scope, category, patient, dateTime, performer, provision, sourceAttachment, sourceReference } =
    resource;
  return JSON.stringify([
    scope,
    category,
    patient,
    dateTime,
    performer,
    provision,
    sourceAttachment,
    sourceReference,
  ]);
}

export const sharingRules: readonly FileRule[] = [decisionIsSound, decisionStays];
