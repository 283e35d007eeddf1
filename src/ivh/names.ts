// Names and addresses of people as nl-core writes them: the parts of a Dutch name and address in their extensions.
import type { Address, HumanName } from '@medplum/fhirtypes';
import * as z from 'zod';
import { line } from './fields.ts';

const hl7 = 'http://hl7.org/fhir/StructureDefinition';

export const nameSchema = z
  .strictObject({
    given: line.meta({ description: 'First names as in the register, separated by spaces', example: 'Alex' }),
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
  })
  .meta({ id: 'Address' });

/** nl-core: the family name carries its parts, each given name says that it is one. */
export function officialName(name: PersonName): HumanName {
  const given = name.given.split(/\s+/);
  const parts = [
    ...(name.prefix ? [{ url: `${hl7}/humanname-own-prefix`, valueString: name.prefix }] : []),
    { url: `${hl7}/humanname-own-name`, valueString: name.family },
  ];
  const official = {
    use: 'official' as const,
    family: name.prefix ? `${name.prefix} ${name.family}` : name.family,
    _family: { extension: parts },
    given,
    _given: given.map(() => ({
      extension: [{ url: `${hl7}/iso21090-EN-qualifier`, valueCode: 'BR' }],
    })),
  };
  return official;
}

export const namesOf = (name: PersonName): HumanName[] => [
  officialName(name),
  ...(name.usual ? [{ use: 'usual' as const, given: [name.usual] }] : []),
];

export function addressOf(address: z.infer<typeof addressSchema>): Address {
  const suffix = address.houseNumberSuffix;
  const dutch = {
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
    postalCode: address.postalCode,
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
