// Whether one decision about sharing is about all that another is about, and holds as long.
import type { Consent } from '@medplum/fhirtypes';
import { kindsIn } from './from-fhir.ts';

/** About every recipient, purpose and category that the other is about. */
export function covers(decision: Consent, other: Consent): boolean {
  const [mine, theirs] = [narrowed(decision), narrowed(other)];
  return (
    includes(mine.recipients, theirs.recipients) &&
    includes(mine.purposes, theirs.purposes) &&
    includes(mine.data, theirs.data)
  );
}

const narrowed = (consent: Consent) => ({
  recipients: [
    ...(consent.provision?.actor ?? []).map(({ reference }) => reference.reference ?? ''),
    ...kindsIn(consent),
  ],
  purposes: (consent.provision?.purpose ?? []).map(({ code }) => code ?? ''),
  data: (consent.provision?.class ?? []).map(({ system, code }) => `${system ?? ''}|${code ?? ''}`),
});

/** Nothing named is everything. */
const includes = (mine: readonly string[], theirs: readonly string[]): boolean =>
  mine.length === 0 || (theirs.length > 0 && theirs.every((one) => mine.includes(one)));

/** Holds from the day it was decided on, and no shorter than the other. */
export function outlasts(decision: Consent, other: Consent): boolean {
  const { start, end } = decision.provision?.period ?? {};
  const theirEnd = other.provision?.period?.end;
  const hasBegun = start === undefined || start <= dayOf(decision);
  return hasBegun && (end === undefined || (theirEnd !== undefined && end >= theirEnd));
}

export const dayOf = ({ dateTime = '' }: Consent): string => dateTime.slice(0, 10);
