// Rows of a world: a real table that remembers what lies in it, and the same rows without what somebody may not see.
import type { Resource } from '@medplum/fhirtypes';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Action, Key, Table } from '../../src/store/table.ts';

export interface Row {
  readonly key: Key;
  readonly value: string;
}

export interface RecordingTable extends Table {
  readonly rows: ReadonlyMap<string, Row>;
}

const textOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export function recordingTable(): RecordingTable {
  const table = openSqliteTable(':memory:');
  const rows = new Map<string, Row>();
  return {
    ...{ limits: table.limits, rows },
    get: (key) => table.get(key),
    batchGet: (keys) => table.batchGet(keys),
    query: (range) => table.query(range),
    commit: async (actions) => {
      await table.commit(actions);
      for (const action of actions) {
        if ('put' in action) rows.set(textOf(action.put), { key: action.put, value: action.value });
        if ('remove' in action) rows.delete(textOf(action.remove));
      }
    },
    close: () => table.close(),
  };
}

/** What of a world somebody may see. */
export interface Seen {
  /** A child of whom nothing may be seen. */
  readonly hidesChild: (id: string) => boolean;
  /** What ties him to the child counts, for itself or for a younger file of the same child. */
  readonly countsHead: (id: string) => boolean;
  /** Where the process stands, the board and refusals tell: it counts for who sees child or trajectory. */
  readonly seesProcess: (child: string) => boolean;
  /** A resource, or with a version one version of it. */
  readonly hides: (name: string, version?: number) => boolean;
  /** It has the identifier (`system|value`), and that is not seen. */
  readonly hidesIdentifier: (name: string, token: string) => boolean;
  /** Numbers of persons that are not shown are others in the other world. */
  readonly renumbered: (text: string) => string;
  /** The resource as it is seen, where that is less than it is. */
  readonly less: (name: string, resource: Resource) => Resource;
}

/** The table of the world in which there is nothing that is not seen. */
export async function withoutHidden(all: RecordingTable, seen: Seen): Promise<RecordingTable> {
  const left = [...all.rows.values()].flatMap((row): Action[] => {
    const value = valueLeft(row, seen);
    if (value === undefined) return [];
    const { pk, sk } = row.key;
    return [{ put: { pk: seen.renumbered(pk), sk }, value: seen.renumbered(value) }];
  });
  const table = recordingTable();
  await table.commit(left);
  return table;
}

function valueLeft({ key: { pk, sk }, value }: Row, seen: Seen): string | undefined {
  const child = /^(?:Patient|audit)\/(.+)$/.exec(pk)?.[1];
  if (child !== undefined && sk === 'head')
    return seen.countsHead(child) ? headLeft(child, value, seen) : undefined;
  if (child !== undefined && seen.hidesChild(child)) return undefined;
  if (/^(?:caseload|board)\//.test(pk)) return seen.hidesChild(sk) ? undefined : value;
  const record = /^([rv])\/([^/]+\/[^/]+)(?:\/(\d+))?$/.exec(sk);
  if (record) return recordLeft(record[2] ?? '', record[3], value, seen);
  const locator = /^@([^/]+)\//.exec(pk)?.[1];
  if (locator !== undefined) return seen.hides(`${locator}/${sk}`) ? undefined : value;
  const indexed = /^#([^?]+)\?/.exec(pk)?.[1];
  if (indexed !== undefined)
    return seen.hides(`${indexed}/${sk.slice(sk.lastIndexOf('/') + 1)}`) ? undefined : value;
  const [, identified, token = ''] = /^=([^?]+)\?identifier=(.*)$/.exec(pk) ?? [];
  return identified === undefined ? value : holdersLeft(identified, token, value, seen);
}

/**
 * What ties somebody to a child, and what parents decided, counts whether or not he sees where it comes from. Of the
 * process what is hidden does not, unless he sees child or trajectory; nor do files of the child that are not seen.
 */
function headLeft(child: string, value: string, seen: Seen): string {
  const head = JSON.parse(value) as Record<string, Record<string, unknown>>;
  const left = Object.entries(head).flatMap(([part, facts]) => {
    if (part === 'joined') return kept(part, facts, (pk) => seen.countsHead(pk.slice('Patient/'.length)));
    if (part === 'ivh') return kept(part, facts, (name) => seen.seesProcess(child) || !seen.hides(name));
    return [[part, facts] as const];
  });
  return JSON.stringify(Object.fromEntries(left));
}

function kept(part: string, facts: Record<string, unknown>, isLeft: (name: string) => boolean) {
  const left = Object.entries(facts).filter(([name]) => isLeft(name));
  return left.length > 0 ? [[part, Object.fromEntries(left)] as const] : [];
}

function recordLeft(
  name: string,
  version: string | undefined,
  value: string,
  seen: Seen,
): string | undefined {
  if (seen.hides(name, version === undefined ? undefined : Number(version))) return undefined;
  const cut = value.indexOf('\n');
  const body = value.slice(cut + 1);
  if (body === '') return value;
  const resource = JSON.parse(body) as Resource;
  const less = seen.less(name, resource);
  return less === resource ? value : `${value.slice(0, cut)}\n${JSON.stringify(less)}`;
}

function holdersLeft(type: string, token: string, value: string, seen: Seen): string | undefined {
  const holders = JSON.parse(value) as { readonly id: string }[];
  const left = holders.filter(
    ({ id }) => !seen.hides(`${type}/${id}`) && !seen.hidesIdentifier(`${type}/${id}`, token),
  );
  return left.length > 0 ? JSON.stringify(left) : undefined;
}
