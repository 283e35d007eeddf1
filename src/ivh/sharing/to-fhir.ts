// A parent's decision about sharing as a Consent, and who wrote it down.
import type { Consent, ConsentProvisionActor, Provenance } from '@medplum/fhirtypes';
import { coding, concept, extensionUrl, madeFor } from '../codes.ts';
import { at } from '../references.ts';
import type { DecisionInput, SharingPurpose, WayToDecide } from './schema.ts';

const purposeCodes: Record<SharingPurpose, string> = {
  treatment: 'TREAT',
  coordination: 'CAREMGT',
  payment: 'HPAYMT',
};
const purposeSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

export const purposeOf = (code: string | undefined): string =>
  Object.entries(purposeCodes).find(([, one]) => one === code)?.[0] ?? code ?? '';

/** What the record says of how a parent decided. */
export const waysDecided: Record<WayToDecide, string> = {
  'in-person': 'Besluit van de ouder over delen, gegeven in een gesprek',
  portal: 'Besluit van de ouder over delen, gegeven in het ouderportaal',
  written: 'Besluit van de ouder over delen, schriftelijk gegeven',
};

export interface Decided {
  /** Reference to the child, and to the RelatedPerson who decided. */
  readonly child: string;
  readonly parent: string;
  readonly when: string;
  /** `Organization/<id>` that keeps the decision. */
  readonly region: string;
  /** How the record says that it came about. */
  readonly how: string;
}

/** One decision; without a provision of its own it would be about everything and everyone. */
export const decisionOf = (
  { child, parent, when, region, how }: Decided,
  provision: Consent['provision'],
): Consent => ({
  resourceType: 'Consent',
  meta: madeFor('4', 'toestemming-delen'),
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [concept('akkoord', 'delen')],
  patient: at(child),
  dateTime: when,
  performer: [at(parent)],
  organization: [at(region)],
  policyRule: { text: how },
  provision,
});

export const provisionOf = ({
  decision,
  recipients,
  data,
  purposes,
  from,
  until,
}: DecisionInput): NonNullable<Consent['provision']> => ({
  type: decision === 'permit' ? 'permit' : 'deny',
  period: from || until ? { start: from, end: until } : undefined,
  extension: kindExtensions(recipients?.kinds ?? []),
  actor: [
    ...(recipients?.organizations ?? []).map((id) => recipient(`Organization/${id}`)),
    ...(recipients?.team ? [recipient(`CareTeam/${recipients.team}`)] : []),
  ],
  purpose: purposes?.map((purpose) => ({ system: purposeSystem, code: purposeCodes[purpose] })),
  class: [
    ...(data?.blocks ?? []).map((code) => coding('bouwsteen', code)),
    ...(data?.domains ?? []).map((code) => coding('domein', code)),
  ],
});

export const kindExtensions = (kinds: NonNullable<NonNullable<DecisionInput['recipients']>['kinds']>) =>
  kinds.map((kind) => ({
    url: extensionUrl('ontvangersoort'),
    valueCodeableConcept: concept('ontvangersoort', kind),
  }));

export const recipient = (reference: string): ConsentProvisionActor => ({
  role: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
  },
  reference: at(reference),
});

const agentType = (code: 'author' | 'enterer') => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code }],
});

/** Who wrote down what a parent decided, and from what it is known. */
export const recordOf = (
  consent: string,
  { parent, when }: Pick<Decided, 'parent' | 'when'>,
  {
    recorder,
    recorded,
    source,
  }: { readonly recorder: string; readonly recorded: string; readonly source?: string },
): Provenance => ({
  resourceType: 'Provenance',
  meta: madeFor('4'),
  target: [at(consent)],
  occurredDateTime: when,
  recorded,
  agent: [
    { type: agentType('author'), who: at(parent) },
    { type: agentType('enterer'), who: at(recorder) },
  ],
  entity: source ? [{ role: 'source', what: at(source) }] : [],
});
