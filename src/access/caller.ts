// Who is asking: a registered client acting for one organisation (and, for people, one person) with granted scopes.

/** What an organisation or person is to IVH; the policy has rules per kind and none for anything else. */
export type CallerKind =
  | 'jgz'
  | 'gp'
  | 'hospital'
  | 'childcare'
  | 'school'
  | 'provider'
  | 'municipality'
  | 'coordinator'
  | 'case-manager'
  | 'parent'
  | 'child-support'
  | 'analyst'
  | 'tester';

/** Codes of http://terminology.hl7.org/CodeSystem/v3-ActReason: what a request is made for. */
export const purposes = ['TREAT', 'CAREMGT', 'HPAYMT', 'PATRQT', 'BTG', 'HOPERAT'] as const;
export type Purpose = (typeof purposes)[number];

export interface Caller {
  /** The registered client's id. */
  readonly client: string;
  readonly kind: CallerKind;
  /** Display name for the audit trail, never a natural person's name. */
  readonly name: string;
  /** `Organization/<id>` on whose behalf the client acts; a parent has none. */
  readonly organization?: string;
  /** `Organization/<id>` of the regional IVH network the client belongs to. */
  readonly region: string;
  /** `Practitioner/<id>` when the client acts for one professional. */
  readonly practitioner?: string;
  /** `system|value` by which a parent is known in RelatedPerson.identifier. */
  readonly person?: string;
  /** What this request is made for: one of the purposes that the caller is registered with. */
  readonly purpose: string;
  /** Who signed in, by a pseudonym that is the same at every sign-in; absent when a system asks by itself. */
  readonly user?: string;
  /** Id (jti) of the access token, for the audit trail. */
  readonly token?: string;
  /** Granted SMART v2 scopes, for example `system/ServiceRequest.cruds`. */
  readonly scopes: readonly string[];
}
