// Each door as a Lambda function: runtime, package, settings, log.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { doors, functionNames } from '../../scripts/bundle-doors.ts';
import { makeStack, production, synthesize } from './synthesize.ts';

test('there is one function for each door, and one that carries out exports', () => {
  production.resourceCountIs('AWS::Lambda::Function', functionNames.length);
});

describe.each(doors)('the %s door', (door) => {
  const description = `Vroegdossier production: the ${door} door`;

  test('runs on Node 24 on arm64, traced, with the memory and time of the stage', () => {
    production.hasResourceProperties('AWS::Lambda::Function', {
      Description: description,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 1769,
      Timeout: 29,
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('is told its address, its log level and, if it has data, its table and how often who may ask, the FHIR door where exports lie, and nothing else', () => {
    const [table] = Object.keys(production.findResources('AWS::DynamoDB::Table'));
    const [api] = Object.keys(production.findResources('AWS::ApiGatewayV2::Api'));
    const [bucket] = Object.keys(production.findResources('AWS::S3::Bucket'));
    production.hasResourceProperties('AWS::Lambda::Function', {
      Description: description,
      Environment: {
        Variables: Match.exact({
          ...(door === 'discovery'
            ? {}
            : { TABLE_NAME: { Ref: table }, RATE_PER_CLIENT: '100', RATE_PER_ADDRESS: '20' }),
          ...(door === 'fhir'
            ? { EXPORT_BUCKET: { Ref: bucket }, EXPORT_HOURS: '24', RETENTION_YEARS: '20' }
            : {}),
          PUBLIC_URL: { 'Fn::GetAtt': [api, 'ApiEndpoint'] },
          LOG_LEVEL: 'INFO',
        }),
      },
    });
  });

  test('logs as JSON to a group of its own', () => {
    const group = new RegExp(`^Door${door.replace('-', '')}Log`);
    production.hasResourceProperties('AWS::Lambda::Function', {
      Description: description,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp(group.source) } },
    });
  });
});

test('every door knows whom people sign in with', () => {
  const provider = {
    name: 'regio',
    issuer: 'https://inloggen.example.org',
    audience: 'https://dossier.example.org/fhir',
    roles: { ouder: 'parent' },
    region: 'Organization/ivh-voorbeeld',
  };
  const template = synthesize({ 'stage:identityProviders': JSON.stringify([provider]) });
  for (const door of doors)
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: `Vroegdossier production: the ${door} door`,
      Environment: { Variables: { IDENTITY_PROVIDERS: Match.stringLikeRegexp('inloggen.example.org') } },
    });
});

test('every log group forgets after the time of the stage', () => {
  const groups = production.findResources('AWS::Logs::LogGroup');
  expect(Object.values(groups)).toHaveLength(functionNames.length + 1);
  for (const { Properties } of Object.values(groups)) expect(Properties.RetentionInDays).toBe(365);
});

test('the package holds the bundle without its source map', () => {
  const app = makeStack().node.root;
  if (!App.isApp(app)) throw new Error('the root of the stack is not an app');
  const { directory } = app.synth();
  const packages = readdirSync(directory).filter((name) => name.startsWith('asset.'));
  expect(packages).toHaveLength(functionNames.length);
  for (const name of packages) expect(readdirSync(join(directory, name))).toEqual(['index.mjs']);
});
