// Names and addresses of people as nl-core writes them: the parts of a Dutch name and address in their extensions.
import type { Address, HumanName } from '@medplum/fhirtypes';
import * as z from 'zod';
import { line } from './fields.ts';

const hl7 = 'http://hl7.org/fhir/StructureDefinition';
const nictiz = 'http://nictiz.nl/fhir/StructureDefinition';

export const nameSchema = z
  .strictObject({
    given: line.meta({
      description: 'First names as in the register, separated by spaces; initials (A.B.) where not known',
      example: 'Alex',
    }),
    prefix: line.optional().meta({ description: 'Voorvoegsel', example: 'van der' }),
    family: line.meta({ description: 'Family name without prefix', example: 'Linden' }),
    usual: line.optional().meta({ description: 'Roepnaam' }),
  })
  .meta({ id: 'PersonName' });
export type PersonName = z.infer<typeof nameSchema>;

export const addressSchema = z
  .strictObject({
    street: line,
    houseNumber: line,
    houseNumberSuffix: line.optional(),
    postalCode: z.string().regex(/^[1-9]\d{3} ?[A-Z]{2}$/, 'a postal code is 1234 AB'),
    city: line,
    municipality: line.optional().meta({ description: 'Gemeente, where it is not the town itself' }),
  })
  .meta({ id: 'Address' });

/** Letters that each end in a full stop: `A.B.`, `Th.` */
const initials = /^(?:\p{Lu}\p{L}{0,2}\.)+$/u;

/** nl-core: the family name carries its parts, each given name says whether it is one or an initial. */
export function officialName(name: PersonName): HumanName {
  const given = name.given
    .split(/\s+/)
    .flatMap((each) => (initials.test(each) ? (each.match(/[^.]+\./g) ?? []) : [each]));
  const family = name.prefix ? `${name.prefix} ${name.family}` : name.family;
  const parts = [
    ...(name.prefix ? [{ url: `${hl7}/humanname-own-prefix`, valueString: name.prefix }] : []),
    { url: `${hl7}/humanname-own-name`, valueString: name.family },
  ];
  const official = {
    use: 'official' as const,
    text: `${name.given} ${family}`,
    family,
    _family: { extension: parts },
    given,
    _given: given.map((each) => ({
      extension: [{ url: `${hl7}/iso21090-EN-qualifier`, valueCode: initials.test(each) ? 'IN' : 'BR' }],
    })),
  };
  return official;
}

export const namesOf = (name: PersonName): HumanName[] => [
  officialName(name),
  ...(name.usual ? [{ use: 'usual' as const, given: [name.usual] }] : []),
];

/** The zib's kind of address that is home and post in one. */
const homeAddress = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-AddressUse', code: 'HP' }],
};

export function addressOf(address: z.infer<typeof addressSchema>): Address {
  const suffix = address.houseNumberSuffix;
  const dutch = {
    extension: [{ url: `${nictiz}/ext-AddressInformation.AddressType`, valueCodeableConcept: homeAddress }],
    use: 'home' as const,
    type: 'both' as const,
    line: [`${address.street} ${address.houseNumber}${suffix ? ` ${suffix}` : ''}`],
    _line: [
      {
        extension: [
          { url: `${hl7}/iso21090-ADXP-streetName`, valueString: address.street },
          { url: `${hl7}/iso21090-ADXP-houseNumber`, valueString: address.houseNumber },
          ...(suffix ? [{ url: `${hl7}/iso21090-ADXP-buildingNumberSuffix`, valueString: suffix }] : []),
        ],
      },
    ],
    city: address.city,
    ...(address.municipality ? { district: address.municipality } : {}),
    postalCode: address.postalCode.replace(/^(\d{4})([A-Z]{2})$/, '$1 $2'),
  };
  return dutch;
}

/** A name for reading: the usual first name, else the official ones, then the family name. */
export function fullName(names: readonly HumanName[] | undefined): string | undefined {
  const official = names?.find((each) => each.use === 'official') ?? names?.[0];
  if (official === undefined) return undefined;
  const usual = names?.find((each) => each.use === 'usual');
  const parts = [usual?.given?.[0] ?? official.given?.join(' '), official.family];
  return parts.filter((part) => part !== undefined).join(' ') || official.text;
}
