// What a log may tell of an error nobody expected: what kind it is and where it arose, never what it was about.

export interface Fault {
  readonly name: string;
  /** As the system, the database or the cloud calls it. */
  readonly code?: string;
  /** Only where the system or the database worded it; others may quote what they were given. */
  readonly message?: string;
  /** Places in our own code and its libraries, nearest first. */
  readonly stack: readonly string[];
  readonly cause?: Fault;
}

/** Errors of the disk and of SQLite speak of files, tables and limits, and quote no value. */
const isAboutTheMachine = (code: string): boolean =>
  /^E[A-Z0-9]{2,}$/.test(code) || code === 'ERR_SQLITE_ERROR';

const deepest = 3;

export function faultOf(problem: unknown, level = 0): Fault {
  if (!(problem instanceof Error)) return { name: typeof problem, stack: [] };
  const code = 'code' in problem && typeof problem.code === 'string' ? problem.code : undefined;
  return {
    name: problem.name,
    ...(code === undefined ? {} : { code }),
    ...(code !== undefined && isAboutTheMachine(code) ? { message: problem.message } : {}),
    stack: placesOf(problem),
    ...(problem.cause === undefined || level === deepest ? {} : { cause: faultOf(problem.cause, level + 1) }),
  };
}

/** The lines of the stack below the message, which it repeats; a message may have lines of its own. */
function placesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at < 0 ? 0 : at + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 20);
}
