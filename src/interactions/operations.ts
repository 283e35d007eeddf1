// The operations there are: routing and the CapabilityStatement both read this table.
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { expandOperation } from './expand.ts';
import { groupExport, patientExport, systemExport } from './export.ts';
import { lookupOperation } from './lookup.ts';
import { metaAddOperation, metaDeleteOperation, metaOperation } from './meta.ts';
import type { OperationSpec } from './operation.ts';
import { validateCodeSystemCode, validateValueSetCode } from './validate-code.ts';
import { validateOperation } from './validate-resource.ts';

export const operations: readonly OperationSpec[] = [
  everythingOperation,
  documentOperation,
  metaOperation,
  metaAddOperation,
  metaDeleteOperation,
  validateOperation,
  systemExport,
  patientExport,
  groupExport,
  expandOperation,
  lookupOperation,
  validateCodeSystemCode,
  validateValueSetCode,
];
