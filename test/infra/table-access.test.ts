// Least privilege, door by door, as the template grants it.
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../scripts/bundle-doors.ts';
import { production, restored, type Statement, statementsOf, synthesize, titleOf } from './synthesize.ts';

const readActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
];
const writeActions = ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const tableActions = [...readActions, ...writeActions].sort();

const ofService = (
  service: string,
  effect: Statement['Effect'],
  statements: readonly Statement[],
): Statement[] =>
  statements.filter(
    ({ Effect, Action }) => Effect === effect && Action.some((a) => a.startsWith(`${service}:`)),
  );

const tableArn = { 'Fn::GetAtt': [expect.stringMatching(/^DossierTable/), 'Arn'] };

describe.each(functionNames.map((name) => [titleOf(name), name] as const))('%s', (_title, door) => {
  test('may do nothing by wildcard, and nothing on every resource but tracing', () => {
    for (const { Effect, Action, Resource } of statementsOf(production, door)) {
      if (Effect === 'Deny') continue;
      expect(Action.join()).not.toContain('*');
      if (Resource === '*') expect(Action).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    }
  });

  test('writes to a log group of its own and no other', () => {
    const groups = functionNames.flatMap((each) =>
      ofService('logs', 'Allow', statementsOf(production, each)),
    );
    const own = ofService('logs', 'Allow', statementsOf(production, door));
    expect(own).toHaveLength(1);
    expect(
      groups.filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(own[0]?.Resource)),
    ).toHaveLength(1);
  });
});

const fileDoors = functionNames.filter((name) => name !== 'discovery' && name !== 'token');

/** The stream is another resource than the table. */
const isOfStream = ({ Resource }: Statement): boolean => JSON.stringify(Resource).includes('StreamArn');

test.each(fileDoors)('the %s door reaches rows of the one table by key, never by scan', (door) => {
  const allowed = ofService('dynamodb', 'Allow', statementsOf(production, door));
  expect(allowed.filter((one) => !isOfStream(one))).toEqual([
    { Effect: 'Allow', Action: tableActions, Resource: tableArn },
  ]);
});

test.each([...fileDoors, 'token' as const])(
  'the %s door uses the key of the table through DynamoDB only',
  (door) => {
    const [statement, ...more] = ofService('kms', 'Allow', statementsOf(production, door)).filter(
      ({ Condition }) => !JSON.stringify(Condition).includes('"s3."'),
    );
    expect(more).toEqual([]);
    expect(statement?.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DossierKey/), 'Arn'] });
    expect(statement?.Condition).toEqual({
      StringEquals: {
        'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
      },
    });
  },
);

describe.each(functionNames.filter((name) => name !== 'token'))('the %s function', (door) => {
  const denied = (partitions: string[]): Statement[] =>
    ofService('dynamodb', 'Deny', statementsOf(production, door)).filter(
      ({ Condition }) =>
        JSON.stringify(Condition) ===
        JSON.stringify({ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': partitions } }),
    );

  test('is denied the partition of the signing key, in a batch or transaction too', () => {
    expect(denied(['token-signing-key'])).toMatchObject([{ Action: tableActions, Resource: tableArn }]);
  });

  test('may add to the audit trail and never change or take away', () => {
    expect(denied(['audit/*'])).toMatchObject([
      { Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'], Resource: tableArn },
    ]);
  });

  test('may not write clients, spent assertions or keys that tokens are verified with', () => {
    expect(denied(['client/*', 'jti/*', 'token-verification-key'])).toMatchObject([
      { Action: writeActions, Resource: tableArn },
    ]);
  });
});

test('the token door reaches clients, spent assertions, token keys and counts of requests, adds what it refused, no file, and makes no client', () => {
  const [read, write, add, ...more] = ofService('dynamodb', 'Allow', statementsOf(production, 'token'));
  const only = (partitions: string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
  const own = ['jti/*', 'token-signing-key', 'token-verification-key', 'rate/*'];
  const refusals = ['audit/refused-*', 'audit-tip/refused'];
  expect(read).toMatchObject({
    Action: readActions,
    Resource: tableArn,
    Condition: only(['client/*', ...own, ...refusals]),
  });
  expect(write).toMatchObject({ Action: writeActions, Resource: tableArn, Condition: only(own) });
  expect(add).toMatchObject({
    Action: ['dynamodb:PutItem'],
    Resource: tableArn,
    Condition: only(refusals),
  });
  expect(more).toEqual([]);
  expect(ofService('dynamodb', 'Deny', statementsOf(production, 'token'))).toEqual([]);
});

test('the discovery door has no way to the table or its key', () => {
  const statements = statementsOf(production, 'discovery');
  expect(ofService('dynamodb', 'Allow', statements)).toEqual([]);
  expect(ofService('kms', 'Allow', statements)).toEqual([]);
});

test('nobody may scan', () => {
  expect(JSON.stringify(production.toJSON())).not.toContain('dynamodb:Scan');
});

test('every role is used by one function and carries no managed policy', () => {
  const roles = Object.values(production.findResources('AWS::IAM::Role'));
  expect(roles).toHaveLength(functionNames.length);
  for (const { Properties } of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});

test('a restored table is granted and guarded in the place of the old one', () => {
  const statements = statementsOf(synthesize(restored), 'fhir');
  const resources = [
    ...ofService('dynamodb', 'Allow', statements),
    ...ofService('dynamodb', 'Deny', statements),
  ];
  expect(resources).toHaveLength(4);
  for (const { Resource } of resources) {
    expect(JSON.stringify(Resource)).toContain(':table/restored-1"');
    expect(JSON.stringify(Resource)).not.toContain('DossierTable');
  }
});
