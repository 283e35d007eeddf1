// How the deployed functions are wired: DynamoDB, structured logs, settings from the environment.
import type { App } from './edge/app.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaTable } from './lambda-table.ts';
import { lambdaSettings } from './settings.ts';
import { type WiringParts, wire } from './wiring.ts';

/** One per container, made at cold start. The FHIR door takes orders for exports besides. */
export function lambdaApp(exports?: WiringParts['exports']): App {
  const { PUBLIC_URL, LOG_LEVEL } = lambdaSettings();
  return wire({ table: lambdaTable(), publicUrl: PUBLIC_URL, log: lambdaLog(LOG_LEVEL), exports });
}
