// The settings of a stage, as the command line gives them.
import { expect, test } from 'vitest';
import { readStage } from '../../infra/stage.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';

test('keeps the presets apart', () => {
  expect(readStage({ stage: 'acceptance' }).logRetentionDays).toBe(30);
  expect(readStage({ stage: 'production' }).logRetentionDays).toBe(365);
});

test('takes what the deployer adds', () => {
  const stage = readStage({
    stage: 'production',
    'stage:region': 'eu-central-1',
    'stage:allowedOrigins': 'https://a.example.org,https://b.example.org',
    'stage:domainName': 'dossier.example.org',
    'stage:certificateArn': certificateArn,
    '@aws-cdk/some:flag': true,
  });
  expect(stage).toMatchObject({
    name: 'production',
    region: 'eu-central-1',
    allowedOrigins: ['https://a.example.org', 'https://b.example.org'],
    domain: { name: 'dossier.example.org', certificateArn },
  });
});

const provider = {
  name: 'regio',
  issuer: 'https://inloggen.example.org',
  audience: 'https://dossier.example.org/fhir',
  roles: { ouder: 'parent' },
  region: 'Organization/ivh-voorbeeld',
};

test('takes whom people sign in with as JSON', () => {
  const stage = readStage({ stage: 'production', 'stage:identityProviders': JSON.stringify([provider]) });
  expect(stage.identityProviders).toMatchObject([{ ...provider, longestLife: 3600 }]);
});

test('wants a stage to be named, and one that exists', () => {
  expect(() => readStage({})).toThrow('give the stage: -c stage=acceptance|production');
  expect(() => readStage({ stage: 'prod' })).toThrow('no stage prod; there are: acceptance, production');
});

test.each([
  ['a misspelt setting', { 'stage:alarmEmial': 'beheer@example.org' }, 'alarmEmial'],
  ['a region outside the EU', { 'stage:region': 'us-east-1' }, 'eu- region'],
  ['an origin with a path', { 'stage:allowedOrigins': 'https://a.example.org/app' }, 'without a path'],
  ['an origin without TLS', { 'stage:allowedOrigins': 'http://a.example.org' }, 'allowedOrigins'],
  ['any origin', { 'stage:allowedOrigins': '*' }, 'allowedOrigins'],
  ['a domain without its certificate', { 'stage:domainName': 'dossier.example.org' }, 'certificateArn'],
  ['a restored table without its stream', { 'stage:restoredTable': 'restored-1' }, 'restoredStreamArn'],
  ['exports kept for ever', { 'stage:exportHours': '1000' }, 'exportHours'],
  ['files kept for no time', { 'stage:retentionYears': '0' }, 'retentionYears'],
  ['sign-in that is no JSON', { 'stage:identityProviders': 'regio' }, 'in JSON'],
  [
    'a part that nobody has',
    { 'stage:identityProviders': JSON.stringify([{ ...provider, roles: { x: 'tester' } }]) },
    'roles',
  ],
  ['an address that is none', { 'stage:alarmEmail': 'beheer' }, 'alarmEmail'],
])('refuses %s', (_what, settings, named) => {
  expect(() => readStage({ stage: 'production', ...settings })).toThrow(named);
});
