// The rows of one change: the record, its former version, its locator and its index rows.
import type { PlannedChange } from './gate.ts';
import { indexKeys } from './indexes.ts';
import { locatorKey, recordKey, versionKey } from './keys.ts';
import { encodeRecord } from './record.ts';
import type { Action, Key } from './table.ts';

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
