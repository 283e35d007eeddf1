// Compares the checked-in folder with what was built, or replaces it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

export async function staleFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const present = await readFolder(folder);
  const names = new Set([...files.keys(), ...present.keys()]);
  return [...names].filter((name) => files.get(name) !== present.get(name)).sort();
}

export async function replaceFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path): Promise<[string, string]> => {
    return [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')];
  });
  return new Map(await Promise.all(read));
}
