// JGZ, GP, hospital, childcare, school and parents refer a child to Integrale Vroeghulp.
import { conceptDoor } from '../src/edge/concept-door.ts';
import { referralRoutes } from '../src/ivh/referral/routes.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = conceptDoor('referral', referralRoutes, lambdaApp());
