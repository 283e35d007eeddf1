// Tries worlds beside others: told from which seed to which, it answers with what it counted.
import { parentPort } from 'node:worker_threads';
import { count, emptyTally } from './tally.ts';
import { tryWorld } from './trial.ts';

parentPort?.on('message', async ({ from, to }: { readonly from: number; readonly to: number }) => {
  const tally = emptyTally();
  for (let seed = from; seed < to; seed += 1) count(tally, await tryWorld(seed));
  parentPort?.postMessage(tally);
});
