// The minimum composition of a multidisciplinary meeting: a physician, a behavioural scientist, a coordinator.
import { type Code, displayOf } from './codes.ts';

/**
 * The quality indicators ask for a "kinder(revalidatie)arts"; where the youth-health physician takes that chair,
 * as most regions have it, he counts.
 */
const chairs: readonly (readonly Code<'rol'>[])[] = [
  ['kinderarts', 'revalidatiearts', 'jeugdarts'],
  ['gedragswetenschapper'],
  ['coordinator', 'trajectbegeleider'],
];

/** The chairs nobody takes, as a reader knows them: `Kinderarts of Revalidatiearts of Jeugdarts`. */
export const missingRoles = (roles: readonly string[]): string[] =>
  chairs
    .filter((chair) => !chair.some((role) => roles.includes(role)))
    .map((chair) => chair.map((role) => displayOf('rol', role)).join(' of '));
