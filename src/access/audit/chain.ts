// The chain of a trail: each entry carries its number and the hash of the one before, so that nothing of it can be
// removed, changed or moved unseen; a tip tells where it ends.
import { hash } from 'node:crypto';
import * as z from 'zod';
import type { AuditEntry } from './audit.ts';

/** The last entry: its number, its hash, and when it was recorded, in milliseconds since 1970. */
export interface Tip {
  readonly i: number;
  readonly h: string;
  readonly t: number;
}

/** What an entry says of its place: number, hash of the entry before, and when that one was recorded. */
export interface Link {
  readonly i: number;
  readonly h: string;
  readonly a: number;
}

/** Before the first entry. */
export const start: Tip = { i: 0, h: '', t: 0 };

/** The canonical form is the stored text itself, behind the name of its trail: what is stored is what is hashed. */
export const hashOf = (trail: string, text: string): string =>
  hash('sha256', `${trail}\n${text}`, 'base64url');

/** The next entry as it is stored, and the tip it makes. Of two entries the later never tells an earlier time. */
export function nextEntry(
  trail: string,
  tip: Tip,
  entry: AuditEntry,
): { readonly text: string; readonly tip: Tip } {
  const t = Math.max(Date.parse(entry.t), tip.t);
  const link: Link = { i: tip.i + 1, h: tip.h, a: tip.t };
  const text = JSON.stringify({ ...link, ...entry, t: new Date(t).toISOString() });
  return { text, tip: { i: link.i, h: hashOf(trail, text), t } };
}

export const encodeTip = (tip: Tip): string => JSON.stringify(tip);

const tipSchema = z.strictObject({ i: z.int().min(1), h: z.string(), t: z.int() });
const linkSchema = z.looseObject({ i: z.int().min(1), h: z.string(), a: z.int(), t: z.iso.datetime() });

/** Undefined for what no trail writes. */
export function decodeTip(text: string): Tip | undefined {
  return parsed(tipSchema, text);
}

export function decodeLink(text: string): (Link & { readonly t: string }) | undefined {
  return parsed(linkSchema, text);
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (problem) {
    if (problem instanceof SyntaxError) return undefined;
    throw problem;
  }
}
