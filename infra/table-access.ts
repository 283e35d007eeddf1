// Who may do what in the table: rows by key, never a scan, and who may be trusted decided by the token door alone.
import { Stack } from 'aws-cdk-lib';
import { Effect, Grant, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  assertionKey,
  auditKey,
  clientKey,
  rateKey,
  signingKey,
  tipKey,
  verificationKeys,
} from '../src/store/keys.ts';
import type { DossierTable } from './table.ts';

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
/** TransactWriteItems is authorized as the actions it is made of, ConditionCheckItem being one. */
const tableActions = [...readActions, 'dynamodb:ConditionCheckItem', ...writeActions];

const keyActions = [
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

/** Patterns of IAM's StringLike, where * stands for any text. */
const clients = clientKey('*').pk;
const assertions = assertionKey('*', '').pk;
const verification = verificationKeys.pk;
const rates = rateKey('*', 0).pk;
const trails = auditKey('*', '').pk;
/** The trail of refused attempts to come in, and its end. */
const refusals = [auditKey('refused-*', '').pk, tipKey('refused-*').pk];

/** Every action granted tells the partitions it touches as dynamodb:LeadingKeys; without them ForAllValues would hold. */
const onlyIn = (partitions: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

/** ForAnyValue: one such partition among the many of a batch is enough. */
const anyOf = (partitions: readonly string[]) => ({
  'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': partitions },
});

/** The table's key, usable through DynamoDB only. */
const grantKey = ({ key }: DossierTable, grantee: IRole): void => {
  Grant.addToPrincipal({
    grantee,
    actions: keyActions,
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(grantee).region}.amazonaws.com` } },
  });
};

/** For a door that handles files. */
export const grantRows = (table: DossierTable, role: IRole): void => {
  table.served.grant(role, ...tableActions);
  grantKey(table, role);
};

/** For the token door: clients, spent assertions, token keys, counts of requests and what it refused; no file at all, and no client of its own making. */
export const grantTokenRows = (table: DossierTable, grantee: IRole): void => {
  const resourceArns = [table.served.tableArn];
  const own = [assertions, signingKey.pk, verification, rates];
  Grant.addToPrincipal({
    grantee,
    resourceArns,
    actions: [...readActions, 'dynamodb:ConditionCheckItem'],
    conditions: onlyIn([clients, ...own, ...refusals]),
  });
  Grant.addToPrincipal({ grantee, resourceArns, actions: writeActions, conditions: onlyIn(own) });
  // A trail is added to; nothing in it is changed or taken away.
  Grant.addToPrincipal({
    grantee,
    resourceArns,
    actions: ['dynamodb:PutItem'],
    conditions: onlyIn(refusals),
  });
  grantKey(table, grantee);
};

/** For every door but token: no look at the key that signs tokens, no hand in who may be trusted. */
export const denyTokenRows = ({ served }: DossierTable, role: IRole): void => {
  const deny = (sid: string, actions: string[], partitions: readonly string[]) =>
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        actions,
        resources: [served.tableArn],
        conditions: anyOf(partitions),
      }),
    );
  deny('SigningKeyIsForTheTokenDoor', tableActions, [signingKey.pk]);
  deny('TheTrailIsOnlyAddedTo', ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [trails]);
  deny('TrustIsNotForDoorsToWrite', writeActions, [clients, assertions, verification]);
};
