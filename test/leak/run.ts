// Tries as many worlds as wished, outside the build: npm run leaks -- --worlds 1000000 --seed 1. A world found wanting is
// told by its seed; --worlds 1 --seed <it> tries that one alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { tryMany } from './many.ts';
import type { Tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '0' },
    record: { type: 'boolean', default: false },
  },
});
const [worlds, from] = [Number(values.worlds), Number(values.seed)];
if (!Number.isInteger(worlds) || !Number.isInteger(from) || worlds < 1)
  throw new Error('--worlds and --seed are whole numbers, for example --worlds 20000 --seed 1');

const begun = Date.now();
let [shown, told] = [0, 0];
const tally = await tryMany({ from, worlds, onProgress });
const seconds = Math.round((Date.now() - begun) / 1000);
const report = reportOf(tally);
console.log(`\n${report}`);
if (values.record) {
  const folder = new URL('../../bench/results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`leaks-${new Date().toISOString().slice(0, 10)}.md`, folder);
  writeFileSync(file, report);
  console.log(`\nwritten to ${file.pathname}`);
}
process.exitCode = tally.told.length > 0 ? 1 : 0;

function onProgress({ worlds: done, requests, told: leaks }: Tally): void {
  for (const leak of leaks.slice(told)) console.log(`\n${leak}\n`);
  told = leaks.length;
  const now = Math.floor((Date.now() - begun) / 5000);
  if (now === shown) return;
  shown = now;
  const rate = (done * 1000) / (Date.now() - begun);
  const left = Math.round((worlds - done) / rate / 60);
  console.log(
    `${done} of ${worlds} worlds, ${requests} requests, ${told === 0 ? 'no' : 'some'} leaks, ${rate.toFixed(0)} worlds/s, ${left} min left`,
  );
}

function reportOf({ kinds, ways, leaks, ...sum }: Tally): string {
  const found = Object.values(leaks).reduce((all, times) => all + times, 0);
  return [
    '# No leak: many worlds compared',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads, ${seconds} s, Node ${process.version}.`,
    '`npm run leaks` draws worlds of children, files, teams, decisions of parents and lists by their seeds, and one who asks in each. He',
    'asks the same in the world and in the same world without what he may not see: every answer must be the same, byte for byte, and',
    'nothing that he may not see may change.',
    '',
    `- ${sum.worlds} worlds, seeds ${from} to ${from + worlds - 1}`,
    `- ${sum.requests} requests in both, ${sum.good} of them granted`,
    `- ${sum.hiddenResources} resources hidden and ${sum.shownResources} shown; ${sum.hiddenChildren} children hidden altogether`,
    `- **${found} leaks**`,
    '',
    '| who asks | worlds |',
    '|---|---|',
    ...rows(kinds, String),
    '',
    '| way | tried | requests granted | leaks |',
    '|---|---|---|---|',
    ...Object.entries(ways)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([way, { tried, good }]) => `| ${way} | ${tried} | ${good} | ${leaks[way] ?? 0} |`),
    '',
  ].join('\n');
}

function rows<T>(table: Readonly<Record<string, T>>, text: (value: T) => string): string[] {
  return Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `| ${name} | ${text(value)} |`);
}
