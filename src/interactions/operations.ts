// The operations there are: routing and the CapabilityStatement both read this table.
import { breakGlassOperation } from './break-glass.ts';
import { disclosuresOperation } from './disclosures.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { expandOperation } from './expand.ts';
import { groupExport, patientExport, systemExport } from './export.ts';
import { lookupOperation } from './lookup.ts';
import { metaAddOperation, metaDeleteOperation, metaOperation } from './meta.ts';
import type { OperationSpec } from './operation.ts';
import { certificatesOperation, retentionOperation } from './rights/certificates.ts';
import { copyOperation } from './rights/copy.ts';
import { decideRightOperation } from './rights/decide-right.ts';
import { rectifyOperation } from './rights/rectify.ts';
import { legalHoldOperation, requestRightOperation } from './rights/request-right.ts';
import { transferOperation } from './rights/transfer.ts';
import { validateCodeSystemCode, validateValueSetCode } from './validate-code.ts';
import { validateOperation } from './validate-resource.ts';
import { whoMaySeeOperation } from './who-may-see.ts';

export const operations: readonly OperationSpec[] = [
  everythingOperation,
  breakGlassOperation,
  whoMaySeeOperation,
  disclosuresOperation,
  documentOperation,
  copyOperation,
  rectifyOperation,
  requestRightOperation,
  legalHoldOperation,
  decideRightOperation,
  retentionOperation,
  certificatesOperation,
  transferOperation,
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
