// How much one patch may do.
import { FhirFailure } from '../failure.ts';

/** Published limit of a patch. */
export const patchOperations = 1000;

export function refuseMany(count: number): void {
  if (count <= patchOperations) return;
  throw new FhirFailure('too-large', `A patch takes ${patchOperations} operations; send fewer at once.`);
}
