// One trial: a world drawn by a seed, one who asks, and his requests in it and in the world without what he may not see.
import type { Rule } from '../../src/access/policy/decide.ts';
import { policy } from '../../src/access/policy/policy.ts';
import type { Act, Player } from './acts/act.ts';
import { allActs } from './acts/all.ts';
import { drawBy, seedFor } from './draw.ts';
import { type RecordingTable, withoutHidden } from './rows.ts';
import { type Scene, sceneOf, seenIn } from './scene.ts';
import { load, openStage, type Sent, type Stage } from './stage.ts';
import { namer, partingLine, spoken } from './transcript.ts';
import { drawWorld } from './world.ts';

/** A request, the two answers to it, and the way it belongs to. */
interface Parting {
  readonly way: string;
  readonly sent: Sent;
  readonly how: string;
}

export interface Leak extends Parting {
  readonly seed: number;
  readonly asker: string;
  /** The ways it takes, in their order. */
  readonly ways: readonly string[];
}

/** One way as it was tried: requests, and how many of them were granted. */
export interface Tried {
  readonly way: string;
  readonly requests: number;
  readonly good: number;
}

export interface Trial {
  readonly leak?: Leak;
  readonly kind: string;
  readonly hiddenChildren: number;
  readonly hiddenResources: number;
  readonly shownResources: number;
  readonly tried: readonly Tried[];
}

export interface TrialParts {
  readonly rules?: readonly Rule[];
  readonly acts?: readonly Act[];
  readonly turns?: number;
}

interface Turn {
  readonly act: Act;
  readonly seed: number;
}

export async function tryWorld(
  seed: number,
  { rules = policy, acts = allActs, turns = 4 }: TrialParts = {},
): Promise<Trial> {
  const world = drawWorld(seed);
  const scene = sceneOf(world);
  const draw = drawBy(seedFor(seed, 2));
  const chosen = Array.from({ length: turns }, (_, index): Turn => {
    return { act: draw.of(acts), seed: seedFor(seed, 10 + index) };
  });
  const { parting, tried } = await compare(scene, chosen, rules);
  const trial: Trial = {
    kind: scene.asker.kind,
    hiddenChildren: scene.strangers.length,
    hiddenResources: scene.hidden.length,
    shownResources: scene.shown.length,
    tried,
  };
  if (!parting) return trial;
  const { left, last } = await fewest(scene, chosen, rules, parting);
  const leak = { ...last, seed, asker: scene.asker.client, ways: left.map(({ act }) => act.way) };
  return { ...trial, leak };
}

/** Leaves out what the difference does not need. */
async function fewest(
  scene: Scene,
  chosen: readonly Turn[],
  rules: readonly Rule[],
  found: Parting,
): Promise<{ left: readonly Turn[]; last: Parting }> {
  let [left, last] = [chosen, found];
  for (const turn of chosen) {
    const without = left.filter((one) => one !== turn);
    const { parting } = without.length > 0 ? await compare(scene, without, rules) : {};
    if (parting) [left, last] = [without, parting];
  }
  return { left, last };
}

interface Compared {
  readonly parting?: Parting;
  readonly tried: readonly Tried[];
}

async function compare(scene: Scene, turns: readonly Turn[], rules: readonly Rule[]): Promise<Compared> {
  const all = await load(scene.world);
  const before = new Map([...all.rows].filter(([key]) => isHiddenRecord(key, scene)));
  const less = await withoutHidden(all, seenIn(scene));
  const stages = [all, less].map((table) => openStage(table, scene.world, rules));
  const names = [namer(), namer()];
  const tried: Tried[] = [];
  try {
    for (const { act, seed } of turns) {
      const [here = [], there = []] = await Promise.all(
        stages.map((stage) => played(stage, act, scene, seed)),
      );
      const good = here.filter(({ status }) => status < 400).length;
      tried.push({ way: act.way, requests: here.length, good });
      const found =
        differenceOf(here, there, names) ?? faultOf(stages, here) ?? changeOf(all, before, scene, here);
      if (found) return { parting: { ...found, way: act.way }, tried };
    }
    return { tried };
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}

type Found = Omit<Parting, 'way'>;

function differenceOf(
  here: readonly Told[],
  there: readonly Told[],
  names: readonly ((text: string) => string)[],
): Found | undefined {
  for (let at = 0; at < Math.max(here.length, there.length); at += 1) {
    const [one, other] = [here[at], there[at]];
    const [left, right] = [one, other].map((told, index) => told && names[index]?.(told.text));
    if (left === right) continue;
    const sent = one?.sent ?? other?.sent ?? nothing;
    return { sent, how: partingLine(left ?? 'no request', right ?? 'no request') };
  }
  return undefined;
}

function faultOf(stages: readonly Stage[], here: readonly Told[]): Found | undefined {
  const [fault] = stages.flatMap(({ faults }) => faults);
  if (fault === undefined) return undefined;
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  return { sent: here.at(-1)?.sent ?? nothing, how: `failed: ${text}` };
}

const nothing: Sent = { method: '', path: '' };

interface Told {
  readonly sent: Sent;
  readonly status: number;
  readonly text: string;
}

async function played(stage: Stage, act: Act, scene: Scene, seed: number): Promise<Told[]> {
  const told: Told[] = [];
  const send: Player['send'] = async (sent) => {
    const answer = await stage.send(sent);
    told.push({ sent, status: answer.status, text: spoken(answer) });
    return answer;
  };
  const player: Player = {
    send,
    get: (path, headers) => send({ method: 'GET', path, headers }),
    runExports: stage.runExports,
  };
  await act.play(player, scene, drawBy(seed));
  return told;
}

/** Resources and their versions, in files and outside; what the server notes beside them is its own. */
function isHiddenRecord(key: string, { hiddenNames, hiddenFiles }: Scene): boolean {
  const cut = key.indexOf('\n');
  const sk = key.slice(cut + 1);
  if (!/^[rv]\//.test(sk)) return false;
  return hiddenFiles.has(key.slice(0, cut)) || hiddenNames.has(sk.split('/').slice(1, 3).join('/'));
}

/** What he may not see he can't change either. */
function changeOf(
  { rows }: RecordingTable,
  before: ReadonlyMap<string, { readonly value: string }>,
  scene: Scene,
  here: readonly Told[],
): Found | undefined {
  const changed = [...before].find(([key, { value }]) => rows.get(key)?.value !== value)?.[0];
  const added = [...rows.keys()].find((key) => isHiddenRecord(key, scene) && !before.has(key));
  const key = changed ?? added;
  if (key === undefined) return undefined;
  return { sent: here.at(-1)?.sent ?? nothing, how: `changed what is hidden: ${key.replace('\n', ' ')}` };
}

export const describeLeak = ({ seed, asker, ways, way, sent, how }: Leak): string =>
  [
    `world ${seed}, as ${asker}, by: ${ways.join(', then ')}`,
    `  ${way}: ${sent.method} ${sent.path}`,
    ...(sent.headers ? [`  headers ${JSON.stringify(sent.headers)}`] : []),
    ...(sent.body === undefined
      ? []
      : [`  body ${(typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body)).slice(0, 1200)}`]),
    `  ${how}`,
  ].join('\n');
