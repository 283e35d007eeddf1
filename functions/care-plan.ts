// The advice plan: draft, advice lines, the parents' agreement, new versions.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { carePlanRoutes } from '../src/ivh/care-plan/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('care-plan', carePlanRoutes, lambdaApp());
