// Breaking the glass: who has no tie to a child opens its file for some hours, told to the coordinator and the parents.
import type { Communication, Identifier } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Emergency, Write, Written } from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Trail } from './audit/trail.ts';
import type { Caller } from './caller.ts';
import { decide, type Rule } from './policy/decide.ts';
import { emergencyCode, emergencyHours, messageSystem } from './policy/emergency.ts';
import { keysOf } from './policy/relations.ts';
import { absent, type Sight } from './sight.ts';

export interface GlassParts {
  readonly sight: Sight;
  readonly trail: Trail;
  readonly store: DossierStore;
  readonly rules: readonly Rule[];
  readonly now: () => Date;
  readonly write: (writes: readonly Write[], operation: 'break-glass') => Promise<Written[]>;
}

export type Which = { readonly id: string } | { readonly identifier: Identifier };

/** One child may have several files: all that bear the number are opened. */
export async function breakGlass(parts: GlassParts, which: Which, reason: string): Promise<Emergency[]> {
  const { sight, trail, store, now } = parts;
  mayBreak(parts);
  const found = await childrenMeant(store, which);
  const heads = await store.heads(found.map(({ pk }) => pk));
  const opened = found.filter(({ pk, id }) => isOpenTo(parts, heads.get(pk)?.head ?? {}, id));
  if (opened.length === 0) {
    trail.noteRefusal(undefined, 'E', 'id' in which ? `Patient/${which.id}` : 'Patient', 'break-glass');
    throw absent('id' in which ? `Patient/${which.id}` : 'A Patient with this identifier');
  }
  const sent = now();
  const messages = opened.map(({ id, pk }) =>
    messageOf(sight.caller, id, heads.get(pk)?.head ?? {}, reason, sent),
  );
  const written = await parts.write(
    messages.map((resource) => ({ method: 'create', resource })),
    'break-glass',
  );
  const until = new Date(sent.getTime() + emergencyHours * 3_600_000).toISOString();
  return opened.map(({ id }, index) => ({
    patient: `Patient/${id}`,
    message: `Communication/${written[index]?.id ?? ''}`,
    until,
  }));
}

/** Asked before the store is looked at: who may not break the glass learns nothing by trying. */
function mayBreak({ sight, rules }: GlassParts): void {
  sight.needScope('c', 'Communication', 'break-glass');
  const { kind, organization, practitioner } = sight.caller;
  const hasRule = rules.some((rule) => rule.operation === 'break-glass' && rule.kinds.includes(kind));
  if (hasRule && (organization || practitioner)) return;
  throw new FhirFailure(
    'forbidden',
    `The policy does not let a ${kind} break the glass; that is for JGZ, general practitioners, hospitals and the IVH team.`,
  );
}

async function childrenMeant(store: DossierStore, which: Which): Promise<StoredRecord[]> {
  const records =
    'id' in which
      ? await store.load([{ type: 'Patient', id: which.id }])
      : await store.byIdentifiers('Patient', [`${which.identifier.system}|${which.identifier.value}`]);
  return records.filter((record) => record !== undefined).filter(({ deleted }) => !deleted);
}

const isOpenTo = ({ sight, rules }: GlassParts, head: Head, id: string): boolean =>
  decide(rules, {
    ...sight.question('c', 'Communication'),
    operation: 'break-glass',
    ...sight.fileOf(head),
    id,
  }).allow;

/** A case manager breaks it in person, as the region's organisation is the coordinator's too. */
const senderOf = ({ kind, organization, practitioner }: Caller): string =>
  (kind === 'case-manager' ? practitioner : undefined) ?? organization ?? practitioner ?? '';

function messageOf(caller: Caller, child: string, head: Head, reason: string, sent: Date): Communication {
  const regions = keysOf(head, 'ivh');
  const recipients = regions.length > 0 ? regions : [caller.region];
  return {
    resourceType: 'Communication',
    status: 'completed',
    category: [{ coding: [{ system: messageSystem, code: emergencyCode, display: 'Noodtoegang' }] }],
    priority: 'urgent',
    subject: { reference: `Patient/${child}` },
    sent: sent.toISOString(),
    recipient: recipients.map((reference) => ({ reference })),
    sender: { reference: senderOf(caller) },
    payload: [{ contentString: reason }],
  };
}

/** By this operation alone a Patient may be referred to that the caller does not see. */
export const isGlassTarget = (record: Pick<StoredRecord, 'type' | 'pk' | 'id'>): boolean =>
  record.type === 'Patient' && record.pk === patientPartition(record.id);
