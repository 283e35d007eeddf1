// A child's file as a whole, for who answers for it: who stored what, how long it is kept, and its destruction.

import { FhirFailure } from '../fhir/failure.ts';
import type { Custody } from '../store/custody.ts';
import {
  beginDestruction,
  type Certificate,
  certificatesOf,
  finishDestruction,
} from '../store/destruction.ts';
import { patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import { joinedFiles } from '../store/joined.ts';
import { retentionOf, usualYears } from '../store/retention.ts';
import { parentsWithAuthority, withoutWholePermit } from './policy/consent.ts';
import { erasureAskedBy, isHeld, isSetAside } from './policy/rights.ts';
import type { Reader } from './search.ts';
import { absent } from './sight.ts';

export interface CustodyParts {
  readonly now: () => Date;
  readonly newId: () => string;
  /** Years a file is kept after its last change or the end of its trajectory. */
  readonly retentionYears?: number;
  /** Takes a destroyed file out of what was made of it elsewhere. */
  readonly forget?: (pk: string) => Promise<void>;
}

export function custodyOf(reader: Reader, parts: CustodyParts): Custody {
  const { sight, store } = reader;
  const years = parts.retentionYears ?? usualYears;
  return {
    origins: async (patientId) => {
      const head = await headSeen(reader, patientId, 'r');
      const pk = patientPartition(patientId);
      const origins = new Map<string, string>();
      for (const file of [pk, ...joinedFiles(head)]) {
        const own = (await store.heads([file])).get(file)?.head;
        for (const record of await store.file(file))
          if (sight.show(record, own, 'r')) origins.set(`${record.type}/${record.id}`, record.envelope.o);
      }
      return origins;
    },
    parentAs: async (patientId) => {
      const { self, grounds } = sight.relationsTo(await headSeen(reader, patientId, 'r'));
      return self.has('parent') ? (grounds?.get('parent') ?? []) : [];
    },
    permitsMissing: async (patientId, organization) =>
      withoutWholePermit(await headSeen(reader, patientId, 'r'), organization, parts.now()),
    keeping: async (patientId) => {
      sight.needScope('r', 'Patient');
      const head = await headSeen(reader, patientId, 'r');
      const retention = await retentionOf(store, patientPartition(patientId), years);
      if (!retention) throw absent(`Patient/${patientId}`);
      reader.trail.noteQuery(patientId, `Patient/${patientId}/$retention`);
      return { ...retention, years, isHeld: isHeld(head), isRestricted: isSetAside(head, parts.now()) };
    },
    destroy: (patientId) => destroy(reader, parts, patientId),
    certificates: () => certificatesOf(store.table, sight.caller.region),
  };
}

/** The head of a file whose Patient the caller may read or delete; throws not-found. */
async function headSeen({ sight, store, trail }: Reader, id: string, action: 'r' | 'd'): Promise<Head> {
  const [record] = await store.load([{ type: 'Patient', id }]);
  const head = await (record && sight.headOf(record));
  if (record && head && sight.show(record, head, action, false)) return head;
  trail.noteRefusal(record && id, action === 'r' ? 'R' : 'D', `Patient/${id}`);
  throw absent(`Patient/${id}`);
}

async function destroy(
  reader: Reader,
  { now, newId, forget }: CustodyParts,
  id: string,
): Promise<Certificate> {
  const { sight, store, trail } = reader;
  sight.needScope('d', 'Patient', 'destroy-file');
  await headSeen(reader, id, 'd');
  const { client, organization, region } = sight.caller;
  const order = {
    id: newId(),
    at: now().toISOString(),
    region,
    ground: 'request',
    by: client,
    organization,
  } as const;
  await beginDestruction(store, patientPartition(id), order, {
    judge: ({ head }) => {
      refuseHeld(head);
      refuseUnasked(head, now());
    },
    commit: (actions) =>
      trail.commit(actions, [{ child: id, action: 'D', reference: `Patient/${id}` }], 'destroy-file'),
  });
  const certificate = await finishDestruction({ store, now, forget }, id);
  if (certificate) return certificate;
  throw absent(`Patient/${id}`);
}

export function refuseHeld(head: Head): void {
  if (!isHeld(head)) return;
  throw new FhirFailure(
    'business-rule',
    'A legal ground to keep this file is in force: lift the Task with code bewaarplicht first, when the ground is gone.',
  );
}

/** All parents with authority have to ask: what is destroyed does not come back. */
function refuseUnasked(head: Head, now: Date): void {
  const asked = new Set(erasureAskedBy(head));
  const parents = parentsWithAuthority(head, now);
  const missing = parents.filter((references) => !references.some((one) => asked.has(one)));
  if (parents.length > 0 && missing.length === 0) return;
  throw new FhirFailure(
    'business-rule',
    parents.length === 0
      ? 'No parent with recorded authority is known, so nobody can ask for the destruction of this file: record ivh-ext-gezag first.'
      : `Every parent with authority has to ask for the destruction; there is no open request of ${missing.map(([one]) => one).join(', ')}.`,
  );
}
