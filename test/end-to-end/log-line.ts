// What a log line may be made of, so that nothing of a person can stand in one: held for every line that any test causes.
import { METHODS } from 'node:http';
import { routes } from '../../src/doors.ts';
import { type LogLine, routeOf } from '../../src/edge/log.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const doors = new Set<string>([...routes.map(({ door }) => door), 'local', 'export']);

const rules: { readonly [Member in keyof Required<LogLine>]: (value: unknown) => boolean } = {
  level: (value) => value === 'info' || value === 'error',
  requestId: (value) => value === '' || (typeof value === 'string' && uuid.test(value)),
  door: (value) => typeof value === 'string' && doors.has(value),
  method: (value) => value === '' || (typeof value === 'string' && METHODS.includes(value)),
  route: (value) => typeof value === 'string' && routeOf(value) === value,
  status: (value) => Number.isInteger(value),
  duration: (value) => typeof value === 'number',
  // What is written of it is decided where it is written.
  error: () => true,
};

/** The members that are none of a log line, or not as they may be. */
export const misfitsOf = (line: LogLine): string[] =>
  Object.entries(line)
    .filter(([name, value]) => !Object.hasOwn(rules, name) || !rules[name as keyof LogLine](value))
    .map(([name, value]) => `${name}: ${String(value)}`);

/** Throws for lines that tell of somebody. */
export function assertFit(lines: readonly LogLine[]): void {
  const misfits = lines.flatMap(misfitsOf);
  if (misfits.length > 0) throw new Error(`the log told of somebody: ${misfits.slice(0, 5).join('; ')}`);
}
