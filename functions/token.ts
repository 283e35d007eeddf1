// SMART Backend Services: a signed assertion in, an access token out.
import { randomUUID } from 'node:crypto';
import { tokenDoor } from '../src/edge/token-door.ts';
import { lambdaLog } from '../src/lambda-log.ts';
import { lambdaTable } from '../src/lambda-table.ts';
import { lambdaSettings } from '../src/settings.ts';

const { PUBLIC_URL, LOG_LEVEL } = lambdaSettings();

export const handler = tokenDoor({
  table: lambdaTable(),
  issuer: `${PUBLIC_URL}/fhir`,
  tokenUrl: `${PUBLIC_URL}/auth/token`,
  now: () => new Date(),
  newId: randomUUID,
  log: lambdaLog(LOG_LEVEL),
});
