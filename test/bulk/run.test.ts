// The steps of an export: where they end, what a crash leaves, whose access holds.
import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { findJob } from '../../src/bulk/job.ts';
import { type RunParts, step } from '../../src/bulk/run.ts';
import { exportLimits } from '../../src/interactions/export-desk.ts';
import { auditRange } from '../../src/store/keys.ts';
import type { Table } from '../../src/store/table.ts';
import { observation } from '../end-to-end/scenes.ts';
import { openScene, type Scene } from './scene.ts';

const idsOf = (resources: readonly Resource[], type = 'Patient'): string[] =>
  resources.flatMap(({ resourceType, id }) => (resourceType === type && id ? [id] : [])).sort();

const many = exportLimits.children + 10;

/** How often the trail of a child tells of an export. */
const trailOf = async (scene: Scene, id: string): Promise<number> =>
  (await scene.table.query(auditRange(id, 1, 1000))).filter(({ value }) => value.includes('$export')).length;

class PowerLoss extends Error {}

/** Parts that stop working for good at the n-th thing they do to files or table. */
function failingAt(scene: Scene, n: number): RunParts {
  let left = n;
  const live = <T>(act: () => Promise<T>): Promise<T> => {
    left -= 1;
    return left > 0 ? act() : Promise.reject(new PowerLoss());
  };
  const { parts, table, files } = scene;
  const failing: Table = {
    limits: table.limits,
    get: (key) => live(() => table.get(key)),
    batchGet: (keys) => live(() => table.batchGet(keys)),
    query: (range) => live(() => table.query(range)),
    commit: (actions) => live(() => table.commit(actions)),
    close: () => table.close(),
  };
  return {
    ...parts,
    guard: scene.guardOn(failing),
    files: {
      put: (...given) => live(() => files.put(...given)),
      get: (...given) => live(() => files.get(...given)),
      drop: (...given) => live(() => files.drop(...given)),
    },
  };
}

describe('an export', () => {
  it('reads more children than one step takes, each once', async () => {
    const { scene, ids } = await openScene(many);
    const ref = await scene.start();
    expect(await step(scene.parts, ref)).toBe('more');
    expect((await scene.job(ref)).children).toBe(exportLimits.children);
    expect(await scene.run(ref)).toBe('over');
    const found = await scene.fetched(ref);
    expect(idsOf(found)).toEqual([...ids].sort());
    expect(idsOf(found, 'Observation')).toHaveLength(0);
  });

  it('shows a resource as it was when the export began', async () => {
    const { scene, ids } = await openScene(1);
    const [id = ''] = ids;
    await scene.write(observation(id, { id: 'o', valueString: 'Toen' }));
    const ref = await scene.start({}, 'tester');
    scene.later(5);
    await scene.write(observation(id, { id: 'o', valueString: 'Later' }), observation(id, { id: 'new' }));
    await scene.run(ref);
    const found = await scene.fetched(ref);
    expect(found.find((one) => one.id === 'o')).toMatchObject({ valueString: 'Toen' });
    expect(idsOf(found, 'Observation')).not.toContain('new');
  });

  it('waits until every commit of before its moment has reached the table', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    const pauses: number[] = [];
    const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
    await step({ ...scene.parts, settle: 30_000, pause }, ref);
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThan(29_000);
  });

  it('ends the same when it is cut off anywhere and taken up again', async () => {
    const { scene, ids } = await openScene(3);
    let cuts = 0;
    let trails = 0;
    for (let whole = false; !whole; ) {
      const ref = await scene.start({ patients: ids });
      const parts = failingAt(scene, cuts + 1);
      try {
        await scene.run(ref, parts);
        whole =
          parts.files !== scene.files &&
          (await scene.job(ref)).state === 'done' &&
          scene.problems.length === 0;
      } catch (problem) {
        expect(problem).toBeInstanceOf(PowerLoss);
        cuts += 1;
      }
      scene.problems.length = 0;
      await scene.run(ref);
      expect(idsOf(await scene.fetched(ref))).toEqual([...ids].sort());
      await (await scene.desk()).cancel(ref.job);
      await scene.run(ref);
      expect(scene.files.held.size).toBe(0);
      for (const id of ids) expect(await trailOf(scene, id)).toBe(trails + 1);
      trails += 1;
    }
    expect(cuts).toBeGreaterThan(8);
  });

  it('counts once what two runners read at once, and keeps the files of one', async () => {
    const { scene, ids } = await openScene(3);
    const ref = await scene.start();
    const version = (await findJob(scene.table, ref))?.row.version;
    const taken = await Promise.all([1, 2, 3].map(() => step(scene.parts, ref, version)));
    expect(taken.sort()).toEqual(['over', 'passed', 'passed']);
    expect(idsOf(await scene.fetched(ref))).toEqual([...ids].sort());
    expect(scene.files.held.size).toBe((await scene.job(ref)).output.length);
    expect(await step(scene.parts, ref, version)).toBe('over');
  });

  it('passes over an event of a version that is past', async () => {
    const { scene } = await openScene(many);
    const ref = await scene.start();
    const version = (await findJob(scene.table, ref))?.row.version;
    expect(await step(scene.parts, ref, version)).toBe('more');
    expect(await step(scene.parts, ref, version)).toBe('passed');
  });

  it('gives up after some errors of ours and tells nothing of them', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    const put = () => Promise.reject(new Error('disk full at /secret'));
    await scene.run(ref, { ...scene.parts, files: { ...scene.files, put } });
    expect(scene.problems).toHaveLength(5);
    const state = await (await scene.desk()).look(ref.job);
    expect(state).toMatchObject({ state: 'failed', kind: 'export-failed' });
    expect(JSON.stringify(state)).not.toContain('secret');
  });
});

describe('access that is taken away while an export runs', () => {
  const failure = async (scene: Scene, client = 'jgz') => {
    const ref = await scene.start({}, client);
    expect(await step(scene.parts, ref)).toBe('more');
    return async (said: string) => {
      expect(await step(scene.parts, ref)).toBe('over');
      const { state, failure, output } = await scene.job(ref);
      expect([state, failure?.kind, output]).toEqual(['failed', 'forbidden', []]);
      expect(failure?.issues.join()).toContain(said);
      expect(scene.files.held.size).toBe(0);
    };
  };

  it('stops it when the client is registered no more', async () => {
    const { scene } = await openScene(many);
    const expectStopped = await failure(scene);
    await scene.table.commit([{ remove: { pk: 'client/jgz', sk: 'registration' } }]);
    await expectStopped('not registered');
  });

  it('stops it when the client lost scopes', async () => {
    const { scene } = await openScene(many);
    const expectStopped = await failure(scene);
    await scene.register('jgz', { scopes: ['system/Patient.rs'] });
    await expectStopped('lost scopes');
  });

  it('stops it when the client lost the purpose it was started for', async () => {
    const { scene } = await openScene(many);
    const expectStopped = await failure(scene);
    await scene.register('jgz', { purposes: ['CAREMGT'] });
    await expectStopped('lost the purpose');
  });

  it('stops it when the client acts for another', async () => {
    const { scene } = await openScene(many);
    const expectStopped = await failure(scene);
    await scene.register('jgz', { organization: 'Organization/other' });
    await expectStopped('does not act');
  });

  it('leaves out children let go before they were read', async () => {
    const { scene, ids } = await openScene(4);
    const [gone = '', ...rest] = ids;
    const ref = await scene.start();
    await scene.letGo(gone);
    await scene.run(ref);
    expect(idsOf(await scene.fetched(ref))).toEqual([...rest].sort());
  });

  it('leaves out of the files children let go since they were read', async () => {
    const { scene, ids } = await openScene(4);
    const [gone = '', ...rest] = ids;
    const ref = await scene.start();
    await scene.run(ref);
    expect(idsOf(await scene.fetched(ref))).toEqual([...ids].sort());
    await scene.letGo(gone);
    expect(idsOf(await scene.fetched(ref))).toEqual([...rest].sort());
  });

  const group = async (scene: Scene, ids: readonly string[]): Promise<string> => {
    const member = ids.map((id) => ({ entity: { reference: `Patient/${id}` } }));
    const [made = ''] = await scene.write({ resourceType: 'Group', type: 'person', actual: true, member });
    return made;
  };

  it('stops the export of a Group that is no more', async () => {
    const { scene, ids } = await openScene(many);
    const id = await group(scene, ids);
    const ref = await scene.start({ level: 'group', group: id }, 'tester');
    expect(await step(scene.parts, ref)).toBe('more');
    await scene.remove('Group', id);
    expect(await step(scene.parts, ref)).toBe('over');
    expect(await scene.job(ref)).toMatchObject({
      state: 'failed',
      failure: { kind: 'forbidden' },
      output: [],
    });
  });

  it('keeps to who is a member at the moment of reading', async () => {
    const { scene, ids } = await openScene(2);
    const [first = '', second = ''] = ids;
    const id = await group(scene, [first, second]);
    const ref = await scene.start({ level: 'group', group: id }, 'tester');
    await scene.write({
      resourceType: 'Group',
      id,
      type: 'person',
      actual: true,
      member: [{ entity: { reference: `Patient/${second}` } }],
    });
    await scene.run(ref);
    expect(idsOf(await scene.fetched(ref))).toEqual([second]);
  });
});
