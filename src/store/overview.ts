// The overview of who may see what of a child, as the guarded store gives it.
import type { Consent, RelatedPerson } from '@medplum/fhirtypes';
import type { CallerKind } from '../access/caller.ts';
import type { Relation } from '../access/policy/relation-facts.ts';
import type { Span } from '../access/policy/span.ts';
import type { ViewName } from '../access/views/views.ts';
import type { BsnGround } from '../access/views/without-bsn.ts';

/** What of one group one party gets for these purposes. */
export interface Seen {
  /** Data as parents decide about them: a building block (1 to 7), or what is of none. */
  readonly group: string;
  readonly purposes: readonly string[];
  /** Of how many resources there are. */
  readonly shown: number;
  readonly of: number;
  readonly view?: ViewName;
  /** Rules, and the resources that tie the party to the child or hold the parents' consent. */
  readonly basis: readonly string[];
}

/** What a parent's objection, or that nobody permitted it, keeps from a party. */
export interface Withheld {
  readonly group: string;
  readonly purposes: readonly string[];
  readonly reason: 'objection' | 'consent-missing';
  readonly basis: readonly string[];
}

export interface Viewer {
  /** `Organization/<id>`, `Practitioner/<id>` or `RelatedPerson/<id>`. */
  readonly who: string;
  readonly name?: string;
  readonly kind: CallerKind;
  /** Of whom the party may see the citizen service number. */
  readonly bsn: BsnGround;
  readonly relations: readonly (Span & { readonly as: Relation; readonly ground: string })[];
  readonly sees: readonly Seen[];
  readonly withheld: readonly Withheld[];
}

export interface Overview {
  readonly viewers: readonly Viewer[];
  /** The parents' decisions about sharing that are in force or to come. */
  readonly decisions: readonly Consent[];
  readonly parents: readonly RelatedPerson[];
  /** Names of organisations and professionals, by reference. */
  readonly names: ReadonlyMap<string, string>;
}
