// The rows of one change: the record, its former version, its locator, its index rows and its identifiers.
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore } from './dossier-store.ts';
import type { PlannedChange } from './gate.ts';
import { identifierTokens, indexKeys } from './indexes.ts';
import { identifierKey, locatorKey, recordKey, versionKey } from './keys.ts';
import type { Rivalry } from './placing.ts';
import { encodeRecord } from './record.ts';
import { type Action, CommitConflict, type Expectation, type Key } from './table.ts';

const bsn = 'http://fhir.nl/fhir/NamingSystem/bsn';

export function recordActions(change: PlannedChange): Action[] {
  const { type, id, pk, record, before, after, envelope } = change;
  if (record?.deleted && !after) return [{ check: recordKey(pk, type, id), expect: record.rowVersion }];
  const actions: Action[] = [
    {
      put: recordKey(pk, type, id),
      value: encodeRecord(envelope, after),
      expect: record?.rowVersion ?? 'absent',
    },
  ];
  if (record) {
    actions.push({
      put: versionKey(pk, type, id, record.envelope.v),
      value: encodeRecord(record.envelope, before),
      expect: 'absent',
    });
  } else actions.push({ put: locatorKey(type, id), value: pk, expect: 'absent' });
  const text = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
  const had = new Map((before ? indexKeys(before) : []).map((key) => [text(key), key]));
  const has = new Map((after ? indexKeys(after) : []).map((key) => [text(key), key]));
  for (const [name, key] of has) if (!had.has(name)) actions.push({ put: key, value: pk });
  for (const [name, key] of had) if (!has.has(name)) actions.push({ remove: key });
  return actions;
}

export async function identifierActions(
  store: DossierStore,
  changes: readonly PlannedChange[],
  rivalry: Rivalry,
): Promise<Action[]> {
  const touched = new Map<
    string,
    { type: string; token: string; gained: PlannedChange[]; lost: PlannedChange[] }
  >();
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
  const actions: Action[] = [];
  for (const [name, rowVersion] of rivalry.identifiers) {
    const [type = '', token = ''] = name.split('\n');
    if (!touched.has(name))
      actions.push({ check: identifierKey(type, token), expect: rowVersion || 'absent' });
  }
  for (const [name, { type, token, gained, lost }] of touched) {
    const row = await store.identifier(type, token);
    const seen = rivalry.identifiers.get(name);
    if (seen !== undefined && seen !== row.rowVersion) throw new CommitConflict([identifierKey(type, token)]);
    const stay = row.holders.filter(
      (holder) => ![...gained, ...lost].some((change) => change.id === holder.id),
    );
    if (type === 'Patient' && token.startsWith(`${bsn}|`) && stay.length + gained.length > 1) {
      throw new FhirFailure('duplicate', [
        {
          text: 'This BSN already has a file; one child has one file. Use the conditional create If-None-Exist, or a referral.',
          expression: 'Patient.identifier',
        },
      ]);
    }
    const holders = [...stay, ...gained.map(({ id, pk }) => ({ id, pk }))];
    const expect: Expectation = row.rowVersion || 'absent';
    actions.push({ put: identifierKey(type, token), value: JSON.stringify(holders), expect });
  }
  return actions;
}
