// The bench's table, as printed and as kept under bench/results.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { ColdStart } from './cold-start.ts';
import type { Step } from './steps.ts';
import { type Trust, trustAim } from './trust.ts';

export interface Rates {
  readonly step: Step;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of CPU per request, all threads of the server. */
  readonly cpu: number;
  readonly bare: number;
  readonly ratio: number;
}

interface Findings {
  readonly rates: readonly Rates[];
  readonly cold: readonly ColdStart[];
  readonly trust: Trust;
  readonly resources: number;
  readonly fillSeconds: number;
  /** Requests per second that autocannon gets from the bare server. */
  readonly cannon: number;
  /** Resident megabytes after loading, and after all steps. */
  readonly memory: number;
  readonly memoryAfter: number;
}

const aims = { coldStart: 300, memory: 200 };

export const machine = (): string => {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, ${gigabytes} GB, Node ${process.version}`;
};

export function reportOf({
  rates,
  trust,
  cold,
  resources,
  fillSeconds,
  memory,
  memoryAfter,
  cannon,
}: Findings): string {
  const rows = rates.map(({ step, perSecond, p50, p99, cpu, bare, ratio }) => [
    step.name,
    perSecond.toFixed(0),
    p50.toFixed(1),
    p99.toFixed(1),
    cpu.toFixed(0),
    bare.toFixed(0),
    ratio.toFixed(3),
    (perSecond / cannon).toFixed(3),
    step.aim?.toFixed(2) ?? '',
  ]);
  const trustRows = [
    [
      'guarded',
      trust.guarded.perSecond.toFixed(0),
      trust.guarded.cpu.toFixed(0),
      trust.ratio.toFixed(3),
      trustAim.toFixed(2),
    ],
    ['unguarded', trust.unguarded.perSecond.toFixed(0), trust.unguarded.cpu.toFixed(0), '', ''],
  ];
  const coldRows = cold.map(({ door, loading, first, ratio }) => [
    door,
    loading.toFixed(0),
    first.toFixed(0),
    (loading + first).toFixed(0),
    ratio.toFixed(2),
  ]);
  return `# Bench, ${new Date().toISOString().slice(0, 10)}

Machine: ${machine()}.
Token, policy, validation, audit and full durability on; SQLite on disk; 16 connections; the load client and each
server in a process of its own. "Bare" is node:http answering a fixed 2 KB to the same requests, measured before and after each step;
the ratio is the median of the rounds. autocannon, a heavier client, gets ${cannon.toFixed(0)} requests/s from the bare server: the
column "by autocannon" is our rate as a share of that.

${table(['step', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs', 'bare requests/s', 'ratio', 'by autocannon', 'aim'], rows)}

Cost of trust: the same reads from the same store through the same HTTP edge, once as served (token, policy, view, audit
durable before the answer), once without any of these, in turns.

${table(['read', 'requests/s', 'CPU µs', 'ratio', 'aim'], trustRows)}

Loaded: ${resources} resources in ${fillSeconds.toFixed(0)} s (${(resources / fillSeconds).toFixed(0)} a second), by transactions of 15 to 18 entries.
Resident memory: ${memory.toFixed(0)} MB after loading, ${memoryAfter.toFixed(0)} MB after all steps (aim: under ${aims.memory}).

Cold start: a fresh process loads the bundle as deployed and answers its first request, with DynamoDB Local; medians,
in milliseconds (aim for fhir: under ${aims.coldStart}). The ratio is to an empty handler, both from the start of the process.

${table(['door', 'load', 'first request', 'both', 'ratio'], coldRows)}
`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** Named by day, machine and kind; answers the name. */
export async function saveReport(report: string, kind?: string): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  const model = (cpus()[0]?.model ?? 'cpu').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = `${day}-${model.replace(/^-|-$/g, '')}-${cpus().length}-cores${kind ? `-${kind}` : ''}.md`;
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), report);
  return name;
}
