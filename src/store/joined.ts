// Files of one child that lie apart, because who brought the child in again could not see the file there was.
import type { HeadRecord } from './dossier-store.ts';
import type { Head, HeadPart, Json } from './head.ts';

/** How the file named stands to the one whose head says so. */
type Standing = 'older' | 'younger';

const part = 'joined';

/** Partitions of the child's other files. */
export function joinedFiles(head: Head | undefined, standing?: Standing): string[] {
  const facts = head?.[part];
  if (facts === undefined) return [];
  return Object.keys(facts).filter((pk) => standing === undefined || facts[pk] === standing);
}

/** What becomes of the joins between files when a commit gives a BSN to Patients or takes it from them. */
export interface Kinship {
  readonly joins: readonly { readonly younger: string; readonly older: string }[];
  readonly partings: readonly (readonly [string, string])[];
}

/** The files whose heads a change of kinship touches. */
export const kinIn = ({ joins, partings }: Kinship): string[] => [
  ...new Set([...joins.flatMap(({ younger, older }) => [younger, older]), ...partings.flat()]),
];

/** The head of the file `pk` after its joins have changed; the same head where none of them is its own. */
export function withKinship(head: Head, pk: string, { joins, partings }: Kinship): Head {
  const facts = new Map<string, Json>(Object.entries(head[part] ?? {}).flatMap(known));
  const before = [...facts].join();
  for (const [one, other] of partings) {
    if (one === pk) facts.delete(other);
    if (other === pk) facts.delete(one);
  }
  for (const { younger, older } of joins) {
    if (younger === pk) facts.set(older, 'older');
    if (older === pk) facts.set(younger, 'younger');
  }
  if ([...facts].join() === before) return head;
  const { [part]: _, ...others } = head;
  return facts.size === 0 ? others : { ...others, [part]: Object.fromEntries(facts) };
}

const known = ([pk, standing]: [string, Json | undefined]): [string, Json][] =>
  standing === undefined ? [] : [[pk, standing]];

/** What a head is made of that holds facts of older files too. */
interface Sides {
  readonly own: Head;
  readonly older: Head;
}

const sides = new WeakMap<Head, Sides>();

/** Undefined for the head of a file that has no older ones. */
export const sidesOf = (head: Head): Sides | undefined => sides.get(head);

/** A file's own facts, with those of the child's older files that hold for it. */
export function withOlder(own: Head, heads: readonly Head[], parts: readonly HeadPart[]): Head {
  if (heads.length === 0) return own;
  const older: Head = Object.fromEntries(
    parts.flatMap(({ name, forYounger }): [string, Readonly<Record<string, Json>>][] => {
      if (!forYounger) return [];
      const facts: Record<string, Json> = Object.assign(
        {},
        ...heads.map((head) => forYounger(head[name] ?? {})),
      );
      return Object.keys(facts).length > 0 ? [[name, facts]] : [];
    }),
  );
  const both = Object.entries(older).map(([name, facts]) => [name, { ...facts, ...own[name] }] as const);
  const merged: Head = { ...own, ...Object.fromEntries(both) };
  sides.set(merged, { own, older });
  return merged;
}

/** The head of a file together with those of its older ones, all of which are known. */
export function joinedHead(
  record: HeadRecord,
  known: ReadonlyMap<string, HeadRecord>,
  parts: readonly HeadPart[],
): HeadRecord {
  const older = new Map(
    joinedFiles(record.own, 'older').flatMap((pk) => {
      const head = known.get(pk);
      return head ? [[pk, head] as const] : [];
    }),
  );
  if (older.size === 0) return record;
  const heads = [...older.values()].map(({ own }) => own);
  return { ...record, head: withOlder(record.own, heads, parts), older };
}
