// Where the files of bulk exports lie for their few hours: private, encrypted with the table's key, forgotten by itself.
import { Duration, Stack } from 'aws-cdk-lib';
import { Grant, type IRole } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import type { DossierTable } from './table.ts';

export class ExportBucket extends Construct {
  readonly bucket: Bucket;
  /** What a function that works with it is told. */
  readonly settings: Readonly<Record<string, string>>;
  readonly #keyArn: string;

  constructor(scope: Construct, id: string, stage: Stage, { key }: DossierTable) {
    super(scope, id);
    this.#keyArn = key.keyArn;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          // S3 counts whole days, and an export is kept for hours after its last step.
          expiration: Duration.days(Math.ceil(stage.exportHours / 24) + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.settings = { EXPORT_BUCKET: this.bucket.bucketName, EXPORT_HOURS: String(stage.exportHours) };
  }

  /** For the FHIR door. Who may list is told that a file is not there, others that they may not know. */
  grantFetch(role: IRole): void {
    this.#grant(role, ['s3:GetObject'], ['kms:Decrypt']);
  }

  /** For the function that carries exports out. */
  grantMake(role: IRole): void {
    this.#grant(role, ['s3:PutObject', 's3:DeleteObject'], ['kms:GenerateDataKey']);
  }

  #grant(grantee: IRole, actions: string[], keyActions: string[]): void {
    const viaService = `s3.${Stack.of(this).region}.amazonaws.com`;
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.bucket.arnForObjects('exports/*')] });
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucket.bucketArn] });
    Grant.addToPrincipal({
      grantee,
      actions: keyActions,
      resourceArns: [this.#keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService } },
    });
  }
}
