// Who carries which identifier: one row for each, so that rivals for it meet; a BSN has one file.
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { Rivalry } from './conditions.ts';
import type { DossierStore, IdentifierRow } from './dossier-store.ts';
import type { PlannedChange } from './gate.ts';
import { identifierTokens } from './indexes.ts';
import { identifierKey } from './keys.ts';
import { type Action, CommitConflict, type Expectation } from './table.ts';

const bsn = 'http://fhir.nl/fhir/NamingSystem/bsn';

/** An identifier that a commit gives to resources or takes from them. */
interface Touched {
  readonly type: string;
  readonly token: string;
  readonly gained: PlannedChange[];
  readonly lost: PlannedChange[];
}

export async function identifierActions(
  store: DossierStore,
  changes: readonly PlannedChange[],
  rivalry: Rivalry,
): Promise<Action[]> {
  const touched = touchedBy(changes);
  const rows = await store.identifiers([...touched.values()]);
  refuseRival(rows, rivalry);
  const actions: Action[] = [];
  for (const [name, rowVersion] of rivalry.identifiers) {
    const { type, token } = parseName(name);
    if (!touched.has(name))
      actions.push({ check: identifierKey(type, token), expect: rowVersion || 'absent' });
  }
  for (const [name, { type, token, gained, lost }] of touched) {
    const { rowVersion, holders = [] } = rows.get(name) ?? { rowVersion: 0 };
    const moved = new Set([...gained, ...lost].map(({ id }) => id));
    const stay = holders.filter(({ id }) => !moved.has(id));
    if (type === 'Patient' && token.startsWith(`${bsn}|`) && stay.length + gained.length > 1) {
      // Rows are not read in one moment: who conditions let by may have come between, and then this plan is made again.
      refuseRival(await store.identifiers([...rivalry.identifiers.keys()].map(parseName)), rivalry);
      throw taken(gained);
    }
    const value = JSON.stringify([...stay, ...gained.map(({ id, pk }) => ({ id, pk }))]);
    const expect: Expectation = rowVersion || 'absent';
    actions.push({ put: identifierKey(type, token), value, expect });
  }
  return actions;
}

function touchedBy(changes: readonly PlannedChange[]): Map<string, Touched> {
  const touched = new Map<string, Touched>();
  for (const change of changes) {
    const had = new Set(change.before ? identifierTokens(change.before) : []);
    const has = new Set(change.after ? identifierTokens(change.after) : []);
    for (const token of new Set([...had, ...has])) {
      if (had.has(token) === has.has(token)) continue;
      const name = `${change.type}\n${token}`;
      const entry = touched.get(name) ?? { type: change.type, token, gained: [], lost: [] };
      (has.has(token) ? entry.gained : entry.lost).push(change);
      touched.set(name, entry);
    }
  }
  return touched;
}

/** Throws when an identifier that a condition was decided on is not as it was then. */
function refuseRival(rows: ReadonlyMap<string, IdentifierRow>, rivalry: Rivalry): void {
  for (const [name, row] of rows) {
    const seen = rivalry.identifiers.get(name);
    const { type, token } = parseName(name);
    if (seen !== undefined && seen !== row.rowVersion) throw new CommitConflict([identifierKey(type, token)]);
  }
}

function parseName(name: string): { readonly type: string; readonly token: string } {
  const cut = name.indexOf('\n');
  return { type: name.slice(0, cut), token: name.slice(cut + 1) };
}

function taken(gained: readonly PlannedChange[]): FhirFailure {
  return new FhirFailure('duplicate', [
    {
      text: 'This BSN already has a file; one child has one file. Use the conditional create If-None-Exist, or a referral.',
      expression: withinEntry(gained.at(-1)?.at, 'Patient.identifier'),
    },
  ]);
}
