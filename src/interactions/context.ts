// What every interaction works with: the caller's store, the validator, the clock and the source of ids.
import type { Issue } from '../fhir/failure.ts';
import type { Dossier } from '../store/dossier.ts';

/** All that is wrong with a resource, and what is worth telling. */
export type Validate = (resource: unknown) => Promise<{
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}>;

export interface Context {
  readonly dossier: Dossier;
  readonly validate: Validate;
  /** The present moment. */
  readonly now: () => Date;
  /** A fresh random id (UUID). */
  readonly newId: () => string;
  /** The FHIR base URL as clients use it, for example `http://127.0.0.1:8080/fhir`. */
  readonly base: string;
}
