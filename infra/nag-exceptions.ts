// The findings of AwsSolutions that stand, each with its place and the reason.
import { type Stack, Validations } from 'aws-cdk-lib';
import { doors } from '../scripts/bundle-doors.ts';
import { type Route, routes } from '../src/doors.ts';

export interface NagException {
  /** From the stack down, as CDK prints it. */
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

/** CDK names a route's construct after its method and path, slashes written as `--`. */
const routePath = ({ method, path }: Route): string =>
  `Api/Http/${method}${path.replaceAll('/', '--')}/Resource`;

const routeExceptions = routes.map((route) => ({
  path: routePath(route),
  rule: 'AwsSolutions-APIG4',
  reason: route.open
    ? 'Open by the SMART and FHIR specifications: it tells what everyone may know, or is where a token is asked for ' +
      'with a signed assertion.'
    : 'The door itself verifies the signed token, its scopes and the policy, the same on a laptop as on AWS; an ' +
      'authorizer before it would answer refusals without an OperationOutcome.',
}));

const tracingExceptions = doors.map((door) => ({
  path: `Door-${door}/Role/DefaultPolicy/Resource`,
  rule: 'AwsSolutions-IAM5[Resource::*]',
  reason:
    'X-Ray takes trace segments of a function on no resource of its own, so the two xray: actions need *.',
}));

export const nagExceptions: readonly NagException[] = [...routeExceptions, ...tracingExceptions];

export const applyNagExceptions = (stack: Stack): void => {
  const places = new Map(stack.node.findAll().map((construct) => [construct.node.path, construct]));
  for (const { path, rule, reason } of nagExceptions) {
    const place = places.get(`${stack.node.path}/${path}`);
    if (!place) throw new Error(`nag exception for ${path}, which is not in the stack`);
    Validations.of(place).acknowledge({ id: rule, reason });
  }
};
