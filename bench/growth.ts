// npm run bench:growth: whether a search costs the same in a region of a hundred thousand children as in one of a thousand.
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { type Child, startChild } from './child.ts';
import type { Measured, Order } from './client-process.ts';
import { fill } from './fill.ts';
import { perFile, type Region } from './region.ts';
import { machine, saveReport, table } from './report.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    rounds: { type: 'string', default: '5' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
/** Files of ten resources: small ones, so that a hundred thousand of them are loaded in minutes. */
const shape = { tasks: 2, observations: 3 };
const loaders = 8;
const connections = 16;
const seconds = 2;
const aim = 1.3;
const measured = ['read', 'search in a file', 'search by identifier', 'work list'];
const startFlags = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
const folder = join(import.meta.dirname, '../.cache/growth');

interface Place {
  readonly region: Region;
  readonly server: Child;
  readonly url: string;
  /** Resources a second while loading. */
  readonly loading: number;
}

async function load(files: number): Promise<Place> {
  const region = { files, ...shape };
  const own = join(folder, String(files));
  await mkdir(own, { recursive: true });
  const { child: server, ready: url } = await startChild<string>('server-process.ts', [own], startFlags);
  const began = performance.now();
  await fill({ url, region, connections: loaders, token: () => server.ask<string>('coordinator') });
  const loading = (files * perFile(shape)) / ((performance.now() - began) / 1000);
  console.log(`${files} children: ${loading.toFixed(0)} resources/s through transactions`);
  return { region, server, url, loading };
}

/** Milliseconds per request at each size, the sizes taking turns so that a slow minute of the machine hits all of them. */
async function timesOf(step: string, places: readonly Place[], client: Child): Promise<number[]> {
  const times = places.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { region, server, url }] of places.entries()) {
      const token = await server.ask<string>('coordinator');
      const order: Order = { url, connections, seconds, region, step, token };
      const { perSecond } = await client.ask<Measured>(order);
      // The first round only warms up.
      if (round > 0) times[index]?.push((connections / perSecond) * 1000);
    }
  }
  return times.map((all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0);
}

async function measureGrowth(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const places: Place[] = [];
  const { child: client } = await startChild<string>('client-process.ts', []);
  try {
    for (const files of sizes) places.push(await load(files));
    // The disk first writes down what was loaded; it would hold up whatever is measured meanwhile.
    await promisify(execFile)('sync');
    const rows: string[][] = [];
    for (const step of measured) {
      const times = await timesOf(step, places, client);
      const growth = (times.at(-1) ?? 0) / (times[0] ?? 1);
      rows.push([step, ...times.map((time) => time.toFixed(2)), growth.toFixed(2), aim.toFixed(1)]);
      console.log(rows.at(-1)?.join('  '));
    }
    const loading = ['loading, resources/s', ...places.map((place) => place.loading.toFixed(0)), '', ''];
    const head = ['milliseconds per request', ...sizes.map((size) => `${size} children`), 'growth', 'aim'];
    const report = `# Growth, ${new Date().toISOString().slice(0, 10)}

Machine: ${machine()}.
Files of ${perFile(shape)} resources, loaded by transactions over ${loaders} connections with full durability; then ${connections} connections
asking, the sizes taking turns, ${rounds} rounds of ${seconds} s each; medians. Growth is the last size's time as a share of the first's.

${table(head, [...rows, loading])}
`;
    console.log(report);
    if (sizes.length > 2) console.log(`Saved as bench/results/${await saveReport(report, 'growth')}`);
  } finally {
    await Promise.all([client, ...places.map(({ server }) => server)].map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

await measureGrowth();
