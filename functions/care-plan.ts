// The advice plan: draft, advice lines, the parents' agreement, new versions; and what parents decide about sharing.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { carePlanDoorRoutes } from '../src/ivh/care-plan/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('care-plan', carePlanDoorRoutes, lambdaApp());
