// One stage of Vroegdossier: a table, a function per door, an API before them and alarms over all of it.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { doors as doorNames } from '../scripts/bundle-doors.ts';
import { routes } from '../src/doors.ts';
import { Alarms } from './alarms.ts';
import { DossierApi } from './api.ts';
import { Door } from './door.ts';
import { ExportBucket } from './export-bucket.ts';
import { ExportFunction } from './export-function.ts';
import type { Stage } from './stage.ts';
import { DossierTable } from './table.ts';

export interface DossierStackProps {
  readonly stage: Stage;
  /** The folder that bundleDoors wrote. */
  readonly bundles: string;
}

export class DossierStack extends Stack {
  constructor(scope: Construct, id: string, { stage, bundles }: DossierStackProps) {
    super(scope, id, {
      description: `Vroegdossier ${stage.name}: the shared client file for Integrale Vroeghulp`,
      env: { account: stage.account, region: stage.region },
      terminationProtection: true,
      tags: { application: 'vroegdossier', stage: stage.name },
    });
    const table = new DossierTable(this, 'Dossier', stage.restored);
    const exports = new ExportBucket(this, 'Exports', stage, table);
    const api = new DossierApi(this, 'Api', stage);
    const doors = new Map(
      doorNames.map((name) => {
        const door = new Door(this, `Door-${name}`, {
          name,
          stage,
          bundles,
          table,
          exports,
          publicUrl: api.publicUrl,
        });
        return [name, door.handler];
      }),
    );
    api.route(routes, doors);
    const { publicUrl } = api;
    const carrier = new ExportFunction(this, 'Export', { stage, bundles, table, exports, publicUrl });
    const { topic } = new Alarms(this, 'Alarms', {
      stage,
      live: api.live,
      doors,
      exports: carrier.handler,
      table: table.served,
    });

    new CfnOutput(this, 'PublicUrl', { value: api.publicUrl });
    new CfnOutput(this, 'TableName', { value: table.served.tableName });
    new CfnOutput(this, 'TableKeyArn', { value: table.key.keyArn });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    if (api.domainTarget) new CfnOutput(this, 'DomainTarget', { value: api.domainTarget });
  }
}
