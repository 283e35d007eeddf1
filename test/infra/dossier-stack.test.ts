// The stack as a whole: what it tells its operator, and that it is not thrown away by mistake.
import { expect, test } from 'vitest';
import { makeStack, production, synthesize } from './synthesize.ts';

test('tells the address, the table, its key and the alarm topic', () => {
  const outputs = Object.keys(production.toJSON().Outputs);
  expect(outputs.sort()).toEqual(['AlarmTopicArn', 'PublicUrl', 'TableKeyArn', 'TableName']);
});

test('tells where the DNS record of an own domain must point', () => {
  const template = synthesize({
    'stage:domainName': 'dossier.example.org',
    'stage:certificateArn': 'arn:aws:acm:eu-west-1:111111111111:certificate/1',
  });
  template.hasOutput('DomainTarget', {});
  template.hasOutput('PublicUrl', { Value: 'https://dossier.example.org' });
});

test('is protected from deletion and belongs to no account until it is deployed', () => {
  const stack = makeStack();
  expect(stack.terminationProtection).toBe(true);
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
});

test('goes where the stage says', () => {
  const stack = makeStack({ 'stage:account': '111111111111', 'stage:region': 'eu-central-1' });
  expect(stack.environment).toBe('aws://111111111111/eu-central-1');
});

test('makes nothing that costs money by the hour, such as a search cluster, a NAT gateway or a server', () => {
  const kinds = new Set(Object.values(production.toJSON().Resources).map((resource) => typeOf(resource)));
  expect([...kinds].sort()).toEqual([
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::CloudWatch::Alarm',
    'AWS::DynamoDB::Table',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
  ]);
});

function typeOf(resource: unknown): unknown {
  return typeof resource === 'object' && resource !== null && 'Type' in resource ? resource.Type : undefined;
}
