// Bulk exports as deployed: where files lie, who reaches them, what carries the exports out.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../scripts/bundle-doors.ts';
import { production, type Statement, statementsOf, synthesize } from './synthesize.ts';

const [bucketId = ''] = Object.keys(production.findResources('AWS::S3::Bucket'));
const bucketArn = { 'Fn::GetAtt': [bucketId, 'Arn'] };
const objects = { 'Fn::Join': ['', [bucketArn, '/exports/*']] };
const viaS3 = {
  StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
};

const ofService = (service: string, name: (typeof functionNames)[number]): Statement[] =>
  statementsOf(production, name).filter(({ Action }) => Action.some((one) => one.startsWith(`${service}:`)));

describe('the bucket of exports', () => {
  test('is one, private, and encrypted with the key of the table', () => {
    production.resourceCountIs('AWS::S3::Bucket', 1);
    const [keyId] = Object.keys(production.findResources('AWS::KMS::Key'));
    production.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': [keyId, 'Arn'] },
            },
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: Match.absent(),
    });
  });

  test('takes TLS 1.2 and nothing less', () => {
    production.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ]),
      },
    });
  });

  test.each([
    ['24', 2],
    ['168', 8],
  ])('forgets files by itself once an export of %s hours is surely over', (hours, days) => {
    synthesize({ 'stage:exportHours': hours }).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ Status: 'Enabled', ExpirationInDays: days })] },
    });
  });
});

test('the FHIR door fetches files and neither makes nor drops any', () => {
  expect(ofService('s3', 'fhir')).toEqual([
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: objects },
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucketArn },
  ]);
  expect(ofService('kms', 'fhir')).toMatchObject([{}, { Action: ['kms:Decrypt'], Condition: viaS3 }]);
});

test('the export function makes and drops files and fetches none', () => {
  expect(ofService('s3', 'export')).toEqual([
    { Effect: 'Allow', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: objects },
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucketArn },
  ]);
  expect(ofService('kms', 'export')).toMatchObject([
    {},
    { Action: ['kms:GenerateDataKey'], Condition: viaS3 },
  ]);
});

test.each(functionNames.filter((name) => name !== 'fhir' && name !== 'export'))(
  'the %s door has no way to the bucket',
  (name) => {
    expect(ofService('s3', name)).toEqual([]);
  },
);

test('the export function hears of exports alone, one change at a time, tried again when it fails', () => {
  const [tableId] = Object.keys(production.findResources('AWS::DynamoDB::Table'));
  production.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
    FunctionName: { Ref: Match.stringLikeRegexp('^ExportFunction') },
    FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":["export"]}}}}' }] },
    BatchSize: 1,
    MaximumRetryAttempts: 10,
  });
  const stream = { 'Fn::GetAtt': [tableId, 'StreamArn'] };
  const reading = ofService('dynamodb', 'export').filter(
    ({ Resource }) => JSON.stringify(Resource) === JSON.stringify(stream),
  );
  expect(reading).toHaveLength(1);
});

test('the export function has the time that a first step may wait', () => {
  production.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Vroegdossier production: the export function',
    Timeout: 300,
    Environment: { Variables: Match.objectLike({ EXPORT_BUCKET: { Ref: bucketId }, EXPORT_HOURS: '24' }) },
  });
});
