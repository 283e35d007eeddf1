// Who did what with a child's file, as the guarded store tells it from the trail.
import type { AuditAction } from '../access/audit/audit.ts';

export interface Disclosure {
  /** Of the AuditEvent that tells it in full. */
  readonly id: string;
  /** An instant. */
  readonly recorded: string;
  readonly patient: string;
  /** Name and kind of the client, and the organisation it acts for: no person's name. */
  readonly name: string;
  readonly kind: string;
  readonly organization?: string;
  readonly region: string;
  /** Whether a person asked, or a system by itself. */
  readonly isPerson: boolean;
  readonly action: AuditAction;
  /** What was touched, with versions where known; the searches that were asked. */
  readonly references: readonly string[];
  readonly queries: readonly string[];
  readonly operation?: string;
  readonly purpose?: string;
  /** Rules, Consents and ties by which it was allowed. */
  readonly basis: readonly string[];
  readonly isEmergency: boolean;
  readonly isRefused: boolean;
  readonly reasons: readonly string[];
}

/** Milliseconds since 1970, `from` inclusive and `to` exclusive. */
export interface DisclosureAsk {
  readonly from?: number;
  readonly to?: number;
  readonly count: number;
  readonly page?: string;
}

export interface Disclosures {
  /** Newest first. */
  readonly found: readonly Disclosure[];
  /** Of all pages. */
  readonly total: number;
  /** Opaque token of the next page. */
  readonly next?: string;
}
