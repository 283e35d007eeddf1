// Bends sound JSON: something in it is left out, doubled, replaced or of another type.
import fc from 'fast-check';

type Bend = (value: unknown) => unknown;

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, '', [], {}, [null], 0, -1, 1e308, true, 'x'.repeat(2000), '\u0000', {
    reference: 'Patient/absent',
  }),
);

/** Each number chooses a child on the way down; where the way ends, the bend is done. */
function bendAt(value: unknown, way: readonly number[], bend: Bend): unknown {
  const [choice, ...rest] = way;
  if (choice === undefined || typeof value !== 'object' || value === null) return bend(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return bend(value);
    const at = choice % value.length;
    return value.map((item, index) => (index === at ? bendAt(item, rest, bend) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return bend(value);
  const at = choice % entries.length;
  return Object.fromEntries(
    entries.flatMap(([key, item], index): [string, unknown][] => {
      if (index !== at) return [[key, item]];
      const bent = bendAt(item, rest, bend);
      return bent === undefined ? [] : [[key, bent]];
    }),
  );
}

const bends: fc.Arbitrary<Bend> = fc.oneof(
  strange.map((other) => () => other),
  fc.constantFrom<Bend>(
    () => undefined,
    (value) => [value],
    (value) => [value, value],
    (value) => ({ value }),
    (value) => (Array.isArray(value) ? value[0] : value),
    (value) => (typeof value === 'string' ? `${value} ` : value),
    (value) => (typeof value === 'object' && value !== null ? { ...value, unheardOf: 1 } : value),
  ),
);

export const bent = (sound: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      sound,
      fc.array(fc.tuple(fc.array(fc.nat(30), { maxLength: 6 }), bends), { minLength: 1, maxLength: 3 }),
    )
    .map(([value, changes]) =>
      changes.reduce((bending, [way, bend]) => bendAt(bending, way, bend) ?? null, value),
    );
