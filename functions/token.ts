// SMART Backend Services: a signed assertion in, an access token out.
import { tokenDoor } from '../src/edge/token-door.ts';
import { lambdaTokenParts } from '../src/lambda-token.ts';

export const handler = tokenDoor(lambdaTokenParts());
