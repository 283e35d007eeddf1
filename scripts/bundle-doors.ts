// Bundles every door of src/doors.ts for Lambda: the deployment and the tests run exactly these bundles.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Door, routes } from '../src/doors.ts';

export const doors: readonly Door[] = [...new Set(routes.map((route) => route.door))];

const root = fileURLToPath(new URL('..', import.meta.url));

/** V8 parses a JSON string faster than an object literal of that size; that counts at every cold start. */
const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(context) {
    context.onLoad({ filter: /\.json$/ }, async ({ path }) => {
      // A package may `require` its own JSON, which has no default export to give.
      if (path.includes('node_modules')) return undefined;
      const compact = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
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
