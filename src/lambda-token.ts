// How the deployed token endpoint is wired: clients and keys in the table, people at the identity provider.
import { randomUUID } from 'node:crypto';
import { ledgerOf } from './access/audit/ledger.ts';
import type { TokenDoorParts } from './edge/token-door.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaPeople } from './lambda-people.ts';
import { lambdaTable, lambdaThrottles } from './lambda-table.ts';
import { lambdaSettings } from './settings.ts';

export function lambdaTokenParts(): TokenDoorParts {
  const { PUBLIC_URL, LOG_LEVEL } = lambdaSettings();
  const table = lambdaTable();
  const people = lambdaPeople();
  return {
    ...people,
    table,
    strangers: lambdaThrottles(table).strangers,
    ledger: ledgerOf(table, randomUUID().slice(0, 1)),
    relay: fetch,
    issuer: `${PUBLIC_URL}/fhir`,
    tokenUrl: `${PUBLIC_URL}/auth/token`,
    newId: randomUUID,
    log: lambdaLog(LOG_LEVEL),
  };
}
