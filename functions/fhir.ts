// Every FHIR R4 request.
import { fhirDoor } from '../src/edge/fhir-door.ts';
import { lambdaOrdering } from '../src/lambda-exports.ts';
import { lambdaApp } from '../src/lambda-wiring.ts';

export const handler = fhirDoor(lambdaApp(lambdaOrdering()));
