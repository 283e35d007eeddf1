// No list of a resource is so long that looking at it once for each rule, search or patch would hold up everyone else.
import { FhirFailure } from './failure.ts';

/** Published limit: items of one list, of any body. */
export const longestList = 10_000;

/** Throws `too-large` for a list or an object with more members. */
export function refuseLongLists(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const members = Array.isArray(value) ? value : Object.values(value);
  if (members.length > longestList)
    throw new FhirFailure(
      'too-large',
      `A list or object in the body has more than ${longestList} members, which is the most this server takes.`,
    );
  for (const member of members) refuseLongLists(member);
}
