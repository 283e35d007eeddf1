// Regional coordinators: the board with counts and days per state.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { statusRoutes } from '../src/ivh/status/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('status', statusRoutes, lambdaApp());
