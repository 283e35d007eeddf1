// Where a world is played: its table behind the real doors, in this process, with a clock and ids that repeat.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Rule } from '../../src/access/policy/decide.ts';
import { register } from '../../src/access/tokens/registration.ts';
import type { JobRef } from '../../src/bulk/job.ts';
import { step } from '../../src/bulk/run.ts';
import { conceptDoor } from '../../src/edge/concept-door.ts';
import { fhirDoor } from '../../src/edge/fhir-door.ts';
import type { LambdaHandler } from '../../src/edge/lambda.ts';
import type { LogLine } from '../../src/edge/log.ts';
import { conceptRoutes } from '../../src/ivh/routes.ts';
import type { Write } from '../../src/store/dossier.ts';
import { DossierStore } from '../../src/store/dossier-store.ts';
import type { Gate } from '../../src/store/gate.ts';
import { transact } from '../../src/store/transact.ts';
import { guardOf, wire } from '../../src/wiring.ts';
import { memoryFiles } from '../bulk/scene.ts';
import { directory, houseOf } from './cast.ts';
import { idOf, type Known, lastLiving } from './held.ts';
import { type RecordingTable, recordingTable } from './rows.ts';
import type { World } from './world.ts';

export interface Sent {
  readonly method: string;
  /** Below the server's root, query and all. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Stage {
  readonly table: RecordingTable;
  /** As the one who asks. */
  readonly send: (sent: Sent) => Promise<Answer>;
  /** Carries out what exports were ordered. */
  readonly runExports: () => Promise<void>;
  /** What went wrong without being foreseen. */
  readonly faults: readonly unknown[];
  readonly close: () => Promise<void>;
}

const origin = 'https://dossier.example.org';

/** Ids as they are drawn by the server, but in order; no id of a world looks like one. */
function idsInOrder(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const text = count.toString(16).padStart(12, '0');
    return `${text.slice(0, 8)}-${text.slice(8)}-4eed-8eed-feedfeedfeed`;
  };
}

export function openStage(table: RecordingTable, world: World, rules: readonly Rule[]): Stage {
  let { now } = world;
  let requests = 0;
  const faults: unknown[] = [];
  const orders: JobRef[] = [];
  const files = memoryFiles();
  const parts = { table, publicUrl: origin, rules, now: () => new Date(now), newId: idsInOrder() };
  const log = (line: LogLine): void => {
    if (line.error !== undefined) faults.push(line.error);
  };
  const app = {
    ...wire({ ...parts, log, exports: { files, keepHours: 24, tell: (ref) => orders.push(ref) } }),
    authenticate: async () => world.asker,
  };
  const fhir = fhirDoor(app);
  const concepts = conceptDoor('status', conceptRoutes, app);
  const doorFor = (path: string): LambdaHandler => (path.startsWith('/ivh/') ? concepts : fhir);
  return {
    table,
    faults,
    send: async (sent) => {
      requests += 1;
      now += 1000;
      const event = eventOf(sent, `request-${requests}`, now);
      const { statusCode = 500, headers = {}, body = '' } = await doorFor(event.rawPath)(event);
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
      return { status: statusCode, headers: Object.fromEntries(texts), body };
    },
    runExports: async () => {
      const running = {
        guard: guardOf(parts),
        files,
        keepHours: 24,
        settle: 0,
        pause: async () => {},
        report: (problem: unknown) => faults.push(problem),
      };
      for (const ref of orders.splice(0)) {
        for (let steps = 0; steps < 100 && (await step(running, ref)) === 'more'; steps += 1);
      }
    },
    close: () => table.close(),
  };
}

function eventOf(
  { method, path, headers = {}, body }: Sent,
  requestId: string,
  now: number,
): APIGatewayProxyEventV2 {
  const [rawPath = '/', rawQueryString = ''] = cutAt(path, '?');
  const type = typeof body === 'string' || body === undefined ? {} : { 'content-type': jsonFor(rawPath) };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'dossier.example.org', authorization: 'Bearer x', ...type, ...headers },
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'dossier.example.org',
      domainPrefix: 'dossier',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'leak' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
}

const jsonFor = (path: string): string =>
  path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json';

function cutAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Stores everything held, life by life, past the rules of files: a world may be in any state. */
export async function load({ held, children, asker, now: today }: World): Promise<RecordingTable> {
  const table = recordingTable();
  await register(table, asker.registration);
  const { store: real } = guardOf({ table, publicUrl: origin });
  const store = new DossierStore(table, { ...real.model, rules: [] });
  const begin = today - 40 * 86_400_000;
  const write = async (writes: readonly Write[], day: number, origins: string[] = []): Promise<void> => {
    const now = new Date(begin + day * 86_400_000);
    if (writes.length > 0) await transact(store, writes, loadingGate(table, origins, now));
    if (origins.length > 0) throw new Error('not every resource got the organisation that stored it');
  };
  const update = (resource: Known): Write => ({ method: 'update', resource });
  await write(
    directory.map((resource): Write => ({ method: 'update', resource })),
    0,
    directory.map(() => houseOf('noord', 'ivh')),
  );
  const younger = new Set(children.flatMap(({ id, older }) => (older ? [id] : [])));
  const [first, later] = [false, true].map((isLater) =>
    held.filter(({ child }) => (child === undefined || younger.has(child)) === isLater),
  );
  for (const some of [first ?? [], later ?? []]) {
    const firsts = some.flatMap(({ versions: [one] }) => one ?? []);
    await write(
      firsts.map(update),
      1,
      some.map((one) => one.origin),
    );
  }
  for (const round of [1, 2]) {
    const again = held.flatMap(({ versions }) => versions[round] ?? []);
    await write(again.map(update), round + 1);
  }
  await write(
    held
      .filter(({ isDeleted }) => isDeleted)
      .map((one) => ({ method: 'delete', type: lastLiving(one).resourceType, id: idOf(one) })),
    10,
  );
  return table;
}

/** Lets everything by; each new resource is the next organisation's, and no BSN is known to be taken. */
function loadingGate(table: RecordingTable, origins: string[], now: Date): Gate {
  return {
    get origin() {
      return origins.shift() ?? '';
    },
    base: `${origin}/fhir`,
    now: () => now,
    newId: () => '',
    matches: async () => [],
    tester: async () => () => false,
    sees: () => true,
    found: () => undefined,
    meets: () => undefined,
    shows: () => undefined,
    sameChild: async (child) => [child],
    authorize: () => {},
    commit: (actions) => table.commit(actions),
  };
}
