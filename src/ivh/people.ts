// Child, parents and professionals in the words of the concept API, to and from nl-core's names, addresses and persons.
import type { CodeableConcept, Patient, Practitioner, RelatedPerson } from '@medplum/fhirtypes';
import * as z from 'zod';
import { extensionUrl, madeFor, namingSystems, profileUrl } from './codes.ts';
import { agb, big, bsn, day, line } from './fields.ts';
import { addressOf, addressSchema, fullName, nameSchema, namesOf } from './names.ts';

const hl7 = 'http://hl7.org/fhir/StructureDefinition';

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag such as nl, ar or tr')
  .meta({ description: 'Language spoken at home (BCP 47)', example: 'nl' });

export const childSchema = z
  .strictObject({
    bsn: bsn.optional(),
    name: nameSchema,
    birthDate: day,
    gender: z.literal(['male', 'female', 'other', 'unknown']),
    address: addressSchema.optional(),
    language: language.optional(),
    interpreterNeeded: z.boolean().optional(),
  })
  .meta({ id: 'Child' });
export type Child = z.infer<typeof childSchema>;

/** v3-RoleCode of the zib's parental relationships. */
const relationships = {
  mother: { code: 'MTH', display: 'mother' },
  father: { code: 'FTH', display: 'father' },
  'foster-mother': { code: 'MTHFOST', display: 'foster mother' },
  'foster-father': { code: 'FTHFOST', display: 'foster father' },
  'step-parent': { code: 'STPPRN', display: 'step parent' },
  parent: { code: 'PRN', display: 'parent' },
  guardian: { code: 'GUARD', display: 'guardian' },
} as const;
type Relationship = keyof typeof relationships;

/** The zib names a guardian by role, not by relation. */
const guardianRole = { system: 'urn:oid:2.16.840.1.113883.2.4.3.11.22.472', code: '11', display: 'Voogd' };
const relationshipNames = Object.keys(relationships) as Relationship[];

export const parentSchema = z
  .strictObject({
    bsn: bsn.optional(),
    name: nameSchema,
    relationship: z.literal(relationshipNames),
    hasAuthority: z.boolean().meta({ description: 'Ouderlijk gezag: whose agreement an advice plan needs' }),
    authoritySource: line.optional().meta({ description: 'Where authority was established', example: 'BRP' }),
    phone: line.optional(),
    email: z.email().optional(),
    language: language.optional(),
  })
  .meta({ id: 'Parent' });
export type Parent = z.infer<typeof parentSchema>;

export const professionalSchema = z
  .strictObject({ name: nameSchema, big: big.optional(), agb: agb.optional() })
  .meta({ id: 'Professional' });
export type Professional = z.infer<typeof professionalSchema>;

/** FHIR's own code first; beside it the zib's list of languages, which has those with a two-letter code. */
function spoken(tag: string): CodeableConcept {
  const [primary = ''] = tag.split('-');
  const iso = primary.length === 2 ? [{ system: 'urn:oid:1.0.639.1', code: primary }] : [];
  return { coding: [{ system: 'urn:ietf:bcp:47', code: tag }, ...iso] };
}

export const patientOf = (child: Child): Patient => ({
  resourceType: 'Patient',
  meta: madeFor('1', 'kind'),
  ...(child.interpreterNeeded === undefined
    ? {}
    : { extension: [{ url: `${hl7}/patient-interpreterRequired`, valueBoolean: child.interpreterNeeded }] }),
  ...(child.bsn ? { identifier: [{ system: namingSystems.bsn, value: child.bsn }] } : {}),
  name: namesOf(child.name),
  gender: child.gender,
  birthDate: child.birthDate,
  ...(child.address ? { address: [addressOf(child.address)] } : {}),
  ...(child.language ? { communication: [{ language: spoken(child.language) }] } : {}),
});

export const relatedPersonOf = (parent: Parent, patient: string, today: string): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  meta: madeFor('1', 'ouder'),
  extension: [
    {
      url: extensionUrl('gezag'),
      extension: [
        { url: 'gezag', valueBoolean: parent.hasAuthority },
        ...(parent.authoritySource ? [{ url: 'bron', valueString: parent.authoritySource }] : []),
        { url: 'datum', valueDate: today },
      ],
    },
  ],
  ...(parent.bsn ? { identifier: [{ system: namingSystems.bsn, value: parent.bsn }] } : {}),
  active: true,
  patient: { reference: patient },
  relationship: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
          ...relationships[parent.relationship],
        },
        ...(parent.relationship === 'guardian' ? [guardianRole] : []),
      ],
    },
  ],
  name: namesOf(parent.name),
  ...(parent.phone || parent.email
    ? {
        telecom: [
          ...(parent.phone ? [{ system: 'phone' as const, value: parent.phone }] : []),
          ...(parent.email ? [{ system: 'email' as const, value: parent.email }] : []),
        ],
      }
    : {}),
  ...(parent.language ? { communication: [{ language: spoken(parent.language) }] } : {}),
});

/** The identifiers by which a professional is one person in the whole region. */
export const professionalIdentifiers = (professional: Professional) => [
  ...(professional.big ? [{ system: namingSystems.big, value: professional.big }] : []),
  ...(professional.agb ? [{ system: namingSystems.agb, value: professional.agb }] : []),
];

export const practitionerOf = (professional: Professional): Practitioner => {
  const identifier = professionalIdentifiers(professional);
  return {
    resourceType: 'Practitioner',
    meta: { profile: [profileUrl('professional')] },
    ...(identifier.length > 0 ? { identifier } : {}),
    name: namesOf(professional.name),
  };
};

/** Parental authority as the extension records it; undefined when nothing was recorded. */
export const authorityOf = (person: RelatedPerson): boolean | undefined =>
  person.extension
    ?.find((each) => each.url === extensionUrl('gezag'))
    ?.extension?.find((each) => each.url === 'gezag')?.valueBoolean;

export const bsnOf = (person: Patient | RelatedPerson): string | undefined =>
  person.identifier?.find((each) => each.system === namingSystems.bsn)?.value;

export const childAnswer = z
  .object({
    id: z.string(),
    bsn: z.string().optional(),
    name: z.string().optional(),
    birthDate: z.string().optional(),
    gender: z.string().optional(),
    language: z.string().optional(),
    interpreterNeeded: z.boolean().optional(),
  })
  .meta({ id: 'ChildAnswer' });

export const childFrom = (patient: Patient): z.infer<typeof childAnswer> => ({
  id: patient.id ?? '',
  bsn: bsnOf(patient),
  name: fullName(patient.name),
  birthDate: patient.birthDate,
  gender: patient.gender,
  language: patient.communication?.[0]?.language.coding?.[0]?.code,
  interpreterNeeded: patient.extension?.find((each) => each.url === `${hl7}/patient-interpreterRequired`)
    ?.valueBoolean,
});

export const parentAnswer = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    relationship: z.string().optional(),
    hasAuthority: z.boolean().optional(),
  })
  .meta({ id: 'ParentAnswer' });

export function parentFrom(person: RelatedPerson): z.infer<typeof parentAnswer> {
  const code = person.relationship?.[0]?.coding?.[0]?.code;
  return {
    id: person.id ?? '',
    name: fullName(person.name),
    relationship: relationshipNames.find((name) => relationships[name].code === code),
    hasAuthority: authorityOf(person),
  };
}
