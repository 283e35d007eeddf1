// What every interaction works with: the caller's store, the validator, the clock and the source of ids.
import type { Resource } from '@medplum/fhirtypes';
import type { ElementShapes } from '../fhir/elements.ts';
import type { Issue } from '../fhir/failure.ts';
import type { Terminology } from '../fhir/terminology.ts';
import type { Dossier } from '../store/dossier.ts';
import type { ExportDesk } from './export-desk.ts';

/**
 * All that is wrong with a resource, and what is worth telling; `profiles` are looked at besides those it claims, and
 * `stored` asks whether it can be kept: a batch is a valid Bundle, but none that is stored.
 */
export type Validate = (
  resource: unknown,
  options?: { readonly profiles?: readonly string[]; readonly stored?: boolean },
) => Promise<{
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}>;

export interface Context {
  readonly dossier: Dossier;
  readonly validate: Validate;
  /** Loaded when first asked for. */
  readonly terminology: () => Promise<Terminology>;
  /** The definitions a client may read: profiles, terminology and what else is published; loaded when first asked for. */
  readonly definitions: () => Promise<readonly Resource[]>;
  /** What the definitions say of elements; loaded when first asked for. */
  readonly elements: () => Promise<ElementShapes>;
  /** The caller's bulk exports; loaded when first asked for. */
  readonly exports: () => Promise<ExportDesk>;
  /** The present moment. */
  readonly now: () => Date;
  /** A fresh random id (UUID). */
  readonly newId: () => string;
  /** The FHIR base URL as clients use it, for example `http://127.0.0.1:8080/fhir`. */
  readonly base: string;
}
