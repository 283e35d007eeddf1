// The export function's bundle, fed with the changes that the table's stream would bring, on DynamoDB Local and a bucket.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleDoors } from '../../scripts/bundle-doors.ts';
import { GuardedStore } from '../../src/access/guarded-store.ts';
import { policy } from '../../src/access/policy/policy.ts';
import { callerOf, register, registrationSchema } from '../../src/access/tokens/registration.ts';
import { deskFor } from '../../src/bulk/desk.ts';
import { findJob, type JobRef } from '../../src/bulk/job.ts';
import { openBucket } from '../../src/bulk/s3-files.ts';
import { openDynamoTable } from '../../src/store/dynamodb.ts';
import { createDynamoTable } from '../../src/store/dynamodb-create.ts';
import { exportKey } from '../../src/store/keys.ts';
import { guardOf } from '../../src/wiring.ts';
import { type BucketServer, startBucketServer } from '../bulk/bucket-server.ts';
import { dynamoDbEndpoint, localClient } from '../dynamodb-local.ts';
import { child } from '../end-to-end/scenes.ts';

const run = promisify(execFile);
const endpoint = await dynamoDbEndpoint();
const publicUrl = 'https://dossier.example.org';

describe.skipIf(endpoint === undefined)('the export function', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-export-'));
  const tableName = `export-${randomUUID()}`;
  const client = localClient(endpoint ?? '');
  const table = openDynamoTable({ client, tableName });
  const registration = registrationSchema.parse({
    client: 'coordinator',
    kind: 'coordinator',
    name: 'Coördinator',
    organization: 'Organization/region',
    region: 'Organization/region',
    scopes: ['system/*.cruds'],
    jwks: { keys: [{ kty: 'EC', crv: 'P-384', kid: '1', x: 'x', y: 'y' }] },
  });
  let bucket: BucketServer;

  beforeAll(async () => {
    bucket = await startBucketServer();
    await bundleDoors(folder);
    await createDynamoTable(client, tableName);
    await register(table, registration);
  });
  afterAll(async () => {
    await bucket.stop();
    client.destroy();
    rmSync(folder, { recursive: true });
  });

  /** Hands the bundle one change in a cold container of its own. */
  async function tell({ client: of, job }: JobRef, version?: number): Promise<void> {
    const record = {
      dynamodb: {
        Keys: { pk: { S: 'export' }, sk: { S: exportKey(of, job).sk } },
        NewImage: version === undefined ? undefined : { n: { N: String(version) } },
      },
    };
    const script = `const { handler } = await import(${JSON.stringify(join(folder, 'export', 'index.mjs'))});
      await handler(${JSON.stringify({ Records: [record] })});`;
    await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      env: {
        TABLE_NAME: tableName,
        PUBLIC_URL: publicUrl,
        EXPORT_BUCKET: 'exports',
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_DYNAMODB: endpoint ?? '',
        AWS_ENDPOINT_URL_S3: bucket.endpoint,
      },
    });
  }

  it('takes a step per change, once for a change told twice, and clears up after the last', async () => {
    const caller = callerOf(registration, registration.scopes);
    const at = (minutes: number) =>
      guardOf({ table, publicUrl, rules: policy, now: () => new Date(Date.now() - minutes * 60_000) });
    const organisation = { resourceType: 'Organization', id: 'region', name: 'Regio' } as const;
    const store = new GuardedStore(at(3), caller, { requestId: '1' });
    await store.write([{ method: 'update', resource: organisation }]);
    const [made] = await store.write([
      { method: 'create', resource: child(), fullUrl: 'urn:uuid:1' },
      {
        method: 'create',
        resource: {
          resourceType: 'EpisodeOfCare',
          status: 'active',
          patient: { reference: 'urn:uuid:1' },
          managingOrganization: { reference: 'Organization/region' },
        },
      },
    ]);
    const files = openBucket({ bucket: 'exports', client: bucket.client });
    const ordering = { guard: at(2), files, keepHours: 24, tell: () => {} };
    const desk = deskFor(ordering, caller, { requestId: '2' });
    const order = { level: 'system', request: 'r', filters: [], ignored: [] } as const;
    const types = ['Patient', 'Organization'];
    const ref = { client: 'coordinator', job: await desk.start({ ...order, types }) };

    await tell(ref, 1);
    await tell(ref, 1);
    expect(await findJob(table, ref)).toMatchObject({ row: { version: 2 }, state: { state: 'running' } });
    await tell(ref, 2);
    const done = await desk.look(ref.job);
    if (done.state !== 'done') throw new Error(`the export is ${done.state}`);
    expect(done.output.map(({ type, count }) => [type, count])).toEqual([
      ['Patient', 1],
      ['Organization', 1],
    ]);
    expect(JSON.parse(await desk.file(ref.job, done.output[0]?.name ?? ''))).toMatchObject({ id: made?.id });
    expect(bucket.keys()).toHaveLength(2);

    await desk.cancel(ref.job);
    await tell(ref);
    expect(bucket.keys()).toEqual([]);
  }, 60_000);
});
