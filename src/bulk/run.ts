// One step of an export: reads a stretch, writes its files, and counts both by one commit that only one runner can win.

import type { Caller } from '../access/caller.ts';
import { ExportReader } from '../access/export-reader.ts';
import type { GuardParts } from '../access/guarded-store.ts';
import { grantScopes } from '../access/scopes.ts';
import { callerOf, purposesFor, readRegistration } from '../access/tokens/registration.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { CommitConflict } from '../store/table.ts';
import type { ExportFiles } from './files.ts';
import { actsFor, findJob, isOver, type Job, type JobRef, putJob, queryOf, type StoredJob } from './job.ts';
import { encodeLines, type Placed, partsOf } from './ndjson.ts';
import { readStretch } from './stretch.ts';

export interface RunParts {
  readonly guard: GuardParts;
  readonly files: ExportFiles;
  readonly keepHours: number;
  /** Milliseconds a commit may take from its time stamp to the table: an export reads nothing before they are over. */
  readonly settle: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly report: (problem: unknown) => void;
}

/** `more`: there is a next step; `over`: nothing is left to do; `passed`: somebody else took this step. */
export type Stepped = 'more' | 'over' | 'passed';

const mostTries = 5;

/** With `version` the step is taken only from that version of the job's row on. */
export async function step(parts: RunParts, ref: JobRef, version?: number): Promise<Stepped> {
  const { guard, files, report } = parts;
  const job = await findJob(guard.store.table, ref);
  if (!job || isOver(job, guard.now())) {
    await files.drop(ref.job);
    return 'over';
  }
  if (job.state.state !== 'running') return 'over';
  if (version !== undefined && job.row.version !== version) return 'passed';
  try {
    return await advance(parts, job);
  } catch (problem) {
    if (problem instanceof CommitConflict) return 'passed';
    if (problem instanceof FhirFailure && problem.kind !== 'busy') return fail(parts, job, problem);
    report(problem);
    return tryAgain(parts, job);
  }
}

async function advance(parts: RunParts, job: StoredJob): Promise<Stepped> {
  const { guard, files, settle, pause } = parts;
  const { state } = job;
  const early = Date.parse(state.at) + settle - guard.now().getTime();
  if (state.step === 0 && early > 0) await pause(Math.min(early, settle));
  const caller = await callerNow(parts, job);
  const reader = new ExportReader(guard, caller, { requestId: state.requestId, sourceIp: state.sourceIp });
  const { placed, children, next } = await readStretch(reader, state);
  const written: string[] = [];
  try {
    const output = await write(parts, job, placed, false, written);
    const deleted = await write(parts, job, placed, true, written);
    const after: Job = {
      ...state,
      ...next,
      state: next ? 'running' : 'done',
      step: state.step + 1,
      tries: 0,
      children: state.children + children,
      output: [...state.output, ...output],
      deleted: [...state.deleted, ...deleted],
      expires: expiry(parts),
    };
    const files = new Set(placed.map(({ line }) => line.pk).filter((pk) => pk.startsWith('Patient/')));
    await reader.commit([putJob(job, after, job.row.version)], queryOf(state), files);
  } catch (problem) {
    for (const name of written) await files.drop(job.job, name);
    throw problem;
  }
  return next ? 'more' : 'over';
}

/** Names are never used twice, so that a rival's files are never mistaken for those that count. */
async function write(
  { guard, files }: RunParts,
  { job, state }: StoredJob,
  placed: readonly Placed[],
  isDeletion: boolean,
  written: string[],
): Promise<Job['output']> {
  const stored: Job['output'] = [];
  for (const { type, lines } of partsOf(placed, isDeletion)) {
    const name = `${state.step}-${isDeletion ? 'deleted' : type}-${guard.newId().slice(0, 8)}.ndjson`;
    written.push(name);
    await files.put(job, name, encodeLines(lines));
    stored.push([name, type, lines.length]);
  }
  return stored;
}

/** The client as it is registered at this moment, with no less than what its token was granted. */
async function callerNow({ guard }: RunParts, { client, state }: StoredJob): Promise<Caller> {
  const registration = await readRegistration(guard.store.table, client);
  if (!registration) throw new FhirFailure('forbidden', 'The client is not registered any more.');
  const caller = callerOf(registration, state.scopes, state.purpose);
  if (!purposesFor(registration).includes(caller.purpose))
    throw new FhirFailure('forbidden', 'The client lost the purpose that the export was started for.');
  if (actsFor(caller) !== state.actsFor)
    throw new FhirFailure('forbidden', 'The client does not act any more for whom it acted at kick-off.');
  if (grantScopes(state.scopes, registration.scopes).length < state.scopes.length)
    throw new FhirFailure('forbidden', 'The client lost scopes that the export was started with.');
  return caller;
}

const expiry = ({ guard, keepHours }: RunParts): string =>
  new Date(guard.now().getTime() + keepHours * 3_600_000).toISOString();

async function fail(
  parts: RunParts,
  job: StoredJob,
  failure: Pick<FhirFailure, 'kind' | 'issues'>,
): Promise<Stepped> {
  const kind = failure.kind === 'forbidden' ? 'forbidden' : 'export-failed';
  const state: Job = {
    ...job.state,
    state: 'failed',
    failure: { kind, issues: failure.issues.map(({ text }) => text) },
    output: [],
    deleted: [],
    expires: expiry(parts),
  };
  await parts.guard.store.table.commit([putJob(job, state, job.row.version)]);
  await parts.files.drop(job.job);
  return 'over';
}

async function tryAgain(parts: RunParts, job: StoredJob): Promise<Stepped> {
  const tries = job.state.tries + 1;
  if (tries >= mostTries) {
    const text = `The export ended after ${mostTries} errors on our side; start it again, or name it when you report it: ${job.job}.`;
    return fail(parts, job, { kind: 'export-failed', issues: [{ text }] });
  }
  await parts.pause(200 * 2 ** tries);
  await parts.guard.store.table.commit([putJob(job, { ...job.state, tries }, job.row.version)]);
  return 'more';
}
