// A referral as FHIR: child, parents, signals, ServiceRequest, its Task and the planned traject, in one commit.
import type { EpisodeOfCare, Observation, Provenance, ServiceRequest, Task } from '@medplum/fhirtypes';
import type { Write } from '../../store/dossier.ts';
import { concept, extensionUrl, madeFor, namingSystems } from '../codes.ts';
import { asSearchText } from '../find.ts';
import { patientOf, practitionerOf, professionalIdentifiers, relatedPersonOf } from '../people.ts';
import { at, urn } from '../references.ts';
import { create, createOnly } from '../writes.ts';
import { consentWrites } from './consents.ts';
import type { Referral } from './schema.ts';

/** What a referral is set in: the moment, the region that takes it, who sends it, fresh ids. */
export interface Setting {
  readonly now: string;
  /** `Organization/<id>` of the region's IVH. */
  readonly region: string;
  /** `Organization/<id>` of the sender; parents have none. */
  readonly sender?: string;
  readonly newId: () => string;
  /** By the parent's place in the list: the RelatedPerson this child’s file already has. */
  readonly knownParents?: readonly (string | undefined)[];
  /** By the parent's place: whether the RelatedPerson this file already has is one with authority. */
  readonly knownAuthority?: readonly boolean[];
  /** Which of the parents refers, where a parent does. */
  readonly self?: number;
  /** Identifier by which the first parent signs in, when that is not the BSN. */
  readonly signIn?: { readonly system: string; readonly value: string };
}

export function referralWrites(referral: Referral, setting: Setting): Write[] {
  const { newId } = setting;
  const child = urn(newId());
  const request = urn(newId());
  const parents = referral.parents.map((_, index) => setting.knownParents?.[index] ?? urn(newId()));
  const requester = requesterOf(referral, setting, parents[0]);
  const when = referral.referredAt ?? setting.now;
  const signals = (referral.signals ?? []).map((signal) => ({ url: urn(newId()), signal }));
  const bsn = referral.child.bsn;
  const municipality = referral.municipality && `Organization/${referral.municipality}`;
  return [
    create(patientOf(referral.child), child, bsn ? `identifier=${namingSystems.bsn}|${bsn}` : undefined),
    ...parentWrites(referral, setting, parents, child),
    ...signals.map(({ url, signal }) => create(observationOf(signal, child, setting, when), url)),
    createOnly(
      requestOf(referral, {
        child,
        requester,
        when,
        setting,
        parents,
        signals: signals.map(({ url }) => url),
      }),
      request,
      numberOf(referral, requester),
    ),
    create(taskOf(child, request, requester, when, setting)),
    create(plannedEpisode({ child, request, when, region: setting.region, municipality })),
    ...professionalWrites(referral, setting, request),
    ...consentWrites(referral, { ...setting, child, request, parents, when }),
  ];
}

/** The sender's number is used once; parents who refer themselves give none of an organisation's. */
function numberOf({ senderReference }: Referral, requester: string): string | undefined {
  if (!senderReference || !requester.startsWith('Organization/')) return undefined;
  const token = `${asSearchText(senderReference.system)}|${asSearchText(senderReference.value)}`;
  return new URLSearchParams({ identifier: token, requester }).toString();
}

function requesterOf(referral: Referral, setting: Setting, parent: string | undefined): string {
  const own = referral.referrer.kind === 'ouders-zelf' ? parent : setting.sender;
  return own ?? setting.region;
}

function parentWrites(
  referral: Referral,
  setting: Setting,
  parents: readonly string[],
  child: string,
): Write[] {
  return referral.parents.flatMap((parent, index) => {
    if (setting.knownParents?.[index] !== undefined) return [];
    const person = relatedPersonOf(parent, child, setting.now.slice(0, 10));
    const signsIn = index === 0 && setting.signIn ? [setting.signIn] : [];
    return create({ ...person, identifier: [...(person.identifier ?? []), ...signsIn] }, parents[index]);
  });
}

type Signal = NonNullable<Referral['signals']>[number];

function valueOfSignal(value: Signal['value']): Partial<Observation> {
  if (typeof value === 'string') return { valueString: value };
  if (typeof value === 'boolean') return { valueBoolean: value };
  return value === undefined ? {} : { valueQuantity: { value } };
}

const observationOf = (signal: Signal, child: string, setting: Setting, when: string): Observation => ({
  resourceType: 'Observation',
  meta: madeFor('1', 'signaal'),
  status: 'final',
  code: { text: signal.text, coding: signal.code ? [{ system: namingSystems.bds, code: signal.code }] : [] },
  subject: at(child),
  effectiveDateTime: signal.date ?? when,
  performer: [at(setting.sender ?? setting.region)],
  ...valueOfSignal(signal.value),
});

interface Parts {
  readonly child: string;
  readonly requester: string;
  readonly when: string;
  readonly setting: Setting;
  readonly parents: readonly string[];
  readonly signals: readonly string[];
}

function requestOf(referral: Referral, parts: Parts): ServiceRequest {
  const { reason, referrer, senderReference } = referral;
  const direction = reason.direction && [
    { url: extensionUrl('richting'), valueCodeableConcept: concept('richting', reason.direction) },
  ];
  return {
    resourceType: 'ServiceRequest',
    meta: madeFor('1', 'verwijzing'),
    extension: [
      { url: extensionUrl('verwijzer'), valueCodeableConcept: concept('verwijzer', referrer.kind) },
      { url: extensionUrl('ouders-geinformeerd'), valueBoolean: referral.parentsInformed },
      ...(referral.ageException
        ? [{ url: extensionUrl('leeftijdsuitzondering'), valueString: referral.ageException }]
        : []),
    ],
    identifier: senderReference
      ? [{ ...senderReference, assigner: at(parts.setting.sender ?? parts.setting.region) }]
      : [],
    status: 'active',
    intent: 'order',
    category: [concept('taak', 'aanmelding')],
    code: concept('taak', 'aanmelding', 'Aanmelding Integrale Vroeghulp'),
    subject: at(parts.child),
    authoredOn: parts.when,
    requester: at(parts.requester),
    performer: [at(parts.setting.region)],
    reasonCode: reason.domains.map((domain, index) => ({
      ...concept('domein', domain, index === 0 ? reason.text : undefined),
      extension: direction || undefined,
    })),
    supportingInfo: parts.signals.map(at),
    note: [
      {
        authorReference: at(parts.parents[0] ?? parts.child),
        time: parts.setting.now,
        text: reason.question,
      },
    ],
  };
}

const taskOf = (child: string, request: string, requester: string, when: string, setting: Setting): Task => ({
  resourceType: 'Task',
  meta: madeFor('1', 'aanmelding-taak'),
  status: 'requested',
  businessStatus: concept('status', 'aangemeld'),
  intent: 'order',
  code: concept('taak', 'aanmelding'),
  focus: at(request),
  for: at(child),
  authoredOn: when,
  lastModified: setting.now,
  requester: at(requester),
  owner: at(setting.region),
});

/** What a planned traject begins with. `region` and `municipality` are `Organization/<id>`. */
export interface Beginning {
  readonly child: string;
  readonly request: string;
  readonly when: string;
  readonly region: string;
  readonly municipality?: string;
}

export const plannedEpisode = ({ child, request, when, region, municipality }: Beginning): EpisodeOfCare => ({
  resourceType: 'EpisodeOfCare',
  meta: madeFor('4', 'traject'),
  extension: municipality ? [{ url: extensionUrl('gemeente'), valueReference: at(municipality) }] : [],
  status: 'planned',
  statusHistory: [{ status: 'planned', period: { start: when } }],
  type: [concept('trajectvorm', 'kort')],
  patient: at(child),
  managingOrganization: at(region),
  period: { start: when },
  referralRequest: [at(request)],
});

/** Access follows the organisation that refers; the professional who did so is told by the Provenance. */
function professionalWrites(referral: Referral, setting: Setting, request: string): Write[] {
  const professional = referral.referrer.professional;
  if (professional === undefined) return [];
  const url = urn(setting.newId());
  const identifier = professionalIdentifiers(professional)[0];
  const provenance: Provenance = {
    resourceType: 'Provenance',
    meta: madeFor('1'),
    target: [at(request)],
    recorded: setting.now,
    agent: [
      {
        type: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' },
          ],
        },
        who: at(url),
        onBehalfOf: setting.sender ? at(setting.sender) : undefined,
      },
    ],
  };
  return [
    create(
      practitionerOf(professional),
      url,
      identifier && `identifier=${identifier.system}|${identifier.value}`,
    ),
    create(provenance),
  ];
}
