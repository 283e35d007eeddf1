// Breaking the glass: the message that opens a child's file to its sender for some hours, and is made in no other way.
import type { Communication, Resource } from '@medplum/fhirtypes';

export const emergencyHours = 4;

export const messageSystem = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-melding';
export const emergencyCode = 'noodtoegang';

export const isEmergency = (resource: Resource): resource is Communication =>
  resource.resourceType === 'Communication' &&
  (resource.category ?? []).some(({ coding }) =>
    coding?.some(({ system, code }) => system === messageSystem && code === emergencyCode),
  );
