// Stops the destruction of a file before every single commit: what has begun is finished by whoever comes next.
import { randomUUID } from 'node:crypto';
import type { Patient, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { GuardedStore, type GuardParts } from '../../src/access/guarded-store.ts';
import { resumeDestructions, runRetention } from '../../src/access/retention-run.ts';
import { rightCode } from '../../src/fhir/rights.ts';
import { testerRules } from '../../src/local/sandbox-region.ts';
import { beginDestruction, certificatesOf, finishDestruction } from '../../src/store/destruction.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';
import { guardOf } from '../../src/wiring.ts';
import { bsnSystem, child, episode, observation } from '../end-to-end/scenes.ts';

const region = 'Organization/region';
const tester: Caller = {
  client: 'tester',
  kind: 'tester',
  name: 'tester',
  region,
  organization: region,
  purpose: 'TREAT',
  scopes: ['system/*.cruds'],
};

const guardOn = (table: Table, now = () => new Date()): GuardParts =>
  guardOf({ table, publicUrl: 'https://dossier.example.org', rules: testerRules, now });

const dossier = (guard: GuardParts) => new GuardedStore(guard, tester, { requestId: randomUUID() });

async function made(guard: GuardParts, resource: Resource): Promise<string> {
  const store = dossier(guard);
  const [written] = await store.write([{ method: 'create', resource }]);
  return written?.id ?? '';
}

/** A file with identifiers, a long history, an index and a deleted resource. */
async function fill(guard: GuardParts): Promise<string> {
  const id = await made(guard, child({ identifier: [{ system: bsnSystem, value: '999911120' }] }) as Patient);
  const parent: RelatedPerson = {
    resourceType: 'RelatedPerson',
    patient: { reference: `Patient/${id}` },
    identifier: [{ system: bsnSystem, value: '111222333' }],
  };
  await made(guard, parent);
  const note = await made(
    guard,
    observation(id, { identifier: [{ system: 'https://example.org', value: 'a' }] }),
  );
  for (let version = 0; version < 120; version += 1)
    await dossier(guard).write([
      { method: 'update', resource: observation(id, { id: note, valueString: `versie ${version}` }) },
    ]);
  const gone = await made(guard, observation(id));
  await dossier(guard).write([{ method: 'delete', type: 'Observation', id: gone }]);
  return id;
}

class Crash extends Error {}

/** The same table, on which the commits after so many do not come about. */
const failingAfter = (table: Table, commits: number): Table => {
  let left = commits;
  return {
    limits: table.limits,
    get: (key) => table.get(key),
    batchGet: (keys) => table.batchGet(keys),
    query: (range) => table.query(range),
    close: () => table.close(),
    commit: async (actions) => {
      if (left === 0) throw new Crash();
      left -= 1;
      await table.commit(actions);
    },
  };
};

const order = { id: 'c1', at: '2026-11-22T09:00:00Z', region, ground: 'request', by: 'tester' } as const;

async function destroy(guard: GuardParts, id: string): Promise<void> {
  const { store, now } = guard;
  const commit = (actions: Parameters<Table['commit']>[0]) => store.table.commit(actions);
  await beginDestruction(store, `Patient/${id}`, order, { judge: () => {}, commit });
  await finishDestruction({ store, now }, id);
}

const left = async (table: Table, id: string): Promise<number> =>
  (await table.query({ pk: `Patient/${id}` })).length;

describe('a destruction that is cut short', () => {
  it('is nothing yet or all but done for every reader, and is finished later', async () => {
    for (let commits = 0; ; commits += 1) {
      const table = openSqliteTable(':memory:');
      const id = await fill(guardOn(table));
      const failing = failingAfter(table, commits);
      const outcome = await destroy(guardOn(failing), id).then(
        () => 'done',
        (problem: unknown) => (problem instanceof Crash ? 'crashed' : Promise.reject(problem)),
      );
      const reading = dossier(guardOn(table)).read('Patient', id);
      if (commits === 0) await expect(reading).resolves.toMatchObject({ id });
      else await expect(reading).rejects.toMatchObject({ kind: 'not-found' });

      const resumed = await resumeDestructions(guardOn(table));
      expect(resumed.length).toBe(outcome === 'crashed' && commits > 0 ? 1 : 0);
      if (commits > 0) {
        expect(await table.query({ pk: `Patient/${id}` })).toMatchObject([{ sk: 'head', value: '{}' }]);
        const [certificate] = await certificatesOf(table, region);
        expect(certificate).toMatchObject({
          resources: { Patient: 1, RelatedPerson: 1, Observation: 1 },
          formerVersions: 121,
        });
        expect(await resumeDestructions(guardOn(table))).toEqual([]);
      }
      await table.close();
      if (outcome === 'done') {
        expect(commits).toBeGreaterThan(6);
        return;
      }
    }
  }, 60_000);

  it('lets nobody write into what is going', async () => {
    const table = openSqliteTable(':memory:');
    const guard = guardOn(table);
    const id = await fill(guard);
    await destroy(guardOn(failingAfter(table, 1)), id).catch(() => {});
    await expect(made(guard, observation(id))).rejects.toMatchObject({ name: 'FhirFailure' });
    await expect(dossier(guard).write([{ method: 'update', resource: child({ id }) }])).rejects.toMatchObject(
      { name: 'FhirFailure' },
    );
    await resumeDestructions(guard);
    expect(await left(table, id)).toBe(1);
    await table.close();
  });
});

describe('the end of retention', () => {
  const then = new Date('2005-03-01T12:00:00Z');
  const years = (more: number) => () => new Date(Date.UTC(2005 + more, 2, 2));

  const kept = async (guard: GuardParts) => made(guard, child());

  it('destroys what was not changed for twenty years, once, and leaves a certificate per file', async () => {
    const table = openSqliteTable(':memory:');
    const id = await fill(guardOn(table, () => then));
    const young = await kept(guardOn(table, years(3)));
    expect(await runRetention(guardOn(table, years(19)))).toMatchObject({ destroyed: [], kept: 2 });
    const rehearsal = await runRetention(guardOn(table, years(20)), { rehearse: true });
    expect(rehearsal).toMatchObject({ destroyed: [], due: [id] });
    expect(await left(table, id)).toBeGreaterThan(10);
    const report = await runRetention(guardOn(table, years(20)));
    expect(report.destroyed).toMatchObject([{ ground: 'retention' }]);
    expect(await left(table, id)).toBe(1);
    expect(await left(table, young)).toBeGreaterThan(1);
    expect((await table.query({ pk: `audit/${id}` })).at(-1)?.value).toContain('destroy-file');
    expect((await runRetention(guardOn(table, years(20)))).destroyed).toEqual([]);
    await table.close();
  });

  it('waits while a trajectory is open, and while a legal ground keeps the file', async () => {
    const table = openSqliteTable(':memory:');
    const guard = guardOn(table, () => then);
    const open = await kept(guard);
    await made(guard, episode(open));
    const held = await kept(guard);
    const hold: Resource = {
      resourceType: 'Task',
      status: 'in-progress',
      intent: 'order',
      code: rightCode('bewaarplicht'),
      for: { reference: `Patient/${held}` },
    };
    await dossier(guard).write([{ method: 'create', resource: hold }], 'request-right');
    const report = await runRetention(guardOn(table, years(40)));
    expect(report).toMatchObject({ destroyed: [], held: [held], kept: 1 });
    await table.close();
  });

  it('counts from the end of the trajectory where that came later than the last change', async () => {
    const table = openSqliteTable(':memory:');
    const guard = guardOn(table, () => then);
    const id = await kept(guard);
    await made(
      guard,
      episode(id, { status: 'finished', period: { start: '2004-01-01', end: '2008-02-29' } }),
    );
    expect((await runRetention(guardOn(table, years(21)))).destroyed).toEqual([]);
    expect((await runRetention(guardOn(table, years(23)))).destroyed).toHaveLength(1);
    await table.close();
  });
});
