// Destroys the files whose retention has ended, and goes on with destructions that were cut short: for the operator, no door does it.
import {
  beginDestruction,
  type Certificate,
  finishDestruction,
  unfinishedDestructions,
} from '../store/destruction.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import { isExpired, retentionOf, usualYears } from '../store/retention.ts';
import { Trail } from './audit/trail.ts';
import type { Caller } from './caller.ts';
import { refuseHeld } from './custody.ts';
import { listedAfter } from './export-children.ts';
import type { GuardParts } from './guarded-store.ts';
import { isHeld } from './policy/rights.ts';

export interface RetentionReport {
  /** Destructions that had begun before this run. */
  readonly resumed: readonly Certificate[];
  readonly destroyed: readonly Certificate[];
  /** Ids of children whose file is past its retention: not destroyed in a rehearsal, or held on a legal ground. */
  readonly due: readonly string[];
  readonly held: readonly string[];
  /** Files that are looked at and not due. */
  readonly kept: number;
}

/** How the trail names who runs this. */
const runner = {
  client: 'retention',
  name: 'Bewaartermijn',
  kind: 'coordinator',
  purpose: 'HOPERAT',
} as const;

/** Those that a crash or a stop cut short; what they did so far stays done. */
export async function resumeDestructions(parts: GuardParts): Promise<Certificate[]> {
  const resumed: Certificate[] = [];
  for (const child of await unfinishedDestructions(parts.store.table)) {
    const certificate = await finishDestruction(parts, child);
    if (certificate) resumed.push(certificate);
  }
  return resumed;
}

/** With `rehearse` nothing is destroyed and the report tells what would be. */
export async function runRetention(
  parts: GuardParts,
  { rehearse = false }: { readonly rehearse?: boolean } = {},
): Promise<RetentionReport> {
  const { store, now, retentionYears = usualYears } = parts;
  const resumed = rehearse ? [] : await resumeDestructions(parts);
  const destroyed: Certificate[] = [];
  const due: string[] = [];
  const held: string[] = [];
  let kept = 0;
  for await (const child of children(store)) {
    const pk = patientPartition(child);
    const retention = await retentionOf(store, pk, retentionYears);
    if (!retention || !isExpired(retention, now())) {
      kept += 1;
      continue;
    }
    const head = (await store.heads([pk])).get(pk)?.head ?? {};
    if (isHeld(head)) held.push(child);
    else if (rehearse) due.push(child);
    else {
      const certificate = await destroyExpired(parts, child);
      if (certificate) destroyed.push(certificate);
    }
  }
  return { resumed, destroyed, due, held, kept };
}

async function destroyExpired(parts: GuardParts, child: string): Promise<Certificate | undefined> {
  const { store, now, newId, ledger } = parts;
  const pk = patientPartition(child);
  const head = (await store.heads([pk])).get(pk)?.own ?? {};
  const region = store.model.boardOf(head)?.region ?? 'Organization/unknown';
  const caller: Caller = { ...runner, region, scopes: [] };
  const trail = new Trail({ ledger, now, basisOf: () => [] }, caller, { requestId: newId() });
  const order = {
    id: newId(),
    at: now().toISOString(),
    region,
    ground: 'retention',
    by: runner.client,
  } as const;
  await beginDestruction(store, pk, order, {
    judge: (file) => refuseHeld(file.head),
    commit: (actions) =>
      trail.commit(actions, [{ child, action: 'D', reference: `Patient/${child}` }], 'destroy-file'),
  });
  return finishDestruction(parts, child);
}

const stretch = 500;

/** Every child there is or was a file of, a stretch at a time. */
async function* children(store: DossierStore): AsyncGenerator<string> {
  let after = '';
  for (;;) {
    const ids = await listedAfter(store, 'Patient', after, stretch);
    if (ids.length === 0) return;
    yield* ids;
    after = ids.at(-1) ?? '';
  }
}
