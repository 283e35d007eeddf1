// Bundles every door of src/doors.ts, and the export function, for Lambda: the deployment and the tests run exactly these bundles.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Door, routes } from '../src/doors.ts';

export const doors: readonly Door[] = [...new Set(routes.map((route) => route.door))];

/** The doors, and what carries out bulk exports without being one. */
export type FunctionName = Door | 'export';
export const functionNames: readonly FunctionName[] = [...doors, 'export'];

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is this long is read by few requests, and would be loaded with the door by all. */
const packedFrom = 1_000_000;

const packed = (text: string): string => `import { gunzipSync } from 'node:zlib';
export default /* @__PURE__ */ JSON.parse(gunzipSync(Buffer.from('${gzipSync(text).toString('base64')}', 'base64')));`;

const asText = (text: string): string =>
  `export default /* @__PURE__ */ JSON.parse(${JSON.stringify(text)});`;

/** V8 parses a JSON string faster than an object literal of that size; that counts at every cold start. */
const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(context) {
    context.onLoad({ filter: /\.json$/ }, async ({ path }) => {
      // A package may `require` its own JSON, which has no default export to give.
      if (path.includes('node_modules')) return undefined;
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: text.length > packedFrom ? packed(text) : asText(text), loader: 'js' };
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
  readonly name: FunctionName;
  readonly bytes: number;
}

/** Writes `<outDir>/<name>/index.mjs`, with its source map beside it, and tells the size of each. */
export const bundleDoors = async (outDir: string): Promise<DoorBundle[]> => {
  const entryPoints = functionNames.map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` }));
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints,
    outdir: outDir,
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs);
  return functionNames.map((name) => {
    const output = outputs.find(([path]) => path.endsWith(`/${name}/index.mjs`));
    return { name, bytes: output?.[1].bytes ?? 0 };
  });
};

if (import.meta.main) {
  const bundles = await bundleDoors(`${root}/build/doors`);
  for (const { name, bytes } of bundles) {
    console.log(`${name.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(6)} kB`);
  }
}
