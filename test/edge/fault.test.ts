import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultOf } from '../../src/edge/fault.ts';
import { faultLine } from '../../src/edge/log.ts';
import { lambdaLog } from '../../src/lambda-log.ts';
import { logTo } from '../../src/local/log.ts';

/** What an error may have been told: a name, a BSN, a body. */
const secrets = ['Jansen', '999911120', 'Speelt alleen'];
const spoken = `no place for Jansen, 999911120:\n    at Speelt alleen (Jansen)`;

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (problem) {
    return problem;
  }
}

class Told extends Error {
  override readonly name = 'Told';
  readonly person = 'Jansen';
}

const errors: readonly (readonly [string, unknown])[] = [
  ['that quotes a body it could not parse', thrown(() => JSON.parse('{"family":"Jansen","bsn":999911120'))],
  ['that quotes an address', thrown(() => new URL('Jansen 999911120'))],
  ['with a message of several lines', new Error(spoken)],
  ['with a cause', new Error('failed', { cause: new Error(spoken) })],
  ['with members of its own', new Told(spoken)],
  ['that is a text', spoken],
  ['of many', new AggregateError([new Error(spoken)], spoken)],
];

describe('an error nobody expected', () => {
  it.each(errors)('%s is told without what it was about', (_, problem) => {
    const told = JSON.stringify(faultOf(problem));
    for (const secret of secrets) expect(told).not.toContain(secret);
  });

  it('is told with its name and the places it passed', () => {
    const fault = faultOf(new Told(spoken));
    expect(fault.name).toBe('Told');
    expect(fault.stack[0]).toMatch(/^at .*fault\.test\.ts:\d+:\d+/);
  });

  it('keeps the words of the disk, which speak of files alone', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'vroegdossier-fault-')), 'missing');
    const problem: unknown = await readFile(path).catch((error: unknown) => error);
    expect(faultOf(problem)).toMatchObject({ code: 'ENOENT', message: expect.stringContaining('missing') });
  });

  it('tells three causes and no more', () => {
    let problem = new Error('innermost');
    for (let level = 0; level < 10; level += 1) problem = new Error('outer', { cause: problem });
    let depth = 0;
    for (let fault = faultOf(problem).cause; fault; fault = fault.cause) depth += 1;
    expect(depth).toBe(3);
  });
});

describe('the line of such an error', () => {
  let written = '';
  const take = (chunk: unknown): boolean => {
    written += String(chunk);
    return true;
  };
  beforeEach(() => {
    written = '';
    vi.spyOn(process.stdout, 'write').mockImplementation(take);
    vi.spyOn(process.stderr, 'write').mockImplementation(take);
    vi.spyOn(console, 'error').mockImplementation(take);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['the deployed functions', () => lambdaLog('DEBUG')],
    ['one machine', () => logTo('DEBUG')],
  ] as const)('of %s tells no more', (_, open) => {
    const log = open();
    for (const [, problem] of errors) log(faultLine('fhir', problem, 'GET'));
    expect(written).toContain('"fault":{"name":"SyntaxError"');
    for (const secret of secrets) expect(written).not.toContain(secret);
  });
});
