// The deployed functions' log: structured lines that CloudWatch understands.
import { Logger } from '@aws-lambda-powertools/logger';
import { faultOf } from './edge/fault.ts';
import type { LogLine } from './edge/log.ts';

export function lambdaLog(logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'): (line: LogLine) => void {
  const logger = new Logger({ serviceName: 'vroegdossier', logLevel });
  return ({ level, error, ...line }) => {
    if (level === 'error') logger.error('request', { ...line, fault: faultOf(error) });
    else logger.info('request', { ...line });
  };
}
