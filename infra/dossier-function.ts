// A Lambda function of Vroegdossier, with a role and a log group of its own.
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../scripts/bundle-doors.ts';
import type { Stage } from './stage.ts';

export interface DossierFunctionProps {
  readonly name: FunctionName;
  /** What it is to the stage, for its description. */
  readonly as: string;
  readonly stage: Stage;
  /** The folder of bundleDoors. */
  readonly bundles: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

export class DossierFunction extends Construct {
  readonly role: Role;
  readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, props: DossierFunctionProps) {
    super(scope, id);
    const { name, as, stage, bundles, timeoutSeconds, environment } = props;
    const logGroup = new LogGroup(this, 'Log', { retention: stage.logRetentionDays });
    // A role of our own: the one CDK makes carries a managed policy that may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);

    this.handler = new LambdaFunction(this, 'Function', {
      description: `Vroegdossier ${stage.name}: the ${as}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // The source maps stay at home: they would only make the package, and so the cold start, bigger.
      code: Code.fromAsset(`${bundles}/${name}`, { exclude: ['*.map'] }),
      handler: 'index.handler',
      memorySize: stage.memoryMegabytes,
      timeout: Duration.seconds(timeoutSeconds),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[stage.logLevel],
      tracing: Tracing.ACTIVE,
      environment: { ...environment, LOG_LEVEL: stage.logLevel },
    });
  }
}
