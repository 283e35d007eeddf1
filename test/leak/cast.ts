// Everybody a world may hold: two regions, an organisation of each kind in them, professionals, parents, and who asks.
import type { Organization, Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import type { Caller, CallerKind } from '../../src/access/caller.ts';
import { callerOf, type Registration, registrationSchema } from '../../src/access/tokens/registration.ts';
import { bsnSystem } from '../end-to-end/scenes.ts';

export const regions = ['noord', 'zuid'] as const;
export type RegionName = (typeof regions)[number];

/** The kind of caller that acts for each organisation; the region's own has two. */
const houses = {
  ivh: 'coordinator',
  jgz: 'jgz',
  huisarts: 'gp',
  ziekenhuis: 'hospital',
  opvang: 'childcare',
  school: 'school',
  revalidatie: 'provider',
  logopedie: 'provider',
  gemeente: 'municipality',
  steunpunt: 'child-support',
  onderzoek: 'analyst',
} as const satisfies Record<string, CallerKind>;
export type House = keyof typeof houses;
export const houseNames = Object.keys(houses) as readonly House[];

export const houseId = (region: RegionName, house: House): string => `${house}-${region}`;
export const houseOf = (region: RegionName, house: House): string => `Organization/${houseId(region, house)}`;

/** Professionals: one of the region's case managers and others who sit in teams in their own name. */
const professions = ['begeleider', 'begeleider-2', 'arts', 'therapeut'] as const;
export type Profession = (typeof professions)[number];
export const professionalOf = (region: RegionName, profession: Profession): string =>
  `Practitioner/${profession}-${region}`;
export const roleOf = (region: RegionName, house: House): string => `PractitionerRole/rol-${house}-${region}`;

/** Test BSNs of parents; they begin with 99999 and pass the eleven test. */
export const parentNumbers = ['999990019', '999990056', '999990093', '999990123', '999990160'] as const;
export const personOf = (number: string): string => `${bsnSystem}|${number}`;

export const directory: readonly (Organization | Practitioner | PractitionerRole)[] = regions.flatMap(
  (region) => [
    ...houseNames.map(
      (house): Organization => ({
        resourceType: 'Organization',
        id: houseId(region, house),
        active: true,
        name: `${house} ${region}`,
      }),
    ),
    ...professions.map(
      (profession): Practitioner => ({
        resourceType: 'Practitioner',
        id: `${profession}-${region}`,
        name: [{ family: `${profession}-${region}` }],
      }),
    ),
    ...(['ziekenhuis', 'revalidatie'] as const).map(
      (house): PractitionerRole => ({
        resourceType: 'PractitionerRole',
        id: `rol-${house}-${region}`,
        practitioner: { reference: professionalOf(region, 'arts') },
        organization: { reference: houseOf(region, house) },
      }),
    ),
  ],
);

/** Nobody signs here: the way of tokens is tested elsewhere. */
const keys = { keys: [{ kty: 'EC', crv: 'P-384', kid: '1', x: 'x'.repeat(64), y: 'y'.repeat(64) }] };

export interface Asker extends Caller {
  readonly regionName: RegionName;
  readonly registration: Registration;
}

interface Asking {
  readonly client: string;
  readonly kind: CallerKind;
  readonly region: RegionName;
  readonly organization?: string;
  readonly practitioner?: string;
  readonly person?: string;
  /** What is asked for, where that is not what the kind usually asks for. */
  readonly purposes?: readonly string[];
  readonly scopes?: readonly string[];
}

export function asker({ region, scopes = ['system/*.cruds'], ...more }: Asking): Asker {
  const registration = registrationSchema.parse({
    ...more,
    name: more.client,
    region: houseOf(region, 'ivh'),
    scopes: [...scopes],
    jwks: keys,
  });
  return { ...callerOf(registration, scopes), regionName: region, registration };
}

export const askers: readonly Asker[] = regions.flatMap((region) => [
  ...houseNames.map((house) =>
    asker({
      client: `${house}-${region}`,
      kind: houses[house],
      region,
      organization: houseOf(region, house),
    }),
  ),
  ...(['begeleider', 'begeleider-2'] as const).map((profession) =>
    asker({
      client: `${profession}-${region}`,
      kind: 'case-manager',
      region,
      organization: houseOf(region, 'ivh'),
      practitioner: professionalOf(region, profession),
    }),
  ),
  asker({
    client: `therapeut-${region}`,
    kind: 'provider',
    region,
    organization: houseOf(region, 'logopedie'),
    practitioner: professionalOf(region, 'therapeut'),
  }),
  asker({
    client: `kassier-${region}`,
    kind: 'municipality',
    region,
    organization: houseOf(region, 'gemeente'),
    purposes: ['HPAYMT'],
  }),
  ...parentNumbers.map((number, index) =>
    asker({ client: `ouder-${index}-${region}`, kind: 'parent', region, person: personOf(number) }),
  ),
]);
