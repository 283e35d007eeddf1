// npm run bench: the product's speed as shares of a bare node:http server, measured in one run on one machine.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { autocannonRate } from './autocannon.ts';
import { type Child, startChild } from './child.ts';
import type { Measured, Order } from './client-process.ts';
import { type ColdStart, measureColdStarts } from './cold-start.ts';
import { fill } from './fill.ts';
import { perFile, type Region, usual } from './region.ts';
import { type Rates, reportOf, saveReport } from './report.ts';
import type { Usage } from './server-process.ts';
import { read, type Step, steps } from './steps.ts';
import { measureTrust } from './trust.ts';

const connections = 16;
const cannonSeconds = 2;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});
const { quick, only, profile } = values;
const amounts = quick
  ? { resources: 10_000, rounds: 1, seconds: 1.5, warmUp: 0.5, coldStarts: 5 }
  : { resources: 100_000, rounds: 3, seconds: 3, warmUp: 1.5, coldStarts: 11 };
const rounds = Number(values.rounds ?? amounts.rounds);
const region: Region = { files: amounts.resources / perFile(usual), ...usual };
/** The server gets Node's options from `npm start`. */
const startFlags = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
const folder = join(import.meta.dirname, '../.cache/bench');

interface Stage {
  readonly server: Child;
  readonly url: string;
  readonly client: Child;
  readonly bareUrl: string;
}

/** Bare, ours, bare, as often as there are rounds; rates and ratios are the medians of the rounds. */
async function measureStep({ server, url, client, bareUrl }: Stage, step: Step): Promise<Rates> {
  const token = await server.ask<string>(step.caller);
  const order = (seconds: number): Order => ({ url, connections, seconds, region, step: step.name, token });
  const bareOrder: Order = {
    url: bareUrl,
    connections,
    seconds: amounts.seconds / 2,
    region,
    step: step.name,
  };
  await client.ask(order(amounts.warmUp));
  await client.ask(bareOrder);
  const ours: Measured[] = [];
  const cpu: number[] = [];
  const bare: Measured[] = [await client.ask<Measured>(bareOrder)];
  for (let round = 0; round < rounds; round += 1) {
    const before = await server.ask<Usage>('usage');
    const measured = await client.ask<Measured>(order(amounts.seconds));
    const after = await server.ask<Usage>('usage');
    ours.push(measured);
    cpu.push((after.cpu - before.cpu) / measured.requests);
    bare.push(await client.ask<Measured>(bareOrder));
  }
  const around = (round: number): number =>
    mean(bare.slice(round, round + 2).map(({ perSecond }) => perSecond));
  return {
    step,
    perSecond: median(ours.map(({ perSecond }) => perSecond)),
    p50: median(ours.map(({ p50 }) => p50)),
    p99: median(ours.map(({ p99 }) => p99)),
    cpu: median(cpu),
    bare: mean(bare.map(({ perSecond }) => perSecond)),
    ratio: median(ours.map(({ perSecond }, round) => perSecond / around(round))),
  };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function measureAll(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, '../profiles')}`] : [];
  const { child: server, ready: url } = await startChild<string>(
    'server-process.ts',
    [folder],
    [...startFlags, ...profiling],
  );
  const { child: bare, ready: bareUrl } = await startChild<string>('bare-process.ts', []);
  const { child: client } = await startChild<string>('client-process.ts', []);
  const children = [server, bare, client];
  try {
    const began = performance.now();
    await fill({ url, region, connections, token: () => server.ask<string>('coordinator') });
    const fillSeconds = (performance.now() - began) / 1000;
    const { memory } = await server.ask<Usage>('usage');
    console.log(`${amounts.resources} resources in ${fillSeconds.toFixed(0)} s, ${memory.toFixed(0)} MB`);
    const cannon = [await autocannonRate(bareUrl, connections, cannonSeconds)];
    const rates: Rates[] = [];
    for (const step of steps) {
      if (only && !step.name.includes(only)) continue;
      const measured = await measureStep({ server, url, client, bareUrl }, step);
      rates.push(measured);
      console.log(
        `${step.name}: ${measured.perSecond.toFixed(0)}/s, ratio ${measured.ratio.toFixed(3)}, ${measured.cpu.toFixed(0)} µs`,
      );
    }
    const order = { url, connections, seconds: amounts.seconds, region, step: read.name };
    const trust = await measureTrust({
      server,
      client,
      order: { ...order, token: await server.ask<string>(read.caller) },
      rounds,
      warmUp: amounts.warmUp,
    });
    console.log(`cost of trust: ratio ${trust.ratio.toFixed(3)}`);
    cannon.push(await autocannonRate(bareUrl, connections, cannonSeconds));
    const { memory: memoryAfter } = await server.ask<Usage>('usage');
    await Promise.all(children.map((child) => child.stop()));
    const cold: ColdStart[] = only ? [] : await measureColdStarts(folder, amounts.coldStarts);
    const report = reportOf({
      rates,
      trust,
      cold,
      memory,
      memoryAfter,
      cannon: mean(cannon),
      resources: amounts.resources,
      fillSeconds,
    });
    console.log(report);
    if (!quick && !only) console.log(`Saved as bench/results/${await saveReport(report)}`);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

await measureAll();
