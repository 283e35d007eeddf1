// The bundles that are deployed, run as Lambda would: on their own, far from node_modules.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleDoors, type FunctionName, functionNames } from '../../scripts/bundle-doors.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bundles = await bundleDoors(folder);

const settings = {
  TABLE_NAME: 'dossier',
  PUBLIC_URL: 'https://dossier.example.org',
  LOG_LEVEL: 'INFO',
  EXPORT_BUCKET: 'exports',
  RATE_PER_CLIENT: '100',
  RATE_PER_ADDRESS: '20',
  AWS_REGION: 'eu-central-1',
};

/** What an expression gives once the door's handler is loaded, in a process that knows only the door's settings. */
const inBundle = async (door: FunctionName, expression: string): Promise<unknown> => {
  const script = `const { handler } = await import(${JSON.stringify(join(folder, door, 'index.mjs'))});
    console.log(JSON.stringify(${expression}));`;
  const options = { cwd: folder, env: settings };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
};

const get = (path: string): string =>
  `(await handler(${JSON.stringify({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: {},
    requestContext: { requestId: 'request-1', http: { method: 'GET', path } },
  })})).statusCode`;

test('there is one for each function', () => {
  expect(bundles.map(({ name }) => name)).toEqual(functionNames);
});

describe.each(bundles)('the $name bundle', ({ name, bytes }) => {
  const file = join(folder, name, 'index.mjs');

  test('exports a handler and needs nothing beside it', async () => {
    expect(await inBundle(name, 'typeof handler')).toBe('function');
  });

  test('stays small enough for a quick cold start', () => {
    expect(bytes).toBe(readFileSync(file).length);
    expect(bytes).toBeLessThan(5_000_000);
  });

  test('has its source map beside it and not inside', () => {
    expect(existsSync(`${file}.map`)).toBe(true);
    expect(readFileSync(file, 'utf8')).not.toContain('sourceMappingURL');
  });

  test('leaves the embedded database of the laptop at home', () => {
    expect(readFileSync(file, 'utf8')).not.toContain('node:sqlite');
  });
});

test('the discovery bundle answers without a table', async () => {
  expect(await inBundle('discovery', get('/fhir/metadata'))).toBe(200);
});

test('the bundle of a door with data refuses who has no token', async () => {
  expect(await inBundle('fhir', get('/fhir/Patient/1'))).toBe(401);
});
