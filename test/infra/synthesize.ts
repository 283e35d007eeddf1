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
import { doors } from '../../scripts/bundle-doors.ts';
import type { Door } from '../../src/doors.ts';

const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-infra-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundles = join(folder, 'doors');
for (const door of doors) {
  mkdirSync(join(bundles, door), { recursive: true });
  writeFileSync(join(bundles, door, 'index.mjs'), `// ${door}`);
  writeFileSync(join(bundles, door, 'index.mjs.map'), '{}');
}

export const makeStack = (settings: Record<string, string> = {}): DossierStack => {
  const app = new App({ context: cdk.context, outdir: mkdtempSync(join(folder, 'assembly-')) });
  const stage = readStage({ stage: 'production', ...settings });
  return new DossierStack(app, 'Vroegdossier', { stage, bundles });
};

export const synthesize = (settings: Record<string, string>): Template =>
  Template.fromStack(makeStack(settings));

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

export const doorResource = (template: Template, door: Door): unknown => {
  const found = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Description: `Vroegdossier production: the ${door} door` },
    }),
  );
  if (found.length !== 1) throw new Error(`${found.length} functions for the ${door} door`);
  return found[0];
};

/** Everything the door's role may and may not do. */
export const statementsOf = (template: Template, door: Door): Statement[] => {
  const role = FunctionResource.parse(doorResource(template, door)).Properties.Role['Fn::GetAtt'][0];
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .map((resource) => Policy.parse(resource).Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};
