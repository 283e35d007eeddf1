// The findings of AwsSolutions that stand, each with its place and the reason.
import { type Stack, Validations } from 'aws-cdk-lib';
import { functionNames } from '../scripts/bundle-doors.ts';
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

/** The construct that holds the role of a function. */
const placeOf = (name: string): string => (name === 'export' ? 'Export' : `Door-${name}`);

const tracingExceptions = functionNames.map((name) => ({
  path: `${placeOf(name)}/Role/DefaultPolicy/Resource`,
  rule: 'AwsSolutions-IAM5[Resource::*]',
  reason:
    'X-Ray takes trace segments of a function on no resource of its own, so the two xray: actions need *.',
}));

const exportExceptions = [
  ...['fhir', 'export'].map((name) => ({
    path: `${placeOf(name)}/Role/DefaultPolicy/Resource`,
    rule: 'AwsSolutions-IAM5[Resource::<ExportsBucket54D5CE64.Arn>/exports/*]',
    reason: 'The files of an export have names made when it runs; the grant covers them and nothing beside.',
  })),
  {
    path: 'Exports/Bucket/Resource',
    rule: 'AwsSolutions-S1',
    reason:
      'The two functions alone reach the bucket; who was given which child is in the AuditEvents, with the client’s name, ' +
      'which an access log of S3 would not know.',
  },
];

export const nagExceptions: readonly NagException[] = [
  ...routeExceptions,
  ...tracingExceptions,
  ...exportExceptions,
];

export const applyNagExceptions = (stack: Stack): void => {
  const places = new Map(stack.node.findAll().map((construct) => [construct.node.path, construct]));
  for (const { path, rule, reason } of nagExceptions) {
    const place = places.get(`${stack.node.path}/${path}`);
    if (!place) throw new Error(`nag exception for ${path}, which is not in the stack`);
    Validations.of(place).acknowledge({ id: rule, reason });
  }
};
