// What a referral says of the parents' consent, as explicit records: one Consent per parent, and from what it is known.
import type { Consent } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Write } from '../../store/dossier.ts';
import type { Code } from '../codes.ts';
import { urn } from '../references.ts';
import type { WayToDecide } from '../sharing/schema.ts';
import { decisionOf, kindExtensions, recipient, recordOf } from '../sharing/to-fhir.ts';
import { create } from '../writes.ts';
import type { Referral } from './schema.ts';
import type { Setting } from './to-fhir.ts';

const ways: Record<WayToDecide, string> = {
  'in-person': 'Toestemming om te delen met het IVH-team bij de aanmelding, gegeven in een gesprek',
  portal: 'Toestemming om te delen met het IVH-team bij de aanmelding, door de ouder zelf gegeven',
  written: 'Toestemming om te delen met het IVH-team bij de aanmelding, schriftelijk gegeven',
};
const knowing = 'De ouder weet van de aanmelding bij het IVH-team; zo verklaart wie aanmeldde';

/** Who works in an IVH team. */
const teamKinds: readonly Code<'ontvangersoort'>[] = [
  'jgz',
  'gp',
  'hospital',
  'provider',
  'coordinator',
  'case-manager',
];

export interface Given
  extends Pick<Setting, 'now' | 'region' | 'sender' | 'newId' | 'self' | 'knownAuthority'> {
  readonly child: string;
  readonly request: string;
  /** By the parent's place in the list. */
  readonly parents: readonly string[];
  readonly when: string;
}

export function consentWrites(referral: Referral, given: Given): Write[] {
  const isToldOf = referral.parents.some(({ agreed }) => agreed !== undefined);
  return referral.parents.flatMap((parent, index) => {
    const { agreed } = parent;
    const hasAuthority = parent.hasAuthority && given.knownAuthority?.[index] !== false;
    if (agreed !== undefined) checkAgreed(referral, index, given);
    if (!hasAuthority || (given.self !== undefined && given.self !== index)) return [];
    if (agreed === undefined && given.self === undefined && isToldOf) return [];
    const way = agreed?.how ?? (given.self === undefined ? undefined : 'portal');
    return consentOf(given, given.parents[index] ?? '', agreed?.on ?? given.when, way ? ways[way] : knowing);
  });
}

function checkAgreed({ parents }: Referral, index: number, { self, now }: Given): void {
  const { agreed, hasAuthority } = parents[index] ?? {};
  const at = `parents[${index}].agreed`;
  if (self !== undefined && self !== index)
    refuse('parents agree for themselves; leave out who else agreed', at);
  if (!hasAuthority)
    refuse('a parent without authority (gezag) does not decide about sharing; leave agreed out', at);
  if (agreed?.on && Date.parse(agreed.on) > Date.parse(now))
    refuse('nobody agreed in the future', `${at}.on`);
}

function refuse(text: string, expression: string): never {
  throw new FhirFailure('business-rule', [{ text, expression }]);
}

/** As wide as a referral is meant: any narrower objection of a parent holds against it. */
const toTheTeam = (region: string): NonNullable<Consent['provision']> => ({
  type: 'permit',
  extension: kindExtensions([...teamKinds]),
  actor: [recipient(region)],
});

function consentOf(given: Given, parent: string, when: string, how: string): Write[] {
  const { child, region, sender = parent, request, now, newId } = given;
  const url = urn(newId());
  const decided = { child, parent, when, region, how };
  return [
    create(decisionOf(decided, toTheTeam(region)), url),
    create(recordOf(url, decided, { recorder: sender, recorded: now, source: request })),
  ];
}
