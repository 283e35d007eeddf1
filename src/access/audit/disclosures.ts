// Who looked at a child's file and who changed it, newest first, for those who may read its trail; joined files together.
import * as z from 'zod';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Disclosure, DisclosureAsk, Disclosures } from '../../store/disclosure.ts';
import { patientPartition } from '../../store/dossier-store.ts';
import { auditRange } from '../../store/keys.ts';
import { leadsNowhere } from '../page.ts';
import type { Reader } from '../search.ts';
import { absent } from '../sight.ts';
import { together } from '../together.ts';
import { type AuditEntry, chiefAction } from './audit.ts';
import { entryOf, numbersIn } from './audit-reader.ts';
import { auditId } from './trail.ts';

/** A trail, and the stretch of it that is still to be told. */
interface Stretch {
  readonly trail: string;
  readonly from: number;
  readonly to: number;
}

/** Throws not-found for a child that the caller does not see, forbidden where he may not read its trail. */
export async function disclosures(
  reader: Reader,
  patientId: string,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, count, page }: DisclosureAsk,
): Promise<Disclosures> {
  const { sight, trail, store } = reader;
  sight.needScope('s', 'AuditEvent');
  await needChild(reader, patientId);
  const files = await together(sight, store, patientId);
  const trails = await Promise.all(files.map(async (one) => ((await sight.mayReadTrail(one)) ? [one] : [])));
  if (!sight.reachesTrails())
    throw new FhirFailure(
      'forbidden',
      'The scope for AuditEvent.s has a search; this overview is of the whole trail.',
    );
  if (!(await sight.mayReadTrail(patientId)))
    throw new FhirFailure(
      'forbidden',
      `Who used a file is told to the parents and the coordinator; the client is a ${sight.caller.kind}.`,
    );
  const ends = page === undefined ? undefined : readPage(page);
  const whole = await Promise.all(
    trails.flat().map(async (one): Promise<Stretch> => {
      const numbers = await numbersIn(store.table, one, { from, to });
      return { trail: one, ...numbers };
    }),
  );
  const left = whole.map((one) => ({ ...one, to: Math.min(one.to, ends?.[one.trail] ?? one.to) }));
  const newest = await Promise.all(left.map((one) => newestOf(reader, one, count)));
  const found = newest
    .flat()
    .sort((a, b) => compare(b.recorded, a.recorded) || compare(b.id, a.id))
    .slice(0, count);
  for (const file of trails.flat()) trail.noteQuery(file, `Patient/${patientId}/$disclosures`);
  const told = Map.groupBy(found, ({ patient }) => patient);
  const rest = left.map((one) => ({ ...one, to: one.to - (told.get(one.trail)?.length ?? 0) }));
  return {
    found,
    total: whole.reduce((sum, one) => sum + Math.max(0, one.to - one.from + 1), 0),
    next: rest.some((one) => one.to >= one.from) ? pageToken(rest) : undefined,
  };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

async function needChild({ sight, trail, store }: Reader, id: string): Promise<void> {
  const [record] = await store.load([{ type: 'Patient', id }]);
  const head = (await store.heads([patientPartition(id)])).get(patientPartition(id))?.head;
  if (record && sight.knows(record, head, 'r')) return;
  trail.noteRefusal(record && id, 'E', `Patient/${id}`);
  throw absent(`Patient/${id}`);
}

async function newestOf(
  { store }: Reader,
  { trail, from, to }: Stretch,
  count: number,
): Promise<Disclosure[]> {
  if (to < from) return [];
  const rows = await store.table.query(auditRange(trail, Math.max(from, to - count + 1), to));
  return rows.map((row) => disclosureOf(trail, row.sk, entryOf(row)));
}

function disclosureOf(trail: string, name: string, entry: AuditEntry): Disclosure {
  return {
    id: auditId(trail, name),
    recorded: entry.t,
    patient: trail,
    name: entry.n,
    kind: entry.k,
    organization: entry.o,
    region: entry.r,
    isPerson: (entry.u ?? entry.p) !== undefined,
    action: chiefAction(entry),
    references: entry.e.map(([, reference]) => reference).filter((reference) => reference !== ''),
    queries: entry.q ?? [],
    operation: entry.op,
    purpose: entry.w,
    basis: entry.b ?? [],
    isEmergency: entry.w === 'BTG',
    isRefused: entry.s !== '0',
    reasons: entry.d ?? [],
  };
}

const pageSchema = z.record(z.string().max(64), z.int().min(0));

const pageToken = (rest: readonly Stretch[]): string =>
  Buffer.from(JSON.stringify(Object.fromEntries(rest.map(({ trail, to }) => [trail, to])))).toString(
    'base64url',
  );

function readPage(token: string): Readonly<Record<string, number>> {
  try {
    return pageSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) throw leadsNowhere();
    throw cause;
  }
}
