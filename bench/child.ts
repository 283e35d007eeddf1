// Starts a TypeScript file as a process of its own and asks it one thing at a time.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** Sends a message and resolves with the next one that comes back. */
  ask<T>(message: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** `file` stands beside this one; it says something when it is ready. */
export async function startChild<T>(
  file: string,
  args: readonly string[],
  options: readonly string[] = [],
): Promise<{ child: Child; ready: T }> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...options],
    serialization: 'advanced',
  });
  const ready = await nextMessage<T>(child);
  return {
    ready,
    child: {
      ask: async <A>(message: unknown) => {
        const answer = nextMessage<A>(child);
        child.send(message as object);
        return answer;
      },
      stop: async () => {
        if (child.exitCode !== null) return;
        const ended = once(child, 'exit');
        child.send('stop');
        await ended;
      },
    },
  };
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const gone = new AbortController();
  const ended = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with code ${code}`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal: gone.signal }), ended]);
    return message as T;
  } finally {
    gone.abort();
    ended.catch(() => {});
  }
}
