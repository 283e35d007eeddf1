// The team around a child.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { careTeamRoutes } from '../src/ivh/care-team/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('care-team', careTeamRoutes, lambdaApp());
