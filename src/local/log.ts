// The log of one machine: a JSON line per request on standard output, per fault on standard error.
import { faultOf } from '../edge/fault.ts';
import type { LogLine } from '../edge/log.ts';
import type { LocalSettings } from '../settings.ts';

export function logTo(level: LocalSettings['LOG_LEVEL']): (line: LogLine) => void {
  const all = level === 'DEBUG' || level === 'INFO';
  return ({ error, ...line }) => {
    if (line.level === 'error') console.error(JSON.stringify({ ...line, fault: faultOf(error) }));
    else if (all) console.log(JSON.stringify(line));
  };
}
