// What a child's file is drawn with: who takes part, when, in which words; and how a resource is kept with its life.
import type { Period, Resource } from '@medplum/fhirtypes';
import { testSystem } from '../end-to-end/scenes.ts';
import {
  type Asker,
  type House,
  houseOf,
  type Profession,
  professionalOf,
  type RegionName,
  regions,
} from './cast.ts';
import type { Draw } from './draw.ts';
import type { Held, Known } from './held.ts';
import { at, categories, days, helpers, words } from './words.ts';

export interface ChildSketch {
  readonly id: string;
  readonly region: RegionName;
  readonly bsn?: string;
  /** Who brought the child in. */
  readonly source: string;
  /** Who asks in this world comes by more often. */
  readonly near?: Asker;
}

export interface Pen extends ChildSketch {
  readonly draw: Draw;
  readonly held: readonly Held[];
  readonly subject: { reference: string };
  /** The region's own organisation. */
  readonly ivh: string;
  readonly house: (from?: readonly House[]) => string;
  readonly anywhere: () => RegionName;
  readonly professional: (from: readonly Profession[]) => string;
  readonly word: () => { text: string };
  readonly period: () => Period | undefined;
  /** Stores what `make` draws: once, or a second time as a later version, now and then deleted in the end. */
  readonly keep: (type: string, origin: string, make: () => Resource, mayGo?: boolean) => string;
  readonly maybe: (chance: number, make: () => void) => void;
}

export function penFor(sketch: ChildSketch, draw: Draw): Pen {
  const { id: child, region, near } = sketch;
  const held: Held[] = [];
  const subject = at(`Patient/${child}`);
  const ivh = houseOf(region, 'ivh');
  let count = 0;

  const anywhere = (): RegionName => (draw.chance(0.8) ? region : draw.of(regions));
  const isNear = (): boolean => near !== undefined && draw.chance(0.3);
  const house = (from: readonly House[] = helpers): string =>
    (isNear() && near?.organization) || houseOf(anywhere(), draw.of(from));
  const professional = (from: readonly Profession[]): string =>
    (isNear() && near?.practitioner) || professionalOf(region, draw.of(from));
  const word = (): { text: string } => ({ text: `${draw.of(words)} van ${child}` });
  const period = (): Period | undefined =>
    draw.chance(0.5)
      ? undefined
      : {
          ...(draw.chance(0.6) ? { start: draw.of(days) } : {}),
          ...(draw.chance(0.5) ? { end: draw.of(days) } : {}),
        };

  const meta = () => (draw.chance(0.25) ? { tag: draw.some(categories, 0.4) } : undefined);

  const keep = (type: string, origin: string, make: () => Resource, mayGo = true): string => {
    count += 1;
    const id = type === 'Patient' ? child : `${child}-${type.toLowerCase()}-${count}`;
    const identifier = [{ system: testSystem, value: id }];
    const version = (): Known => ({ identifier, meta: meta(), ...make(), id }) as Known;
    const versions = draw.chance(0.25) ? [version(), version()] : [version()];
    held.push({ name: `${type}/${id}`, origin, child, versions, isDeleted: mayGo && draw.chance(0.07) });
    return `${type}/${id}`;
  };
  const maybe = (chance: number, make: () => void): void => {
    if (draw.chance(chance)) make();
  };
  return { ...sketch, draw, held, subject, ivh, house, anywhere, professional, word, period, keep, maybe };
}
