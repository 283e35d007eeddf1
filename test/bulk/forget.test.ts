// What a destroyed file leaves in bulk exports.
import { expect, it } from 'vitest';
import { forgetInExports } from '../../src/bulk/forget.ts';
import { findJob } from '../../src/bulk/job.ts';
import { step } from '../../src/bulk/run.ts';
import { openScene } from './scene.ts';

const tell = (): void => {};

it('cancels the exports that hold a line of the child, and lets others be', async () => {
  const { scene, ids } = await openScene(2);
  const holding = await scene.start();
  await scene.run(holding);
  const other = await scene.start({}, 'other');
  await scene.run(other);
  await forgetInExports({ table: scene.table, files: scene.files, tell }, `Patient/${ids[0]}`);
  expect(await findJob(scene.table, holding)).toBeUndefined();
  expect((await scene.job(other)).state).toBe('done');
  // Whoever runs the exports is told of the change, and takes the files away.
  expect(await step(scene.parts, holding)).toBe('over');
  expect([...scene.files.held.keys()].filter((key) => key.startsWith(holding.job))).toEqual([]);
});

it('makes a step that read the file before take what it read back', async () => {
  const { scene, ids } = await openScene(2);
  const ref = await scene.start();
  const files = {
    ...scene.files,
    put: async (job: string, name: string, text: string) => {
      await scene.files.put(job, name, text);
      await forgetInExports({ table: scene.table, files: scene.files, tell }, `Patient/${ids[0]}`);
    },
  };
  expect(await step({ ...scene.parts, files }, ref)).toBe('passed');
  expect((await scene.job(ref)).state).toBe('running');
  expect([...scene.files.held.values()].join()).not.toContain(ids[0]);
  await scene.run(ref);
  expect((await scene.job(ref)).state).toBe('done');
});
