// Carries bulk exports out: a function that the table's stream tells of every change of an export's row.
import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { exportRange } from '../src/store/keys.ts';
import { DossierFunction } from './dossier-function.ts';
import type { ExportBucket } from './export-bucket.ts';
import type { Stage } from './stage.ts';
import type { DossierTable } from './table.ts';
import { denyTokenRows, grantRows } from './table-access.ts';

const streamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

export interface ExportFunctionProps {
  readonly stage: Stage;
  readonly bundles: string;
  readonly table: DossierTable;
  readonly exports: ExportBucket;
  readonly publicUrl: string;
}

export class ExportFunction extends DossierFunction {
  constructor(scope: Construct, id: string, props: ExportFunctionProps) {
    const { stage, bundles, table, exports, publicUrl } = props;
    super(scope, id, {
      name: 'export',
      as: 'export function',
      stage,
      bundles,
      // The first step waits up to half a minute for commits on their way; a step itself takes seconds.
      timeoutSeconds: 300,
      environment: { TABLE_NAME: table.served.tableName, ...exports.settings, PUBLIC_URL: publicUrl },
    });
    grantRows(table, this.role);
    denyTokenRows(table, this.role);
    exports.grantMake(this.role);
    Grant.addToPrincipal({
      grantee: this.role,
      actions: streamActions,
      resourceArns: [table.streamArn],
    }).assertSuccess();
    const mapping = new EventSourceMapping(this, 'Changes', {
      target: this.handler,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // One export's steps follow each other; those of others need not wait for them.
      batchSize: 1,
      parallelizationFactor: 10,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(1),
      filters: [
        FilterCriteria.filter({
          dynamodb: { Keys: { pk: { S: FilterRule.isEqual(exportRange().pk) } } },
        }),
      ],
    });
    // Lambda looks at the role's rights when the mapping is made.
    mapping.node.addDependency(this.role);
  }
}
