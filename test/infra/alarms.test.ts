// What is watched, and who hears of it.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { doors } from '../../scripts/bundle-doors.ts';
import { production, synthesize } from './synthesize.ts';

const metric = (name: string) =>
  Match.objectLike({ MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: name }) }) });

const watched = {
  'the share of 5xx answers': [metric('5xx'), metric('Count')],
  'throttled doors': doors.map(() => metric('Throttles')),
  'throttled rows': [metric('ReadThrottleEvents'), metric('WriteThrottleEvents')],
  'errors of DynamoDB': [metric('SystemErrors')],
};

describe.each(Object.entries(watched))('%s', (_what, metrics) => {
  test('raise an alarm', () => {
    production.hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: Match.arrayWith(metrics) });
  });
});

test.each(doors)('a slow %s door raises an alarm of its own', (door) => {
  production.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'Duration',
    ExtendedStatistic: 'p99',
    Threshold: 3_000,
    Dimensions: [
      {
        Name: 'FunctionName',
        Value: { Ref: Match.stringLikeRegexp(`^Door${door.replace('-', '')}Function`) },
      },
    ],
  });
});

test('a step of an export that fails raises an alarm', () => {
  production.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'Errors',
    Threshold: 1,
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^ExportFunction') } }],
  });
});

test('every alarm tells the topic when it starts and when it ends, and keeps quiet without traffic', () => {
  const [topic] = Object.keys(production.findResources('AWS::SNS::Topic'));
  production.resourceCountIs('AWS::CloudWatch::Alarm', doors.length + 5);
  production.allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [{ Ref: topic }],
    OKActions: [{ Ref: topic }],
    TreatMissingData: 'notBreaching',
  });
});

test('no alarm looks at more than the ten metrics CloudWatch takes', () => {
  for (const { Properties } of Object.values(production.findResources('AWS::CloudWatch::Alarm'))) {
    const metrics = Properties.Metrics ?? [];
    expect(metrics.filter((one: object) => 'MetricStat' in one).length).toBeLessThanOrEqual(10);
  }
});

test('CloudWatch may publish to the topic, for alarms of this account, over TLS', () => {
  production.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
});

test('an address given hears of the alarms; without one nobody is subscribed', () => {
  production.resourceCountIs('AWS::SNS::Subscription', 0);
  synthesize({ 'stage:alarmEmail': 'beheer@example.org' }).hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'beheer@example.org',
  });
});
