// An export without a server: a table, files in memory, a clock to turn, and clients whose access can be taken away.
import { randomUUID } from 'node:crypto';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Caller } from '../../src/access/caller.ts';
import { GuardedStore, type GuardParts } from '../../src/access/guarded-store.ts';
import { policy } from '../../src/access/policy/policy.ts';
import {
  callerOf,
  type Registration,
  readRegistration,
  register,
} from '../../src/access/tokens/registration.ts';
import { deskFor } from '../../src/bulk/desk.ts';
import type { ExportFiles } from '../../src/bulk/files.ts';
import { findJob, type Job, type JobRef } from '../../src/bulk/job.ts';
import { type RunParts, type Stepped, step } from '../../src/bulk/run.ts';
import type { ExportDesk, ExportFile, ExportOrder } from '../../src/interactions/export-desk.ts';
import { testerRules } from '../../src/local/sandbox-region.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';
import { guardOf } from '../../src/wiring.ts';
import { child, observation, request } from '../end-to-end/scenes.ts';

export const jgz = 'Organization/jgz';

const registration = (client: string, more: Partial<Registration>): Registration => ({
  client,
  kind: 'jgz',
  name: client,
  organization: jgz,
  region: 'Organization/region',
  scopes: ['system/*.cruds'],
  jwks: { keys: [{ kty: 'EC', crv: 'P-384', kid: '1', x: 'x', y: 'y' }] },
  ...more,
});

export interface MemoryFiles extends ExportFiles {
  readonly held: Map<string, string>;
}

export function memoryFiles(): MemoryFiles {
  const held = new Map<string, string>();
  return {
    held,
    put: async (job, name, text) => void held.set(`${job}/${name}`, text),
    get: async (job, name) => held.get(`${job}/${name}`),
    drop: async (job, name) => {
      for (const key of held.keys()) if (key.startsWith(`${job}/${name ?? ''}`)) held.delete(key);
    },
  };
}

export const patientsOnly: ExportOrder = {
  level: 'patient',
  request: 'https://dossier.example.org/fhir/Patient/$export',
  types: ['Patient', 'Observation'],
  filters: [],
  ignored: [],
};

export class Scene {
  readonly table: Table = openSqliteTable(':memory:');
  readonly files = memoryFiles();
  readonly problems: unknown[] = [];
  readonly guard: GuardParts;
  #ahead = 0;

  constructor() {
    this.guard = this.guardOn(this.table);
  }

  guardOn(table: Table): GuardParts {
    return guardOf({
      table,
      publicUrl: 'https://dossier.example.org',
      rules: [...policy, ...testerRules],
      now: () => new Date(Date.now() + this.#ahead),
    });
  }

  get parts(): RunParts {
    return {
      guard: this.guard,
      files: this.files,
      keepHours: 24,
      settle: 0,
      pause: async () => {},
      report: (problem) => this.problems.push(problem),
    };
  }

  later(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  register(client: string, more: Partial<Registration> = {}): Promise<void> {
    return register(this.table, registration(client, more));
  }

  async caller(client: string, scopes: readonly string[] = ['system/*.cruds']): Promise<Caller> {
    const found = await readRegistration(this.table, client);
    if (!found) throw new Error(`${client} is not registered`);
    return callerOf(found, scopes);
  }

  async desk(client = 'jgz', scopes?: readonly string[]): Promise<ExportDesk> {
    const ordering = { guard: this.guard, files: this.files, keepHours: 24, tell: () => {} };
    return deskFor(ordering, await this.caller(client, scopes), { requestId: randomUUID() });
  }

  async start(order: Partial<ExportOrder> = {}, client = 'jgz'): Promise<JobRef> {
    const job = await (await this.desk(client)).start({ ...patientsOnly, ...order });
    return { client, job };
  }

  async run(ref: JobRef, parts: RunParts = this.parts): Promise<Stepped> {
    let stepped: Stepped = 'more';
    while (stepped === 'more') stepped = await step(parts, ref);
    return stepped;
  }

  async job(ref: JobRef): Promise<Job> {
    const found = await findJob(this.table, ref);
    if (!found) throw new Error('there is no such export');
    return found.state;
  }

  /** What the client gets, by all the files of the manifest. */
  async fetched({ client, job }: JobRef): Promise<Resource[]> {
    const desk = await this.desk(client);
    const state = await desk.look(job);
    if (state.state !== 'done') throw new Error(`the export is ${state.state}`);
    const text = await Promise.all(state.output.map(({ name }: ExportFile) => desk.file(job, name)));
    return text
      .join('')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Resource);
  }

  async write(...resources: Resource[]): Promise<string[]> {
    const store = new GuardedStore(this.guard, await this.caller('tester'), { requestId: randomUUID() });
    const written = await store.write(
      resources.map((resource) =>
        resource.id ? { method: 'update', resource } : { method: 'create', resource },
      ),
    );
    return written.map(({ id }) => id);
  }

  async remove(type: ResourceType, id: string): Promise<void> {
    const store = new GuardedStore(this.guard, await this.caller('tester'), { requestId: randomUUID() });
    await store.write([{ method: 'delete', type, id }]);
  }

  /** So many children, each with an observation and a referral by which JGZ knows it. */
  async children(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const [id = ''] = await this.write(child());
      await this.write(observation(id), request(id, { id: `r-${id}`, requester: { reference: jgz } }));
      ids.push(id);
    }
    return ids;
  }

  /** JGZ has to do with this child no more. */
  async letGo(id: string): Promise<void> {
    await this.write(request(id, { id: `r-${id}`, status: 'entered-in-error' }));
  }
}

export async function openScene(children: number): Promise<{ scene: Scene; ids: string[] }> {
  const scene = new Scene();
  await scene.register('tester', { kind: 'tester', organization: 'Organization/region' });
  await scene.register('jgz');
  await scene.register('other', { organization: 'Organization/other' });
  await scene.write({ resourceType: 'Organization', id: 'jgz', name: 'JGZ' });
  return { scene, ids: await scene.children(children) };
}
