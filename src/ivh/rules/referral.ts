// File rules on the way in: who may be referred, and one open referral and one open traject at a time.
import { FhirFailure } from '../../fhir/failure.ts';
import type { FileRule } from '../../store/head.ts';
import { daysMeant, yearsBetween } from '../calendar.ts';
import { extensionUrl } from '../codes.ts';
import { factOf, factsOf } from '../file-facts.ts';
import { kindOf } from '../kinds.ts';
import { openEpisode, openReferral } from '../states.ts';

const refuse = (text: string, expression: string): never => {
  throw new FhirFailure('business-rule', [{ text, expression }]);
};

/** Children under 7; with a reason until they are 8. A date that leaves room counts for the child. */
export const eligible: FileRule = ({ before, after }, file) => {
  if (after?.resourceType !== 'ServiceRequest' || kindOf(after) !== 'referral') return;
  if (before?.resourceType === 'ServiceRequest' && before.authoredOn === after.authoredOn) return;
  const born = factsOf(file.after, 'child')[0]?.fact.born;
  if (born === undefined) return refuse('a referral needs the child’s birthDate', 'Patient.birthDate');
  const on = after.authoredOn && daysMeant(after.authoredOn).first;
  if (!on) return refuse('a referral needs the date on which it was made', 'ServiceRequest.authoredOn');
  if (on < daysMeant(born).first)
    return refuse('a referral cannot be made before birth', 'ServiceRequest.authoredOn');
  const age = yearsBetween(daysMeant(born).last, on);
  const reason = after.extension?.find(
    (each) => each.url === extensionUrl('leeftijdsuitzondering'),
  )?.valueString;
  if (age < 7 || (age === 7 && reason)) return;
  refuse(
    age === 7
      ? 'the child is 7: Integrale Vroeghulp takes children under 7; until 8 give the reason in ivh-ext-leeftijdsuitzondering'
      : `the child is ${age}: Integrale Vroeghulp takes children under 7, and until 8 with a reason`,
    'ServiceRequest.authoredOn',
  );
};

/** Says nothing of what the file holds: the sender may not be one who may know. */
const alreadyKnown = (): never => {
  throw new FhirFailure('duplicate', [
    {
      text: 'this cannot be registered now: ask the IVH team of the region',
      expression: 'ServiceRequest.subject',
    },
  ]);
};

export const oneOpenReferral: FileRule = ({ before, after }, file) => {
  if (after?.resourceType !== 'Task' || kindOf(after) !== 'referral-task') return;
  const focus = after.focus?.reference;
  if (!factsOf(file.after, 'referral').some(({ reference }) => reference === focus)) {
    refuse(
      'the focus of an aanmelding Task is an aanmelding (ServiceRequest) of the same child',
      'Task.focus',
    );
  }
  const wasOpen = before?.resourceType === 'Task' && openReferral.has(before.status);
  if (wasOpen || !openReferral.has(after.status)) return;
  const open = factsOf(file.after, 'referral-task').filter(({ fact }) => openReferral.has(fact.status));
  const others = factsOf(file.after, 'episode').filter(
    ({ fact }) => openEpisode.has(fact.status) && !fact.referrals.some((each) => each === focus),
  );
  if (open.length > 1 || others.length > 0) alreadyKnown();
};

export const oneOpenTraject: FileRule = ({ before, after }, file) => {
  if (after?.resourceType !== 'EpisodeOfCare' || factOf(after)?.is !== 'episode') return;
  const wasOpen = before?.resourceType === 'EpisodeOfCare' && openEpisode.has(before.status);
  if (wasOpen || !openEpisode.has(after.status)) return;
  const open = factsOf(file.after, 'episode').filter(({ fact }) => openEpisode.has(fact.status));
  if (open.length > 1) alreadyKnown();
};
