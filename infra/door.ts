// One door as a Lambda function, with a role, a log group and settings of its own.
import { Duration } from 'aws-cdk-lib';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import type { Door as DoorName } from '../src/doors.ts';
import type { Stage } from './stage.ts';
import type { DossierTable } from './table.ts';
import { denyTokenRows, grantRows, grantTokenRows } from './table-access.ts';

export interface DoorProps {
  readonly name: DoorName;
  readonly stage: Stage;
  /** The folder of bundleDoors. */
  readonly bundles: string;
  readonly table: DossierTable;
  readonly publicUrl: string;
}

/** Discovery tells what everyone may know and needs no data; token knows clients and keys, and no file. */
const grantAccess = (door: DoorName, table: DossierTable, role: IRole): void => {
  if (door === 'token') grantTokenRows(table, role);
  else {
    if (door !== 'discovery') grantRows(table, role);
    denyTokenRows(table, role);
  }
};

export class Door extends Construct {
  readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, { name, stage, bundles, table, publicUrl }: DoorProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: stage.logRetentionDays });
    // A role of our own: the one CDK makes carries a managed policy that may write to every log group.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    grantAccess(name, table, role);

    this.handler = new LambdaFunction(this, 'Function', {
      description: `Vroegdossier ${stage.name}: the ${name} door`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // The source maps stay at home: they would only make the package, and so the cold start, bigger.
      code: Code.fromAsset(`${bundles}/${name}`, { exclude: ['*.map'] }),
      handler: 'index.handler',
      memorySize: stage.memoryMegabytes,
      timeout: Duration.seconds(stage.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[stage.logLevel],
      tracing: Tracing.ACTIVE,
      environment: {
        ...(name === 'discovery' ? {} : { TABLE_NAME: table.served.tableName }),
        PUBLIC_URL: publicUrl,
        LOG_LEVEL: stage.logLevel,
      },
    });
  }
}
