// Reads a parent's decision about sharing back from its Consent.
import type { Consent, Resource } from '@medplum/fhirtypes';
import { ofType } from '../child-file.ts';
import { codeIn, codesIn, extensionUrl, systemUrl } from '../codes.ts';
import { idIn } from '../references.ts';
import type { DecisionAnswer } from './schema.ts';
import { purposeOf, waysDecided } from './to-fhir.ts';

export const isDecision = (resource: Resource): resource is Consent =>
  resource.resourceType === 'Consent' &&
  (codeIn('akkoord', resource.category) === 'delen' ||
    (resource.scope.coding?.some(({ code }) => code === 'patient-privacy') ?? false));

export const decisionsIn = (file: readonly Resource[]): Consent[] =>
  ofType(file, 'Consent').filter(isDecision);

export function decisionFrom(consent: Consent): DecisionAnswer {
  const { provision, policyRule } = consent;
  const actors = (provision?.actor ?? []).map(({ reference }) => reference);
  const classes = (system: 'bouwsteen' | 'domein') =>
    (provision?.class ?? []).flatMap((one) =>
      one.system === systemUrl(system) && one.code ? [one.code] : [],
    );
  return {
    id: consent.id ?? '',
    child: idIn('Patient', consent.patient) ?? '',
    parent: idIn('RelatedPerson', consent.performer?.[0]),
    decision: provision?.type === 'deny' ? 'object' : 'permit',
    isInForce: consent.status === 'active',
    decidedOn: consent.dateTime,
    how: Object.entries(waysDecided).find(([, text]) => text === policyRule?.text)?.[0] ?? policyRule?.text,
    recipients: {
      organizations: actors.flatMap((one) => idIn('Organization', one) ?? []),
      kinds: kindsIn(consent),
      teams: actors.flatMap((one) => idIn('CareTeam', one) ?? []),
    },
    data: { blocks: classes('bouwsteen'), domains: classes('domein') },
    purposes: (provision?.purpose ?? []).map(({ code }) => purposeOf(code)),
    from: provision?.period?.start,
    until: provision?.period?.end,
  };
}

export const kindsIn = ({ provision }: Consent): string[] =>
  codesIn(
    'ontvangersoort',
    (provision?.extension ?? [])
      .filter(({ url }) => url === extensionUrl('ontvangersoort'))
      .flatMap(({ valueCodeableConcept }) => valueCodeableConcept ?? []),
  );
