// Synthesizes the stack as the app does, with empty doors: what a door does shows nowhere in the template.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import * as z from 'zod';
import cdk from '../../cdk.json' with { type: 'json' };
import { DossierStack } from '../../infra/dossier-stack.ts';
import { readStage } from '../../infra/stage.ts';
import { type FunctionName, functionNames } from '../../scripts/bundle-doors.ts';

const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-infra-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundles = join(folder, 'doors');
for (const name of functionNames) {
  mkdirSync(join(bundles, name), { recursive: true });
  writeFileSync(join(bundles, name, 'index.mjs'), `// ${name}`);
  writeFileSync(join(bundles, name, 'index.mjs.map'), '{}');
}

export const makeStack = (settings: Record<string, string> = {}): DossierStack => {
  const app = new App({ context: cdk.context, outdir: mkdtempSync(join(folder, 'assembly-')) });
  const stage = readStage({ stage: 'production', ...settings });
  return new DossierStack(app, 'Vroegdossier', { stage, bundles });
};

export const synthesize = (settings: Record<string, string>): Template =>
  Template.fromStack(makeStack(settings));

/** What is given after a restore. */
export const restored = {
  'stage:restoredTable': 'restored-1',
  'stage:restoredStreamArn':
    'arn:aws:dynamodb:eu-central-1:111111111111:table/restored-1/stream/2026-01-01T00:00:00.000',
};

/** The stack of production with nothing added. */
export const production = synthesize({});

const list = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: list,
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
export type Statement = z.infer<typeof Statement>;

const Policy = z.object({
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(Statement) }),
    Roles: z.array(z.object({ Ref: z.string() })),
  }),
});

const FunctionResource = z.object({
  Properties: z.object({
    Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  }),
});

/** How its description ends. */
export const titleOf = (name: FunctionName): string =>
  name === 'export' ? 'the export function' : `the ${name} door`;

export const functionResource = (template: Template, name: FunctionName): unknown => {
  const found = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Description: `Vroegdossier production: ${titleOf(name)}` },
    }),
  );
  if (found.length !== 1) throw new Error(`${found.length} functions are ${titleOf(name)}`);
  return found[0];
};

/** Everything the function's role may and may not do. */
export const statementsOf = (template: Template, name: FunctionName): Statement[] => {
  const role = FunctionResource.parse(functionResource(template, name)).Properties.Role['Fn::GetAtt'][0];
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .map((resource) => Policy.parse(resource).Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};
