// The load client in its own process: keeps a number of connections busy for a while and tells what it saw.
import { Connection } from './connection.ts';
import type { Region } from './region.ts';
import { steps } from './steps.ts';

const fhirJson = 'application/fhir+json';

/** One measurement of a step; without a token it is the bare server that gets the same requests. */
export interface Order {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly region: Region;
  readonly step: string;
  readonly token?: string;
}

export interface Measured {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Beyond the numbers of the children loaded beforehand. */
let given = 1_000_000;
const fresh = (): number => {
  given += 1;
  return given;
};
/** Turns of each connection of a step so far: versions go on where the last measurement stopped. */
const turns = new Map<string, number>();

async function measure(order: Order): Promise<Measured> {
  const { url, connections, seconds } = order;
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, (_, index) => keepBusy(url, order, index, end, times)),
  );
  const spent = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { requests: times.length, perSecond: times.length / spent, p50: at(0.5), p99: at(0.99) };
}

async function keepBusy(
  url: string,
  { region, step: name, token }: Order,
  index: number,
  end: number,
  times: number[],
): Promise<void> {
  const step = steps.find((one) => one.name === name);
  if (!step) throw new TypeError(`there is no step ${name}`);
  const connection = new Connection(url);
  const headers = token ? `authorization: Bearer ${token}\r\n` : '';
  const expected = token ? step.expect : 200;
  const counter = `${token ? name : 'bare'} ${index}`;
  let turn = turns.get(counter) ?? 0;
  while (performance.now() < end) {
    const request = step.request({ region, fresh }, index, turn);
    const { accept = fhirJson, contentType = fhirJson, ifMatch } = request;
    const media = token ? `accept: ${accept}\r\ncontent-type: ${contentType}\r\n` : '';
    const match = ifMatch ? `if-match: ${ifMatch}\r\n` : '';
    const began = performance.now();
    const answer = await connection.send({ ...request, headers: headers + media + match });
    times.push(performance.now() - began);
    if (answer.status !== expected) {
      throw new Error(`${name}: ${request.path} answered ${answer.status} ${answer.text.slice(0, 500)}`);
    }
    turn += 1;
  }
  turns.set(counter, turn);
  connection.close();
}

process.on('message', async (message: Order | 'stop') => {
  if (message === 'stop') process.exit(0);
  process.send?.(await measure(message));
});
process.send?.('ready');
