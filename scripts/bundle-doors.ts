// Bundles every door of src/doors.ts for Lambda: the deployment and the tests run exactly these bundles.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Door, routes } from '../src/doors.ts';
import type { Definition, Element } from '../src/profiles/definition.ts';

export const doors: readonly Door[] = [...new Set(routes.map((route) => route.door))];

const root = fileURLToPath(new URL('..', import.meta.url));

const profilesFile = 'fhir-profiles/generated/profiles.json';

/** The profiles without what only people read; the validator goes by what is left, half of it. */
const forValidator = (definitions: readonly Definition[]): Definition[] =>
  definitions.map(({ resourceType, url, name, type, kind, derivation, snapshot }) => {
    const element = snapshot?.element.map((each) => {
      const kept = Object.entries(each).filter(([key]) => read.has(key) || /^(fixed|pattern)[A-Z]/.test(key));
      const constraint = each.constraint?.map(({ key, severity, human, expression }) => {
        return { key, severity, human, expression };
      });
      return { ...(Object.fromEntries(kept) as typeof each), constraint };
    });
    return { resourceType, url, name, type, kind, derivation, snapshot: element && { element } };
  });

const read = new Set<string>([
  'id',
  'path',
  'sliceName',
  'slicing',
  'min',
  'max',
  'base',
  'type',
  'contentReference',
  'binding',
] satisfies (keyof Element)[]);

/** V8 parses a JSON string faster than an object literal of that size; that counts at every cold start. */
const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(context) {
    context.onLoad({ filter: /\.json$/ }, async ({ path }) => {
      // A package may `require` its own JSON, which has no default export to give.
      if (path.includes('node_modules')) return undefined;
      const data: unknown = JSON.parse(await readFile(path, 'utf8'));
      const compact = JSON.stringify(path.endsWith(profilesFile) ? forValidator(data as Definition[]) : data);
      return {
        contents: `export default /* @__PURE__ */ JSON.parse(${JSON.stringify(compact)});`,
        loader: 'js',
      };
    });
  },
};

export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  minify: true,
  // Error names and log lines keep the names of the source.
  keepNames: true,
  sourcemap: 'external',
  legalComments: 'none',
  plugins: [jsonAsText],
} satisfies BuildOptions;

export interface DoorBundle {
  readonly door: Door;
  readonly bytes: number;
}

/** Writes `<outDir>/<door>/index.mjs`, with its source map beside it, and tells the size of each. */
export const bundleDoors = async (outDir: string): Promise<DoorBundle[]> => {
  const entryPoints = doors.map((door) => ({ in: `functions/${door}.ts`, out: `${door}/index` }));
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints,
    outdir: outDir,
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs);
  return doors.map((door) => {
    const output = outputs.find(([path]) => path.endsWith(`/${door}/index.mjs`));
    return { door, bytes: output?.[1].bytes ?? 0 };
  });
};

if (import.meta.main) {
  const bundles = await bundleDoors(`${root}/build/doors`);
  for (const { door, bytes } of bundles) {
    console.log(`${door.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(6)} kB`);
  }
}
