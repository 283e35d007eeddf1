// Who carries which identifier: one row for each, so that rivals for it meet; files of one BSN that lie apart are joined.
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { Rivalry } from './conditions.ts';
import type { DossierStore, IdentifierRow } from './dossier-store.ts';
import type { Gate, PlannedChange } from './gate.ts';
import { identifierTokens } from './indexes.ts';
import type { Kinship } from './joined.ts';
import { identifierKey } from './keys.ts';
import { type Action, CommitConflict, type Expectation } from './table.ts';

const bsn = 'http://fhir.nl/fhir/NamingSystem/bsn';

/** Whether a `system|value` is a BSN. */
export const isBsn = (token: string): boolean => token.startsWith(`${bsn}|`);

/** An identifier that a commit gives to resources or takes from them. */
interface Touched {
  readonly type: string;
  readonly token: string;
  readonly gained: PlannedChange[];
  readonly lost: PlannedChange[];
}

/** What a commit does to identifiers, and to the files of the children they name. */
export interface IdentifierPlan extends Kinship {
  readonly actions: readonly Action[];
  /** A BSN has a file already, which the writer sees. */
  readonly refusal?: FhirFailure;
}

export async function planIdentifiers(
  store: DossierStore,
  changes: readonly PlannedChange[],
  rivalry: Rivalry,
  gate: Gate,
): Promise<IdentifierPlan> {
  const touched = touchedBy(changes);
  const rows = await store.identifiers([...touched.values()]);
  refuseRival(rows, rivalry);
  const joins: { younger: string; older: string }[] = [];
  const partings: [string, string][] = [];
  let refusal: FhirFailure | undefined;
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
    if (type === 'Patient' && isBsn(token)) {
      for (const { pk } of lost) partings.push(...stay.map((other): [string, string] => [pk, other.pk]));
      if (gained.length > 1 || (gained.length > 0 && (await seesOne(store, stay, token, gate)))) {
        // Rows are not read in one moment: who conditions let by may have come between, and then this plan is made again.
        refuseRival(await store.identifiers([...rivalry.identifiers.keys()].map(parseName)), rivalry);
        refusal ??= taken(gained);
      }
      for (const { pk } of gained) joins.push(...stay.map((other) => ({ younger: pk, older: other.pk })));
    }
    const value = JSON.stringify([...stay, ...gained.map(({ id, pk }) => ({ id, pk }))]);
    const expect: Expectation = rowVersion || 'absent';
    actions.push({ put: identifierKey(type, token), value, expect });
  }
  return { actions, joins, partings, refusal };
}

/** Whether the writer sees of one of the children that it has this identifier; of the others he is told nothing. */
async function seesOne(
  store: DossierStore,
  holders: IdentifierRow['holders'],
  token: string,
  gate: Gate,
): Promise<boolean> {
  if (holders.length === 0) return false;
  const records = await store.load(holders.map(({ id }) => ({ type: 'Patient', id })));
  const heads = await store.heads(holders.map(({ pk }) => pk));
  return records.some((record) => {
    const patient = record && gate.found(record, heads.get(record.pk)?.head);
    return patient !== undefined && identifierTokens(patient).includes(token);
  });
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
