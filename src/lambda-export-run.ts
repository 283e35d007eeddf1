// The deployed export function's wiring: the same step as on one machine, on DynamoDB and S3.
import { setTimeout as pause } from 'node:timers/promises';
import { type RunParts, step } from './bulk/run.ts';
import { faultLine } from './edge/log.ts';
import { lambdaFiles } from './lambda-exports.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaTable } from './lambda-table.ts';
import { exportSettings } from './settings.ts';
import { parseExportKey } from './store/keys.ts';
import { guardOf } from './wiring.ts';

/** Milliseconds after which no door works any more on what it was asked: API Gateway has given up by then. */
const longestRequest = 30_000;

export function lambdaExportStep(): (change: { sk: string; version?: number }) => Promise<unknown> {
  const { PUBLIC_URL, LOG_LEVEL, EXPORT_BUCKET, EXPORT_HOURS } = exportSettings();
  const log = lambdaLog(LOG_LEVEL);
  const parts: RunParts = {
    guard: guardOf({ table: lambdaTable(), publicUrl: PUBLIC_URL }),
    files: lambdaFiles(EXPORT_BUCKET),
    keepHours: EXPORT_HOURS,
    settle: longestRequest,
    pause,
    report: (error) => log(faultLine('export', error)),
  };
  return ({ sk, version }) => step(parts, parseExportKey(sk), version);
}
