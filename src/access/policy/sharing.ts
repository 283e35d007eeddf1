// A parent's decision about sharing, as a FHIR Consent tells it, and what of it the head of the file keeps. https://hl7.org/fhir/R4/consent.html
import type { Consent, RelatedPerson, Resource } from '@medplum/fhirtypes';
import type { HeadPart, Json } from '../../store/head.ts';
import { type Span, within } from './span.ts';

const ours = 'https://vroegdossier.nl/fhir';
const scopeSystem = 'http://terminology.hl7.org/CodeSystem/consentscope';
export const purposeSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
export const recipientExtension = `${ours}/StructureDefinition/ivh-ext-ontvangersoort`;
export const recipientSystem = `${ours}/CodeSystem/ivh-ontvangersoort`;
/** Building block and area of development: the categories of data a parent can name. */
export const categorySystems = [`${ours}/CodeSystem/ivh-bouwsteen`, `${ours}/CodeSystem/ivh-domein`] as const;
const authorityExtension = `${ours}/StructureDefinition/ivh-ext-gezag`;

/** One decision in force; what is not named narrows nothing. */
export type DecisionFact = Span & {
  readonly is: 'decision';
  readonly by: string;
  readonly permits: boolean;
  /** References of organisations, teams or professionals. */
  readonly actors?: readonly string[];
  readonly kinds?: readonly string[];
  readonly purposes?: readonly string[];
  /** `system|code`. */
  readonly categories?: readonly string[];
};

/** A parent with authority; `same` is who this is, whatever the resource. */
export type AuthorityFact = Span & { readonly is: 'authority'; readonly same?: string };

export type ConsentFact = DecisionFact | AuthorityFact;

export const consentPart: HeadPart = {
  name: 'consent',
  types: new Set(['Consent', 'RelatedPerson']),
  factOf: (resource) => {
    const fact = factOf(resource);
    return fact && ({ ...fact } satisfies Json);
  },
  forYounger: (facts) => facts,
};

function factOf(resource: Resource): ConsentFact | undefined {
  if (resource.resourceType === 'RelatedPerson') return authorityFact(resource);
  if (resource.resourceType !== 'Consent' || !isSharing(resource) || resource.status !== 'active')
    return undefined;
  return decisionFact(resource);
}

/** A decision about sharing data, as other than an agreement to a plan or to treatment. */
export const isSharing = (resource: Resource): resource is Consent =>
  resource.resourceType === 'Consent' &&
  (resource.scope.coding ?? []).some(
    ({ system, code }) => system === scopeSystem && code === 'patient-privacy',
  );

/** Parental authority as recorded; undefined where nothing is. */
export const hasAuthority = (person: RelatedPerson): boolean | undefined =>
  person.extension
    ?.find(({ url }) => url === authorityExtension)
    ?.extension?.find(({ url }) => url === 'gezag')?.valueBoolean;

function authorityFact(person: RelatedPerson): AuthorityFact | undefined {
  if (person.active === false || hasAuthority(person) !== true) return undefined;
  const known = person.identifier?.find(({ value }) => value !== undefined);
  return {
    is: 'authority',
    same: known && `${known.system ?? ''}|${known.value}`,
    ...within(person.period),
  };
}

function decisionFact(consent: Consent): DecisionFact | undefined {
  const { provision } = consent;
  const by = consent.performer?.[0]?.reference;
  if (!provision?.type || !by) return undefined;
  return {
    is: 'decision',
    by,
    permits: provision.type === 'permit',
    ...within(provision.period),
    actors: some(provision.actor?.map(({ reference }) => reference.reference ?? '')),
    kinds: some(recipientKinds(consent)),
    purposes: some(
      provision.purpose?.map(({ system, code }) => (system === purposeSystem ? code : '') ?? ''),
    ),
    categories: some(provision.class?.map(({ system, code }) => `${system ?? ''}|${code ?? ''}`)),
  };
}

const some = (names: readonly string[] | undefined): readonly string[] | undefined =>
  names && names.length > 0 ? names : undefined;

export const recipientKinds = ({ provision }: Consent): string[] =>
  (provision?.extension ?? [])
    .filter(({ url }) => url === recipientExtension)
    .map(
      ({ valueCodeableConcept: concept }) =>
        concept?.coding?.find(({ system }) => system === recipientSystem)?.code ?? '',
    );
