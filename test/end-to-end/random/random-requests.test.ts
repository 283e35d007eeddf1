import { Agent, request } from 'node:http';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox } from '../sandbox.ts';
import { child, observation, task } from '../scenes.ts';
import { type Known, type RandomRequest, randomRequest } from './requests.ts';

const requests = 20_000;
const atOnce = 40;
/** The same requests on every run: what fails once fails again. */
const seed = 20_261_122;
const patience = 5000;

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

function send(
  base: string,
  token: string,
  { method, path, headers, body }: RandomRequest,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const sending = request(
      // The path goes out as it is, dots and all.
      {
        agent,
        hostname,
        port,
        path,
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        timeout: patience,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    sending.on('timeout', () => sending.destroy(new Error(`no answer in ${patience} ms`)));
    sending.on('error', reject);
    sending.end(body);
  });
}

/** What is wrong with an OperationOutcome of a refusal: it says what, how grave, and where. */
const faultsOf = ({ resourceType, issue }: OperationOutcome): string[] => [
  ...(resourceType === 'OperationOutcome' && issue?.length > 0 ? [] : ['no OperationOutcome']),
  ...(issue ?? []).flatMap(({ severity, code, diagnostics, expression, location }) => [
    ...(severity && code ? [] : ['no severity or code']),
    ...(diagnostics ? [] : ['no text']),
    ...(expression?.[0] || location?.[0] ? [] : ['no location']),
  ]),
];

function faultOfEntries({ type, entry = [] }: Bundle): string[] {
  if (!type?.endsWith('-response')) return [];
  return entry.flatMap(({ response }) => {
    const status = Number(response?.status?.slice(0, 3));
    if (status >= 500) return [`an entry answered ${status}`];
    if (status < 400) return [];
    return response?.outcome?.resourceType === 'OperationOutcome'
      ? faultsOf(response.outcome)
      : [`an entry answered ${status} without an outcome`];
  });
}

function faultOf(sent: RandomRequest, { status, type, text }: Answered): string[] {
  if (status >= 500 || status < 200) return [`answered ${status}: ${text}`];
  if (sent.method === 'HEAD') return [];
  if (status >= 400 && type.includes('xml')) {
    return /<OperationOutcome[\s\S]*<(expression|location) value=/.test(text) ? [] : [`no outcome: ${text}`];
  }
  if (!type.includes('json')) return status >= 400 ? [`refused as ${type}: ${text}`] : [];
  if (type.includes('ndjson')) return [];
  const resource: Resource = JSON.parse(text);
  if (status >= 400) return faultsOf(resource as OperationOutcome);
  return resource.resourceType === 'Bundle' ? faultOfEntries(resource) : [];
}

describe('any request at all', () => {
  let sandbox: Sandbox;
  let tester: Client;
  let known: Known;
  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    const { id } = await tester.made(child());
    const made = [await tester.made(observation(id)), await tester.made(task(id))];
    known = { patient: id, references: made.map((one) => `${one.resourceType}/${one.id}`) };
  });
  afterAll(async () => {
    agent.destroy();
    await sandbox.close();
  });

  it(`is answered or refused with reason and place, ${requests} times`, { timeout: 300_000 }, async () => {
    const statuses = new Map<number, number>();
    const faults: { sent: RandomRequest; faults: string[] }[] = [];
    const waiting = fc.sample(randomRequest(known), { numRuns: requests, seed });
    const keepSending = async (): Promise<void> => {
      for (let sent = waiting.pop(); sent; sent = waiting.pop()) {
        const answer = await send(sandbox.url, tester.token, sent);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const found = faultOf(sent, answer);
        if (found.length > 0) faults.push({ sent, faults: found });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, keepSending));
    expect(faults.slice(0, 10)).toEqual([]);
    const { status } = await tester.get(`/fhir/Patient/${known.patient}`);
    expect(status).toBe(200);
    // Nonsense alone would prove little: a good part gets through.
    const good = [...statuses].reduce((sum, [code, times]) => sum + (code < 300 ? times : 0), 0);
    expect(good).toBeGreaterThan(requests / 50);
  });
});
