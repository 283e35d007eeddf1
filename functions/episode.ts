// The trajectory: case manager, states, closing and reopening.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { episodeRoutes } from '../src/ivh/episode/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('episode', episodeRoutes, lambdaApp());
