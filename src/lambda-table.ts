// The deployed functions' table.
import { lambdaSettings } from './settings.ts';
import { openDynamoTable } from './store/dynamodb.ts';
import type { Table } from './store/table.ts';

export function lambdaTable(): Table {
  return openDynamoTable({ tableName: lambdaSettings().TABLE_NAME });
}
