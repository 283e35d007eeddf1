// The one table and the key it is encrypted with. Both outlive the stack: they hold the children's files.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export class DossierTable extends Construct {
  readonly key: Key;
  /** What the doors serve. */
  readonly served: ITable;
  /** The changes of what the doors serve. */
  readonly streamArn: string;

  constructor(
    scope: Construct,
    id: string,
    restored?: { readonly table: string; readonly streamArn: string },
  ) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the Vroegdossier table',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const own = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'e',
    });
    // A restore always makes a new table; the stack keeps the old one, so nothing is lost while people look.
    this.served = restored
      ? Table.fromTableAttributes(this, 'Restored', { tableName: restored.table, encryptionKey: this.key })
      : own;
    const streamArn = restored?.streamArn ?? own.tableStreamArn;
    if (!streamArn) throw new Error('the table has no stream');
    this.streamArn = streamArn;
  }
}
