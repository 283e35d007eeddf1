import { describe, expect, it } from 'vitest';
import { type RecordingTable, type Seen, withoutHidden } from './rows.ts';
import { load } from './stage.ts';
import { drawWorld, type World } from './world.ts';

/** A world of files alone: who was in a list would be missed in it. */
function filesOf(seed: number): World {
  const world = drawWorld(seed);
  const children = world.children.filter(({ older }) => older === undefined);
  const known = new Set<string | undefined>(children.map(({ id }) => id));
  return { ...world, children, held: world.held.filter(({ child }) => child && known.has(child)) };
}

const allBut = (hidden: string, names: ReadonlySet<string>): Seen => ({
  hidesChild: (id) => id === hidden,
  countsHead: (id) => id !== hidden,
  seesProcess: () => true,
  hides: (name) => names.has(name),
  hidesIdentifier: () => false,
  renumbered: (text) => text,
  less: (_, resource) => resource,
});

/** All rows but those of numbers that nobody has any more. */
const textsOf = ({ rows }: RecordingTable): [string, string][] =>
  [...rows]
    .filter(([, { value }]) => value !== '[]')
    .map(([key, { value }]): [string, string] => [key, value])
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe('a world without a child', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is what it were had the child never been there (%i)', async (seed) => {
    const world = filesOf(seed);
    const [hidden = { id: '' }] = world.children;
    const { true: gone = [], false: left = [] } = Object.groupBy(world.held, ({ child }) =>
      child === hidden.id ? 'true' : 'false',
    );
    const less = await withoutHidden(
      await load(world),
      allBut(hidden.id, new Set(gone.map(({ name }) => name))),
    );
    expect(textsOf(less)).toEqual(textsOf(await load({ ...world, held: left })));
  });
});
