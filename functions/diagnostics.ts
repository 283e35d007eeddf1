// Examinations asked for and their results, and the multidisciplinary meeting.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { diagnosticsDoorRoutes } from '../src/ivh/diagnostics/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('diagnostics', diagnosticsDoorRoutes, lambdaApp());
