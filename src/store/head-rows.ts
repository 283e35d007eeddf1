// From heads before and after a commit to rows: the head itself, its line on the board, the caseloads it belongs to.
import type { DossierStore, HeadRecord } from './dossier-store.ts';
import type { BoardLine, Head } from './head.ts';
import { joinedFiles, type Kinship, kinIn, withKinship, withOlder } from './joined.ts';
import { boardKey, caseloadKey, childOfPartition, headKey } from './keys.ts';
import type { Action } from './table.ts';

export interface FileRows {
  readonly actions: readonly Action[];
  /** How many of them are there for the sake of other files of the same children, of which a writer may not know. */
  readonly beside: number;
}

/** Rows of every file that changes, and of its younger ones, whose caseloads follow; what they rest on is checked. */
export async function headRows(
  store: DossierStore,
  loaded: ReadonlyMap<string, HeadRecord>,
  changed: ReadonlyMap<string, Head>,
  kinship: Kinship,
): Promise<FileRows> {
  const heads = new Map(loaded);
  const fetch = async (pks: Iterable<string>): Promise<void> => {
    const missing = [...new Set(pks)].filter((pk) => !heads.has(pk));
    if (missing.length > 0) for (const [pk, head] of await store.heads(missing)) heads.set(pk, head);
  };
  const kin = kinIn(kinship);
  await fetch(kin);
  const after = (pk: string): Head => withKinship(changed.get(pk) ?? heads.get(pk)?.own ?? {}, pk, kinship);
  const files = new Set([...changed.keys(), ...kin]);
  const younger = [...files].flatMap((pk) =>
    after(pk) === heads.get(pk)?.own ? [] : joinedFiles(heads.get(pk)?.own, 'younger'),
  );
  await fetch(younger);
  for (const pk of younger) files.add(pk);
  const older = [...files].flatMap((pk) => [
    ...(heads.get(pk)?.older?.keys() ?? []),
    ...joinedFiles(after(pk), 'older'),
  ]);
  await fetch(older);
  const wholeAfter = (pk: string): Head =>
    withOlder(after(pk), joinedFiles(after(pk), 'older').map(after), store.model.parts);
  const actions: Action[] = [];
  let beside = 0;
  for (const pk of files) {
    const stored = heads.get(pk);
    if (!stored) continue;
    const rows = rowsOf(store, pk, stored, after(pk), wholeAfter(pk));
    actions.push(...rows);
    if (!changed.has(pk)) beside += rows.length;
    else if (older.length > 0)
      beside += rows.length - rowsOf(store, pk, alone(stored), after(pk), after(pk)).length;
  }
  for (const pk of new Set(older)) {
    if (files.has(pk)) continue;
    actions.push({ check: headKey(pk), expect: heads.get(pk)?.rowVersion || 'absent' });
    beside += 1;
  }
  return { actions, beside };
}

/** A head as it would be without older files. */
const alone = ({ own, rowVersion }: HeadRecord): HeadRecord => ({ head: own, own, rowVersion });

function rowsOf(store: DossierStore, pk: string, stored: HeadRecord, after: Head, whole: Head): Action[] {
  const { boardOf, caseloadsOf } = store.model;
  const child = childOfPartition(pk) ?? '';
  const key = headKey(pk);
  const expect = stored.rowVersion || 'absent';
  const actions: Action[] =
    after === stored.own ? [{ check: key, expect }] : [{ put: key, value: JSON.stringify(after), expect }];
  if (after === stored.own && whole === stored.head) return actions;
  const was = boardRow(boardOf(stored.own), stored.own);
  const is = boardRow(boardOf(after), after);
  if (was && was.region !== is?.region) actions.push({ remove: boardKey(was.region, child) });
  if (is && (was?.region !== is.region || was.value !== is.value))
    actions.push({ put: boardKey(is.region, child), value: is.value });
  const had = new Set(caseloadsOf(stored.head));
  const has = new Set(caseloadsOf(whole));
  for (const owner of has) if (!had.has(owner)) actions.push({ put: caseloadKey(owner, child), value: '' });
  for (const owner of had) if (!has.has(owner)) actions.push({ remove: caseloadKey(owner, child) });
  return actions;
}

/** The line tells which other Patients are the same child; whoever shows it leaves out those its reader does not see. */
function boardRow(board: BoardLine | undefined, head: Head): { region: string; value: string } | undefined {
  const joined = joinedFiles(head).flatMap((pk) => childOfPartition(pk) ?? []);
  return (
    board && {
      region: board.region,
      value: JSON.stringify(joined.length > 0 ? { ...board.line, joined } : board.line),
    }
  );
}
