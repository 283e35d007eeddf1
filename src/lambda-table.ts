// The deployed functions' table, and what is counted in it of all their containers together.
import { openSharedThrottles } from './access/rates/shared-throttle.ts';
import type { Throttles } from './access/rates/throttle.ts';
import { lambdaSettings, ratesSettings } from './settings.ts';
import { openDynamoTable } from './store/dynamodb.ts';
import type { Table } from './store/table.ts';

export function lambdaTable(): Table {
  return openDynamoTable({ tableName: lambdaSettings().TABLE_NAME });
}

/** A container takes one request at a time: what it counts by itself would hold nobody back. */
export function lambdaThrottles(table: Table): Throttles {
  return openSharedThrottles(ratesSettings(), { table, now: () => new Date() });
}
