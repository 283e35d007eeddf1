// Times between which something holds, as FHIR periods tell them: instants, days, months or years.
import type { Period } from '@medplum/fhirtypes';
import { localDay } from '../../fhir/search/local-time.ts';

export type Span = { readonly from?: string; readonly until?: string };

export const within = (period: Period | undefined): Span => ({ from: period?.start, until: period?.end });

/** Dates count for the whole day in the Netherlands: an end on 2024-05-01 holds until that day is over. */
export function holds({ from, until }: Span, now: Date): boolean {
  return (from === undefined || compare(from, now) <= 0) && (until === undefined || compare(until, now) >= 0);
}

/** Negative when the instant, or all of the day, month or year, lies before `now`; zero when `now` is in it. */
function compare(moment: string, now: Date): number {
  if (moment.includes('T')) return Date.parse(moment) - now.getTime();
  const today = localDay(now.getTime()).slice(0, moment.length);
  if (moment === today) return 0;
  return moment < today ? -1 : 1;
}
