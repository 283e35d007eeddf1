// Orders, and what becomes of them: whose they are, how many, until when.
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../../src/fhir/failure.ts';
import { FhirFailure } from '../../src/fhir/failure.ts';
import { exportLimits } from '../../src/interactions/export-desk.ts';
import { openScene } from './scene.ts';

const kindOf = async (act: Promise<unknown>): Promise<FailureKind | 'none'> => {
  try {
    await act;
    return 'none';
  } catch (problem) {
    if (problem instanceof FhirFailure) return problem.kind;
    throw problem;
  }
};

const day = 24 * 3_600_000;

describe('an order', () => {
  it('is taken while fewer run than may, also when they come at once', async () => {
    const { scene } = await openScene(0);
    const desk = await scene.desk();
    const order = { level: 'system', request: 'r', filters: [], ignored: [] } as const;
    const kinds = await Promise.all(Array.from({ length: 6 }, () => kindOf(desk.start(order))));
    expect(kinds.filter((kind) => kind === 'none')).toHaveLength(exportLimits.atOnce);
    expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(6 - exportLimits.atOnce);
    expect(await kindOf((await scene.desk('other')).start(order))).toBe('none');
  });

  it('takes all types of the token’s scopes when none is named, at the level of patients those of files', async () => {
    const { scene } = await openScene(0);
    await scene.register('jgz', { scopes: ['system/*.cruds'] });
    const patient = await scene.job(await scene.start({ types: undefined }));
    expect(patient.types).toContain('Observation');
    expect(patient.types).not.toContain('Organization');
    expect(patient.types).not.toContain('AuditEvent');
    const system = await scene.job(await scene.start({ types: undefined, level: 'system' }));
    expect(system.types).toContain('Organization');
  });
});

describe('an export', () => {
  it('is not fetched with a token that reaches less than the one that ordered it', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    await scene.run(ref);
    const name = (await scene.job(ref)).output[0]?.[0] ?? '';
    const narrow = await scene.desk('jgz', ['system/Patient.rs?gender=male']);
    expect(await kindOf(narrow.file(ref.job, name))).toBe('forbidden');
    const same = await scene.desk('jgz', ['system/*.cruds', 'system/Patient.rs?gender=male']);
    expect(await kindOf(same.file(ref.job, name))).toBe('none');
  });

  it('is gone a day after it ended, with its files', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    await scene.run(ref);
    const desk = await scene.desk();
    const name = (await scene.job(ref)).output[0]?.[0] ?? '';
    scene.later(day - 60_000);
    expect(await desk.look(ref.job)).toMatchObject({ state: 'done' });
    expect(await desk.file(ref.job, name)).toContain('Patient');
    scene.later(120_000);
    expect(await kindOf(desk.look(ref.job))).toBe('not-found');
    expect(await kindOf(desk.file(ref.job, name))).toBe('not-found');
    expect(await kindOf(desk.cancel(ref.job))).toBe('not-found');
    expect(scene.files.held.size).toBe(1);
    await scene.run(ref);
    expect(scene.files.held.size).toBe(0);
  });

  it('belongs to the client that ordered it', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    await scene.run(ref);
    const name = (await scene.job(ref)).output[0]?.[0] ?? '';
    const other = await scene.desk('other');
    expect(await kindOf(other.look(ref.job))).toBe('not-found');
    expect(await kindOf(other.file(ref.job, name))).toBe('not-found');
    expect(await kindOf(other.cancel(ref.job))).toBe('not-found');
  });

  it('gives no file before it is done, and none it does not name', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    const desk = await scene.desk();
    await scene.files.put(ref.job, '0-Patient-x.ndjson', '["Patient/x",""]\t{}\n');
    expect(await kindOf(desk.file(ref.job, '0-Patient-x.ndjson'))).toBe('not-found');
    await scene.run(ref);
    expect(await kindOf(desk.file(ref.job, '0-Patient-x.ndjson'))).toBe('not-found');
  });

  it('says that a file is not there rather than that it is empty', async () => {
    const { scene } = await openScene(1);
    const ref = await scene.start();
    await scene.run(ref);
    const name = (await scene.job(ref)).output[0]?.[0] ?? '';
    await scene.files.drop(ref.job);
    expect(await kindOf((await scene.desk()).file(ref.job, name))).toBe('not-found');
  });

  it('can be cancelled between its steps and while one is taken', async () => {
    const { scene } = await openScene(2);
    const ref = await scene.start();
    const desk = await scene.desk();
    const files = {
      ...scene.files,
      put: async (job: string, name: string, text: string) => {
        await scene.files.put(job, name, text);
        await desk.cancel(job);
      },
    };
    await scene.run(ref, { ...scene.parts, files });
    await scene.run(ref);
    expect(scene.files.held.size).toBe(0);
    expect(await kindOf(desk.look(ref.job))).toBe('not-found');
  });
});
