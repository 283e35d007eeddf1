// Exports in one process: carried out without being asked twice, and taken up again after a stop.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openFolder } from '../../src/bulk/folder-files.ts';
import { exportLimits } from '../../src/interactions/export-desk.ts';
import { driveExports } from '../../src/local/export-driver.ts';
import { openScene, type Scene } from '../bulk/scene.ts';

const root = mkdtempSync(join(tmpdir(), 'vroegdossier-driver-'));
afterAll(() => rmSync(root, { recursive: true }));

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200 && !(await isSo()); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await isSo()).toBe(true);
};

const drive = (scene: Scene, folder: string) =>
  driveExports({ ...scene.parts, files: openFolder(join(root, folder)) });

it('stops after the step at hand and goes on from there when it starts again', async () => {
  const { scene } = await openScene(exportLimits.children * 2);
  const ref = await scene.start();
  const began = Promise.withResolvers<void>();
  const files = openFolder(join(root, 'a'));
  const put: typeof files.put = (...given) => {
    began.resolve();
    return files.put(...given);
  };
  const first = driveExports({ ...scene.parts, files: { ...files, put } });
  first.tell(ref);
  await began.promise;
  await first.stop();
  expect(await scene.job(ref)).toMatchObject({ state: 'running', children: exportLimits.children });
  first.tell(ref);
  expect((await scene.job(ref)).step).toBe(1);
  const second = drive(scene, 'a');
  await second.resume();
  await until(async () => (await scene.job(ref)).state === 'done');
  expect((await scene.job(ref)).children).toBe(exportLimits.children * 2);
  await second.stop();
});

it('clears away the files of exports that are no more', async () => {
  const { scene } = await openScene(1);
  const files = openFolder(join(root, 'b'));
  await files.put('long-gone', 'a.ndjson', 'x');
  const ref = await scene.start();
  const driver = drive(scene, 'b');
  await driver.resume();
  await until(async () => (await scene.job(ref)).state === 'done');
  expect(await files.jobs()).toEqual([ref.job]);
  await (await scene.desk()).cancel(ref.job);
  driver.tell(ref);
  await until(async () => (await files.jobs()).length === 0);
  await driver.stop();
});
