// Tries many worlds, on as many threads as there are cores.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { add, emptyTally, type Tally } from './tally.ts';

/** Seeds that one thread takes at a time. */
const stretch = 50;

export interface Worlds {
  readonly from: number;
  readonly worlds: number;
  readonly onProgress?: (sofar: Tally) => void;
}

export async function tryMany({ from, worlds, onProgress }: Worlds): Promise<Tally> {
  const tally = emptyTally();
  const end = from + worlds;
  let next = from;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    try {
      while (next < end) {
        const part = { from: next, to: Math.min(next + stretch, end) };
        next = part.to;
        add(tally, await answerOf(worker, part));
        onProgress?.(tally);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return tally;
}

async function answerOf(
  worker: Worker,
  part: { readonly from: number; readonly to: number },
): Promise<Tally> {
  worker.postMessage(part);
  const [tally] = (await once(worker, 'message')) as [Tally];
  return tally;
}
