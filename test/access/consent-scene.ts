// Decisions about sharing as parents make them, and heads of files that hold them.
import type { Coding, Consent, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { accessPart } from '../../src/access/policy/relation-facts.ts';
import { consentPart } from '../../src/access/policy/sharing.ts';
import type { Head, HeadPart, Json } from '../../src/store/head.ts';

const ours = 'https://vroegdossier.nl/fhir';

export const block = (code: string): Coding => ({ system: `${ours}/CodeSystem/ivh-bouwsteen`, code });
export const area = (code: string): Coding => ({ system: `${ours}/CodeSystem/ivh-domein`, code });
export const reason = (code: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code,
});

export const withAuthority = (has = true): RelatedPerson['extension'] => [
  {
    url: `${ours}/StructureDefinition/ivh-ext-gezag`,
    extension: [{ url: 'gezag', valueBoolean: has }],
  },
];

export const closedAccess: NonNullable<RelatedPerson['extension']>[number] = {
  url: `${ours}/StructureDefinition/ivh-ext-toegang-gesloten`,
  extension: [
    { url: 'reden', valueString: 'Uithuisplaatsing' },
    { url: 'datum', valueDate: '2026-01-01' },
  ],
};

export interface Decided {
  readonly by?: string;
  readonly type?: 'permit' | 'deny';
  readonly status?: Consent['status'];
  readonly actors?: readonly string[];
  readonly kinds?: readonly string[];
  readonly purposes?: readonly string[];
  readonly about?: readonly Coding[];
  readonly from?: string;
  readonly until?: string;
}

export function decided(patient: string, { by = 'mother', type = 'permit', ...more }: Decided = {}): Consent {
  const { actors, kinds = [], purposes, about, from, until } = more;
  return {
    resourceType: 'Consent',
    status: more.status ?? 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: `${ours}/CodeSystem/ivh-akkoord`, code: 'delen' }] }],
    patient: { reference: `Patient/${patient}` },
    dateTime: '2026-01-05T09:00:00Z',
    performer: [{ reference: `RelatedPerson/${by}` }],
    policyRule: { text: 'Besluit van de ouder, gegeven in een gesprek' },
    provision: {
      type,
      ...(from || until ? { period: { start: from, end: until } } : {}),
      ...(kinds.length > 0
        ? {
            extension: kinds.map((code) => ({
              url: `${ours}/StructureDefinition/ivh-ext-ontvangersoort`,
              valueCodeableConcept: {
                coding: [{ system: `${ours}/CodeSystem/ivh-ontvangersoort`, code }],
              },
            })),
          }
        : {}),
      ...(actors
        ? {
            actor: actors.map((reference) => ({
              role: {
                coding: [
                  { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' },
                ],
              },
              reference: { reference },
            })),
          }
        : {}),
      ...(purposes ? { purpose: purposes.map(reason) } : {}),
      ...(about ? { class: [...about] } : {}),
    },
  };
}

export const parent = (id: string, more: Partial<RelatedPerson> = {}): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  id,
  active: true,
  extension: withAuthority(),
  identifier: [{ system: 'urn:test:person', value: id }],
  patient: { reference: 'Patient/1' },
  ...more,
});

/** What the head keeps of these resources; without an id they are numbered by their place. */
export function headWith(...resources: readonly Resource[]): Head {
  const factsIn = ({ types, factOf }: HeadPart): Record<string, Json> =>
    Object.fromEntries(
      resources.flatMap((resource, index): [string, Json][] => {
        const { resourceType, id = `${index}` } = resource;
        const fact = types.has(resourceType)
          ? factOf(resource, () => undefined, 'Organization/jgz')
          : undefined;
        return fact === undefined ? [] : [[`${resourceType}/${id}`, fact]];
      }),
    );
  const head = { access: factsIn(accessPart), consent: factsIn(consentPart) };
  // As read from its row: what is undefined is not there.
  return JSON.parse(JSON.stringify(head)) as Head;
}
