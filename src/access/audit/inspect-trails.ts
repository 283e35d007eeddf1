// Goes through the chains of all trails and names the first entry of each that was removed, changed or moved.
import { auditRange, entryName, listRanges, tipKey, tipRanges } from '../../store/keys.ts';
import type { Row, Table } from '../../store/table.ts';
import { decodeLink, decodeTip, hashOf, start, type Tip } from './chain.ts';

export interface InspectParts {
  readonly table: Table;
  readonly now: Date;
  /** Years an entry is kept: what is younger must be there. */
  readonly years: number;
  /** Ends of trails as they were at an earlier look, kept where no writer of the table can reach. */
  readonly anchors?: ReadonlyMap<string, Pick<Tip, 'i' | 'h'>>;
}

export interface Broken {
  readonly trail: string;
  /** Number of the entry. */
  readonly entry: number;
  readonly what: 'removed' | 'changed' | 'moved' | 'added' | 'trail removed' | 'tip removed' | 'tip changed';
}

export interface Inspected {
  readonly entries: number;
  readonly broken: readonly Broken[];
  /** Where the trails end now. */
  readonly tips: ReadonlyMap<string, Tip>;
}

const yearMs = 31_557_600_000;
/** Read at once. */
const stretch = 1000;
const mostChildren = 1_000_000_000;

export async function inspectTrails(parts: InspectParts): Promise<Inspected> {
  const { table, anchors = new Map() } = parts;
  const tips = new Map<string, Tip>();
  const broken: Broken[] = [];
  let entries = 0;
  for (const range of tipRanges) {
    for (const row of await table.query(range)) {
      const tip = decodeTip(row.value);
      if (tip && tipKey(row.sk).pk === row.pk) tips.set(row.sk, tip);
      else broken.push({ trail: row.sk, entry: 0, what: 'tip changed' });
    }
  }
  const known = new Set([...tips.keys(), ...broken.map(({ trail }) => trail)]);
  for (const trail of await expectedTrails(table, anchors)) {
    if (known.has(trail)) continue;
    const [first] = await table.query(auditRange(trail, 0, 999_999_999_999));
    broken.push({ trail, entry: 0, what: first ? 'tip removed' : 'trail removed' });
  }
  for (const [trail, tip] of tips) {
    const found = await inspectTrail(parts, trail, tip);
    entries += found.entries;
    if (found.broken) broken.push({ trail, ...found.broken });
  }
  return { entries, broken, tips };
}

/** Each child there ever was has a trail, and each trail that an earlier look saw is still one. */
async function expectedTrails(table: Table, anchors: ReadonlyMap<string, unknown>): Promise<Set<string>> {
  const trails = new Set(anchors.keys());
  for (const range of listRanges('Patient', mostChildren))
    for (const { sk } of await table.query(range)) trails.add(sk);
  return trails;
}

type Fault = Omit<Broken, 'trail'>;

async function inspectTrail(
  { table, now, years, anchors }: InspectParts,
  trail: string,
  tip: Tip,
): Promise<{ readonly entries: number; readonly broken?: Fault }> {
  const forgotten = now.getTime() - years * yearMs;
  const anchor = anchors?.get(trail);
  let last: Tip = start;
  let entries = 0;
  for await (const row of rowsOf(table, trail, tip.i)) {
    const link = decodeLink(row.value);
    const here = Number(row.sk);
    const next: Tip = { i: here, h: hashOf(trail, row.value), t: Date.parse(link?.t ?? '') };
    const gap = here > last.i + 1;
    const fault = (what: Broken['what'], entry: number) => ({ entries, broken: { entry, what } });
    if (!link || row.sk !== entryName(here)) return fault('changed', here);
    if (here > tip.i) return fault('added', here);
    if (link.i !== here) return fault('moved', here);
    // What lies before a gap can be vouched for no more; it may be gone only when its time was over.
    if (gap && link.a > forgotten) return fault('removed', last.i + 1);
    if (!gap && (link.h !== last.h || link.a !== last.t)) {
      const isVouchedFor = (await successorHash(table, trail, here, tip)) === next.h;
      return fault('changed', isVouchedFor ? last.i : here);
    }
    if (anchor?.i === here && anchor.h !== next.h) return fault('changed', here);
    entries += 1;
    last = next;
  }
  const fault = (what: Broken['what'], entry: number) => ({ entries, broken: { entry, what } });
  if (last.i < tip.i && tip.t > forgotten) return fault('removed', last.i + 1);
  if (last.i === tip.i && last.h !== tip.h) return fault('changed', last.i);
  if (last.i === tip.i && last.t !== tip.t) return fault('tip changed', last.i);
  if (anchor && anchor.i > tip.i) return fault('removed', tip.i + 1);
  return { entries };
}

/** What is said of an entry by the next one, or by the tip. */
async function successorHash(table: Table, trail: string, entry: number, tip: Tip): Promise<string> {
  if (entry === tip.i) return tip.h;
  const [row] = await table.query(auditRange(trail, entry + 1, entry + 1));
  return (row && decodeLink(row.value)?.h) ?? '';
}

/** All rows of the trail, up to its end and what may lie beyond. */
async function* rowsOf(table: Table, trail: string, last: number): AsyncIterable<Row> {
  for (let from = 1; from <= last; from += stretch)
    yield* await table.query(auditRange(trail, from === 1 ? 0 : from, Math.min(last, from + stretch - 1)));
  yield* await table.query({ ...auditRange(trail, last + 1, last), to: undefined, limit: 1 });
}
