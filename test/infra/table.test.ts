// What the table is, and what becomes of it when the stack goes.
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { functionNames } from '../../scripts/bundle-doors.ts';
import { production, restored, synthesize } from './synthesize.ts';

test('is one on-demand table keyed by pk and sk, both strings', () => {
  production.resourceCountIs('AWS::DynamoDB::Table', 1);
  production.hasResourceProperties('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: Match.absent(),
  });
});

test('can be restored to any moment of the last 35 days', () => {
  production.hasResourceProperties('AWS::DynamoDB::Table', {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
  });
});

test('streams both images and drops rows by e', () => {
  production.hasResourceProperties('AWS::DynamoDB::Table', {
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'e', Enabled: true },
  });
});

test('is encrypted with a rotating key of our own', () => {
  const [keyId] = Object.keys(production.findResources('AWS::KMS::Key'));
  production.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  production.hasResourceProperties('AWS::DynamoDB::Table', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } },
  });
});

test('survives the stack, and so does its key', () => {
  const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  production.hasResource('AWS::DynamoDB::Table', {
    ...retained,
    Properties: { DeletionProtectionEnabled: true },
  });
  production.hasResource('AWS::KMS::Key', retained);
});

test('serves a restored table in its place, keeping the old one', () => {
  const template = synthesize(restored);
  template.resourceCountIs('AWS::DynamoDB::Table', 1);
  const tables = Object.values(template.findResources('AWS::Lambda::Function')).flatMap(
    ({ Properties }) => Properties.Environment.Variables.TABLE_NAME ?? [],
  );
  expect(tables).toEqual(functionNames.filter((name) => name !== 'discovery').map(() => 'restored-1'));
});
