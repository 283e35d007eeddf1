// What an act knows of its world: who asks, what is hidden from him, what he sees; the same for both worlds.
import type { Resource } from '@medplum/fhirtypes';
import type { CallerKind } from '../../src/access/caller.ts';
import { seenBy } from '../../src/access/views/views.ts';
import { type Asker, parentNumbers, personOf } from './cast.ts';
import type { Draw } from './draw.ts';
import { type Held, type Known, lastLiving } from './held.ts';
import { type Glance, type Model, modelOf } from './model.ts';
import type { Seen } from './rows.ts';
import { partyOf } from './ties.ts';
import type { Child, World } from './world.ts';

export interface Scene {
  readonly world: World;
  readonly asker: Asker;
  readonly model: Model;
  readonly hidden: readonly Held[];
  readonly shown: readonly Held[];
  /** Children of whom nothing is seen, and the others. */
  readonly strangers: readonly Child[];
  readonly known: readonly Child[];
  /** Names of what is hidden, and partitions of the files of which nothing is seen. */
  readonly hiddenNames: ReadonlySet<string>;
  readonly hiddenFiles: ReadonlySet<string>;
}

export function sceneOf(world: World): Scene {
  const model = modelOf(world);
  const isHidden = new Map(world.held.map((one) => [one, model.of(one) === 'hidden']));
  const hidden = world.held.filter((one) => isHidden.get(one));
  const shown = world.held.filter((one) => !isHidden.get(one));
  const strangers = world.children.filter(({ id }) => model.ofChild(id) === 'hidden');
  return {
    world,
    asker: world.asker,
    model,
    hidden,
    shown,
    strangers,
    known: world.children.filter((one) => !strangers.includes(one)),
    hiddenNames: new Set(hidden.map(({ name }) => name)),
    hiddenFiles: new Set(strangers.map(({ id }) => `Patient/${id}`)),
  };
}

/** What the one who asks may see, for the table of the other world. */
export function seenIn({ world, asker, model, strangers, shown }: Scene): Seen {
  const byName = new Map(world.held.map((one) => [one.name, one]));
  const others = parentNumbers
    .filter((number) => hidesNumbers.includes(asker.kind) && personOf(number) !== asker.person)
    .map((number, index) => [number, otherNumbers[index] ?? ''] as const);
  const elders = new Set(world.children.map(({ older }) => older));
  const hiddenChildren = new Set(strangers.map(({ id }) => id));
  return {
    hidesChild: (id) => hiddenChildren.has(id),
    countsHead: (id) => !hiddenChildren.has(id) || (elders.has(id) && model.isTied(id)),
    // Who sees the child may be told that he can't register it now, though not why.
    seesProcess: (id) =>
      shown.some(({ name, child }) => child === id && /^(?:Patient|EpisodeOfCare)\//.test(name)),
    hides: (name, version) => {
      const held = byName.get(name);
      if (!held) return false;
      if (model.of(held) === 'hidden') return true;
      const one = version === undefined ? undefined : held.versions[version - 1];
      return one !== undefined && model.ofVersion(held, one) === 'hidden';
    },
    hidesIdentifier: (name, token) => {
      const held = byName.get(name);
      if (held && (isRelative(held) || broughtIn(held, asker))) return false;
      const whole = held && lastLiving(held);
      const seen = held && whole && seenAs(whole, model.of(held), asker);
      const carries = (resource: Resource | undefined): boolean =>
        JSON.stringify(resource ?? {}).includes(`"${token.slice(token.indexOf('|') + 1)}"`);
      return carries(whole) && !carries(seen);
    },
    renumbered: (text) => others.reduce((done, [number, other]) => done.replaceAll(number, other), text),
    less: (name, resource) => {
      const held = byName.get(name);
      if (held && isRelative(held) && model.of(held) === 'whole') return resource;
      const glance = held ? model.ofVersion(held, resource as Known) : 'whole';
      const seen = seenAs(resource, glance, asker);
      if (held && seen && broughtIn(held, asker))
        return withIdentifiers({ ...seen, meta: resource.meta }, resource);
      // A view says of itself that it is one; what lies in the table does not.
      return seen === undefined || seen === resource ? resource : { ...seen, meta: resource.meta };
    },
  };
}

/** Kinds that are shown no numbers but their own and their child's, and numbers that nobody else has. */
const hidesNumbers: readonly CallerKind[] = ['parent', 'school', 'childcare', 'child-support'];
const otherNumbers = ['999990184', '999990196', '999990202', '999990214', '999990226'] as const;

const isRelative = ({ name }: Held): boolean => name.startsWith('RelatedPerson/');

/** Who brought a child in knows its numbers: by them he finds it again, even when he is no more shown them. */
const broughtIn = ({ name, origin }: Held, asker: Asker): boolean =>
  name.startsWith('Patient/') && origin === partyOf(asker);

const withIdentifiers = (seen: Resource, { identifier }: Resource & { identifier?: unknown }): Resource =>
  identifier === undefined ? seen : ({ ...seen, identifier } as Resource);

export const seenAs = (resource: Resource, glance: Glance, asker: Asker): Resource | undefined =>
  glance === 'hidden' ? undefined : seenBy(asker, resource, glance === 'whole' ? undefined : glance);

/** A resource to ask about: mostly a hidden one. */
export function target({ hidden, shown }: Scene, draw: Draw): Held {
  const from = hidden.length > 0 && (shown.length === 0 || draw.chance(0.6)) ? hidden : shown;
  return draw.of(from);
}

export function targetOf(scene: Scene, types: readonly string[], draw: Draw): Held {
  const fits = ({ name }: Held): boolean => types.includes(name.slice(0, name.indexOf('/')));
  const [hidden, shown] = [scene.hidden.filter(fits), scene.shown.filter(fits)];
  return hidden.length + shown.length > 0 ? target({ ...scene, hidden, shown }, draw) : target(scene, draw);
}

export function someChild({ strangers, known }: Scene, draw: Draw): Child {
  const from = strangers.length > 0 && (known.length === 0 || draw.chance(0.6)) ? strangers : known;
  return draw.of(from);
}
