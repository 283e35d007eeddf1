// What this server is and can: CapabilityStatement, SMART configuration, OpenAPI. No token, no data.
import { discoveryDoor } from '../src/edge/discovery-door.ts';
import { lambdaLog } from '../src/lambda-log.ts';
import { lambdaPeople } from '../src/lambda-people.ts';
import { published } from '../src/published.ts';
import { discoverySettings } from '../src/settings.ts';
import { loadXml } from '../src/xml/load.ts';

const { PUBLIC_URL, LOG_LEVEL } = discoverySettings();

export const handler = discoveryDoor({
  publicUrl: PUBLIC_URL,
  published,
  people: lambdaPeople(),
  log: lambdaLog(LOG_LEVEL),
  xml: loadXml,
});
