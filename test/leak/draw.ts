// Draws by a seed: the same seed makes the same world and the same requests, on every machine.

export interface Draw {
  /** A whole number from 0 up to and without `below`. */
  readonly number: (below: number) => number;
  readonly chance: (of: number) => boolean;
  readonly of: <T>(values: readonly T[]) => T;
  readonly some: <T>(values: readonly T[], chance: number) => T[];
}

/** Mulberry32: small, quick and good enough to choose by. */
export function drawBy(seed: number): Draw {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 4; warm += 1) next();
  const number = (below: number): number => Math.floor(next() * below);
  const chance = (of: number): boolean => next() < of;
  return {
    number,
    chance,
    of: (values) => {
      const value = values[number(values.length)];
      if (value === undefined) throw new Error('nothing to draw from');
      return value;
    },
    some: (values, share) => values.filter(() => chance(share)),
  };
}

/** A seed of its own for each purpose, so that leaving one draw out changes no other. */
export const seedFor = (seed: number, purpose: number): number =>
  (Math.imul(seed, 2_654_435_761) ^ Math.imul(purpose + 1, 40_503)) >>> 0;
