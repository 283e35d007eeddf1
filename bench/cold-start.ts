// Cold starts: every door's bundle, as deployed, loaded by a fresh process that answers one real request.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bundleDoors } from '../scripts/bundle-doors.ts';
import { startDynamoDbLocal } from '../scripts/dynamodb-local/start.ts';
import { policy } from '../src/access/policy/policy.ts';
import { issueToken } from '../src/access/tokens/access-token.ts';
import { register } from '../src/access/tokens/registration.ts';
import type { Door } from '../src/doors.ts';
import { sandboxClients } from '../src/local/sandbox-region.ts';
import { openDynamoTable } from '../src/store/dynamodb.ts';
import { createDynamoTable } from '../src/store/dynamodb-create.ts';
import type { Table } from '../src/store/table.ts';
import { wire } from '../src/wiring.ts';
import { newPatient } from './region.ts';

export interface ColdStart {
  readonly door: Door;
  /** Milliseconds: loading the bundle, and its first request after that. */
  readonly loading: number;
  readonly first: number;
  /** From the start of the process to the answer, to that of an empty handler. */
  readonly ratio: number;
}

const tableName = 'bench';
const publicUrl = 'https://dossier.example.org';
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const execute = promisify(execFile);

const requests: Readonly<Record<Door, { path: string; query?: string }>> = {
  fhir: { path: '/fhir/Patient/{patient}' },
  referral: { path: '/ivh/referrals' },
  diagnostics: { path: '/ivh/diagnostics/requests', query: 'child={patient}' },
  'care-team': { path: '/ivh/care-teams', query: 'child={patient}' },
  'care-plan': { path: '/ivh/care-plans', query: 'child={patient}' },
  episode: { path: '/ivh/episodes', query: 'child={patient}' },
  status: { path: '/ivh/status' },
  discovery: { path: '/fhir/metadata' },
  token: { path: '/auth/jwks' },
};

interface Timing {
  readonly statusCode: number;
  readonly body?: string;
  readonly loading: number;
  readonly first: number;
  readonly whole: number;
}

export async function measureColdStarts(folder: string, times: number): Promise<ColdStart[]> {
  const bundles = join(folder, 'doors');
  await bundleDoors(bundles);
  const empty = join(folder, 'empty.mjs');
  await writeFile(empty, 'export const handler = async () => ({ statusCode: 200 });\n');
  const emulator = await startDynamoDbLocal();
  try {
    const { patient, token } = await prepare(emulator.endpoint);
    const run = async (bundle: string, door: Door): Promise<Timing> => {
      const { path, query = '' } = requests[door];
      const event = eventOf(path.replace('{patient}', patient), query.replace('{patient}', patient), token);
      return load(bundle, event, emulator.endpoint);
    };
    const found: ColdStart[] = [];
    for (const door of Object.keys(requests) as Door[]) {
      const ours: Timing[] = [];
      const bare: Timing[] = [];
      for (let time = 0; time < times; time += 1) {
        bare.push(await run(empty, door));
        ours.push(await run(join(bundles, door, 'index.mjs'), door));
      }
      const [one] = ours;
      if (one && one.statusCode !== 200)
        console.log(`${door}: first request answered ${one.statusCode} ${one.body}`);
      const middle = (timings: readonly Timing[], what: 'loading' | 'first' | 'whole'): number =>
        timings.map((timing) => timing[what]).sort((a, b) => a - b)[Math.floor(timings.length / 2)] ?? 0;
      found.push({
        door,
        loading: middle(ours, 'loading'),
        first: middle(ours, 'first'),
        ratio: middle(ours, 'whole') / middle(bare, 'whole'),
      });
    }
    return found;
  } finally {
    await emulator.stop();
  }
}

/** A table with one child and one registered client, and that client's token. */
async function prepare(endpoint: string): Promise<{ patient: string; token: string }> {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  await createDynamoTable(client, tableName);
  const table = openDynamoTable({ client, tableName });
  const coordinator = sandboxClients.find((one) => one.client === 'coordinator');
  if (!coordinator) throw new Error('the sandbox has a coordinator');
  await register(table, { ...coordinator, jwks: { keys: [{ kty: 'EC', crv: 'P-384' }] } });
  const token = await issueToken(
    { table, issuer: `${publicUrl}/fhir`, now: () => new Date(), newId: randomUUID },
    { client: coordinator.client, scopes: coordinator.scopes },
  );
  const patient = await storeChild(table, token);
  client.destroy();
  return { patient, token };
}

async function storeChild(table: Table, token: string): Promise<string> {
  const app = wire({ table, publicUrl, rules: policy, log: () => {} });
  const caller = await app.authenticate({ authorization: `Bearer ${token}` });
  const { dossier } = app.contextFor(caller, { requestId: 'bench' });
  const fullUrl = 'urn:uuid:00000000-0000-4000-8000-000000000001';
  await dossier.write([
    { method: 'update', resource: { resourceType: 'Organization', id: 'ivh-heuvelrand' } },
  ]);
  const [patient] = await dossier.write([
    { method: 'create', resource: newPatient(1), fullUrl },
    {
      method: 'create',
      resource: {
        resourceType: 'EpisodeOfCare',
        status: 'active',
        patient: { reference: fullUrl },
        managingOrganization: { reference: 'Organization/ivh-heuvelrand' },
      },
    },
  ]);
  return patient?.id ?? '';
}

const eventOf = (rawPath: string, rawQueryString: string, token: string) => ({
  version: '2.0',
  rawPath,
  rawQueryString,
  headers: { authorization: `Bearer ${token}`, accept: '*/*' },
  requestContext: { requestId: 'bench', http: { method: 'GET', path: rawPath, sourceIp: '127.0.0.1' } },
  isBase64Encoded: false,
});

async function load(bundle: string, event: unknown, endpoint: string): Promise<Timing> {
  const program = join(import.meta.dirname, 'cold-process.mjs');
  const { stdout } = await execute(process.execPath, [program, bundle, JSON.stringify(event)], {
    env: {
      TABLE_NAME: tableName,
      PUBLIC_URL: publicUrl,
      LOG_LEVEL: 'INFO',
      EXPORT_BUCKET: 'exports',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Timing;
}
