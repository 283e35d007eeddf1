// Reads a referral back from the resources of the child's file that the caller may see.
import type { Communication, Observation, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { behind, ofType, tasksFor } from '../child-file.ts';
import { codeIn, codesIn, extensionUrl, namingSystems } from '../codes.ts';
import { childFrom, parentFrom } from '../people.ts';
import { idIn, referenceOf } from '../references.ts';
import type { ReferralAnswer } from './schema.ts';

export function referralFrom(request: ServiceRequest, file: readonly Resource[]): ReferralAnswer {
  const reference = referenceOf(request);
  const task = tasksFor(file, reference)[0];
  const patient = ofType(file, 'Patient')[0];
  const extension = (name: string) => request.extension?.find((each) => each.url === extensionUrl(name));
  const episode = ofType(file, 'EpisodeOfCare').find((each) =>
    each.referralRequest?.some((referral) => referral.reference === reference),
  );
  const sender = request.identifier?.[0];
  const decision = task?.statusReason;
  return {
    id: request.id ?? '',
    child: patient ? childFrom(patient) : { id: idIn('Patient', request.subject) ?? '' },
    status: task?.status,
    state: codeIn('status', task?.businessStatus),
    referredAt: request.authoredOn,
    referrer: {
      kind: codeIn('verwijzer', extension('verwijzer')?.valueCodeableConcept),
      organization: idIn('Organization', request.requester),
    },
    reason: reasonFrom(request),
    ageException: extension('leeftijdsuitzondering')?.valueString,
    parents: ofType(file, 'RelatedPerson').map(parentFrom),
    signals: behind(file, 'Observation', request.supportingInfo).map(signalFrom),
    decision: decision && { code: codeIn('afwijzing', decision), text: decision.text },
    task: task?.id,
    episode: episode?.id,
    senderReference: sender && { system: sender.system, value: sender.value },
  };
}

const reasonFrom = (request: ServiceRequest): ReferralAnswer['reason'] => ({
  domains: codesIn('domein', request.reasonCode),
  direction: codeIn(
    'richting',
    request.reasonCode?.[0]?.extension?.find((each) => each.url === extensionUrl('richting'))
      ?.valueCodeableConcept,
  ),
  question: request.note?.[0]?.text,
  text: request.reasonCode?.[0]?.text,
});

const signalFrom = (observation: Observation): ReferralAnswer['signals'][number] => ({
  text: observation.code.text ?? '',
  code: observation.code.coding?.find((each) => each.system === namingSystems.bds)?.code,
  date: observation.effectiveDateTime,
});

export const feedbackFrom = (communication: Communication) => ({
  id: communication.id ?? '',
  sentAt: communication.sent,
  text: communication.payload?.map((each) => each.contentString ?? '').join('\n') ?? '',
  from: communication.sender?.reference,
});
