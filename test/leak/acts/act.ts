// One way of asking: a few requests that belong together, drawn from what is in the world.
import type { Draw } from '../draw.ts';
import type { Scene } from '../scene.ts';
import type { Answer, Sent } from '../stage.ts';

/** Sends as the one who asks; what comes back is compared between the worlds. */
export interface Player {
  readonly send: (sent: Sent) => Promise<Answer>;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly runExports: () => Promise<void>;
}

export interface Act {
  readonly way: string;
  /** It may change what is stored. */
  readonly writes?: true;
  readonly play: (player: Player, scene: Scene, draw: Draw) => Promise<void>;
}

/** The link of a bundle below the server's root. */
export function linkOf({ status, body }: Answer, relation: string): string | undefined {
  if (status !== 200 || !body.startsWith('{')) return undefined;
  const { link = [] } = JSON.parse(body) as { link?: { relation: string; url: string }[] };
  return link.find((one) => one.relation === relation)?.url.replace(/^https?:\/\/[^/]+/, '');
}

export const query = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

/** Follows the links to further pages, some steps at most. */
export async function pages(first: string, get: Player['get'], steps = 3): Promise<void> {
  let path: string | undefined = first;
  for (let step = 0; path !== undefined && step < steps; step += 1) path = linkOf(await get(path), 'next');
}
