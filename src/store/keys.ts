// Where everything lies: the only file that knows how keys of the table are spelled.
import { hash } from 'node:crypto';
import type { ResourceType } from '@medplum/fhirtypes';
import type { Key, Range } from './table.ts';

const endOf = (prefix: string): string => `${prefix}\u{10ffff}`;
const listShards = 8;
/** The first sort key after an id's own: no character of an id comes before the space. */
const justAfter = (id: string): string => `${id} `;

/** Partition of a child's file, or of a resource that belongs to no child. */
export const filePartition = (type: string, id: string): string => `${type}/${id}`;

/** The child whose file a partition is, if it is one. */
export const childOfPartition = (pk: string): string | undefined =>
  pk.startsWith('Patient/') ? pk.slice('Patient/'.length) : undefined;

export const isFile = (pk: string): boolean => childOfPartition(pk) !== undefined;

export const recordKey = (pk: string, type: string, id: string): Key => ({ pk, sk: `r/${type}/${id}` });
export const recordRange = (pk: string, type?: ResourceType): Range => {
  const from = type ? `r/${type}/` : 'r/';
  return { pk, from, to: endOf(from) };
};
/** Type and id of a record's sort key, or of a former version's. */
export const parseRecordKey = (sk: string): { type: ResourceType; id: string } => {
  const [, type = '', id = ''] = sk.split('/');
  return { type: type as ResourceType, id };
};

const versionText = (version: number): string => String(version).padStart(9, '0');
export const versionKey = (pk: string, type: string, id: string, version: number): Key => ({
  pk,
  sk: `v/${type}/${id}/${versionText(version)}`,
});
export const versionRange = (pk: string, type: string, id: string): Range => {
  const from = `v/${type}/${id}/`;
  return { pk, from, to: endOf(from), backwards: true };
};

/** The former versions of all resources of a file, or of one type in it. */
export const formerRange = (pk: string, type?: ResourceType): Range => {
  const from = type ? `v/${type}/` : 'v/';
  return { pk, from, to: endOf(from) };
};

export const headKey = (pk: string): Key => ({ pk, sk: 'head' });

const shardOf = (id: string): number => (hash('sha1', id, 'buffer')[0] ?? 0) % listShards;
/** Says in which partition a resource lies, and lists all resources of a type. */
export const locatorKey = (type: string, id: string): Key => ({ pk: `@${type}/${shardOf(id)}`, sk: id });
export const listRanges = (type: string, limit: number): Range[] =>
  Array.from({ length: listShards }, (_, shard) => ({ pk: `@${type}/${shard}`, limit }));
/** What is left of the list after an id, in the order of `listRanges`; from the start without one. */
export const listRangesAfter = (type: string, limit: number, after: string): Range[] => {
  const ranges = listRanges(type, limit);
  if (after === '') return ranges;
  const shard = shardOf(after);
  return ranges
    .slice(shard)
    .map((range, index) => (index === 0 ? { ...range, from: justAfter(after) } : range));
};

/** Keys are short whatever clients write: longer text is cut (where order counts) or replaced by its hash. */
const cut = (text: string): string => [...text.toWellFormed()].slice(0, 60).join('');
const hashed = (text: string): string =>
  Buffer.byteLength(text) <= 300 ? text.toWellFormed() : hash('sha256', text, 'base64url');

/** All resources of a type that carry one identifier: one row, so that rivals for it meet. */
export const identifierKey = (type: string, token: string): Key => ({
  pk: `=${type}?identifier=${hashed(token)}`,
  sk: '=',
});
/** Rivals creating under the same condition meet at this row; it outlives them, so it does not tell what was asked. */
export const conditionKey = (type: string, query: string): Key => ({
  pk: `?${type}?${hash('sha256', query, 'base64url')}`,
  sk: '?',
});

/** An index row under a value, ordered by `order` (a status or a name), ending in the resource's id. */
export const indexKey = (type: string, name: string, value: string, order: string, id: string): Key => ({
  pk: `#${type}?${name}=${hashed(value)}`,
  sk: `${cut(order)}/${id}`,
});
export const indexRange = (type: string, name: string, value: string, start: string): Range => {
  const from = cut(start);
  return { pk: `#${type}?${name}=${hashed(value)}`, from, to: endOf(from) };
};

export const boardKey = (region: string, patient: string): Key => ({ pk: `board/${region}`, sk: patient });
export const boardRange = (region: string): Range => ({ pk: `board/${region}` });

/** The children a caller has to do with; `owner` is an Organization, a Practitioner or a parent's identifier. */
export const caseloadKey = (owner: string, patient: string): Key => ({
  pk: `caseload/${hashed(owner)}`,
  sk: patient,
});
export const caseloadRange = (owner: string, limit: number, after = ''): Range => ({
  pk: `caseload/${hashed(owner)}`,
  from: after === '' ? undefined : justAfter(after),
  limit,
});

export const auditKey = (trail: string, entry: string): Key => ({ pk: `audit/${trail}`, sk: entry });
/** Entries of a trail are numbered from 1; 12 digits last for a thousand years of any traffic. */
export const entryName = (number: number): string => String(number).padStart(12, '0');
export const auditRange = (trail: string, from: number, to: number): Range => ({
  pk: `audit/${trail}`,
  from: entryName(Math.max(0, from)),
  to: entryName(Math.max(0, to) + 1),
});
/** Where a trail ends; the ends lie together, so that all trails can be listed, in as many partitions as bear the writes. */
const tipShards = 64;
const tipPartitions = [
  ...Array.from({ length: tipShards }, (_, shard) => `audit-tip/${shard}`),
  'audit-tip/directory',
  'audit-tip/refused',
];
export const tipKey = (trail: string): Key => {
  const [, apart] = /^(directory|refused)-/.exec(trail) ?? [];
  const shard = (hash('sha1', trail, 'buffer')[0] ?? 0) % tipShards;
  return { pk: `audit-tip/${apart ?? shard}`, sk: trail };
};
export const tipRanges: readonly Range[] = tipPartitions.map((pk) => ({ pk }));

/** All exports lie in one partition, those of one client in a range of it: a client's name holds no `/`. */
export const exportKey = (client: string, job: string): Key => ({ pk: 'export', sk: `${client}/${job}` });
export const exportRange = (client?: string): Range =>
  client === undefined ? { pk: 'export' } : { pk: 'export', from: `${client}/`, to: endOf(`${client}/`) };
export const parseExportKey = (sk: string): { client: string; job: string } => {
  const [client = '', job = ''] = sk.split('/');
  return { client, job };
};
/** Kick-offs of one client at the same moment meet at this row. */
export const exportTurnKey = (client: string): Key => ({ pk: 'export-turn', sk: client });

/** A destruction that has begun, by the id of its child, until nothing of the file is left. */
export const destructionKey = (child: string): Key => ({ pk: 'destruction', sk: child });
export const destructionRange: Range = { pk: 'destruction' };
/** What is left of destroyed files: one certificate each, per region that held them. */
export const certificateKey = (region: string, id: string): Key => ({ pk: `certificate/${region}`, sk: id });
export const certificateRange = (region: string): Range => ({ pk: `certificate/${region}` });

/** How many requests came in one window of time, counted over all processes; `who` is no address as it is. */
export const rateKey = (who: string, window: number): Key => ({ pk: `rate/${who}`, sk: String(window) });

export const clientKey = (client: string): Key => ({ pk: `client/${client}`, sk: 'registration' });
/** Keeps a person out who signs in at an identity provider, and so has no registration to take away. */
export const blockedKey = (person: string): Key => ({ pk: `client/${person}`, sk: 'blocked' });
/** The names of all clients; a partition among theirs, so that who may write one may write the other. */
export const listedClientKey = (client: string): Key => ({ pk: 'client/', sk: client });
export const listedClients: Range = { pk: 'client/' };
export const assertionKey = (client: string, jti: string): Key => ({ pk: `jti/${client}`, sk: jti });
/** Only the token door may touch this partition (infra denies it to every other). */
export const signingKey: Key = { pk: 'token-signing-key', sk: 'current' };
export const verificationKey = (kid: string): Key => ({ pk: 'token-verification-key', sk: kid });
export const verificationKeys: Range = { pk: 'token-verification-key' };
