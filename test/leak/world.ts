// A world: children with their files, lists of children, and one who asks; all drawn by one number.
import type { Group } from '@medplum/fhirtypes';
import { bsnSource } from '../end-to-end/scenes.ts';
import { type Asker, askers, houseOf, parentNumbers, regions } from './cast.ts';
import { type Draw, drawBy, seedFor } from './draw.ts';
import { drawFile } from './file.ts';
import type { Held } from './held.ts';
import { referrerHouses } from './words.ts';

export interface Child {
  readonly id: string;
  readonly bsn?: string;
  /** The Patient whose BSN it has too: somebody who could not see that one brought the child in again. */
  readonly older?: string;
}

export interface World {
  readonly seed: number;
  /** When it is, in milliseconds since 1970. */
  readonly now: number;
  readonly asker: Asker;
  readonly children: readonly Child[];
  readonly held: readonly Held[];
}

/** Moments of worlds; the first and the last are not the day that they are in the Netherlands. */
const moments = ['2026-05-31T22:30:00Z', '2026-06-01T09:00:00Z', '2026-06-01T22:10:00Z'].map(Date.parse);

const numbers = bsnSource(999_920_000);
const childNumbers = Array.from({ length: 40 }, () => numbers());
/** BSNs that no child of any world has. */
export const freeNumbers: readonly string[] = childNumbers.slice(30);

export function drawWorld(seed: number): World {
  const draw = drawBy(seedFor(seed, 1));
  // In turn, so that every kind comes by in few worlds.
  const asker = askers[seed % askers.length];
  if (!asker) throw new Error('nobody asks');
  const children = Array.from({ length: 2 + draw.number(3) }, (_, index): Child => {
    const bsn = draw.chance(0.9) ? childNumbers[index * 5 + draw.number(5)] : undefined;
    return { id: `kind-${index}-${'abcdef'[draw.number(6)]}`, bsn };
  });
  const [elder] = children.filter(({ bsn }) => bsn !== undefined);
  if (elder && draw.chance(0.4)) children.push({ ...elder, id: `${elder.id}-2`, older: elder.id });
  const held = children.flatMap((child) => {
    const isNear = draw.chance(0.5);
    const region = isNear ? asker.regionName : draw.of(regions);
    const source = draw.chance(0.1)
      ? `ouder-${draw.number(parentNumbers.length)}-${region}`
      : houseOf(region, draw.of([...referrerHouses, 'ivh'] as const));
    return drawFile({ ...child, region, source, near: isNear ? asker : undefined }, draw);
  });
  // Of a child that is gone nobody else holds the number.
  const [gone] = children.filter(({ id, older }) => older === undefined && !id.startsWith(elder?.id ?? ' '));
  const isGone = draw.chance(0.2);
  const lives = held.map((one) => (isGone && one.child === gone?.id ? { ...one, isDeleted: true } : one));
  return { seed, now: draw.of(moments), asker, children, held: [...lives, ...drawGroups(children, draw)] };
}

function drawGroups(children: readonly Child[], draw: Draw): Held[] {
  return Array.from({ length: draw.number(3) }, (_, index): Held => {
    const group: Group & { id: string } = {
      resourceType: 'Group',
      id: `groep-${index}`,
      type: 'person',
      actual: true,
      name: `lijst ${index}`,
      member: draw.some(children, 0.6).map(({ id }) => ({ entity: { reference: `Patient/${id}` } })),
    };
    const origin = houseOf(draw.of(regions), draw.of(['ivh', 'jgz', 'ziekenhuis', 'gemeente']));
    return { name: `Group/${group.id}`, origin, versions: [group], isDeleted: draw.chance(0.1) };
  });
}
