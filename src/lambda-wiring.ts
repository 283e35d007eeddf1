// How the deployed functions are wired: DynamoDB, structured logs, settings from the environment.
import { Logger } from '@aws-lambda-powertools/logger';
import type { App } from './edge/app.ts';
import type { LogLine } from './edge/log.ts';
import { lambdaSettings } from './settings.ts';
import { openDynamoTable } from './store/dynamodb.ts';
import type { Table } from './store/table.ts';
import { wire } from './wiring.ts';

export function lambdaTable(): Table {
  return openDynamoTable({ tableName: lambdaSettings().TABLE_NAME });
}

export function lambdaLog(logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'): (line: LogLine) => void {
  const logger = new Logger({ serviceName: 'vroegdossier', logLevel });
  return ({ level, error, ...line }) => {
    if (level === 'error') logger.error('request', { ...line, error });
    else logger.info('request', { ...line });
  };
}

/** One per container, made at cold start. */
export function lambdaApp(): App {
  const { PUBLIC_URL, LOG_LEVEL } = lambdaSettings();
  return wire({ table: lambdaTable(), publicUrl: PUBLIC_URL, log: lambdaLog(LOG_LEVEL) });
}
