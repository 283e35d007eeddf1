// How long a child's file is kept: so many years after its last change or the end of its trajectory, whichever was later.
import type { EpisodeOfCare } from '@medplum/fhirtypes';
import type { DossierStore } from './dossier-store.ts';
import { parseRecordKey, recordRange } from './keys.ts';
import { decodeRecord } from './record.ts';

/** Jeugdwet article 7.3.8: twenty years; a stage may set another number. */
export const usualYears = 20;

export interface Retention {
  /** The instant of the last change to anything in the file. */
  readonly lastChange?: string;
  /** When the last trajectory ended; absent while one is open, or where there is none. */
  readonly ended?: string;
  readonly isOpen: boolean;
  /** The day after which the file is to be destroyed; absent while a trajectory is open. */
  readonly until?: string;
}

const open = new Set(['planned', 'waitlist', 'active', 'onhold']);

/** Undefined where there is no file. */
export async function retentionOf(
  store: DossierStore,
  pk: string,
  years: number,
): Promise<Retention | undefined> {
  const records = (await store.table.query(recordRange(pk))).map((row) => {
    const { type, id } = parseRecordKey(row.sk);
    return decodeRecord(type, id, row);
  });
  if (records.length === 0) return undefined;
  const lastChange = latest(records.map(({ envelope }) => envelope.t));
  const episodes = records.flatMap((record): EpisodeOfCare[] => {
    if (record.deleted || record.type !== 'EpisodeOfCare') return [];
    const resource = record.resource();
    return resource.resourceType === 'EpisodeOfCare' ? [resource] : [];
  });
  const isOpen = episodes.some(({ status }) => open.has(status));
  const ended = isOpen ? undefined : latest(episodes.flatMap(({ period }) => period?.end ?? []));
  const from = latest([lastChange, ended].flatMap((one) => one ?? []));
  return { lastChange, ended, isOpen, until: isOpen || !from ? undefined : keptUntil(from, years) };
}

/** Instants and dates compare as text as far as the day. */
const latest = (moments: readonly string[]): string | undefined =>
  moments.reduce<string | undefined>(
    (last, one) => (last === undefined || one > last ? one : last),
    undefined,
  );

/** The same day so many years on; of 29 February the day before the first of March. */
export function keptUntil(moment: string, years: number): string {
  const [year = '', month = '12', day = '31'] = moment.slice(0, 10).split('-');
  const target = String(Number(year) + years);
  const leap = month === '02' && day === '29' && !isLeap(Number(target));
  return `${target}-${month}-${leap ? '28' : day}`;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const isExpired = ({ until }: Retention, now: Date): boolean =>
  until !== undefined && until < now.toISOString().slice(0, 10);
