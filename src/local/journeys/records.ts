// What happened to a child, as the FHIR resource that keeps it: one maker per sort of event.
import type { Encounter, Procedure, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { type Code, concept, extensionUrl, madeFor, profileUrl } from '../../ivh/codes.ts';
import { at, to } from '../../ivh/references.ts';
import { withoutEmpty } from '../../ivh/writes.ts';

/** The file an event is put in: whose, who sends it, and what day an age is. */
export interface Setting {
  /** `Patient/<id>` */
  readonly child: string;
  /** `Organization/<id>` of the sender, or the `RelatedPerson/<id>` of the parent who sends. */
  readonly sender: string;
  readonly on: (age: string) => string;
}

export interface Happening {
  /** The sandbox client that sends it. */
  readonly by: string;
  readonly make: (setting: Setting) => Resource;
}

interface Base {
  readonly by: string;
  /** Building block (bouwsteen); two where the journey names two. */
  readonly block: Code<'bouwsteen'> | readonly Code<'bouwsteen'>[];
  readonly text: string;
}
interface Once extends Base {
  readonly age: string;
}
interface During extends Base {
  readonly from: string;
  /** Still going on when left out. */
  readonly until?: string;
}
interface Coded {
  readonly system: string;
  readonly code: string;
}

const metaOf = (block: Base['block'], profile?: string) => ({
  ...(profile ? { profile: [profileUrl(profile)] } : {}),
  tag: (typeof block === 'string' ? [block] : block).flatMap((each) => madeFor(each).tag ?? []),
});

const periodOf = ({ from, until }: During, { on }: Setting) => ({
  start: on(from),
  end: until === undefined ? undefined : on(until),
});

const happening = (by: string, make: (setting: Setting) => Resource): Happening => ({
  by,
  make: (setting) => withoutEmpty(make(setting)),
});

/** Something seen, measured or established about the child. */
export const seen = (
  of: Once & {
    readonly value?: Finding;
    readonly code?: Coded;
    /** One of the vital signs, which nl-core and R4 want said. */
    readonly isVital?: boolean;
    readonly note?: string;
  },
): Happening =>
  happening(of.by, ({ child, sender, on }) => ({
    resourceType: 'Observation',
    meta: metaOf(of.block),
    status: 'final',
    category: of.isVital ? [standing('observation-category', 'vital-signs')] : [],
    code: { text: of.text, coding: of.code ? [of.code] : [] },
    subject: at(child),
    effectiveDateTime: on(of.age),
    performer: [at(sender)],
    ...findingOf(of.value),
    note: of.note ? [{ text: of.note }] : [],
  }));

/** Kinds of school as the zib Education lists them (CBS). */
const cbs = 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.24';
export const primarySchool: Coded = { system: `${cbs}.1`, code: '111' };
export const specialSchool: Coded = { system: `${cbs}.2`, code: '20200' };

type Finding =
  | string
  | { readonly number: number; readonly ucum: string }
  | (Coded & { readonly text?: string });

function findingOf(value: Finding | undefined) {
  if (value === undefined) return {};
  if (typeof value === 'string') return { valueString: value };
  if ('code' in value) {
    const { text, ...coding } = value;
    return { valueCodeableConcept: { text, coding: [coding] } };
  }
  const { number, ucum } = value;
  return { valueQuantity: { value: number, unit: ucum, system: 'http://unitsofmeasure.org', code: ucum } };
}

/** What parents tell, question by question. */
export const answered = (
  of: Omit<Once, 'text'> & { readonly answers: Readonly<Record<string, string>> },
): Happening =>
  happening(of.by, ({ child, sender, on }) => ({
    resourceType: 'QuestionnaireResponse',
    meta: metaOf(of.block),
    status: 'completed',
    subject: at(child),
    authored: on(of.age),
    author: at(sender),
    source: at(sender),
    item: Object.entries(of.answers).map(([text, valueString], index) => ({
      linkId: String(index + 1),
      text,
      answer: [{ valueString }],
    })),
  }));

/** A diagnosis or problem. */
export const diagnosed = (of: Once): Happening =>
  happening(of.by, ({ child, on }) => ({
    resourceType: 'Condition',
    meta: metaOf(of.block, 'grond'),
    clinicalStatus: standing('condition-clinical', 'active'),
    verificationStatus: standing('condition-ver-status', 'confirmed'),
    code: { text: of.text },
    subject: at(child),
    onsetDateTime: on(of.age),
    recordedDate: on(of.age),
  }));

const standing = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

/** Care, help, a provision or education that was given. */
export const given = (of: During & { readonly note?: string }): Happening =>
  happening(of.by, (setting) => ({
    resourceType: 'Procedure',
    meta: metaOf(of.block, 'ondersteuning'),
    status: statusOfCare(of.until),
    code: { text: of.text },
    subject: at(setting.child),
    performedPeriod: periodOf(of, setting),
    performer: [{ actor: at(setting.sender) }],
    note: of.note ? [{ text: of.note }] : [],
  }));

const statusOfCare = (until: string | undefined): Procedure['status'] =>
  until === undefined ? 'in-progress' : 'completed';

/** A visit, consultation or admission. */
export const met = (
  of: During & { readonly where: 'AMB' | 'IMP' | 'HH' | 'VR'; readonly reason?: string },
): Happening =>
  happening(
    of.by,
    (setting): Encounter => ({
      resourceType: 'Encounter',
      meta: metaOf(of.block),
      status: of.until === undefined ? 'in-progress' : 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: of.where },
      type: [{ text: of.text }],
      subject: at(setting.child),
      period: periodOf(of, setting),
      reasonCode: of.reason ? [{ text: of.reason }] : [],
      serviceProvider: at(setting.sender),
    }),
  );

/** Something asked of another organisation. */
export const asked = (
  of: Once & {
    readonly of?: string;
    readonly why: string;
    readonly status?: ServiceRequest['status'];
    readonly funding?: Code<'financiering'>;
    readonly note?: string;
  },
): Happening =>
  happening(of.by, ({ child, sender, on }) => ({
    resourceType: 'ServiceRequest',
    meta: metaOf(of.block),
    extension: of.funding
      ? [{ url: extensionUrl('financiering'), valueCodeableConcept: concept('financiering', of.funding) }]
      : [],
    status: of.status ?? 'completed',
    intent: 'order',
    code: { text: of.text },
    subject: at(child),
    authoredOn: on(of.age),
    requester: at(sender),
    performer: of.of ? [to('Organization', of.of)] : [],
    reasonCode: [{ text: of.why }],
    note: of.note ? [{ text: of.note }] : [],
  }));

/** Something told to the region's IVH, or to the organisation named. */
export const told = (of: Once & { readonly to?: string }): Happening =>
  happening(of.by, ({ child, sender, on }) => ({
    resourceType: 'Communication',
    meta: metaOf(of.block, 'statusbericht'),
    status: 'completed',
    category: [concept('melding', 'statusbericht')],
    subject: at(child),
    sent: on(of.age),
    sender: at(sender),
    recipient: [to('Organization', of.to ?? 'ivh-heuvelrand')],
    payload: [{ contentString: of.text }],
  }));
