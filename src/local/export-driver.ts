// Carries out exports in this process: step after step, on from where they stood when it last stopped.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Rule } from '../access/policy/decide.ts';
import { type FolderFiles, openFolder } from '../bulk/folder-files.ts';
import { isOver, type JobRef, listJobs } from '../bulk/job.ts';
import { type RunParts, step } from '../bulk/run.ts';
import { faultLine, type LogLine } from '../edge/log.ts';
import { exportLimits } from '../interactions/export-desk.ts';
import type { Table } from '../store/table.ts';
import { guardOf } from '../wiring.ts';

export interface ExportDriver {
  /** An export was ordered or cancelled. */
  tell(ref: JobRef): void;
  /** Clears away the files of what is no more, and goes on with what was left. */
  resume(): Promise<void>;
  /** Ends after the step at hand. */
  stop(): Promise<void>;
}

export function driveExports(parts: RunParts & { readonly files: FolderFiles }): ExportDriver {
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  /** Folders first: an export that has one has had its row before. */
  const clear = async (): Promise<void> => {
    const kept = await parts.files.jobs();
    const now = parts.guard.now();
    const jobs = await listJobs(parts.guard.store.table);
    const known = new Set(jobs.filter((one) => !isOver(one, now)).map(({ job }) => job));
    for (const job of kept) if (!known.has(job)) await parts.files.drop(job);
  };

  const run = async (ref: JobRef): Promise<void> => {
    try {
      while (!isStopped && (await step(parts, ref)) === 'more');
      await clear();
    } catch (problem) {
      // The table itself refuses: the next start takes the export up again.
      parts.report(problem);
    }
  };

  const tell = (ref: JobRef): void => {
    if (isStopped) return;
    const before = running.get(ref.job) ?? Promise.resolve();
    const next = before
      .then(() => run(ref))
      .finally(() => {
        if (running.get(ref.job) === next) running.delete(ref.job);
      });
    running.set(ref.job, next);
  };

  return {
    tell,
    resume: async () => {
      await clear();
      for (const job of await listJobs(parts.guard.store.table)) tell(job);
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(running.values());
    },
  };
}

export interface LocalParts {
  readonly table: Table;
  readonly publicUrl: string;
  readonly rules: readonly Rule[];
  readonly now: () => Date;
  readonly log: (line: LogLine) => void;
  readonly dataDir: string;
  readonly keepHours?: number;
}

/** The driver, and what the doors need to take orders for it. */
export function openExports({ log, dataDir, keepHours = exportLimits.keepHours, ...parts }: LocalParts) {
  const files = openFolder(join(dataDir, 'exports'));
  const report = (error: unknown): void => log(faultLine('export', error));
  const settle = 250;
  const driver = driveExports({ guard: guardOf(parts), files, keepHours, settle, pause, report });
  return { driver, ordering: { files, keepHours, tell: driver.tell } };
}
