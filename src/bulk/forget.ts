// Takes a destroyed file out of the bulk exports: what holds a line of it is cancelled, what is still running reads anew.
import { CommitConflict, type Table } from '../store/table.ts';
import type { ExportFiles } from './files.ts';
import { findJob, type JobRef, listJobs, putJob, type StoredJob } from './job.ts';
import { linesOf } from './ndjson.ts';

export interface ForgetParts {
  readonly table: Table;
  readonly files: Pick<ExportFiles, 'get'>;
  /** Tells whoever runs the exports that this one has changed: the files of a cancelled one go. */
  readonly tell: (ref: JobRef) => void;
}

export async function forgetInExports(parts: ForgetParts, pk: string): Promise<void> {
  for (const found of await listJobs(parts.table)) {
    let job: StoredJob | undefined = found;
    while (job && !(await settled(parts, job, pk))) job = await findJob(parts.table, found);
  }
}

/** False when the job changed meanwhile. */
async function settled({ table, files, tell }: ForgetParts, job: StoredJob, pk: string): Promise<boolean> {
  const isHolding = await holds(files, job, pk);
  if (!isHolding && job.state.state !== 'running') return true;
  try {
    // A step that read the file before it was destroyed finds another version of the row, and is taken again.
    const change = isHolding
      ? { remove: job.row, expect: job.row.version }
      : putJob(job, job.state, job.row.version);
    await table.commit([change]);
    tell({ client: job.client, job: job.job });
    return true;
  } catch (problem) {
    if (problem instanceof CommitConflict) return false;
    throw problem;
  }
}

async function holds(files: ForgetParts['files'], { job, state }: StoredJob, pk: string): Promise<boolean> {
  for (const [name] of [...state.output, ...state.deleted]) {
    const text = await files.get(job, name);
    if (text !== undefined && linesOf(text).some((line) => line.pk === pk)) return true;
  }
  return false;
}
