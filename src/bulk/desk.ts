// Takes orders for exports and tells what became of them, to the client that ordered and to nobody else.
import type { RequestInfo } from '../access/audit/audit.ts';
import type { Caller } from '../access/caller.ts';
import { ExportReader } from '../access/export-reader.ts';
import type { GuardParts } from '../access/guarded-store.ts';
import { grantScopes, isConstrained } from '../access/scopes.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { fileless, servedTypes } from '../fhir/types.ts';
import {
  type ExportDesk,
  type ExportFile,
  type ExportOrder,
  type ExportState,
  exportLimits,
} from '../interactions/export-desk.ts';
import { exportTurnKey } from '../store/keys.ts';
import { CommitConflict, type Table } from '../store/table.ts';
import type { ExportFiles } from './files.ts';
import {
  actsFor,
  findJob,
  isOver,
  type Job,
  type JobRef,
  listJobs,
  putJob,
  queryOf,
  type StoredJob,
} from './job.ts';
import { linesOf, textOf } from './ndjson.ts';
import { childrenPhase, firstPhase } from './phases.ts';

export interface DeskParts {
  readonly guard: GuardParts;
  readonly files: Pick<ExportFiles, 'get'>;
  readonly keepHours: number;
  /** Tells whoever runs the exports that this one has changed; in the cloud the table's stream tells. */
  readonly tell: (ref: JobRef) => void;
}

/** What lenient handling left out, as a file of OperationOutcomes. */
const ignoredName = 'ignored.ndjson';

export function deskFor(parts: DeskParts, caller: Caller, request: RequestInfo): ExportDesk {
  const { guard, files, keepHours, tell } = parts;
  const table = guard.store.table;
  const reader = new ExportReader(guard, caller, request);

  const known = async (job: string): Promise<StoredJob> => {
    const found = /^[0-9a-f-]{36}$/.test(job)
      ? await findJob(table, { client: caller.client, job })
      : undefined;
    if (!found || isOver(found, guard.now())) throw noExport();
    return found;
  };

  return {
    start: async (order) => {
      // It goes on without him, and what he is by then no registration could tell.
      if (caller.user !== undefined)
        throw new FhirFailure('forbidden', 'A bulk export is for registered systems, not for people.');
      const types = typesOf(order, reader);
      if (order.patients) await needPatients(order.patients, reader);
      const now = guard.now();
      const ref = { client: caller.client, job: guard.newId() };
      const job: Job = {
        ...order,
        types,
        filters: [...order.filters],
        elements: order.elements && [...order.elements],
        patients: order.patients && [...order.patients],
        ignored: [...order.ignored],
        scopes: [...caller.scopes],
        purpose: caller.purpose,
        actsFor: actsFor(caller),
        requestId: request.requestId,
        sourceIp: request.sourceIp,
        at: now.toISOString(),
        state: 'running',
        phase: firstPhase(order.level, types),
        after: '',
        step: 0,
        children: 0,
        output: [],
        deleted: [],
        tries: 0,
        expires: new Date(now.getTime() + keepHours * 3_600_000).toISOString(),
      };
      await takeTurn(table, ref, job, reader, now);
      tell(ref);
      return ref.job;
    },
    look: async (id) => stateOf((await known(id)).state),
    cancel: async (id) => {
      let found = await known(id);
      for (;;) {
        try {
          await table.commit([{ remove: found.row, expect: found.row.version }]);
          break;
        } catch (problem) {
          if (!(problem instanceof CommitConflict)) throw problem;
          found = await known(id);
        }
      }
      tell({ client: caller.client, job: id });
    },
    file: async (id, name) => {
      const { state } = await known(id);
      if (state.state !== 'done') throw noFile(name);
      if (name === ignoredName && state.ignored.length > 0) return ignoredText(state.ignored);
      const output = state.output.find(([one]) => one === name);
      if (!output && !state.deleted.some(([one]) => one === name)) throw noFile(name);
      if (output) needReach(caller, state, output[1], reader);
      if (state.actsFor !== actsFor(caller)) throw noFile(name);
      const text = await files.get(id, name);
      if (text === undefined) throw noFile(name);
      const lines = linesOf(text);
      const held = await reader.tiesHold(new Map(lines.map(({ pk, ties }) => [pk, ties])));
      return textOf(lines.filter(({ pk }) => held.has(pk)));
    },
  };
}

/** Types asked for, each within the token's scopes; without asking, all that the scopes reach at this level. */
function typesOf({ level, types }: ExportOrder, reader: ExportReader): string[] {
  if (types) {
    for (const type of types) reader.needScope(type);
    return [...types];
  }
  const all = servedTypes.filter(
    (type) => type !== 'AuditEvent' && (level === 'system' || !fileless.has(type)) && reader.mayRead(type),
  );
  if (all.length === 0) reader.needScope('Patient');
  return all;
}

/** A token whose scopes reach some resources of a type only gets no file that one of wider reach ordered. */
function needReach({ scopes }: Caller, state: Job, type: string, reader: ExportReader): void {
  reader.needScope(type);
  if (!isConstrained(scopes, type, 'r')) return;
  if (grantScopes(state.scopes, scopes).length === state.scopes.length) return;
  throw new FhirFailure('forbidden', 'The export was ordered with wider scopes than this token carries.', {
    cause: 'insufficient_scope',
  });
}

async function needPatients(ids: readonly string[], reader: ExportReader): Promise<void> {
  const seen = await reader.seen(ids);
  const unseen = ids.filter((id) => !seen.has(id));
  if (unseen.length === 0) return;
  throw new FhirFailure(
    'not-found',
    unseen.map((id) => ({ text: `Patient/${id} is not here.`, expression: 'Parameters.parameter' })),
  );
}

/** Kick-offs of one client wait for each other at one row, so that no two take the last free place. */
async function takeTurn(table: Table, ref: JobRef, job: Job, reader: ExportReader, now: Date): Promise<void> {
  for (;;) {
    const turn = await table.get(exportTurnKey(ref.client));
    const jobs = await listJobs(table, ref.client);
    const running = jobs.filter((one) => one.state.state === 'running' && !isOver(one, now));
    if (running.length >= exportLimits.atOnce) {
      throw new FhirFailure(
        'throttled',
        `${running.length} exports of this client run already, which is as many as may; wait for one to end, or cancel one with DELETE.`,
      );
    }
    try {
      const turned = {
        put: exportTurnKey(ref.client),
        value: '',
        expect: turn?.version ?? 'absent',
      } as const;
      await reader.commit([turned, putJob(ref, job, 'absent')], queryOf(job), [undefined]);
      return;
    } catch (problem) {
      if (!(problem instanceof CommitConflict)) throw problem;
    }
  }
}

function stateOf(job: Job): ExportState {
  if (job.state === 'failed') {
    const { kind = 'export-failed', issues = [] } = job.failure ?? {};
    return { state: 'failed', kind, issues: issues.map((text) => ({ text })) };
  }
  if (job.state === 'running') {
    const at = job.phase === childrenPhase ? `${job.children} children read` : `reading ${job.phase}`;
    return { state: 'running', progress: `step ${job.step}, ${at}` };
  }
  const file = ([name, type, count]: Job['output'][number]): ExportFile => ({ name, type, count });
  return {
    state: 'done',
    at: job.at,
    expires: job.expires,
    request: job.request,
    output: job.output.map(file),
    deleted: job.deleted.map(file),
    ignored:
      job.ignored.length > 0
        ? { name: ignoredName, type: 'OperationOutcome', count: job.ignored.length }
        : undefined,
  };
}

const ignoredText = (ignored: readonly string[]): string =>
  ignored
    .map((text) =>
      JSON.stringify({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'warning', code: 'not-supported', details: { text }, diagnostics: text }],
      }),
    )
    .map((line) => `${line}\n`)
    .join('');

const noExport = (): FhirFailure =>
  new FhirFailure('not-found', 'There is no such export; it was cancelled, has expired or never was.');
const noFile = (name: string): FhirFailure =>
  new FhirFailure(
    'not-found',
    `There is no file ${name.slice(0, 64)} of this export; its manifest names them.`,
  );
