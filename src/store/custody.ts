// The contract of what is done with a child's file as a whole, by who answers for it.
import type { Certificate } from './destruction.ts';
import type { Retention } from './retention.ts';

/** How long a file is kept, and what stands in the way of its destruction. */
export interface Keeping extends Retention {
  readonly years: number;
  /** A legal ground to keep it is in force. */
  readonly isHeld: boolean;
  /** Only parents and the coordinator see it. */
  readonly isRestricted: boolean;
}

export interface Custody {
  /** Who first stored each resource that the caller sees of the file: organisation or client, by reference. */
  origins(patientId: string): Promise<ReadonlyMap<string, string>>;
  /** The RelatedPersons by which the caller is a parent of this child. Throws not-found. */
  parentAs(patientId: string): Promise<readonly string[]>;
  /**
   * Parents with authority who have not permitted sharing all data with an organisation by name, or object to it: of each
   * the RelatedPerson. Nobody permits where no parent has authority, which is `undefined`. Throws not-found.
   */
  permitsMissing(patientId: string, organization: string): Promise<readonly string[] | undefined>;
  /** Throws not-found. */
  keeping(patientId: string): Promise<Keeping>;
  /** Destroys the file for good, at the request of every parent with authority. Throws not-found, business-rule. */
  destroy(patientId: string): Promise<Certificate>;
  /** Of the files that the caller's region had destroyed. */
  certificates(): Promise<readonly Certificate[]>;
}
