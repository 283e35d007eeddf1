// Runs a script of src/local as npm would, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves when this text was printed; rejects when the process ends before. */
  until(text: string): Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

export function runScript(name: string, settings: Readonly<Record<string, string>>): Run {
  const script = new URL(`../../src/local/${name}.ts`, import.meta.url).pathname;
  const process = spawn(
    new URL('../../node_modules/.bin/node', import.meta.url).pathname,
    ['--disable-warning=ExperimentalWarning', script],
    { env: { PATH: '/usr/bin:/bin', HOST: '127.0.0.1', ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const printed = { out: '', err: '' };
  process.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk;
  });
  process.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk;
  });
  const ended = once(process, 'close').then(([code]): number | null => code);
  return {
    process,
    output: () => printed.out,
    errors: () => printed.err,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (printed.out.includes(text)) resolve();
        };
        process.stdout.on('data', look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code} before "${text}": ${printed.err}`)));
      }),
  };
}
