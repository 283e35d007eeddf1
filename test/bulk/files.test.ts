// What both places for exported files do alike, and the folder's care with names.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFiles } from '../../src/bulk/files.ts';
import { openFolder } from '../../src/bulk/folder-files.ts';
import { openBucket } from '../../src/bulk/s3-files.ts';
import { type BucketServer, startBucketServer } from './bucket-server.ts';

const root = mkdtempSync(join(tmpdir(), 'vroegdossier-files-'));
let bucket: BucketServer;
beforeAll(async () => {
  bucket = await startBucketServer();
});
afterAll(async () => {
  await bucket.stop();
  rmSync(root, { recursive: true });
});

const open: Record<string, () => ExportFiles> = {
  'a folder': () => openFolder(join(root, 'files')),
  'a bucket': () => openBucket({ bucket: 'exports', client: bucket.client }),
};

describe.each(Object.keys(open))('%s', (name) => {
  const files = (): ExportFiles => open[name]?.() ?? openFolder(root);

  it('gives back what was put, as it was, and the last of what was put twice', async () => {
    const text = `{"naam":"Désiré"}\n${'x'.repeat(200_000)}`;
    await files().put('job-1', 'a.ndjson', 'old');
    await files().put('job-1', 'a.ndjson', text);
    expect(await files().get('job-1', 'a.ndjson')).toBe(text);
  });

  it('has nothing under another name or of another job', async () => {
    await files().put('job-2', 'a.ndjson', 'x');
    expect(await files().get('job-2', 'b.ndjson')).toBeUndefined();
    expect(await files().get('job-3', 'a.ndjson')).toBeUndefined();
  });

  it('drops one file, all of a job, and what is not there', async () => {
    for (const file of ['a', 'b', 'c', 'd', 'e']) await files().put('job-4', file, 'x');
    await files().put('job-5', 'a', 'x');
    await files().drop('job-4', 'a');
    expect([await files().get('job-4', 'a'), await files().get('job-4', 'b')]).toEqual([undefined, 'x']);
    await files().drop('job-4');
    for (const file of ['b', 'c', 'd', 'e']) expect(await files().get('job-4', file)).toBeUndefined();
    expect(await files().get('job-5', 'a')).toBe('x');
    await files().drop('job-4');
    await files().drop('job-4', 'a');
  });
});

describe('a folder', () => {
  it('keeps what it holds to its owner, and tells whose files it has', async () => {
    const files = openFolder(join(root, 'own'));
    expect(await files.jobs()).toEqual([]);
    await files.put('job-1', 'a.ndjson', 'x');
    expect(statSync(join(root, 'own', 'job-1')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'own', 'job-1', 'a.ndjson')).mode & 0o777).toBe(0o600);
    expect(await files.jobs()).toEqual(['job-1']);
  });

  it.each([
    ['../job', 'a'],
    ['job', '../a'],
    ['', 'a'],
    ['job', 'a/b'],
  ])('takes no name that leads elsewhere (%s, %s)', async (job, file) => {
    await expect(openFolder(root).put(job, file, 'x')).rejects.toThrow('no name');
  });
});

it('a bucket that refuses is an error and no missing file', async () => {
  bucket.broken = 403;
  const files = openBucket({ bucket: 'exports', client: bucket.client });
  await expect(files.get('job-1', 'a.ndjson')).rejects.toThrow();
  bucket.broken = undefined;
});
