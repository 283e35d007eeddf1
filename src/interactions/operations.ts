// The operations there are: routing and the CapabilityStatement both read this table.
import { everythingOperation } from './everything.ts';
import type { OperationSpec } from './operation.ts';

export const operations: readonly OperationSpec[] = [everythingOperation];
