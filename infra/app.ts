// The CDK app: bundles the doors, builds the stack of the stage asked for, and lets AwsSolutions look at it.
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleDoors } from '../scripts/bundle-doors.ts';
import { DossierStack } from './dossier-stack.ts';
import { applyNagExceptions } from './nag-exceptions.ts';
import { readStage } from './stage.ts';

const app = new App();
const stage = readStage(app.node.getAllContext());
const bundles = fileURLToPath(new URL('../build/doors', import.meta.url));
await bundleDoors(bundles);

const stack = new DossierStack(app, `Vroegdossier-${stage.name}`, { stage, bundles });
applyNagExceptions(stack);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
