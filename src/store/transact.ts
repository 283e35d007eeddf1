// Plans and commits until no rival came between: the loop behind every write.
import { setTimeout as sleep } from 'node:timers/promises';
import { FhirFailure } from '../fhir/failure.ts';
import { planCommit } from './commit-plan.ts';
import type { Write, Written } from './dossier.ts';
import type { DossierStore } from './dossier-store.ts';
import type { Gate, PlannedChange } from './gate.ts';
import { CommitConflict, CommitTooLarge } from './table.ts';

const attempts = 60;

/** One atomic commit of all writes. Throws `busy` when rivals kept winning, `too-large` beyond the table's limits. */
export async function transact(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
): Promise<Written[]> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const { actions, written, changes, beside } = await planCommit(store, writes, gate);
      const rows = actions.length - beside + auditRows(changes);
      if (rows > commitRows) throw tooManyRows(rows, writes.length, commitRows);
      await gate.commit(actions, changes);
      return [...written];
    } catch (problem) {
      if (problem instanceof CommitTooLarge)
        throw new FhirFailure('too-large', sizeText(store), { cause: problem });
      if (!(problem instanceof CommitConflict)) throw problem;
      await sleep(Math.random() * Math.min(100, 2 ** attempt));
    }
  }
  throw new FhirFailure('busy', 'Others keep changing the same resources; try again in a moment.');
}

/** Published limit; the table takes some more, so that what files out of the writer's sight add does not show. */
export const commitRows = 10_000;

/** An entry of the trail and its end, for each child and for what lies in no file. */
const auditRows = (changes: readonly PlannedChange[]): number =>
  2 * new Set(changes.map(({ child }) => child)).size;

const tooManyRows = (rows: number, writes: number, limit: number): FhirFailure =>
  new FhirFailure(
    'too-large',
    `One commit takes ${limit} rows and these ${writes} writes need ${rows}; send at most ${Math.floor((writes * limit) / rows)} of this kind at once.`,
  );

const sizeText = ({ table: { limits } }: DossierStore): string =>
  `One commit takes ${limits.bytes} bytes, former versions included, and ${limits.rowBytes} bytes per resource; send less at once.`;
