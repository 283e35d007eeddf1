// How the deployed functions are wired: DynamoDB, structured logs, settings from the environment.
import type { App } from './edge/app.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaPeople } from './lambda-people.ts';
import { lambdaTable, lambdaThrottles } from './lambda-table.ts';
import { lambdaSettings } from './settings.ts';
import { type WiringParts, wire } from './wiring.ts';

/** One per container, made at cold start. The FHIR door takes orders for exports besides. */
export function lambdaApp(exports?: WiringParts['exports']): App {
  const { PUBLIC_URL, LOG_LEVEL, RETENTION_YEARS } = lambdaSettings();
  const table = lambdaTable();
  const throttles = lambdaThrottles(table);
  const retentionYears = RETENTION_YEARS;
  return wire({
    retentionYears,
    table,
    publicUrl: PUBLIC_URL,
    log: lambdaLog(LOG_LEVEL),
    exports,
    throttles,
    people: lambdaPeople(),
  });
}
