// What wakes somebody up: errors the clients see, slow or throttled doors, a table that refuses or fails.
import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITable, Operation } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

export interface AlarmsProps {
  readonly stage: Stage;
  readonly live: HttpStage;
  readonly doors: ReadonlyMap<string, IFunction>;
  readonly exports: IFunction;
  readonly table: ITable;
}

const period = Duration.minutes(5);

/** What the doors call of DynamoDB, each counted by CloudWatch on its own. */
const operations = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.DELETE_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

/** SUM passes over a metric without data, which is how an error counter says zero; `+` would lose the whole sum. */
const sumOf = (metrics: readonly IMetric[], label: string): MathExpression =>
  new MathExpression({
    expression: 'SUM(METRICS())',
    label,
    period,
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
  });

const serverErrorPercent = (live: HttpStage): MathExpression =>
  new MathExpression({
    expression: '100 * FILL(errors, 0) / requests',
    label: '5xx, percent of requests',
    period,
    usingMetrics: {
      errors: live.metricServerError({ period, statistic: 'Sum' }),
      requests: live.metricCount({ period, statistic: 'SampleCount' }),
    },
  });

interface Watch {
  readonly metric: IMetric;
  readonly threshold: number;
  /** How many periods of five minutes in a row must be over the threshold. */
  readonly periods: number;
  readonly description: string;
}

const watches = ({ stage, live, doors, exports, table }: AlarmsProps): [id: string, Watch][] => {
  const { serverErrorPercent: percent, p99Milliseconds, throttledRequests } = stage.alarms;
  const throttles = [...doors.values()].map((door) => door.metricThrottles({ period, statistic: 'Sum' }));
  const refused = ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
    table.metric(name, { period, statistic: 'Sum' }),
  );
  const failed = operations.map((operation) =>
    table.metric('SystemErrors', {
      period,
      statistic: 'Sum',
      dimensionsMap: { TableName: table.tableName, Operation: operation },
    }),
  );
  const slow = [...doors].map(([name, door]): [string, Watch] => [
    `Slow-${name}`,
    {
      metric: door.metricDuration({ period, statistic: 'p99' }),
      threshold: p99Milliseconds,
      periods: 3,
      description: `Duration of the ${name} door, 99th percentile, in milliseconds`,
    },
  ]);
  return [
    [
      'ServerErrors',
      {
        metric: serverErrorPercent(live),
        threshold: percent,
        periods: 2,
        description: 'Requests answered with a 5xx, in percent',
      },
    ],
    [
      'DoorThrottles',
      {
        metric: sumOf(throttles, 'Throttled calls'),
        threshold: throttledRequests,
        periods: 1,
        description: 'Calls of doors refused for want of concurrency',
      },
    ],
    [
      'TableThrottles',
      {
        metric: sumOf(refused, 'Throttled rows'),
        threshold: throttledRequests,
        periods: 1,
        description: 'Reads and writes the table refused as too many',
      },
    ],
    [
      'TableSystemErrors',
      {
        metric: sumOf(failed, 'System errors'),
        threshold: 1,
        periods: 1,
        description: 'Requests that failed inside DynamoDB',
      },
    ],
    [
      'ExportErrors',
      {
        metric: exports.metricErrors({ period, statistic: 'Sum' }),
        threshold: 1,
        periods: 1,
        description: 'Steps of bulk exports that failed and are tried again',
      },
    ],
    ...slow,
  ];
};

/** A topic with a policy of its own loses the default one, which let CloudWatch publish; hence the grant. */
const alarmTopic = (scope: Construct, email: string | undefined): Topic => {
  const topic = new Topic(scope, 'Topic', { displayName: 'Vroegdossier alarms', enforceSSL: true });
  const ownAlarms = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: ownAlarms }));
  if (email) topic.addSubscription(new EmailSubscription(email));
  return topic;
};

export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = alarmTopic(this, props.stage.alarmEmail);
    const tell = new SnsAction(this.topic);
    for (const [name, { metric, threshold, periods, description }] of watches(props)) {
      const alarm = new Alarm(this, name, {
        alarmDescription: description,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // No requests, no data: a quiet night is not an incident.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(tell);
      alarm.addOkAction(tell);
    }
  }
}
