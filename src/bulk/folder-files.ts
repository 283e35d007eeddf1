// Exported files in a folder, one folder per export within: for one machine.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFiles } from './files.ts';

export interface FolderFiles extends ExportFiles {
  /** The exports that have files here. */
  jobs(): Promise<string[]>;
}

export function openFolder(folder: string): FolderFiles {
  const place = (job: string, name: string): string => {
    if (!/^[\w-]+$/.test(job) || !/^[\w.-]+$/.test(name)) throw new TypeError('no name of an exported file');
    return join(folder, job, name);
  };
  return {
    put: async (job, name, text) => {
      const path = place(job, name);
      await mkdir(join(folder, job), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
    },
    get: (job, name) => orNothing(readFile(place(job, name), 'utf8')),
    drop: async (job, name) => {
      const path = place(job, name ?? '-');
      await rm(name === undefined ? join(folder, job) : path, { recursive: true, force: true });
    },
    jobs: async () => (await orNothing(readdir(folder))) ?? [],
  };
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return undefined;
    throw problem;
  }
}
